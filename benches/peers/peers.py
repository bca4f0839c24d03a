"""Sets the same articles in Nashra and in Typst, one after the other, and prints ratios.

Usage: python benches/peers/peers.py NASHRA [CORPUS]

NASHRA is a release build of the command; CORPUS a file of Arabic sentences, one a line (the Arabic-PUD treebank's
where it lies beside the checkout). It needs the packages `typst` and `uharfbuzz` from PyPI, and Linux, whose figures of
a process's CPU time and memory it reads.

What is compared:
  batch     300 articles of 400 words, each a tagged PDF/A, one thread, both warm: CPU an article; and the CPU that
            bare HarfBuzz (the C library) takes to shape the same text, each paragraph as a whole. Typst gives its PDFs as
            bytes: Nashra's files go to a file system in memory, where there is one. Once more with a disk under both, for
            which Nashra waits after it has written and Typst does not.
  cold      one article from a cold start: Nashra's three formats against Typst's PDF alone. Python's own start is not
            counted to Typst; loading its library and its faces is, as a command of its own would do the same.
  bulletin  100 articles with contents in one PDF.
  long      Nashra alone: the cost of an article in a bulletin of 5,000 against that in one of 100.

Both set Amiri at 11 pt with 19.25 pt from line to line, on A4 in two columns, justified. Times are CPU time, of all
threads. Each pair is run five times in turn, that of bulletins seven times, the long one three times, the cold one, which is
over in no time, fifteen times, and the median of the ratios is told.
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FONTS = ROOT / "fonts"
TYPST_HEAD = """#set document(title: [نشرة])
#set page(paper: "a4", margin: (top: 24mm, bottom: 22mm, x: 18mm), columns: 2)
#set columns(gutter: 8mm)
#set text(font: "Amiri", size: 11pt, lang: "ar", dir: rtl)
#set par(justify: true, leading: 8.25pt)
"""
ROUNDS = 5
BULLETIN_ROUNDS = 7
LONG_ROUNDS = 3
COLD_ROUNDS = 15
# A file system in memory, as Linux has it.
MEMORY = pathlib.Path("/dev/shm")


def articles(sentences, count, words):
    """Articles of about so many words, paragraphs of three sentences, no two alike."""
    at = 0
    made = []
    for number in range(count):
        paragraphs, paragraph, length = [], [], 0
        while length < words:
            sentence = sentences[at % len(sentences)]
            at += 1
            paragraph.append(sentence)
            length += len(sentence.split())
            if len(paragraph) == 3:
                paragraphs.append(" ".join(paragraph))
                paragraph = []
        if paragraph:
            paragraphs.append(" ".join(paragraph))
        headline = " ".join(sentences[(at * 7 + number) % len(sentences)].split()[:7])
        made.append({
            "id": f"a{number:05}", "headline": headline, "language": "ar", "published": "2025-05-18", "body": paragraphs,
        })
    return made


def escaped(text):
    """Text as Typst's markup takes it."""
    return "".join("\\" + c if c in "\\#$*_`<>@=-+/~[]\"'" else c for c in text)


def typst_article(article):
    return f"= {escaped(article['headline'])}\n\n" + "\n\n".join(escaped(p) for p in article["body"]) + "\n\n"


def child(arguments, **options):
    """Runs a command; gives its CPU seconds and its peak memory in bytes."""
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def in_python(task, *arguments):
    """Runs one of this file's tasks in a fresh Python; gives what it prints as JSON."""
    out = subprocess.run([sys.executable, __file__, "--task", task, *map(str, arguments)], capture_output=True, text=True)
    if out.returncode != 0:
        raise SystemExit(out.stderr)
    return json.loads(out.stdout)


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def task_typst_batch(folder, out=None):
    """CPU of every article after the first, and the PDFs' bytes. Each is written to the folder `out`, where that is given."""
    import typst

    files = sorted(pathlib.Path(folder).glob("*.typ"))
    compiler = typst.Compiler(str(files[0]), font_paths=[str(FONTS)], ignore_system_fonts=True)
    total = len(compiler.compile(pdf_standards="a-2a"))
    begun = cpu()
    for file in files[1:]:
        made = compiler.compile(str(file), pdf_standards="a-2a")
        total += len(made)
        if out:
            pathlib.Path(out, file.stem + ".pdf").write_bytes(made)
    return {"cpu": (cpu() - begun) / (len(files) - 1), "bytes": total / len(files)}


