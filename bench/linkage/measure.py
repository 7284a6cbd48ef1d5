"""The figures of a set: found among the first one and ten, what is decided and how rightly, how honest the probabilities are; Wilson intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from bench.linkage.sets import EntrySet, Population
from hotich.core.matching.engines.answers import described, more_than_named
from hotich.core.matching.engines.linking import Register as Indexed
from hotich.core.matching.engines.linking import blocks
from hotich.core.matching.evidence import maybe_twins
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import prepare


@dataclass(frozen=True)
class Share:
    """A share with its 95 % Wilson interval."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return float("nan"), float("nan")
        z, n, p = 1.959964, self.of, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return middle - half, middle + half

    def __str__(self) -> str:
        if not self.of:
            return "–"
        low, high = self.interval
        return f"{self.value:.4f} [{low:.4f}, {high:.4f}]"


@dataclass
class Outcome:
    """What a model made of a set, entry by entry."""

    truth: np.ndarray
    rank: np.ndarray
    """Rank of the right citizen among the candidates from 1, 0 where he is not among them (or there is none)."""
    best: np.ndarray
    best_odds: np.ndarray
    present_odds: np.ndarray
    described: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    """Whether the entry says enough to conclude that nobody is the person."""
    linkable: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    """Whether it says enough to link without a person's look."""
    candidates: int = 0

    def part(self, rows: np.ndarray) -> Outcome:
        """The outcome of some entries."""
        return Outcome(
            self.truth[rows],
            self.rank[rows],
            self.best[rows],
            self.best_odds[rows],
            self.present_odds[rows],
            self.described[rows],
            self.linkable[rows],
        )


def run(model: Model, indexed: Indexed, entries: EntrySet, *, prior: float | None = None) -> Outcome:
    """Looks every entry of a set up."""
    asked = prepare(entries.columns)
    size = len(entries.truth)
    out = Outcome(
        entries.truth, np.zeros(size, int), np.full(size, -1), np.full(size, -200.0), np.full(size, -200.0)
    )
    out.described, out.linkable = described(asked), more_than_named(asked)
    given = None if prior is None else np.full(size, prior)
    for block in blocks(model, indexed, asked, prior=given):
        rows = slice(block.begin, block.begin + block.size)
        post, pairs = block.posterior, block.pairs
        there = post.best >= 0
        out.best[rows] = np.where(
            there, pairs.citizen[np.maximum(post.best, 0)] if len(pairs.citizen) else -1, -1
        )
        out.best_odds[rows] = post.best_odds
        out.present_odds[rows] = post.present_odds
        right = np.flatnonzero(pairs.citizen == entries.truth[rows][pairs.entry])
        own = np.full(block.size, np.inf)
        own[pairs.entry[right]] = post.pair[right]
        ahead = np.bincount(pairs.entry, weights=post.pair > own[pairs.entry], minlength=block.size).astype(
            int
        )
        out.rank[rows] = np.where(np.isfinite(own), ahead + 1, 0)
        out.candidates += len(pairs.entry)
    best = np.maximum(out.best, 0)
    his = {name: column[best] for name, column in indexed.columns.items()}
    out.linkable &= ~maybe_twins(model, asked, his, size)
    return out


def recall(out: Outcome, depth: int) -> Share:
    """Members whose citizen is among the first ``depth``."""
    members = out.truth >= 0
    return Share(int(((out.rank > 0) & (out.rank <= depth))[members].sum()), int(members.sum()))


@dataclass(frozen=True)
class Decisions:
    """Links, not founds and reviews at two thresholds."""

    review: Share
    link: Share
    absent: Share
    wrong_absent: Share
    """Non-members linked automatically."""
    recall: Share


