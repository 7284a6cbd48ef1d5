"""The table of the sets, as figures with intervals and as text."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.linkage.measure import Outcome, at_review, calibration_error, decide, indexed, recall, run, strata
from bench.linkage.sets import EVALUATION_COUNTRY, SEEDS, EntrySet, build_population, build_set
from hotich.core.matching.model import Model, default_model

SETS = tuple(SEEDS)
REVIEW_SHARES = (0.02, 0.04, 0.06, 0.08, 0.09, 0.12)
STRATIFIED = ("standard", "harsher")
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
    """Every set's figures. The ordinary country is built once; the one with slips after it."""
    rows: dict[str, Any] = {}
    for slips in (0.004, SLIPS):
        chosen = [name for name in names if (name == "register_slips") == (slips == SLIPS)]
        if not chosen:
            continue
        say(f"dựng dân cư giả lập {size:,} người …")
        register = build_population(seed=EVALUATION_COUNTRY, size=size, slips=slips, say=say)
        sets = {name: build_set(register, name, queries) for name in chosen}
        began = time.process_time()
        ready = indexed(register, model)
        say(f"lập chỉ mục: {time.process_time() - began:.1f} s")
        for name, entries in sets.items():
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
                "strata": _strata(model, out, entries) if name in STRATIFIED else {},
            }  # fmt: skip
            say(f"{name}: {seconds:.1f} s")
    return rows


def _strata(model: Model, out: Outcome, entries: EntrySet) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for label, chosen in strata(entries).items():
        part = out.part(chosen)
        own = decide(model, part)
        rows[label] = {
            "entries": len(chosen), "recall_at_10": _share(recall(part, 10)), "review": _share(own.review),
            "link_precision": _share(own.link), "not_found_precision": _share(own.absent),
        }  # fmt: skip
    return rows


def _share(share: Any) -> dict[str, Any]:
    low, high = share.interval
    if not share.of:
        return {"value": None, "of": 0}
    return {"value": round(share.value, 5), "low": round(low, 5), "high": round(high, 5), "of": share.of}


def as_text(rows: dict[str, Any]) -> str:
    """For a terminal: every set, what must hold beside what does, the curves, the strata."""
    head = f"{'bộ':<15}{'r@1':>24}{'r@10':>24}{'xem lại':>9}{'đúng khi nối':>24}{'đúng khi không thấy':>24}{'nối nhầm người vắng':>26}{'ECE':>8}"
    lines = [head]
    for name, row in rows.items():
        lines.append(
            f"{name:<15}{_text(row['recall_at_1']):>24}{_text(row['recall_at_10']):>24}{_plain(row['review']):>9}"
            f"{_text(row['link_precision']):>24}{_text(row['not_found_precision']):>24}{_text(row['non_members_linked']):>26}{row['ece']:>8.4f}"
        )
    lines += _required(rows)
    for name in STRATIFIED:
        if name in rows:
            lines.append(f"\n{name}: tỷ lệ xem lại → đúng khi nối, đúng khi không thấy, nối nhầm người vắng")
            for share, d in rows[name]["curve"].items():
                lines.append(
                    f"  {float(share):>4.0%}  {_text(d['link_precision'])}  {_text(d['not_found_precision'])}  {_text(d['non_members_linked'])}"
                )
            lines.append(f"\n{name}: theo nhóm, ở ngưỡng của mô hình")
            for label, d in rows[name]["strata"].items():
                lines.append(
                    f"  {label:<20}{d['entries']:>8}  r@10 {_text(d['recall_at_10']):<24}  xem lại {_plain(d['review'])}"
                    f"  nối {_text(d['link_precision']):<24}  không thấy {_text(d['not_found_precision'])}"
                )
    return "\n".join(lines)


_REQUIRED: tuple[tuple[str, str, str, float], ...] = (
    # set, review share or none, figure, at least (at most for the last two)
    ("standard", "", "recall_at_10", 0.9985),
    ("harsher", "", "recall_at_10", 0.995),
    ("standard", "0.06", "link_precision", 0.998),
    ("harsher", "0.09", "link_precision", 0.9975),
    ("harsher", "0.08", "not_found_precision", 0.975),
    ("siblings", "", "non_members_linked", 0.01),
    ("harsher", "", "ece", 0.01),
)
_MOST = ("non_members_linked", "ece")


def _required(rows: dict[str, Any]) -> list[str]:
    """What must hold, beside what holds."""
    lines = ["\nphải đạt"]
    for name, share, figure, bound in _REQUIRED:
        if name not in rows:
            continue
        found = rows[name]["curve"][share][figure] if share else rows[name][figure]
        value = found if isinstance(found, float) else found["value"]
        met = value is not None and (value <= bound if figure in _MOST else value >= bound)
        shown = f"{found:.4f}" if isinstance(found, float) else _text(found)
        at = f" khi xem lại {float(share):.0%}" if share else ""
        lines.append(
            f"  {'đạt' if met else 'CHƯA'}  {name} {figure}{at}: {shown} ({'≤' if figure in _MOST else '≥'} {bound})"
        )
    return lines


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
