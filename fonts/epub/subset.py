"""Makes the subsets that travel in EPUBs, and proves that they set text as the whole faces do.

    python fonts/epub/subset.py            writes the subsets and faces.toml
    python fonts/epub/subset.py --check    makes them anew elsewhere, and compares

Needs fonttools with brotli, and uharfbuzz; README.md names the versions whose bytes are recorded here.
"""

import io
import pathlib
import sys

import uharfbuzz as hb
from fontTools import subset
from fontTools.ttLib import TTFont

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from cuts import code_points, sample_texts, write  # noqa: E402  (the folder above has what the scripts share)

# What the subsets keep: the letters of Arabic, Persian, Urdu and Sorani Kurdish, with marks and digits; Latin as news
# in these languages quotes it; the punctuation of both. All other characters are shown in the reader's own faces.
LATIN = "0020-007E 00A0 00AB 00B0 00B7 00BB 00D7 2010-2015 2018-201E 2022 2026 2030 2039-203A 20AC 2212"
CONTROLS = "200B-200F 202A-202E 2066-2069 25CC"
ARABIC = "060C-060D 061B-061C 061E-063A 0640-065F 0660-066D 0670-0671"
PERSIAN = "067E 0686 0698 06A4 06A9 06AF 06CC 06F0-06F9"
URDU = "0679 0688 0691 06BA 06BE 06C1-06C3 06D2-06D4"
KURDISH = "0695 06B5 06C6 06CE 06D5"

# Joining, required and usual ligatures, contextual forms, and the placing of marks: without them Arabic breaks. The
# stylistic sets and Quranic forms that only a style sheet's request brings in are left out.
FEATURES = ["ccmp", "locl", "isol", "init", "medi", "fina", "rlig", "calt", "liga", "curs", "kern", "mark", "mkmk"]

# The style sheet's faces: text, strong text, headings.
NAMES = {
    "Amiri-Regular.ttf": ("Amiri", "Regular", "OFL-Amiri.txt"),
    "Amiri-Bold.ttf": ("Amiri", "Bold", "OFL-Amiri.txt"),
    "NotoKufiArabic-Bold.ttf": ("Noto Kufi Arabic", "Bold", "OFL-NotoKufiArabic.txt"),
}


def unicodes():
    """The code points to keep, in order."""
    return code_points(LATIN, CONTROLS, ARABIC, PERSIAN, URDU, KURDISH)


def subset_of(source):
    """The subset of a face as the bytes of a WOFF2 file."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    # Copyright, the face's names and version, and the licence.
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.flavor = "woff2"
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes())
    subsetter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()


def shaper(data):
    """A function from a text to the advances and offsets of its glyphs."""
    font = TTFont(io.BytesIO(data))
    font.flavor = None
    plain = io.BytesIO()
    font.save(plain)
    face = hb.Font(hb.Face(plain.getvalue()))

    def shape(text):
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(face, buffer)
        places = zip(buffer.glyph_infos, buffer.glyph_positions)
        return [(i.cluster, p.x_advance, p.x_offset, p.y_offset) for i, p in places]

    return shape


def prove(source, data):
    """Fails unless every word of the samples that the subset has letters for is set as by the whole face."""
    kept = set(unicodes())
    words = sorted({word for text in sample_texts() for word in text.split() if all(ord(c) in kept for c in word)})
    pairs = sorted({chr(a) + chr(b) for a in range(0x621, 0x64B) for b in range(0x621, 0x64B) if a in kept and b in kept})
    whole, part = shaper(source.read_bytes()), shaper(data)
    for word in words + pairs:
        assert whole(word) == part(word), f"{source.name} sets {word} otherwise than its subset"
    print(f"{source.name}: {len(data)} bytes; {len(words)} words and {len(pairs)} pairs of letters are set alike")


def make(source):
    """A face's subset, once it is proved."""
    data = subset_of(source)
    prove(source, data)
    return data


SAID = {name: {"family": family, "style": style, "licence": licence} for name, (family, style, licence) in NAMES.items()}
write(__file__, SAID, make, ".woff2", "tests/epub.rs")
