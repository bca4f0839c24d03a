"""Where a face's rules reach from one letter to the next: elsewhere a word may be shaped in segments.

Two letters that do not join leave each other alone unless a rule of the face names both, side by side. Every rule is a
sequence of sets of glyphs (what stands before, what is matched, what stands after), and can only act across the place
between two letters if a glyph of the one and a glyph of the other stand at neighbouring places of it. So it is enough to
know which glyphs each letter can become (`letters_by_glyph`), and to read all rules (`sequences`). Both are taken too
widely rather than too narrowly: a bond too many costs time, one too few would set a word otherwise. What the reasoning needs
of a face is checked (`check`). Of the words it needs that they are letters alone: none of these is taken apart or put together
when text is normalised.

The table that a cut face gets (`table`): 16 bits for the number of letters, 16 for each letter's code point, 16 for the number of
bonds, and each bond: 16 bits for the number of its places, 64 for each place, a bit for each letter that may stand there,
by its number in the list. Letters that join are a bond as well.
"""

import struct

# The letters that join none after them, and the one that joins none at all (Unicode, Joining_Type R and U).
RIGHT_JOINING = {ord(c) for c in "آأؤإاةدذرزوژ"}
NON_JOINING = {ord("ء")}

CONTEXTS = {"ContextSubst", "ChainContextSubst", "ContextPos", "ChainContextPos"}
# What puts marks on letters looks back to the glyph that carries them: the mark's own letter, which no mark begins.
MARKS = {"MarkBasePos", "MarkLigPos", "MarkMarkPos"}
ALONE = {"SingleSubst", "MultipleSubst", "AlternateSubst", "SinglePos"}
# LookupFlag: IgnoreBaseGlyphs, IgnoreLigatures.
PASS_OVER_LETTERS = 0x6


def tables(font, tag):
    return [getattr(table, "ExtSubTable", table) for lookup in font[tag].table.LookupList.Lookup for table in lookup.SubTable]


def letters_by_glyph(font, letters):
    """For each glyph the letters that can become it; the glyphs that can be a later part of a letter; those of several letters."""
    cmap = font.getBestCmap()
    of, later, several = {}, set(), set()
    for letter in letters:
        of.setdefault(cmap[letter], set()).add(letter)
    size = None
    while size != (sum(map(len, of.values())), len(later), len(several)):
        size = (sum(map(len, of.values())), len(later), len(several))
        for table in tables(font, "GSUB"):
            for sources, targets in steps(table):
                if not all(of.get(glyph) for glyph in sources):
                    continue
                for at, target in enumerate(targets):
                    of.setdefault(target, set()).update(*(of[glyph] for glyph in sources))
                    if at > 0 or sources[0] in later:
                        later.add(target)
                    if len(sources) > 1 or sources[0] in several:
                        several.add(target)
    return of, later, several


def steps(table):
    """What a table replaces by what: pairs of lists of glyphs."""
    kind = type(table).__name__
    if kind == "SingleSubst":
        return [([a], [b]) for a, b in table.mapping.items()]
    if kind == "MultipleSubst":
        return [([a], bs) for a, bs in table.mapping.items()]
    if kind == "AlternateSubst":
        return [([a], [b]) for a, bs in table.alternates.items() for b in bs]
    if kind == "LigatureSubst":
        return [([a, *ligature.Component], [ligature.LigGlyph]) for a, ls in table.ligatures.items() for ligature in ls]
    assert kind in CONTEXTS, f"{kind} is not known here"
    return []


def check(font, of, several):
    """Fails where bonds could miss something.

    Rules pass over marks alone; each letter begins with a glyph that is no mark; where glyphs become one, no mark can stand
    behind that, whose letter would not be the last one; and no pair of glyphs takes part in the next pair.
    """
    assert "kern" not in font, "pairs stand in a table that is not read here"
    for tag in ("GSUB", "GPOS"):
        for lookup in font[tag].table.LookupList.Lookup:
            assert not lookup.LookupFlag & PASS_OVER_LETTERS, "a rule passes over letters"
    marks = {glyph for glyph, kind in font["GDEF"].table.GlyphClassDef.classDefs.items() if kind == 3}
    assert not (several and marks & set(of)), "marks may stand behind a ligature"
    pairs = [table for table in tables(font, "GPOS") if type(table).__name__ == "PairPos"]
    # Bits 4 to 7: device tables, which say something that is not read here.
    assert not any(pair.ValueFormat2 or pair.ValueFormat1 & 0xF0 for pair in pairs), "a pair's second glyph moves"
    cmap = font.getBestCmap()
    assert not any(cmap[letter] in marks for letter in set().union(*of.values())), "a letter is a mark"
    for table in tables(font, "GSUB"):
        for (first, *_), targets in steps(table):
            assert targets and (first not in of or first in marks or targets[0] not in marks), "a letter begins with a mark"


def of_class(definition, number, glyphs):
    """The glyphs of a class; the class 0 has all that are in no other."""
    classes = definition.classDefs if definition else {}
    return {glyph for glyph in glyphs if classes.get(glyph, 0) == number}


