"""The table of the sets, as figures with intervals and as text."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.linkage.measure import at_review, calibration_error, decide, indexed, recall, run
from bench.linkage.sets import EVALUATION_COUNTRY, SEEDS, build_register, build_set
from hotich.core.matching.model import Model, default_model

SETS = tuple(SEEDS)
REVIEW_SHARES = (0.02, 0.04, 0.06, 0.08, 0.09, 0.12)
SLIPS = 0.06
"""Share of the register's own names with a slip of typing in the set ``register_slips``."""


def measure(
    model: Model,
    *,
    size: int,
    queries: int,
    names: Sequence[str] = SETS,
    say: Callable[[str], None] = lambda text: None,
) -> dict[str, Any]:
    """Every set's figures. The ordinary country is built once; the one with slips beside it."""
    rows: dict[str, Any] = {}
    for slips in (0.004, SLIPS):
        chosen = [name for name in names if (name == "register_slips") == (slips == SLIPS)]
        if not chosen:
            continue
        say(f"dựng dân cư giả lập {size:,} người …")
        register = build_register(seed=EVALUATION_COUNTRY, size=size, slips=slips)
        began = time.process_time()
        ready = indexed(register, model)
        say(f"chuẩn hóa và lập chỉ mục: {time.process_time() - began:.1f} s")
        for name in chosen:
            entries = build_set(register, name, queries)
            began = time.process_time()
            out = run(model, ready, entries)
            seconds = time.process_time() - began
            own = decide(model, out)
            rows[name] = {
                "queries": queries,
                "recall_at_1": _share(recall(out, 1)),
                "recall_at_10": _share(recall(out, 10)),
                "review": _share(own.review),
                "link_precision": _share(own.link),
                "link_recall": _share(own.recall),
                "not_found_precision": _share(own.absent),
                "non_members_linked": _share(own.wrong_absent),
                "ece": round(calibration_error(model, out), 5),
                "candidates": round(out.candidates / queries, 1),
                "seconds": round(seconds, 2),
                "curve": {
                    str(share): {
                        "link_precision": _share(d.link), "not_found_precision": _share(d.absent), "non_members_linked": _share(d.wrong_absent),
                    }
                    for share in REVIEW_SHARES
                    for d in [at_review(model, out, share)]
                },
            }  # fmt: skip
            say(f"{name}: {seconds:.1f} s")
    return rows


def _share(share: Any) -> dict[str, Any]:
    low, high = share.interval
    if not share.of:
        return {"value": None, "of": 0}
    return {"value": round(share.value, 5), "low": round(low, 5), "high": round(high, 5), "of": share.of}


def as_text(rows: dict[str, Any]) -> str:
    """For a terminal."""
    head = f"{'bộ':<15}{'r@1':>24}{'r@10':>24}{'xem lại':>9}{'đúng khi nối':>24}{'đúng khi không thấy':>24}{'nối nhầm người vắng':>21}{'ECE':>8}"
    lines = [head]
    for name, row in rows.items():
        lines.append(
            f"{name:<15}{_text(row['recall_at_1']):>24}{_text(row['recall_at_10']):>24}{_plain(row['review']):>9}"
            f"{_text(row['link_precision']):>24}{_text(row['not_found_precision']):>24}{_plain(row['non_members_linked']):>21}{row['ece']:>8.4f}"
        )
    for name in ("standard", "harsher"):
        if name in rows:
            lines.append(f"\n{name}: tỷ lệ xem lại → đúng khi nối, đúng khi không thấy")
            for share, d in rows[name]["curve"].items():
                lines.append(
                    f"  {float(share):.0%}  {_text(d['link_precision'])}  {_text(d['not_found_precision'])}"
                )
    return "\n".join(lines)


def _text(share: dict[str, Any]) -> str:
    if share["value"] is None:
        return "–"
    return f"{share['value']:.4f} [{share['low']:.4f}–{share['high']:.4f}]"


def _plain(share: dict[str, Any]) -> str:
    return "–" if share["value"] is None else f"{share['value']:.4f}"


def main() -> None:
    """``python -m bench.linkage.report CITIZENS ENTRIES``."""
    citizens, entries = int(sys.argv[1]), int(sys.argv[2])

    def say(text: str) -> None:
        sys.stderr.write(text + "\n")

    rows = measure(default_model(), size=citizens, queries=entries, say=say)
    sys.stdout.write(as_text(rows) + "\n")


if __name__ == "__main__":
    main()
