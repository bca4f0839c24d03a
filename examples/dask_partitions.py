#!/usr/bin/env python3
"""A stage of a Dask pipeline: partitions of articles in, bulletins out.

    pip install dask
    python examples/dask_partitions.py dump.ndjson -o out --format pdf,epub

Each partition is piped through `nashra batch - -o -`, which reads one article a line and writes a tar archive.
The stage itself (`render`) knows nothing of Dask: with Spark it goes into `rdd.mapPartitions`, with Ray into
`dataset.map_batches`. Here it runs in as many local processes as there are cores.

Articles need an id of their own (`--name {id}`), as their position says nothing across partitions.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile


def render(lines, nashra, formats):
    """Makes the files of one partition: (name, bytes) for each, then ("", report) for each article that failed."""
    lines = [line for line in lines if line.strip()]
    if not lines:
        return []
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.ndjson")
        # One worker: the engine gives every core a partition of its own.
        command = [nashra, "batch", "-", "-o", "-", "--jobs", "1", "--quiet",
                   "--format", formats, "--name", "{id}", "--report", report]
        text = "".join(line.rstrip("\n") + "\n" for line in lines)
        done = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # 1 says that some article failed: the others are in the archive, and the report names those that are not.
        if done.returncode not in (0, 1) or not os.path.exists(report):
            raise RuntimeError(done.stderr.decode())
        with open(report, encoding="utf-8") as file:
            reports = [json.loads(line) for line in file]
    if len(reports) != len(lines):
        raise RuntimeError(f"{len(lines)} articles in, {len(reports)} reported: {done.stderr.decode()}")
    results = []
    with tarfile.open(fileobj=io.BytesIO(done.stdout), mode="r|") as archive:
        for member in archive:
            results.append((member.name, archive.extractfile(member).read()))
    results.extend(("", report) for report in reports if report["state"] == "failed")
    return results


def store(folder, name, content):
    """Writes a file that appears whole or not at all."""
    part = os.path.join(folder, f".{name}.{os.getpid()}.part")
    with open(part, "wb") as file:
        file.write(content)
    os.replace(part, os.path.join(folder, name))


def stage(lines, nashra, formats, folder):
    """Renders a partition and stores its files where it runs. Gives the failures, and how many articles were made."""
    results = render(lines, nashra, formats)
    names = set()
    for name, content in results:
        if name:
            store(folder, name, content)
            names.add(name.rsplit(".", 1)[0])
    return [{"made": len(names), "failed": [report for name, report in results if not name]}]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+", help="files of one article a line")
    parser.add_argument("-o", "--output", required=True, help="the folder where the files go")
    parser.add_argument("--format", default="pdf,epub,txt")
    parser.add_argument("--blocksize", default="16MiB", help="about how much of a file is one partition")
    parser.add_argument("--nashra", default="nashra", help="the command")
    words = parser.parse_args()

    import dask.bag

    os.makedirs(words.output, exist_ok=True)
    # A file is parted at line ends, and every process reads its own part.
    articles = dask.bag.read_text(words.inputs, blocksize=words.blocksize, encoding="utf-8")
    results = articles.map_partitions(stage, words.nashra, words.format, os.path.abspath(words.output))
    made, failed = 0, 0
    for result in results.compute(scheduler="processes"):
        made += result["made"]
        for report in result["failed"]:
            failed += 1
            error = report["errors"][0]
            print(f"error: article {report.get('id', '')}: {error.get('field', '')}: {error['what']}", file=sys.stderr)
    print(f"articles: {made} made, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
