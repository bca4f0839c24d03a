"""Makes the faces that plain words are shaped with, and proves that they set words as the whole faces do.

    python fonts/words/cut.py            writes the faces and faces.toml
    python fonts/words/cut.py --check    makes them anew, and compares

Needs fonttools and uharfbuzz; README.md names the versions whose bytes are recorded here.
"""

import array
import io
import itertools
import pathlib
import random
import sys

import uharfbuzz as hb
from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.ttLib.tables import otTables as ot

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
from bonds import bonds, segments, table as bonds_table  # noqa: E402
from cuts import code_points, sample_texts, write  # noqa: E402  (the folder above has what the scripts share)

# The characters of plain words: the letters of Arabic and Persian, the tatweel, the spaces between words, and the signs that
# stand at them. No marks and no digits: the rules for those are what makes whole faces slow.
LETTERS = "0621-063A 0640-064A 067E 0686 0698 06A4 06A9 06AF 06CC"
SIGNS = "0020-0022 0027-0029 002C-002E 003A-003B 005B 005D 00A0 00AB 00BB 060C 061B 061F 2013-2014 2018-2019 201C-201D 2026"

# What a shaper asks of a face for Arabic when nobody asks for more.
FEATURES = (
    "rvrn rtla rtlm stch ccmp locl isol fina fin2 fin3 medi med2 init rlig calt rclt liga clig mset abvm blwm curs dist "
    "kern mark mkmk"
).split()

# Tables that shaping does not read.
UNREAD = ["glyf", "loca", "post", "name", "OS/2", "fpgm", "prep", "cvt ", "gasp", "DSIG", "STAT", "meta"]

# The table with the number that each glyph has in the whole face, 16 bits each. A private tag has no small letters.
NUMBERS = "GIDS"
# The table that says where a word may be parted; bonds.py has what it is made of.
BONDS = "BOND"
# Words with a tatweel are not parted.
PARTED = "0621-063A 0641-064A 067E 0686 0698 06A4 06A9 06AF 06CC"

# From this many on, the alternatives of a lookup are made rules of one table: each alternative that does not apply costs a
# search, a rule only a comparison.
MANY = 10

# Words of random letters that each face and its cut are compared with.
RANDOM_WORDS = 60_000

NAMES = [
    "Amiri-Regular.ttf",
    "Amiri-Bold.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "NotoNaskhArabic-Bold.ttf",
    "NotoKufiArabic-Bold.ttf",
]