def task_typst_cold(file):
    begun = cpu()
    import typst

    compiler = typst.Compiler(file, font_paths=[str(FONTS)], ignore_system_fonts=True)
    made = compiler.compile(pdf_standards="a-2a")
    return {"cpu": cpu() - begun, "bytes": len(made), "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def task_harfbuzz(file):
    """CPU that shaping takes of an article, without reading the face."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / "Amiri-Regular.ttf")))
    font = uharfbuzz.Font(face)
    made = [json.loads(line) for line in open(file, encoding="utf-8")]

    def shape(text):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        return len(buffer)

    shape(made[0]["headline"])
    begun = cpu()
    glyphs = sum(shape(text) for article in made for text in [article["headline"], *article["body"]])
    return {"cpu": (cpu() - begun) / len(made), "glyphs": glyphs / len(made)}


def paired(first, second, rounds=ROUNDS):
    """Both, in turn, several times: the medians of each and of their ratio."""
    pairs = [(first(), second()) for _ in range(rounds)]
    middle = lambda values: statistics.median(list(values))
    return middle(a for a, _ in pairs), middle(b for _, b in pairs), middle(a / b for a, b in pairs)


def row(name, value, bar=None, unit=""):
    told = f"{name:<58} {value:>8.2f}{unit}"
    if bar is not None:
        told += f"   bar {bar:g}{unit}   {'met' if value <= bar else 'MISSED'}"
    print(told, flush=True)


def main(nashra, corpus):
    sentences = [line.strip() for line in open(corpus, encoding="utf-8") if line.strip()]
    nashra = str(pathlib.Path(nashra).resolve())
    in_memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=in_memory) as made, tempfile.TemporaryDirectory() as on_disk:
        place = pathlib.Path(made)
        many = articles(sentences, 300, 400)
        dump = place / "many.ndjson"
        dump.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in many), encoding="utf-8")
        typ = place / "typ"
        typ.mkdir()
        for article in many:
            (typ / f"{article['id']}.typ").write_text(TYPST_HEAD + typst_article(article), encoding="utf-8")

        def batch(out=place / "batch"):
            words = [nashra, "batch", dump, "-o", out, "--format", "pdf", "--jobs", "1", "--force"]
            return child(words)[0] / len(many)

        ours, theirs, ratio = paired(batch, lambda: in_python("typst_batch", typ)["cpu"])
        glyphs = in_python("harfbuzz", dump)["glyphs"]
        _, floor, of_floor = paired(batch, lambda: in_python("harfbuzz", dump)["cpu"])
        size = statistics.mean(f.stat().st_size for f in (place / "batch").glob("*.pdf"))
        print(f"batch: {ours * 1e3:.2f} ms an article, Typst {theirs * 1e3:.2f} ms, bare HarfBuzz "
              f"{floor * 1e3:.2f} ms for {glyphs:.0f} glyphs; {size / 1e3:.1f} kB")
        row("batch PDF: CPU, of Typst's", ratio, 0.2)
        row("batch PDF: CPU, of bare HarfBuzz's", of_floor, 2.5)

        theirs_on_disk = pathlib.Path(on_disk, "typst")
        theirs_on_disk.mkdir()
        disk = lambda: batch(pathlib.Path(on_disk, "nashra"))
        _, _, ratio = paired(disk, lambda: in_python("typst_batch", typ, theirs_on_disk)["cpu"])
        row("batch PDF to the disk: CPU, of Typst's", ratio)

        seed = ROOT / "samples" / "azerbaijan-syria.json"
        one = json.loads(seed.read_text(encoding="utf-8"))
        texts = [b if isinstance(b, str) else " ".join(b.get("quote", [])) for b in one["body"]]
        seed_typ = place / "seed.typ"
        seed_typ.write_text(TYPST_HEAD + typst_article({"headline": one["headline"], "body": texts}), encoding="utf-8")
        peak = []

        def cold():
            seconds, memory = child([nashra, "build", seed, "-o", place / "cold"])
            peak.append(memory)
            return seconds

        ours, theirs, ratio = paired(cold, lambda: in_python("typst_cold", seed_typ)["cpu"], COLD_ROUNDS)
        print(f"cold: {ours * 1e3:.1f} ms, Typst {theirs * 1e3:.1f} ms")
        row("one article, three formats, cold: CPU, of Typst's PDF", ratio, 0.5)
        row("one article: peak memory", max(peak) / 2**20, 32, " MiB")
        row("one article: PDF", (place / "cold" / "azerbaijan-syria.pdf").stat().st_size / 1e3, 40, " kB")

        def bulletin(count):
            file = place / f"bulletin-{count}.json"
            chosen = articles(sentences, count, 400)
            sections = [{"title": "أخبار", "articles": chosen}]
            file.write_text(json.dumps({"title": "نشرة", "language": "ar", "sections": sections}, ensure_ascii=False))
            return file, chosen

        hundred, chosen = bulletin(100)
        hundred_typ = place / "hundred.typ"
        hundred_typ.write_text(TYPST_HEAD + "#outline()\n" + "".join(map(typst_article, chosen)), encoding="utf-8")
        peak.clear()

        def build(file):
            seconds, memory = child([nashra, "build", file, "--format", "pdf", "-o", place / "out.pdf"])
            peak.append(memory)
            return seconds

        def typst():
            return in_python("typst_cold", hundred_typ)["cpu"]

        ours, theirs, ratio = paired(lambda: build(hundred), typst, BULLETIN_ROUNDS)
        print(f"bulletin of 100: {ours * 1e3:.0f} ms, Typst {theirs * 1e3:.0f} ms")
        row("100 articles with contents: CPU, of Typst's", ratio, 0.2)
        row("100 articles: peak memory", max(peak) / 2**20, 64, " MiB")
        row("100 articles: PDF", (place / "out.pdf").stat().st_size / 1e3, 500, " kB")
        memory_hundred = max(peak)
        peak.clear()
        long, _ = bulletin(5000)
        _, _, ratio = paired(lambda: build(long) / 5000, lambda: build(hundred) / 100, LONG_ROUNDS)
        row("an article in 5,000: CPU, of that in 100", ratio, 1.2)
        row("5,000 articles: peak memory, of 50 times 100's", max(peak) / (50 * memory_hundred), 1)


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "--task":
        print(json.dumps(globals()["task_" + sys.argv[2]](*sys.argv[3:])))
    elif len(sys.argv) > 1:
        beside = ROOT.parent / "shared" / "corpus" / "ar_pud.txt"
        main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else beside)
    else:
        sys.exit(__doc__)
