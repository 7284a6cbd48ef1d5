"""``python -m bench.linkage.yardstick [--citizens 1000000] [--entries 100000] [--only NAME] [--json FILE] [--folder DIR]``

Two tables: at 3 thousand entries and 100 thousand citizens with every contender, then at the size asked for with those that manage it. Each contender runs
in a process of its own, on one core; seconds are the processor's. A library that is not installed has its column say so.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench.linkage.yardstick.contenders import CONTENDERS, Result, run
from bench.linkage.yardstick.figures import as_json, table
from bench.linkage.yardstick.files import read_truth, write_files

SMALL = (100_000, 3_000)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.linkage.yardstick")
    options.add_argument("--citizens", type=int, default=1_000_000)
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--only", action="append", help="a contender by its name; may be given again")
    options.add_argument("--large-only", action="store_true", help="leave the small table out")
    options.add_argument("--json", type=Path, help="where to write the figures")
    options.add_argument("--folder", type=Path, help="keep the files here and use what is there")
    asked = options.parse_args()
    found: dict[str, object] = {}
    sizes = [(asked.citizens, asked.entries)]
    if not asked.large_only and SMALL not in sizes:
        sizes.insert(0, SMALL)
    chosen = [one for one in CONTENDERS if not asked.only or one.name in asked.only]
    for citizens, entries in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = (asked.folder or Path(name)) / f"{citizens}-{entries}"
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / "truth.npz").exists():
                _say(f"writing {citizens:,} citizens and {entries:,} entries …")
                write_files(folder, citizens, entries)
            results: list[Result] = []
            for contender in chosen:
                _say(f"{contender.name} …")
                results.append(run(contender, folder, citizens))
            truth = read_truth(folder)
            sys.stdout.write(
                f"\n{entries:,} entries × {citizens:,} citizens, one core\n{table(results, truth)}\n"
            )
            sys.stdout.flush()
            found[f"{entries}x{citizens}"] = as_json(results, truth)
    if asked.json:
        asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
