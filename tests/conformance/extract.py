#!/usr/bin/env python3
"""How much of an article comes back out of a file, in order.

usage: extract.py READER FILE SOURCE [--text OUT] [--pieces PIECES]

READER is how the file is read:
  pdftotext   poppler's program, in its default mode
  pymupdf     MuPDF: each page's get_text()
  pypdfium2   PDFium: each page's get_text_range()
  pdfjs       pdf.js: each page's getTextContent() (pdfjs_text.mjs)
  pypdf       pypdf: each page's extract_text()
  epub        the chapters of an EPUB in spine order, all text below body
  txt         a text file as it is
SOURCE is the article's text: headline and body, UTF-8.
PIECES has one text a line, each of which must come back with its words one after another, wherever that is.

Prints one JSON object:
  ordered   percent of the source's words that stand in the extracted text in the same order: the longest common
            subsequence of the two lists of words, divided by the number of source words
  whole     percent of the words of all pieces that come back together: for each piece, the longest common subsequence with
            the best stretch of the extracted words that is as long as the piece
  pieces    number of pieces
  source    number of source words
  words     number of extracted words
  marks     direction controls in the extracted text
  foreign   characters that no author wrote, by kind, beyond those in the source
  lost      the first words that did not come back, each with the words around it in the source

Before both texts are cut into words at white space, direction controls (U+200E, U+200F, U+061C, U+202A to U+202E, U+2066 to
U+2069) and U+0000 are taken out; nothing else is changed, and words are equal when their characters are.

Exit status: 0 the file was read; 3 the reader is not installed; 1 the file could not be read.
"""
import argparse
import json
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

CONTROLS = re.compile('[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]')
PAGE_END = '\n\f'
LOST_SHOWN = 8
SECONDS = 300


class Missing(Exception):
    """The reader is not on this machine."""


def run(*command):
    if not shutil.which(command[0]):
        raise Missing(command[0])
    done = subprocess.run(command, capture_output=True, timeout=SECONDS)
    message = done.stderr.decode('utf-8', 'replace').strip()
    if done.returncode == 3:
        raise Missing(message)
    if done.returncode:
        raise RuntimeError(f'{command[0]} ended with {done.returncode}: {message}')
    return done.stdout.decode('utf-8', 'replace')


def read_pdftotext(path):
    return run('pdftotext', '-enc', 'UTF-8', path, '-')


def read_pymupdf(path):
    import pymupdf
    with pymupdf.open(path) as document:
        return PAGE_END.join(page.get_text() for page in document)


def read_pypdfium2(path):
    import pypdfium2
    document = pypdfium2.PdfDocument(path)
    return PAGE_END.join(page.get_textpage().get_text_range() for page in document)


def read_pdfjs(path):
    return run('node', str(Path(__file__).with_name('pdfjs_text.mjs')), path)


def read_pypdf(path):
    import logging
    import pypdf
    logging.disable(logging.CRITICAL)
    return PAGE_END.join(page.extract_text() or '' for page in pypdf.PdfReader(path).pages)


def read_epub(path):
    """Block by block: an element that ends a line ends a word too, an inline one does not."""
    inline = {'a', 'abbr', 'b', 'bdi', 'bdo', 'cite', 'em', 'i', 'q', 'small', 'span', 'strong', 'sub', 'sup', 'time'}
    container = '{urn:oasis:names:tc:opendocument:xmlns:container}'
    package = '{http://www.idpf.org/2007/opf}'

    def text(element):
        name = element.tag.rpartition('}')[2] if isinstance(element.tag, str) else ''
        inner = (element.text or '') + ''.join(text(child) + (child.tail or '') for child in element)
        return inner if name in inline else f'\n{inner}\n'

    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read('META-INF/container.xml'))
        opf = PurePosixPath(root.find(f'.//{container}rootfile').get('full-path'))
        tree = ElementTree.fromstring(archive.read(str(opf)))
        items = {item.get('id'): item for item in tree.iter(f'{package}item')}
        chapters = []
        for reference in tree.iter(f'{package}itemref'):
            item = items[reference.get('idref')]
            if 'nav' in (item.get('properties') or '').split():
                continue
            page = ElementTree.fromstring(archive.read(str(opf.parent / item.get('href'))))
            body = page.find('.//{http://www.w3.org/1999/xhtml}body')
            chapters.append(text(body))
    return PAGE_END.join(chapters)


