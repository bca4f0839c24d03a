#!/usr/bin/env python3
"""The gaps between the words of full lines, measured on a finished PDF with MuPDF.

usage: gaps.py FILE.pdf --space EM --em POINTS --columns LEFT,RIGHT,... --rows TOP,BOTTOM (millimetres)

A gap is the distance between the advance boxes of two neighbouring words, as a multiple of the face's natural space.
Letters nearer than 0.6 of that space are one word. A full line is one whose letters reach both edges of its column to
within 0.35 em, and that has three words at least. Only text of the size that most of it has is looked at.

Prints one JSON object: lines, gaps, mean, sd, p95, largest. Exit status 3: MuPDF is not installed.
"""
import argparse
import json
import statistics
import sys
from collections import Counter

MM = 72 / 25.4


def characters(document):
    """Each character of the size that most have: page, baseline, left and right edge of its advance box."""
    found, sizes = [], Counter()
    for number, page in enumerate(document):
        for block in page.get_text('rawdict')['blocks']:
            for line in block.get('lines', []):
                for span in line['spans']:
                    size = round(span['size'], 1)
                    sizes[size] += len(span['chars'])
                    for char in span['chars']:
                        if char['c'].strip():
                            left, _, right, _ = char['bbox']
                            found.append((size, number, char['origin'][1], min(left, right), max(left, right)))
    body = sizes.most_common(1)[0][0]
    return [rest for size, *rest in found if abs(size - body) < 0.6]


def lines(chars, em):
    """Characters of one column as lines: lists of edges."""
    rows = []
    for page, baseline, left, right in sorted(chars):
        if rows and rows[-1][0] == page and baseline - rows[-1][1] < 0.45 * em:
            rows[-1][1] = max(rows[-1][1], baseline)
            rows[-1][2].append((left, right))
        else:
            rows.append([page, baseline, [(left, right)]])
    return [sorted(boxes) for _, _, boxes in rows]


def words(boxes, space):
    joined = [list(boxes[0])]
    for left, right in boxes[1:]:
        if left - joined[-1][1] > 0.6 * space:
            joined.append([left, right])
        else:
            joined[-1][1] = max(joined[-1][1], right)
    return joined


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('pdf')
    parser.add_argument('--space', type=float, required=True)
    parser.add_argument('--em', type=float, required=True)
    parser.add_argument('--columns', required=True)
    parser.add_argument('--rows', required=True)
    options = parser.parse_args()
    try:
        import pymupdf
    except ImportError as error:
        print(f'not installed: {error}', file=sys.stderr)
        return 3
    space, em = options.space * options.em, options.em
    edges = [float(edge) * MM for edge in options.columns.split(',')]
    top, bottom = (float(edge) * MM for edge in options.rows.split(','))
    chars = characters(pymupdf.open(options.pdf))
    gaps, count = [], 0
    for start, end in zip(edges[::2], edges[1::2]):
        inside = [c for c in chars if c[2] > start - 3 and c[3] < end + 3 and top < c[1] < bottom]
        for boxes in lines(inside, em):
            row = words(boxes, space)
            if row[0][0] - start > 0.35 * em or end - row[-1][1] > 0.35 * em or len(row) < 3:
                continue
            count += 1
            gaps += [(right[0] - left[1]) / space for left, right in zip(row, row[1:])]
    gaps.sort()
    print(json.dumps({
        'lines': count,
        'gaps': len(gaps),
        'mean': statistics.mean(gaps) if gaps else 0,
        'sd': statistics.pstdev(gaps) if gaps else 0,
        'p95': gaps[int(0.95 * len(gaps))] if gaps else 0,
        'largest': gaps[-1] if gaps else 0,
    }))
    return 0


if __name__ == '__main__':
    sys.exit(main())