def cut(source):
    """What a face needs for plain words, as the bytes of a file without outlines."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.layout_scripts = ["arab"]
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = []
    options.drop_tables += UNREAD[2:]
    font = subset.load_font(str(source), options)
    # Glyphs are named by their numbers until the subset is made, so that the numbers are known after it.
    whole = {name: number for number, name in enumerate(font.getGlyphOrder())}
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points(LETTERS, SIGNS))
    subsetter.subset(font)
    for lookup in font["GSUB"].table.LookupList.Lookup:
        as_one_table(lookup)
        one_for_one(lookup)
    reorderGlyphs(font, in_order(font))
    numbers = array.array("H", [whole[name] for name in font.getGlyphOrder()])
    if sys.byteorder == "little":
        numbers.byteswap()
    font[NUMBERS] = newTable(NUMBERS)
    font[NUMBERS].data = numbers.tobytes()
    parted = code_points(PARTED)
    font[BONDS] = newTable(BONDS)
    font[BONDS].data = bonds_table(bonds(font, parted), parted)
    for tag in UNREAD:
        if tag in font:
            del font[tag]
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def classes(coverages):
    """Parts the glyphs of coverages so that each coverage is a union of parts; the parts in the order of their glyphs."""
    coverages = [frozenset(coverage) for coverage in coverages]
    parts = {}
    for glyph in sorted(set().union(*coverages)):
        parts.setdefault(tuple(glyph in coverage for coverage in coverages), []).append(glyph)
    return sorted(parts.values())


def class_table(kind, parts):
    table = kind()
    table.classDefs = {glyph: number for number, part in enumerate(parts, 1) for glyph in part}
    return table


def numbers_of(coverage, parts):
    """The classes that a coverage is made of."""
    return [number for number, part in enumerate(parts, 1) if part[0] in coverage]


def as_one_table(lookup):
    """Makes a lookup of many chaining alternatives by coverage (format 3) one table of rules by class (format 2).

    Both say: the first that fits applies. An alternative is a rule for each choice of classes at its places.
    """
    tables = [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]
    if len(tables) < MANY or any(not isinstance(t, ot.ChainContextSubst) or t.Format != 3 for t in tables):
        return
    sides = [[coverage.glyphs for coverage in side] for t in tables for side in [t.BacktrackCoverage]]
    back = classes([c for side in sides for c in side]) if any(sides) else []
    inner = classes([c.glyphs for t in tables for c in t.InputCoverage])
    ahead = [c.glyphs for t in tables for c in t.LookAheadCoverage]
    ahead = classes(ahead) if ahead else []
    rules = [[] for _ in range(len(inner) + 1)]
    for table in tables:
        places = [numbers_of(set(c.glyphs), back) for c in table.BacktrackCoverage]
        places += [numbers_of(set(c.glyphs), inner) for c in table.InputCoverage[1:]]
        places += [numbers_of(set(c.glyphs), ahead) for c in table.LookAheadCoverage]
        first, second = len(table.BacktrackCoverage), len(table.BacktrackCoverage) + len(table.InputCoverage) - 1
        for choice in itertools.product(*places):
            rule = ot.ChainSubClassRule()
            rule.Backtrack, rule.Input, rule.LookAhead = list(choice[:first]), list(choice[first:second]), list(choice[second:])
            rule.BacktrackGlyphCount, rule.LookAheadGlyphCount = len(rule.Backtrack), len(rule.LookAhead)
            rule.GlyphCount = len(rule.Input) + 1
            rule.SubstLookupRecord = list(table.SubstLookupRecord or [])
            rule.SubstCount = len(rule.SubstLookupRecord)
            for number in numbers_of(set(table.InputCoverage[0].glyphs), inner):
                rules[number].append(rule)
    one = ot.ChainContextSubst()
    one.Format = 2
    one.Coverage = ot.Coverage()
    one.Coverage.glyphs = sorted({g for t in tables for g in t.InputCoverage[0].glyphs})
    one.BacktrackClassDef = class_table(ot.BacktrackClassDef, back)
    one.InputClassDef = class_table(ot.InputClassDef, inner)
    one.LookAheadClassDef = class_table(ot.LookAheadClassDef, ahead)
    one.ChainSubClassSet = []
    for of_class in rules:
        a_set = None
        if of_class:
            a_set = ot.ChainSubClassSet()
            a_set.ChainSubClassRule, a_set.ChainSubClassRuleCount = of_class, len(of_class)
        one.ChainSubClassSet.append(a_set)
    one.ChainSubClassSetCount = len(one.ChainSubClassSet)
    lookup.LookupType, lookup.SubTable, lookup.SubTableCount = 6, [one], 1


def one_for_one(lookup):
    """Makes a lookup that replaces glyphs by several, but by one each, one for single glyphs."""
    tables = [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]
    if any(not isinstance(t, ot.MultipleSubst) or any(len(glyphs) != 1 for glyphs in t.mapping.values()) for t in tables):
        return
    lookup.LookupType, lookup.SubTable = 1, []
    for table in tables:
        single = ot.SingleSubst()
        single.mapping = {glyph: glyphs[0] for glyph, glyphs in table.mapping.items()}
        lookup.SubTable.append(single)


def in_order(font):
    """The glyphs, those side by side that begin rules of the same lookups.

    A shaper notes for each lookup, as bits of glyph numbers, which glyphs may begin a rule of it, and asks a lookup in vain
    where a bit stands for several glyphs. Sixteen numbers in a row share one of the bits.
    """
    begins = {glyph: [] for glyph in font.getGlyphOrder()}
    for number, tag in enumerate(("GSUB", "GPOS")):
        table = font[tag].table
        asked = {index for record in table.FeatureList.FeatureRecord for index in record.Feature.LookupListIndex}
        for index in sorted(asked):
            for glyph in sorted(first_glyphs(table.LookupList.Lookup[index])):
                begins[glyph].append((number, index))
    notdef, *glyphs = font.getGlyphOrder()
    return [notdef, *sorted(glyphs, key=lambda glyph: (begins[glyph] != [], begins[glyph][::-1]))]


def first_glyphs(lookup):
    """The glyphs that begin a rule of a lookup."""
    found = set()
    for table in (getattr(table, "ExtSubTable", table) for table in lookup.SubTable):
        replaced = next((getattr(table, name) for name in ("mapping", "ligatures", "alternates") if hasattr(table, name)), None)
        coverage = getattr(table, "Coverage", None)
        if replaced is not None:
            found |= set(replaced)
        elif isinstance(table, (ot.ChainContextSubst, ot.ChainContextPos)) and table.Format == 3:
            found |= set(table.InputCoverage[0].glyphs)
        elif isinstance(table, (ot.ContextSubst, ot.ContextPos)) and table.Format == 3:
            found |= set(coverage[0].glyphs)
        elif coverage is not None:
            found |= set(coverage.glyphs)
    return found


def shaper(data):
    """A function from a word to its glyphs in the whole face, with their places."""
    font = TTFont(io.BytesIO(data))
    numbers = array.array("H", font[NUMBERS].data if NUMBERS in font else b"")
    if sys.byteorder == "little":
        numbers.byteswap()
    face = hb.Font(hb.Face(data))

    def shape(word, language):
        buffer = hb.Buffer()
        buffer.add_str(word)
        buffer.direction, buffer.script, buffer.language = "rtl", "Arab", language
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(face, buffer)
        number = lambda glyph: numbers[glyph] if numbers else glyph
        places = zip(buffer.glyph_infos, buffer.glyph_positions)
        return [
            (number(i.codepoint), i.cluster, int(i.flags), p.x_advance, p.x_offset, p.y_offset) for i, p in places
        ]

    return shape


def prove(source, data):
    """Fails unless words are set as by the whole face, whole and in segments: those of the samples, and random ones."""
    letters, all_ = code_points(LETTERS), code_points(LETTERS, SIGNS)
    words = {word for text in sample_texts() for word in text.split() if all(ord(c) in all_ for c in word)}
    words |= {chr(a) + chr(b) for a in all_ for b in all_}
    words |= {chr(a) + chr(b) + chr(c) for a in letters for b in letters for c in letters}
    chance = random.Random(1)
    for _ in range(RANDOM_WORDS):
        word = [chr(chance.choice(letters)) for _ in range(chance.randint(3, 9))]
        if chance.random() < 0.1:
            word.insert(chance.randrange(len(word) + 1), chr(chance.choice(all_)))
        words.add("".join(word))
    whole, part = shaper(source.read_bytes()), shaper(data)
    parted = code_points(PARTED)
    font = TTFont(io.BytesIO(data))
    found = bonds(font, parted)
    assert bonds_table(found, parted) == font[BONDS].data, f"{source.name}: the bonds are not those of the cut"
    in_segments = 0
    for word in sorted(words):
        cuts = segments(word, found, parted)
        in_segments += len(cuts) > 1
        for language in ("ar", "fa"):
            glyphs = whole(word, language)
            assert glyphs == part(word, language), f"{source.name} sets {word} otherwise than its cut"
            assert glyphs == joined(part, cuts, language), f"{source.name} sets {word} otherwise than its segments"
    print(f"{source.name}: {len(data)} bytes; {len(words)} words are set alike, {in_segments} of them also in segments")


def joined(shape, cuts, language):
    """The glyphs of a word by its segments, from left to right."""
    glyphs, at = [], 0
    for segment in cuts:
        glyphs[:0] = [(glyph, cluster + at, *rest) for glyph, cluster, *rest in shape(segment, language)]
        at += len(segment)
    return glyphs


def make(source):
    """A face's cut, once it is proved."""
    data = cut(source)
    prove(source, data)
    return data


write(__file__, {name: {} for name in NAMES}, make, ".words", "tests/fonts.rs")
