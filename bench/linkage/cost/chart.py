"""The figure: three panels over register size, both axes in powers of ten, as SVG by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 20, 64, 34


@dataclass(frozen=True)
class Line:
    """One series: a name, a colour, and (citizens, value) points."""

    name: str
    colour: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Panel:
    """One panel: its title with the unit, and its lines."""

    title: str
    lines: Sequence[Line]


def svg(panels: Sequence[Panel]) -> str:
    """The panels beside each other."""
    body = "".join(
        f'<g transform="translate({WIDTH * place},0)">{_panel(panel)}</g>'
        for place, panel in enumerate(panels)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(panels)} {HEIGHT}" width="{WIDTH * len(panels)}" height="{HEIGHT}" '
        f'font-family="sans-serif" font-size="11" role="img" aria-label="{"; ".join(p.title for p in panels)}">'
        f'<rect width="100%" height="100%" fill="white"/>{body}</svg>\n'
    )


def _panel(panel: Panel) -> str:
    xs = [x for line in panel.lines for x, _ in line.points]
    ys = [y for line in panel.lines for _, y in line.points]
    low_x, high_x = math.floor(math.log10(min(xs))), math.ceil(math.log10(max(xs)))
    low_y, high_y = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)) + 1e-9)
    high_x, high_y = max(high_x, low_x + 1), max(high_y, low_y + 1)

    def x(value: float) -> float:
        return _LEFT + (math.log10(value) - low_x) / (high_x - low_x) * (WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - (math.log10(value) - low_y) / (high_y - low_y) * (HEIGHT - _TOP - _BOTTOM)

    out = [f'<text x="{_LEFT}" y="16" font-weight="bold">{panel.title}</text>']
    for power in range(low_x, high_x + 1):
        at = x(10.0**power)
        out.append(f'<line x1="{at:.1f}" y1="{_TOP}" x2="{at:.1f}" y2="{HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        out.append(
            f'<text x="{at:.1f}" y="{HEIGHT - _BOTTOM + 16}" text-anchor="middle">{short(10.0**power)}</text>'
        )
    for power in range(low_y, high_y + 1):
        at = y(10.0**power)
        out.append(f'<line x1="{_LEFT}" y1="{at:.1f}" x2="{WIDTH - _RIGHT}" y2="{at:.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{short(10.0**power)}</text>')
    for number, line in enumerate(panel.lines):
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in sorted(line.points))
        out.append(f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="2"/>')
        for a, b in line.points:
            out.append(f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{line.colour}"/>')
            out.append(
                f'<text x="{x(a):.1f}" y="{y(b) - 7:.1f}" text-anchor="middle" font-size="9" fill="{line.colour}">{short(b)}</text>'
            )
        out.append(f'<text x="{_LEFT}" y="{32 + 13 * number}" fill="{line.colour}">{line.name}</text>')
    return "".join(out)


def short(value: float) -> str:
    """A number as a label: two figures, thousands and millions by letter."""
    for unit, letter in ((1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:.3g}{letter}"
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"
