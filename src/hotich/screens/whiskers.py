"""A rate with its limits as a small picture beside its figures: a dot on a line from the lower to the upper limit, all rows on one scale.

Places are attributes of the SVG, colours stand in `static/charts/charts.css`. The figures stand in the same row, so the picture says nothing
of its own to who does not see it. Draw one with `{% include "parts/whisker.html" with whisker=… %}`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

from hotich.core.quotas.error_rates import exact_interval
from hotich.core.rates import Rate

WIDTH, HEIGHT = 220, 18
_EDGE = 6


@dataclass(frozen=True, slots=True)
class Scale:
    """From nothing to `top`, the same for every row of a table."""

    top: float

    @property
    def said(self) -> str:
        """The upper end: `2 %`."""
        return f"{self.top * 100:g}".replace(".", ",") + " %"

    def at(self, share: float) -> float:
        return _EDGE + (WIDTH - 2 * _EDGE) * min(share, self.top) / self.top


@dataclass(frozen=True, slots=True)
class Whisker:
    """One row; `cut` where the upper limit lies beyond the scale."""

    low: str
    high: str
    dot: str
    cut: bool

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def middle(self) -> int:
        return HEIGHT // 2


def scale_of(rates: Iterable[Rate]) -> Scale:
    """A round end that shows every rate, and every limit that is not far away because little was counted."""
    known = [rate for rate in rates if rate.value is not None]
    shown = [rate.value or 0.0 for rate in known]
    # A limit of few columns says little: it may run off the scale.
    most = max([*shown, *(min(exact_interval(rate)[1], 4 * max([*shown, 0.0025])) for rate in known), 0.005])
    step = 10 ** floor(log10(most))
    return Scale(next(step * times for times in (1, 2, 3, 4, 5, 6, 8, 10) if most <= step * times))


def whisker_of(rate: Rate, scale: Scale) -> Whisker | None:
    """None of nothing."""
    if rate.value is None:
        return None
    low, high = exact_interval(rate)
    return Whisker(_said(scale.at(low)), _said(scale.at(high)), _said(scale.at(rate.value)), high > scale.top)


def _said(place: float) -> str:
    return f"{place:.1f}"
