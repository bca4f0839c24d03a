"""Counts the instructions that each part takes of one article, and holds them to the counts on record.

Usage: python benches/instructions.py [PROGRAM] [--update]

PROGRAM is built with `cargo build --release --features counting --bin instructions`, and found where that puts it. It
needs valgrind. Each part is run twice and six times under callgrind, and a quarter of the difference is what it takes
once it is warm: neither start-up nor the machine's other work is in it.

benches/instructions.toml has the counts, in thousands. A part that takes more than a twentieth above its count fails, and
one that takes as much less is named, so that the count follows. `--update` writes the file anew. Counts depend a little
on the compiler and on which of the C library's routines the processor gets; a twentieth is more than that.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
RECORD = HERE / "instructions.toml"
BUILT = HERE.parent / "target" / "release" / "instructions"
ALLOWED = 0.05
# The C library clears and copies large blocks with one repeated instruction where the processor has it, and valgrind
# counts every repetition. With loops instead, counts of two machines can be compared.
TUNABLES = "glibc.cpu.x86_rep_stosb_threshold=2000000000:glibc.cpu.x86_rep_movsb_threshold=2000000000"
RUNS = (2, 6)


def count(program, part, times, folder):
    out = folder / f"{part}-{times}"
    words = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", str(program), part, str(times)]
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "GLIBC_TUNABLES": TUNABLES})
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return int(re.search(r"^summary: (\d+)", out.read_text(), re.MULTILINE)[1])


def main(words):
    update = "--update" in words
    named = [word for word in words if not word.startswith("--")]
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is not installed")
    program = pathlib.Path(named[0]) if named else BUILT
    if not program.exists():
        raise SystemExit(f"{program} is not there: cargo build --release --features counting --bin instructions")
    parts = subprocess.run([program], capture_output=True, text=True, check=True).stdout.split()
    with tempfile.TemporaryDirectory() as made, ThreadPoolExecutor(2) as pool:
        folder = pathlib.Path(made)
        tasks = {(part, times): pool.submit(count, program, part, times, folder) for part in parts for times in RUNS}
        counts = {key: task.result() for key, task in tasks.items()}
    few, many = RUNS
    took = {part: round((counts[part, many] - counts[part, few]) / (many - few) / 1000) for part in parts}
    known = {} if update or not RECORD.exists() else tomllib.loads(RECORD.read_text(encoding="utf-8"))
    slower = []
    for part, thousands in took.items():
        told, was = "", known.get(part)
        if was is not None:
            change = thousands / was - 1
            told = f"{change:+7.1%} of {was}"
            if change > ALLOWED:
                slower.append(part)
                told += "   SLOWER"
            elif change < -ALLOWED:
                told += "   faster: --update puts it on record"
        elif not update:
            slower.append(part)
            told = "not on record"
        print(f"{part:<20} {thousands:>8} thousand   {told}")
    if update:
        head = "# Thousands of instructions that a part takes of the seed article, once it is warm.\n"
        head += "# Written by `python benches/instructions.py --update`.\n"
        RECORD.write_text(head + "".join(f"{part} = {n}\n" for part, n in took.items()), encoding="utf-8")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
