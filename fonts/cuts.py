"""What the scripts share that cut the faces of this folder down: epub/subset.py and words/cut.py."""

import hashlib
import pathlib
import sys

FACES = pathlib.Path(__file__).resolve().parent
SAMPLES = FACES.parent / "samples"


def code_points(*lists):
    """The code points of lists of ranges, in order."""
    kept = set()
    for part in " ".join(lists).split():
        first, _, last = part.partition("-")
        kept.update(range(int(first, 16), int(last or first, 16) + 1))
    return sorted(kept)


def sample_texts():
    """The texts of the samples."""
    paths = sorted(path for path in SAMPLES.rglob("*.*") if path.suffix in {".txt", ".md", ".yaml"})
    return [path.read_text(encoding="utf-8") for path in paths]


def write(script, faces, make, ending, test):
    """Makes the files of a script's folder and their record, faces.toml; with --check, compares them instead.

    `faces` has what the record says of each face beside its names and sums; `make` gives the bytes for a face's file, or fails.
    """
    folder = pathlib.Path(script).resolve().parent
    check = "--check" in sys.argv[1:]
    head = f"# The files in this folder, one entry each; {pathlib.Path(script).name} writes this one. {test} holds them to it.\n"
    entries = [head]
    for name, said in faces.items():
        source = FACES / name
        data = make(source)
        target = folder / (source.stem + ending)
        if check:
            assert target.read_bytes() == data, f"{target.name} is not what this script makes"
        else:
            target.write_bytes(data)
        fields = {
            "file": target.name, **said, "from": name,
            "from_sha256": hashlib.sha256(source.read_bytes()).hexdigest(), "sha256": hashlib.sha256(data).hexdigest(),
        }
        entries.append("\n[[face]]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items()))
    record = folder / "faces.toml"
    if check:
        assert record.read_text(encoding="utf-8") == "".join(entries), "faces.toml is not what this script writes"
    else:
        record.write_text("".join(entries), encoding="utf-8")
