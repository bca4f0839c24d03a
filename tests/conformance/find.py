#!/usr/bin/env python3
"""How often PDFium's own find finds each phrase in a PDF: the search of the engine behind Chromium's viewer.

usage: find.py FILE.pdf PHRASES.txt

Prints a count a line. Exit status 3: pypdfium2 is not there.
"""
import sys

try:
    import pypdfium2
except ImportError:
    sys.exit(3)


def count(pages, phrase):
    found = 0
    for page in pages:
        search = page.search(phrase)
        while search.get_next() is not None:
            found += 1
    return found


document = pypdfium2.PdfDocument(sys.argv[1])
pages = [page.get_textpage() for page in document]
for line in open(sys.argv[2], encoding='utf-8').read().split('\n'):
    if line:
        print(count(pages, line))