def decide(
    model: Model, out: Outcome, *, link_at: float | None = None, absent_at: float | None = None
) -> Decisions:
    """What is decided at thresholds, the model's own without others."""
    linked = out.linkable & (model.link(out.best_odds) >= (model.link_at if link_at is None else link_at))
    nobody_there = np.where(out.described, 1.0 - model.absent(out.present_odds), 0.0)
    absent = ~linked & (nobody_there >= (model.absent_at if absent_at is None else absent_at))
    right = (out.best == out.truth) & (out.truth >= 0)
    nobody = out.truth < 0
    total = len(out.truth)
    return Decisions(
        review=Share(int((~linked & ~absent).sum()), total),
        link=Share(int((right & linked).sum()), int(linked.sum())),
        absent=Share(int((nobody & absent).sum()), int(absent.sum())),
        wrong_absent=Share(int((nobody & linked).sum()), int(nobody.sum())),
        recall=Share(int((right & linked).sum()), int((~nobody).sum())),
    )


def at_review(model: Model, out: Outcome, share: float) -> Decisions:
    """The best pair of thresholds for a review share: errors of both verdicts weigh alike; reviewed are the least certain."""
    link = np.where(out.linkable, model.link(out.best_odds), 0.0)
    absent = np.where(out.described, 1.0 - model.absent(out.present_odds), 0.0)
    certain = np.maximum(link, absent)
    cut = float(np.quantile(certain, share))
    linked = (link >= absent) & (certain > cut)
    gone = (link < absent) & (certain > cut)
    right = (out.best == out.truth) & (out.truth >= 0)
    nobody = out.truth < 0
    return Decisions(
        review=Share(int((~linked & ~gone).sum()), len(out.truth)),
        link=Share(int((right & linked).sum()), int(linked.sum())),
        absent=Share(int((nobody & gone).sum()), int(gone.sum())),
        wrong_absent=Share(int((nobody & linked).sum()), int(nobody.sum())),
        recall=Share(int((right & linked).sum()), int((~nobody).sum())),
    )


def calibration_error(model: Model, out: Outcome, bins: int = 15) -> float:
    """Expected calibration error of the link probability: mean gap between said and seen over equally filled bins."""
    said = model.link(out.best_odds)
    right = (out.best == out.truth) & (out.truth >= 0)
    order = np.argsort(said, kind="stable")
    edges = np.linspace(0, len(order), bins + 1).astype(int)
    gaps = [
        abs(float(said[order[a:b]].mean()) - float(right[order[a:b]].mean())) * (b - a)
        for a, b in zip(edges[:-1], edges[1:], strict=True)
        if b > a
    ]
    return sum(gaps) / len(order)


def strata(entries: EntrySet) -> dict[str, np.ndarray]:
    """Rows of an entry set by what may make it hard: decade of birth, parents missing, people, brothers and sisters in the register."""
    columns = entries.columns
    years = np.array([int(d[-4:]) if d[-4:].isdigit() else 0 for d in columns["birth_date"]])
    parents = np.array(
        [
            bool(f) + bool(m)
            for f, m in zip(columns["father_full_name"], columns["mother_full_name"], strict=True)
        ]
    )
    people = np.array(columns["ethnicity"], dtype=object)
    masks = {"không ghi năm sinh": years == 0, "trước 1950": (years > 0) & (years < 1950)}
    masks |= {
        f"{decade}–{decade + 9}": (years >= decade) & (years < decade + 10)
        for decade in range(1950, 2030, 10)
    }
    masks |= {"đủ cha mẹ": parents == 2, "thiếu một": parents == 1, "thiếu cả hai": parents == 0}
    masks |= {"dân tộc Kinh": people == "Kinh", "dân tộc khác": (people != "Kinh") & (people != "")}
    masks |= {"có anh chị em": entries.sibling, "không anh chị em": ~entries.sibling}
    return {name: np.flatnonzero(mask) for name, mask in masks.items()}


def indexed(register: Population, model: Model) -> Indexed:
    """A register ready to be searched; ten million citizens take seven gigabytes."""
    return Indexed.build(register.columns, model)
