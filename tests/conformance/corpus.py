#!/usr/bin/env python3
"""Many PDFs against their sources, in every reader at once: one JSON object with the scores of each reader, file by file.

usage: corpus.py FOLDER READER...

FOLDER holds NAME.pdf and NAME.source.txt. A score is extract.py's: the percent of the source's words that come back whole and
in order. `foreign` counts characters that no source has (presentation forms, private use, U+FFFD, tatweels). A reader that is
not installed is named in `missing`, and left out.
"""
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import extract


def score(task):
    pdf, readers = task
    original = pdf.with_suffix('.source.txt').read_text(encoding='utf-8')
    source = extract.words(original)
    expected = extract.count_kinds(original)
    scores = {}
    for reader in readers:
        text = extract.READERS[reader](str(pdf))
        length, _ = extract.common(source, extract.words(text))
        foreign = sum(max(0, count - expected.get(name, 0)) for name, count in extract.count_kinds(text).items())
        scores[reader] = (100 * length / max(1, len(source)), foreign)
    return scores


def usable(reader, pdf):
    try:
        extract.READERS[reader](str(pdf))
        return True
    except (extract.Missing, ImportError):
        return False


def main():
    folder, readers = Path(sys.argv[1]), sys.argv[2:]
    pdfs = sorted(folder.glob('*.pdf'))
    present = [reader for reader in readers if usable(reader, pdfs[0])]
    with ProcessPoolExecutor() as pool:
        files = list(pool.map(score, [(pdf, present) for pdf in pdfs]))
    print(json.dumps({
        'missing': [reader for reader in readers if reader not in present],
        'readers': {reader: [scores[reader][0] for scores in files] for reader in present},
        'foreign': sum(scores[reader][1] for scores in files for reader in present),
    }))


if __name__ == '__main__':
    main()
