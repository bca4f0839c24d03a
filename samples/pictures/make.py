#!/usr/bin/env python3
"""Makes the pictures of pages anew, from the samples.

usage: python3 samples/pictures/make.py        (from anywhere; needs Pillow, and poppler's pdftoppm for some)

The first page of single samples goes into this folder, drawn at 100 dots an inch by poppler, which knows nothing of how
the PDF was made. Pages of the ten articles go into docs/gallery/, two or three beside each other, drawn at 90 dots an
inch by `nashra preview`. All are kept with a palette, so that the files stay small.

`NASHRA` in the environment names a built program; else cargo builds it.
"""
import os
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

TOP = Path(__file__).resolve().parents[2]
PROGRAM = [os.environ['NASHRA']] if os.environ.get('NASHRA') else ['cargo', 'run', '--quiet', '--']
# The samples of which the first page is drawn, by their file; the picture takes the file's stem.
SAMPLES = ['azerbaijan-syria.json', 'bulletin.yaml']
# For each picture of the gallery: the theme, and the pages.
GALLERY = {
    'classic-1': ('classic', [1, 2]),
    'classic-2': ('classic', [4, 5]),
    'classic-3': ('classic', [7, 8]),
    'briefing-1': ('briefing', [1, 2]),
    'briefing-2': ('briefing', [6, 7]),
    'pocket-1': ('pocket', [1, 2, 5]),
    'pocket-2': ('pocket', [9, 13, 18]),
}
# Between two pages, and round them, in pixels; and the colour of the desk they lie on.
GAP, DESK = 14, (138, 142, 148)
LARGEST = 300_000


def kept(picture, path, most):
    """Saves a picture with as many colours, of at most `most`, as keep the file small."""
    for colours in (most, 96, 48, 16):
        # Median cut, the usual method, would lose the one coloured line among the greys.
        small = picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        if path.stat().st_size < LARGEST:
            return


def first_pages(folder):
    for sample in SAMPLES:
        pdf, drawn = folder / 'page.pdf', folder / 'page'
        words = ['build', f'samples/{sample}', '--format', 'pdf', '--quiet', '-o', str(pdf)]
        subprocess.run(PROGRAM + words, cwd=TOP, check=True)
        subprocess.run(['pdftoppm', '-r', '100', '-png', '-f', '1', '-singlefile', pdf, drawn], check=True)
        picture = Image.open(drawn.with_suffix('.png')).convert('RGB')
        kept(picture, Path(__file__).with_name(Path(sample).stem + '.png'), 16)


def page_file(folder, page):
    """The picture of a page, however many digits its number is written with."""
    return next(path for path in folder.glob('bulletin-*.png') if int(path.stem.rpartition('-')[2]) == page)


def gallery(folder):
    target = TOP / 'docs' / 'gallery'
    target.mkdir(exist_ok=True)
    for theme in sorted({theme for theme, _ in GALLERY.values()}):
        words = ['preview', 'samples/ten-articles/bulletin.yaml', '--theme', theme, '--calendar', 'both', '--dpi', '90']
        subprocess.run(PROGRAM + words + ['--quiet', '-o', str(folder / theme)], cwd=TOP, check=True)
    for name, (theme, pages) in GALLERY.items():
        drawn = [Image.open(page_file(folder / theme, page)).convert('RGB') for page in pages]
        width = sum(page.width for page in drawn) + GAP * (len(drawn) + 1)
        desk = Image.new('RGB', (width, drawn[0].height + 2 * GAP), DESK)
        # The first page lies at the right, where reading starts.
        right = width - GAP
        for page in drawn:
            desk.paste(page, (right - page.width, GAP))
            right -= page.width + GAP
        kept(desk, target / f'{name}.png', 255)


with tempfile.TemporaryDirectory() as temporary:
    first_pages(Path(temporary))
    gallery(Path(temporary))
