"""Charts drawn on the server: a picture of a few numbers over days or hours, with the table of the same numbers behind it.

No script, no inline style: places and sizes are attributes of the SVG, colours and widths stand in `static/charts/charts.css`. Draw one with
`{% include "parts/chart.html" with chart=… %}`. A number that is not known is a gap, never a zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor, log10
from typing import Literal

WIDTH, HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 12, 34
_TICKS = 4
_LABEL_WIDTH = 44
"""What a label below needs, so that two never touch."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, one for each place on the axis."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Band:
    """Between which two numbers something lies, place by place: a forecast with its uncertainty."""

    label: str
    low: Sequence[float | None]
    high: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar, or the dot of a line."""

    x: str
    y: str
    width: str
    height: str
    title: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One series as a picture."""

    label: str
    number: int
    marks: tuple[Mark, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the picture with its figure, or a label below."""

    at: str
    text: str


@dataclass(frozen=True)
class Chart:
    """A chart and its table. `reference` is a level to compare with: a quota, his own past. Without `dots` a line is drawn bare, for many
    places."""

    key: str
    title: str
    unit: str
    places: Sequence[str]
    series: Sequence[Series]
    places_called: str
    kind: Literal["bars", "line"] = "line"
    reference: tuple[str, float] | None = None
    decimals: int = 0
    band: Band | None = None
    dots: bool = True

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def bottom(self) -> int:
        return HEIGHT - _BOTTOM

    @property
    def left(self) -> int:
        """Room for the longest figure beside the picture."""
        return max(_LEFT, 8 * len(said(self._top)) + 8)

    @property
    def right(self) -> int:
        return WIDTH - _RIGHT

    @cached_property
    def _known(self) -> list[float]:
        return [value for values in self._rows for value in values if value is not None]

    @property
    def is_empty(self) -> bool:
        return not self._known

    @cached_property
    def _step(self) -> float:
        """Between two lines across: a round figure that can be said, so that the uppermost stands above everything drawn."""
        highest = max([*self._known, self.reference[1] if self.reference else 0.0])
        step = 10 ** floor(log10(max(highest / _TICKS, 10**-self.decimals)))
        # A quarter of ten only where it is still a whole figure.
        rounds = (1, 2, 2.5, 5, 10) if step >= 10 else (1, 2, 5, 10)
        return next(step * times for times in rounds if highest <= step * times * _TICKS)

    @property
    def _top(self) -> float:
        return self._step * _TICKS

    def _y(self, value: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - value / self._top)

    def _x(self, place: float) -> float:
        return self.left + (WIDTH - self.left - _RIGHT) * place / max(len(self.places), 1)

    @property
    def levels(self) -> list[Tick]:
        """The lines across."""
        digits = max(0, -floor(log10(self._step) + 1e-9))
        figures = [self._step * number for number in range(_TICKS + 1)]
        return [Tick(_at(self._y(value)), said(value, digits)) for value in figures]

    @property
    def labels(self) -> list[Tick]:
        """The places below, as many as there is room for."""
        room = (WIDTH - self.left - _RIGHT) // _LABEL_WIDTH
        every = -(-len(self.places) // room) if self.places else 1
        return [
            Tick(_at(self._x(place + 0.5)), text)
            for place, text in enumerate(self.places)
            if place % every == 0
        ]

    @property
    def reference_at(self) -> str:
        return _at(self._y(self.reference[1])) if self.reference else ""

    @property
    def reference_said(self) -> str:
        return said(self.reference[1], self.decimals) if self.reference else ""

    @property
    def drawn(self) -> list[Drawn]:
        """Every series; bars of one place stand side by side."""
        return [self._bars(number, one) if self.kind == "bars" else self._line(number, one) for number, one in enumerate(self.series, start=1)]  # fmt: skip

    def _bars(self, number: int, one: Series) -> Drawn:
        share = 0.7 / len(self.series)
        marks = []
        for place, value in enumerate(one.values):
            if value is None:
                continue
            x, y = self._x(place + 0.15 + share * (number - 1)), self._y(value)
            width = self._x(share) - self._x(0)
            marks.append(
                Mark(_at(x), _at(y), _at(width), _at(self._y(0) - y), self._titled(place, one, value))
            )
        return Drawn(one.label, number, tuple(marks), ())

    def _line(self, number: int, one: Series) -> Drawn:
        marks: list[Mark] = []
        lines: list[str] = []
        run: list[str] = []
        for place, value in enumerate([*one.values, None]):
            if value is None:
                if len(run) > 1:
                    lines.append(" ".join(run))
                run = []
                continue
            x, y = _at(self._x(place + 0.5)), _at(self._y(value))
            run.append(f"{x},{y}")
            if self.dots:
                marks.append(Mark(x, y, "", "", self._titled(place, one, value)))
        return Drawn(one.label, number, tuple(marks), tuple(lines))

    @property
    def band_outline(self) -> str:
        """The band as one shape: along its upper edge and back along the lower one. It runs without a gap."""
        if self.band is None:
            return ""
        known = [
            (place, low, high)
            for place, (low, high) in enumerate(zip(self.band.low, self.band.high, strict=True))
            if low is not None and high is not None
        ]
        upper = [f"{_at(self._x(place + 0.5))},{_at(self._y(high))}" for place, _, high in known]
        lower = [f"{_at(self._x(place + 0.5))},{_at(self._y(low))}" for place, low, _ in reversed(known)]
        return " ".join([*upper, *lower])

    @property
    def columns(self) -> list[str]:
        """Heads of the table's columns of numbers."""
        heads = [one.label for one in self.series]
        return (
            heads
            if self.band is None
            else [*heads, f"{self.band.label}: ít nhất", f"{self.band.label}: nhiều nhất"]
        )

    def _titled(self, place: int, one: Series, value: float) -> str:
        named = f"{one.label}, " if len(self.series) > 1 else ""
        return f"{named}{self.places[place]}: {said(value, self.decimals)} {self.unit}"

    @property
    def summary(self) -> str:
        """The picture in a sentence, for who does not see it."""
        if self.is_empty:
            return f"{self.title}: chưa có số liệu."
        low, high = (said(edge(self._known), self.decimals) for edge in (min, max))
        compared = (
            f" {self.reference[0]}: {said(self.reference[1], self.decimals)}." if self.reference else ""
        )
        return f"{self.title} ({self.unit}): thấp nhất {low}, cao nhất {high}.{compared} Bảng số liệu ở dưới."

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """The same numbers, place by place."""
        return [
            (text, [said(values[place], self.decimals) for values in self._rows])
            for place, text in enumerate(self.places)
        ]

    @property
    def _rows(self) -> list[Sequence[float | None]]:
        edges = [] if self.band is None else [self.band.low, self.band.high]
        return [*(one.values for one in self.series), *edges]


def said(value: float | None, decimals: int = 0) -> str:
    """A figure the way people write it here: `1.234,5`; a dash where it is not known."""
    if value is None:
        return "–"
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def _at(place: float) -> str:
    return f"{place:.1f}"
