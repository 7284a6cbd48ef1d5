"""The judge: for every contender the two thresholds that leave the same share for review with fewest errors, chosen on every other entry and judged on the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.linkage.measure import Share
from bench.linkage.yardstick.contenders import STAGES, Result, Said
from bench.linkage.yardstick.files import Truth

REVIEW_SHARES = (0.02, 0.04, 0.06, 0.08)


@dataclass(frozen=True)
class Figures:
    """What a contender reached."""

    first: Share
    """Members whose citizen is the best candidate."""
    precision: dict[float, Share]
    recall: dict[float, Share]
    absent: dict[float, Share]
    siblings: dict[float, Share]
    """Non-members with a brother or sister in the register, linked at the thresholds of the review share."""
    believed: Share
    """The same, to whom the contender's own probability gives more than a half."""


def figures(said: Said, truth: Truth) -> Figures:
    """Judges one contender."""
    right = (said.best == truth.citizen) & (truth.citizen >= 0)
    member = truth.citizen >= 0
    standard, even = ~truth.sibling_set, np.arange(len(right)) % 2 == 0
    teaching, judged = standard & even, standard & ~even
    link = np.where(said.best >= 0, said.link, -np.inf)
    present = said.present if said.enough is None else np.where(said.enough, said.present, np.inf)
    precision, recall, not_found, misled = {}, {}, {}, {}
    for share in REVIEW_SHARES:
        low, high = _thresholds(link[teaching], present[teaching], right[teaching], member[teaching], share)
        nobody = present < low
        linked = ~nobody & (link >= high)
        precision[share] = _share(right, judged & linked)
        recall[share] = Share(int((right & linked & judged).sum()), int((member & judged).sum()))
        not_found[share] = _share(~member, judged & nobody)
        misled[share] = _share(linked, truth.sibling_set)
    return Figures(
        _share(right, standard & member), precision, recall, not_found, misled, _share(said.probability > 0.5, truth.sibling_set)
    )  # fmt: skip


def _thresholds(
    link: np.ndarray, present: np.ndarray, right: np.ndarray, member: np.ndarray, share: float
) -> tuple[float, float]:
    """Below the first nobody is the person, from the second on the best is; between them lies the share to review, and fewest verdicts are wrong."""
    best: tuple[int, float, float] | None = None
    for low in np.unique(np.quantile(present[np.isfinite(present)], np.linspace(0.0, 0.35, 351))):
        rest = np.flatnonzero(present >= low)
        order = rest[np.argsort(link[rest], kind="stable")]
        at = min(round(share * len(link)), len(order) - 1)
        high = float(link[order[at]])
        wrong = int((member & (present < low)).sum() + (~right[order[at:]]).sum())
        if best is None or wrong < best[0]:
            best = wrong, float(low), high
    assert best is not None
    return best[1:]


def _share(what: np.ndarray, among: np.ndarray) -> Share:
    return Share(int((what & among).sum()), int(among.sum()))


def table(results: list[Result], truth: Truth) -> str:
    """Contenders as columns; the ratios are to the first."""
    heads = [result.contender.name for result in results]
    found = [figures(result.said, truth) if result.said is not None else None for result in results]
    rows: list[tuple[str, list[str]]] = []

    def add(name: str, values: list[str]) -> None:
        rows.append((name, values))

    for stage in STAGES:
        add(f"{stage}, s", [_seconds(result, (stage,)) for result in results])
    add("all, s", [_seconds(result, STAGES) for result in results])
    add("peak memory, MB", [f"{r.megabytes:,.0f}" if r.said else "" for r in results])
    add("pairs compared", [f"{r.said.pairs:,}" if r.said and r.said.pairs else "" for r in results])
    add("top-1 of members", [_text(f.first) if f else "" for f in found])
    for share in REVIEW_SHARES:
        add(f"link precision, {share:.0%} review", [_text(f.precision[share]) if f else "" for f in found])
        add("  recall of members", [_text(f.recall[share]) if f else "" for f in found])
        add("  precision of not found", [_text(f.absent[share]) if f else "" for f in found])
        add("  with a sibling linked", [_text(f.siblings[share]) if f else "" for f in found])
    add("siblings, own P > 0.5", [_text(f.believed) if f else "" for f in found])
    add("RATIOS to the first column", [""] * len(results))
    first = results[0], found[0]
    add("  time, all but training", [_times(r, first[0], ("read", "load", "predict")) for r in results])
    add("  time, load and predict", [_times(r, first[0], ("load", "predict")) for r in results])
    for share in (0.04, 0.06):
        add(
            f"  wrong links, {share:.0%} review",
            [_errors(f, first[1], "precision", share, missed=True) for f in found],
        )
        add("  siblings linked", [_errors(f, first[1], "siblings", share, missed=False) for f in found])
    widths = [max(len(head), *(len(row[1][at]) for row in rows)) for at, head in enumerate(heads)]
    lines = [" " * 31 + "  ".join(head.rjust(width) for head, width in zip(heads, widths, strict=True))]
    lines += [
        f"{name:<31}" + "  ".join(value.rjust(width) for value, width in zip(values, widths, strict=True))
        for name, values in rows
    ]
    notes = [f"{r.contender.name}: {r.note}" for r in results if r.note]
    spoken = [f"{r.contender.name}: {'; '.join(r.said.settings)}" for r in results if r.said]
    return "\n".join([*lines, "", *notes, *spoken])


def as_json(results: list[Result], truth: Truth) -> list[dict[str, object]]:
    """The same for a machine."""
    out: list[dict[str, object]] = []
    for result in results:
        row: dict[str, object] = {"name": result.contender.name, "note": result.note}
        if result.said is not None:
            found = figures(result.said, truth)
            row |= {
                "seconds": result.seconds,
                "megabytes": result.megabytes,
                "pairs": result.said.pairs,
                "settings": result.said.settings,
            }
            row |= {"top_1": _plain(found.first), "siblings_believed": _plain(found.believed)}
            row["at_review"] = {
                str(share): {
                    "link_precision": _plain(found.precision[share]), "recall": _plain(found.recall[share]),
                    "not_found_precision": _plain(found.absent[share]), "siblings_linked": _plain(found.siblings[share]),
                }
                for share in REVIEW_SHARES
            }  # fmt: skip
        out.append(row)
    return out


def _plain(share: Share) -> dict[str, object]:
    if not share.of:
        return {"value": None, "of": 0}
    low, high = share.interval
    return {"value": round(share.value, 6), "low": round(low, 6), "high": round(high, 6), "of": share.of}


def _text(share: Share) -> str:
    return f"{share.value:.4f}" if share.of else "–"


def _seconds(result: Result, stages: tuple[str, ...]) -> str:
    have = [result.seconds[stage] for stage in stages if stage in result.seconds]
    return f"{sum(have):.1f}" if have else ""


def _times(result: Result, first: Result, stages: tuple[str, ...]) -> str:
    mine = sum(result.seconds.get(stage, 0.0) for stage in stages)
    base = sum(first.seconds.get(stage, 0.0) for stage in stages)
    return f"×{mine / base:.1f}" if result.said and base else ""


def _errors(found: Figures | None, first: Figures | None, name: str, share: float, *, missed: bool) -> str:
    if found is None or first is None:
        return ""
    mine, base = (getattr(f, name)[share].value for f in (found, first))
    if missed:
        mine, base = 1 - mine, 1 - base
    return f"×{mine / base:.1f}" if base > 0 else "–"
