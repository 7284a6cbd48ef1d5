"""``python -m bench.linkage.cost measure FILE --sizes 100000 1000000 …`` then ``… draw FILE``.

``measure`` adds sizes to a JSON file (10 million need 15 GB); ``draw`` writes ``docs/images/linkage-cost.svg`` and prints the table of
``docs/explanation/linkage.md``. The p95 that ``bench/look_up.py`` finds in PostgreSQL goes in by ``draw --postgres 10000000=4.2``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.linkage.cost.chart import Line, Panel, short, svg
from bench.linkage.cost.measure import BATCH_ENTRIES, measure

ROOT = Path(__file__).parents[3]
FIGURE = ROOT / "docs" / "images" / "linkage-cost.svg"
SIZES = (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
Row = dict[str, float]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.linkage.cost")
    steps = options.add_subparsers(dest="step", required=True)
    to_measure = steps.add_parser("measure")
    to_measure.add_argument("file", type=Path)
    to_measure.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    to_draw = steps.add_parser("draw")
    to_draw.add_argument("file", type=Path)
    to_draw.add_argument(
        "--postgres", action="append", default=[], metavar="SIZE=MS", help="p95 of a look-up in PostgreSQL"
    )
    asked = options.parse_args()
    rows: dict[str, Row] = json.loads(asked.file.read_text()) if asked.file.exists() else {}
    if asked.step == "measure":
        for size in asked.sizes:
            rows.setdefault(str(size), {}).update(measure(size))
            asked.file.write_text(json.dumps(rows, indent=1) + "\n")
        return
    for pair in asked.postgres:
        size, _, value = pair.partition("=")
        rows.setdefault(size, {"citizens": int(size)})["postgres_p95_ms"] = float(value)
    asked.file.write_text(json.dumps(rows, indent=1) + "\n")
    ordered = sorted(rows.values(), key=lambda row: row["citizens"])
    FIGURE.write_text(svg(_panels(ordered)), encoding="utf-8")
    sys.stdout.write(_table(ordered))


def _panels(rows: list[Row]) -> list[Panel]:
    def points(name: str, scale: float = 1.0) -> list[tuple[float, float]]:
        return [(row["citizens"], row[name] * scale) for row in rows if name in row]

    look_up = [Line("in memory", "#1f5fa8", points("look_up_p95_ms"))]
    if postgres := points("postgres_p95_ms"):
        look_up.append(Line("PostgreSQL", "#b5451b", postgres))
    return [
        Panel("one look-up, p95, ms", look_up),
        Panel(
            f"batch of {short(BATCH_ENTRIES)} entries, s of one core", [Line("hotich link", "#1f5fa8", points("batch_s"))]
        ),
        Panel(
            "memory, GB",
            [
                Line("register in memory", "#1f5fa8", points("look_up_mb", 1 / 1024)),
                Line("hotich link, peak", "#b5451b", points("batch_mb", 1 / 1024)),
            ],
        ),
    ]  # fmt: skip


def _table(rows: list[Row]) -> str:
    columns = (
        ("look_up_p50_ms", "in memory p50, ms", 2), ("look_up_p95_ms", "in memory p95, ms", 2), ("postgres_p95_ms", "PostgreSQL p95, ms", 2),
        ("batch_s", f"batch of {BATCH_ENTRIES:,}, s", 1), ("look_up_mb", "register in memory, MB", 0), ("batch_mb", "batch, peak MB", 0),
    )  # fmt: skip
    lines = [
        "| citizens | " + " | ".join(title for _, title, _ in columns) + " |",
        "|---|" + "---|" * len(columns),
    ]
    for row in rows:
        cells = [f"{row[name]:,.{digits}f}" if name in row else "–" for name, _, digits in columns]
        lines.append(f"| {row['citizens']:,.0f} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