def read_txt(path):
    return Path(path).read_text(encoding='utf-8')


READERS = {name.removeprefix('read_'): function for name, function in list(globals().items()) if name.startswith('read_')}


def words(text):
    return CONTROLS.sub('', text).replace('\0', '').split()


def common(source, extract):
    """The longest common subsequence of two lists of words: which words of the source are in one.

    The bits of `row` are the source's words; a clear bit at place i after k words of the extract means that the
    subsequence of source[:i + 1] and extract[:k] is one longer than that of source[:i]. One addition a word carries a whole
    row of the usual table (Hyyrö 2004); the rows are kept, to walk back through them for the words themselves.
    """
    places = {}
    for place, word in enumerate(source):
        places[word] = places.get(word, 0) | 1 << place
    full = (1 << len(source)) - 1
    row, rows = full, [full]
    for word in extract:
        matched = row & places.get(word, 0)
        row = ((row + matched) | (row - matched)) & full
        rows.append(row)
    kept, place, step = set(), len(source) - 1, len(extract)
    while place >= 0 and step > 0:
        if rows[step] >> place & 1:
            place -= 1  # No longer with this word of the source than without it.
        elif not rows[step - 1] >> place & 1:
            step -= 1  # The step is there before this word of the extract already.
        else:
            kept.add(place)
            place -= 1
            step -= 1
    return len(source) - bin(row).count('1'), kept


def together(piece, extract):
    """How many words of a piece stand together in the extract."""
    best = 0
    first = {word: place for place, word in reversed(list(enumerate(piece)))}
    for at, word in enumerate(extract):
        if word in first and best < len(piece):
            start = max(0, at - first[word])
            best = max(best, common(piece, extract[start:start + len(piece)])[0])
    return best


def kind(character):
    """Why no author writes this character in a text, or nothing."""
    if '\ufb50' <= character <= '\ufdff' or '\ufe70' <= character <= '\ufefc':
        return 'presentation form'
    if character == '\u0640':
        return 'tatweel'
    if character == '\ufffd':
        return 'U+FFFD'
    return 'private use' if unicodedata.category(character) == 'Co' else None


def count_kinds(text):
    found = {}
    for character in text:
        if name := kind(character):
            found[name] = found.get(name, 0) + 1
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('reader', choices=sorted(READERS))
    parser.add_argument('file')
    parser.add_argument('source')
    parser.add_argument('--pieces', help='texts that must come back whole, one a line')
    parser.add_argument('--text', help='write the extracted text there')
    options = parser.parse_args()
    try:
        text = READERS[options.reader](options.file)
    except (Missing, ImportError) as error:
        print(f'not installed: {error}', file=sys.stderr)
        return 3
    except Exception as error:  # Whatever a reader says about the file, it could not read it.
        print(f'{options.reader}: {type(error).__name__}: {error}', file=sys.stderr)
        return 1
    if options.text:
        Path(options.text).write_text(text, encoding='utf-8')
    original = read_txt(options.source)
    source, extract = words(original), words(text)
    length, kept = common(source, extract)
    pieces = [words(line) for line in read_txt(options.pieces).splitlines()] if options.pieces else []
    pieces = [piece for piece in pieces if piece]
    found = [together(piece, extract) for piece in pieces]
    lost = [place for place in range(len(source)) if place not in kept]
    expected = count_kinds(original)
    foreign = {name: count - expected.get(name, 0) for name, count in count_kinds(text).items()}
    print(json.dumps({
        'ordered': 100 * length / max(1, len(source)),
        'whole': 100 * sum(found) / max(1, sum(map(len, pieces))) if pieces else 100,
        'pieces': len(pieces),
        'parted': [' '.join(piece) for piece, count in zip(pieces, found) if count < len(piece)][:LOST_SHOWN],
        'source': len(source),
        'words': len(extract),
        'marks': len(CONTROLS.findall(text)),
        'foreign': {name: count for name, count in sorted(foreign.items()) if count > 0},
        'lost': [' '.join(source[max(0, place - 2):place] + [f'[{source[place]}]'] + source[place + 1:place + 3])
                 for place in lost[:LOST_SHOWN]],
    }, ensure_ascii=False))
    return 0


if __name__ == '__main__':
    sys.exit(main())
