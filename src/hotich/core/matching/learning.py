"""Learning a model of a real register and real entries, of which nobody has said who is who; then from what officers have judged since.

u, frequencies, family distributions and the number of siblings come from the register; m by expectation maximisation from the entries, held towards the base
model's. Without labels a model cannot know how honest its own probabilities are, so calibration and thresholds are the base's, until there are judgements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hotich.core.matching import judged
from hotich.core.matching.engines.answers import answers
from hotich.core.matching.engines.linking import compare
from hotich.core.matching.gathering import Gathered
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import Prepared
from hotich.core.matching.portraits import register_note
from hotich.core.matching.training import of_register, train

LEAST_CITIZENS = 2_000
"""Below this, how often strangers agree cannot be seen in a register."""
MOST_ENTRIES = 20_000
"""Entries that expectation maximisation is run on at most; more would teach nothing new."""
LEAST_ENTRIES = 300
"""Below this, m stays the base's."""
BASE_WEIGHT = 300.0
"""Pairs that the base's m counts as beside what expectation maximisation found."""
LEAST_JUDGED = 30
"""Judgements of persons found in the register below which nothing is learned from them."""

Say = Callable[[str], None]


class TooLittle(ValueError):
    """There is not enough to learn from. The message is Vietnamese: what is missing and what to do."""

    code = "model.too_little"


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged entries: their columns, the personal number each was judged to be (empty: nobody), and whether the officer chose from this machine's list."""

    asked: Prepared
    persons: Sequence[str]
    aided: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, asked: Prepared, persons: Sequence[str], aided: Sequence[bool]) -> Judged:
        """From lists as they are read."""
        return cls(asked, persons, np.array(aided, dtype=bool))

    def first(self, count: int) -> Judged:
        """The first ``count`` of them."""
        return Judged(first(self.asked, count), self.persons[:count], self.aided[:count])


def first(columns: Prepared, count: int) -> Prepared:
    """The first rows."""
    return {name: column[:count] for name, column in columns.items()}


def learn(
    entries: Prepared,
    gathered: Gathered,
    *,
    base: Model,
    name: str,
    source: str,
    as_of: str = "",
    coverage: str = "",
    say: Say = lambda text: None,
) -> Model:
    """A model of this register and these entries. Raises TooLittle."""
    if gathered.population < LEAST_CITIZENS:
        raise TooLittle(
            f"Dân cư chỉ có {gathered.population:,} người, cần ít nhất {LEAST_CITIZENS:,} mới thấy được người lạ trùng nhau "
            "bao nhiêu: nhập trích xuất rộng hơn, hoặc dùng tiếp mô hình đang có."
        )
    used = first(entries, gathered.entries)
    count = len(used["g_p"])
    if count >= LEAST_ENTRIES:
        model = train(used, gathered.near, sample=gathered.sample, population=gathered.population, say=say)
        pairs = model.prior * count
        model = judged.held_towards(model, base, pairs=pairs, weight=BASE_WEIGHT)
        how = f"EM on {count} entries, held towards the base as {BASE_WEIGHT:g} pairs beside {pairs:.0f}"
    else:
        say(
            f"Chỉ có {count:,} mục (cần {LEAST_ENTRIES:,}): giữ m của mô hình gốc, chỉ học u, tần suất và gia đình từ dân cư."
        )
        model = of_register(gathered.sample, gathered.sample, say=say)
        model = replace(judged.held_towards(model, base, pairs=0.0, weight=1.0), prior=base.prior)
        how = f"the base's: {count} entries are too few"
    return replace(
        model,
        name=name,
        link=base.link,
        absent=base.absent,
        link_at=base.link_at,
        absent_at=base.absent_at,
        trained_on={
            "source": source,
            "register": register_note(
                gathered.sample, population=gathered.population, as_of=as_of, coverage=coverage
            ),
            "entries": count,
            "base": base.digest,
            "m": how,
            "calibration": "carried over from the base: without labels a model cannot calibrate itself",
            "labels": "none",
        },
    )


def learn_judged(model: Model, gathered: Gathered, known: Judged, *, say: Say = lambda text: None) -> Model:
    """The model after the judgements: m and calibration, both held towards what they were. Raises TooLittle."""
    known = known.first(gathered.entries)
    row = gathered.rows_of(known.persons)
    absent = np.array([not person for person in known.persons], dtype=bool)
    kept = np.flatnonzero(absent | (row >= 0))
    pairs = np.flatnonzero(row >= 0)
    if len(pairs) < LEAST_JUDGED:
        raise TooLittle(
            f"Mới có {len(pairs):,} xác định “đúng người này” còn đối chiếu được với trích xuất, cần ít nhất {LEAST_JUDGED:,}: "
            "huấn luyện không kèm --judgements, chạy lại khi đã xác định thêm."
        )
    register = gathered.register(model)
    levels = compare(model, register, known.asked, pairs, row[pairs].astype(np.int32)).levels
    better = judged.with_judged(model, judged.Pairs(levels, judged.weights(known.aided[pairs])))
    found = answers(better, register, known.asked)
    right = (found.best == row) & (row >= 0)
    honest = kept[~known.aided[kept]]
    link, *link_moved = judged.recalibrated(model.link, found.best_odds[honest], right[honest])
    gone, *absent_moved = judged.recalibrated(model.absent, found.present_odds[honest], ~absent[honest])
    note: dict[str, Any] = {
        "same_person": len(pairs),
        "not_found": int(absent.sum()),
        "outside_the_register": len(row) - len(kept),
        "chosen_from_our_list": int(known.aided[kept].sum()),
        "calibrated_on": len(honest),
        "prior_weight": judged.PRIOR_WEIGHT,
        "link": {"shift": round(link_moved[0], 4), "stretch": round(link_moved[1], 4)},
        "absent": {"shift": round(absent_moved[0], 4), "stretch": round(absent_moved[1], 4)},
    }
    say(
        f"{len(pairs):,} xác định đúng người, {note['not_found']:,} không tìm thấy; hiệu chỉnh trên {len(honest):,} xác định "
        "không theo danh sách của máy."
    )
    return replace(
        better,
        link=link,
        absent=gone,
        trained_on=better.trained_on
        | {
            "judgements": note,
            "calibration": "of the base, shifted and stretched to what was judged without this machine's list",
            "labels": "officers' judgements, biased: they confirm what was shown",
        },
    )
