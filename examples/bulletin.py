#!/usr/bin/env python3
"""A bulletin from a program's own data.

    python3 examples/bulletin.py out

The articles go to `nashra build` through a pipe, as JSON; the paths of the files that were made come back on its standard
output, one a line, and what is wrong on its standard error. Needs the command on the path (`pip install .` in a clone
brings it along), and nothing from PyPI.
"""

import json
import subprocess
import sys

bulletin = {
    "title": "نشرة الصباح",
    "date": "2026-01-05",
    "sections": [
        {
            "title": "أخبار",
            "articles": [
                {
                    "headline": "افتتاح جسر جديد للمشاة",
                    "byline": "محرر الشؤون المحلية",
                    "body": [
                        "افتتحت البلدية صباح اليوم جسرًا للمشاة يصل بين ضفتي النهر.",
                        {"list": ["طوله 120 مترًا.", "يُضاء ليلًا بالطاقة الشمسية."]},
                    ],
                }
            ],
        }
    ],
}


def build(bulletin, folder, formats="pdf,epub,txt", name="bulletin"):
    """Makes the files and gives their paths back. What is wrong with the bulletin is raised."""
    command = ["nashra", "build", "-", "--from", "json", "--format", formats, "--name", name, "-o", folder]
    done = subprocess.run(command, input=json.dumps(bulletin).encode(), capture_output=True)
    if done.returncode != 0:
        raise ValueError(done.stderr.decode())
    return done.stdout.decode().splitlines()


if __name__ == "__main__":
    for path in build(bulletin, sys.argv[1] if len(sys.argv) > 1 else "out"):
        print(path)
