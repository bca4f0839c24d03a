#!/usr/bin/env python3
"""Makes the pictures in this folder anew, from the samples.

usage: python3 samples/pictures/make.py        (from the repository's top; needs poppler's pdftoppm and Pillow)

The first page of each PDF is drawn at 100 dots an inch by poppler, which knows nothing of how the PDF was made, and kept
with a palette of 16 colours, so that the file stays small.
"""
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

top = Path(__file__).resolve().parents[2]
# The samples of which the first page is drawn, by their file; the picture takes the file's stem.
SAMPLES = ["azerbaijan-syria.json", "bulletin.yaml"]

with tempfile.TemporaryDirectory() as folder:
    for sample in SAMPLES:
        pdf, drawn = Path(folder, "page.pdf"), Path(folder, "page")
        build = ["cargo", "run", "--quiet", "--", "build", f"samples/{sample}", "--format", "pdf", "--quiet", "-o", pdf]
        subprocess.run(build, cwd=top, check=True)
        subprocess.run(["pdftoppm", "-r", "100", "-png", "-f", "1", "-singlefile", pdf, drawn], check=True)
        picture = Image.open(drawn.with_suffix(".png")).convert("RGB")
        # Median cut, the usual method, would lose the one coloured line among the greys.
        small = picture.quantize(16, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        small.save(Path(__file__).with_name(Path(sample).stem + ".png"), optimize=True)