def sequences(table, glyphs):
    """What a rule looks at, as lists of sets of glyphs in the order of the text."""
    kind = type(table).__name__
    if kind in ALONE or kind in MARKS:
        return
    if kind == "LigatureSubst":
        for first, ligatures in table.ligatures.items():
            yield from ([{glyph} for glyph in [first, *ligature.Component]] for ligature in ligatures)
    elif kind == "CursivePos":
        ends = list(zip(table.Coverage.glyphs, table.EntryExitRecord))
        yield [{g for g, end in ends if end.ExitAnchor}, {g for g, end in ends if end.EntryAnchor}]
    elif kind == "PairPos" and table.Format == 1:
        for first, pairs in zip(table.Coverage.glyphs, table.PairSet):
            yield from ([{first}, {p.SecondGlyph}] for p in pairs.PairValueRecord if moves(p))
    elif kind == "PairPos":
        for i, row in enumerate(table.Class1Record):
            first = of_class(table.ClassDef1, i, glyphs) & set(table.Coverage.glyphs)
            yield from ([first, of_class(table.ClassDef2, j, glyphs)] for j, p in enumerate(row.Class2Record) if moves(p))
    else:
        assert kind in CONTEXTS, f"{kind} is not known here"
        yield from contexts(table, kind, glyphs)


def moves(pair):
    """Whether a pair changes anything."""
    value = pair.Value1
    return value and any(getattr(value, name, 0) for name in ("XPlacement", "YPlacement", "XAdvance", "YAdvance"))


def contexts(table, kind, glyphs):
    chained, what = kind.startswith("Chain"), "Pos" if kind.endswith("Pos") else "Sub"
    prefix = ("Chain" if chained else "") + what
    if table.Format == 3:
        inner = table.InputCoverage if chained else table.Coverage
        back, ahead = (table.BacktrackCoverage, table.LookAheadCoverage) if chained else ([], [])
        yield [set(coverage.glyphs) for coverage in [*reversed(back), *inner, *ahead]]
        return
    by_class = table.Format == 2
    firsts = table.Coverage.glyphs
    rules_of_all = getattr(table, prefix + ("ClassSet" if by_class else "RuleSet"))
    definitions = [None] * 3
    if by_class and chained:
        definitions = [table.BacktrackClassDef, table.InputClassDef, table.LookAheadClassDef]
    elif by_class:
        definitions = [None, table.ClassDef, None]
    find = (lambda side, x: of_class(definitions[side], x, glyphs)) if by_class else (lambda side, x: {x})
    for number, rules in enumerate(rules_of_all):
        first = of_class(definitions[1], number, glyphs) & set(firsts) if by_class else {firsts[number]}
        for rule in getattr(rules, prefix + ("ClassRule" if by_class else "Rule"), []) if rules else []:
            inner = getattr(rule, "Input", None) if chained or not by_class else rule.Class
            back, ahead = (rule.Backtrack, rule.LookAhead) if chained else ([], [])
            sides = [[find(0, x) for x in reversed(back)], [find(1, x) for x in inner], [find(2, x) for x in ahead]]
            yield [*sides[0], first, *sides[1], *sides[2]]


def bonds(font, letters):
    """Sequences of sets of letters; where none fits from the letter before a place on, a word may be parted there."""
    of, later, several = letters_by_glyph(font, letters)
    check(font, of, several)
    joining = frozenset(letters) - NON_JOINING
    joins = (joining - RIGHT_JOINING, joining)
    found = {joins}
    come_from = lambda glyphs: frozenset().union(*(of.get(glyph, set()) for glyph in glyphs))
    for rules in tables(font, "GSUB") + tables(font, "GPOS"):
        for sequence in sequences(rules, set(of)):
            for at in range(len(sequence) - 1):
                bond = [come_from(sequence[at]), come_from(sequence[at + 1])]
                for before, glyphs in zip(sequence[at + 1:], sequence[at + 2:]):
                    # From here on a place may not be the next letter's.
                    if any(glyph in several for glyph in before) or any(glyph in later for glyph in glyphs):
                        break
                    bond.append(come_from(glyphs))
                unjoined = any(not (a in joins[0] and b in joins[1]) for a in bond[0] for b in bond[1])
                if all(bond) and unjoined:
                    found.add(tuple(bond))
    # A bond that fits wherever a longer or a narrower one does makes that needless.
    wider = lambda a, b: a != b and len(a) <= len(b) and all(y <= x for x, y in zip(a, b))
    return sorted((b for b in found if not any(wider(a, b) for a in found)), key=lambda b: [sorted(place) for place in b])


def table(found, letters):
    """The bonds of a face as bytes."""
    number = {letter: at for at, letter in enumerate(letters)}
    assert len(letters) <= 64
    data = struct.pack(f">H{len(letters)}HH", len(letters), *letters, len(found))
    for bond in found:
        places = [sum(1 << number[letter] for letter in place) for place in bond]
        data += struct.pack(f">H{len(places)}Q", len(places), *places)
    return data


def segments(word, found, letters):
    """A word of these letters in segments that leave each other alone; any other text in one."""
    codes = [ord(c) for c in word]
    if not set(codes) <= set(letters):
        return [word]
    fits = lambda bond, at: len(bond) <= len(codes) - at and all(c in place for place, c in zip(bond, codes[at:]))
    cuts = [at for at in range(1, len(codes)) if not any(fits(bond, at - 1) for bond in found)]
    return [word[a:b] for a, b in zip([0, *cuts], [*cuts, len(word)])]
