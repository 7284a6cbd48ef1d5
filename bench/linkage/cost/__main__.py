"""``python -m bench.linkage.cost measure FILE --sizes 100000 1000000 …`` then ``… draw FILE``.

``measure`` links files of every size and adds what it cost to a JSON file; ``draw`` writes
``docs/images/linkage-cost.svg`` and prints the table of ``docs/explanation/linkage.md``. What ``bench/look_up.py`` finds in PostgreSQL goes in by
``draw --look-up 10000000=4.2 --loaded 10000000=900``.
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
    for option, what in (("--look-up", "p95 of a look-up in ms"), ("--loaded", "seconds to load and index")):
        to_draw.add_argument(
            option, action="append", default=[], metavar="SIZE=VALUE", help=f"{what} in PostgreSQL"
        )
    asked = options.parse_args()
    rows: dict[str, Row] = json.loads(asked.file.read_text()) if asked.file.exists() else {}
    if asked.step == "measure":
        for size in asked.sizes:
            rows.setdefault(str(size), {}).update(measure(size))
            asked.file.write_text(json.dumps(rows, indent=1) + "\n")
        return
    for name, pairs in (("look_up_p95_ms", asked.look_up), ("loaded_s", asked.loaded)):
        for pair in pairs:
            size, _, value = pair.partition("=")
            rows.setdefault(size, {"citizens": int(size)})[name] = float(value)
    asked.file.write_text(json.dumps(rows, indent=1) + "\n")
    ordered = sorted(rows.values(), key=lambda row: row["citizens"])
    FIGURE.write_text(svg(_panels(ordered)), encoding="utf-8")
    sys.stdout.write(_table(ordered))


def _panels(rows: list[Row]) -> list[Panel]:
    def points(name: str, scale: float = 1.0) -> list[tuple[float, float]]:
        return [(row["citizens"], row[name] * scale) for row in rows if name in row]

    blue, red = "#1f5fa8", "#b5451b"
    panels = (
        Panel(
            "one look-up in PostgreSQL, p95, ms",
            [Line("the application's query", blue, points("look_up_p95_ms"))],
        ),
        Panel(
            "time, s",
            [
                Line(f"hotich link, {short(BATCH_ENTRIES)} entries, one core", blue, points("batch_s")),
                Line("register loaded into PostgreSQL", red, points("loaded_s")),
            ],
        ),
        Panel("memory, GB", [Line("hotich link, peak", blue, points("batch_mb", 1 / 1024))]),
    )
    drawn = [Panel(panel.title, [line for line in panel.lines if line.points]) for panel in panels]
    return [panel for panel in drawn if panel.lines]


def _table(rows: list[Row]) -> str:
    columns = (
        ("look_up_p95_ms", "a look-up, PostgreSQL, p95, ms", 1), ("loaded_s", "loaded and indexed, PostgreSQL, s", 0),
        ("batch_s", f"hotich link, {BATCH_ENTRIES:,} entries, s of one core", 1), ("batch_mb", "hotich link, peak MB", 0),
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
