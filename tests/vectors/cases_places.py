"""Places offered: queries by hand, and every kind of short writing of drawn units on drawn days."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from hotich.core.places import Gazetteer, Style, Unit, styles_of, suggest_places, today_in_words
from hotich.core.text import search_key

MINH_HUNG, OF_TODAY, FAR = "25441@2003", "25441@2025", "17332@0"
DAYS = [dt.date(*day) for day in ((1957, 5, 1), (1976, 3, 1), (1985, 6, 1), (1997, 1, 1), (2010, 6, 1), (2023, 6, 1), (2025, 7, 1), (2026, 6, 1))]  # fmt: skip
BY_HAND = [
    "mh", "minh h", "minhh", "MINH HUNG", "Minh Hưng", "minh hung bp", "xã minh l", "xa mh", "tân q", "tk", "al", "sb", "bl sb", "ct dn",
    "tx tc na", "tx, tc, na", "thanh xuan, tc, na", "thanh x nghe an", "tx tc nt", "q1 hcm", "f10", "p10 q3", "Thạnh", "thành", "hoà", "hòa b",
    "mh.", "mh ct.", "x.mh", "X. mh", "tt.ct.", "mh/", "mh ct./", "h.bl", "tp.hcm", "T. bp", "quy nhon", "qui nhơn", "bà rịa", "br vt",
    "dak lak", "đắc lắc", "dăk r'lấp", "k bang", "", " ", "...", ",", "/", "./", "xã", "xa ", "x.", "qqqq", "日本", "1", "01", "h 1", "Đ", "ng", "a", "t",
    "minh hưng, chơn thành", "Minh Hưng - Bình Phước", "tx tc", "tx na", "ts th", "dx ", "ea", "y", "ia", "ly son", "lí sơn", "con dao",
]  # fmt: skip
WRITTEN = [
    "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé", "X. Minh Hưng, H. Bình Long", "x. Minh Hưng, h. Bình Long", "Minh Hưng, Bình Long", "Sông Bé",
    "Ấp 2, x. Minh Lập", "TT. Chơn Thành", "tt Chơn Thành, h. Chơn Thành", "thị xã", "", "Bệnh viện tỉnh",
]  # fmt: skip

Case = tuple[str, list[Any], Any]


def _offered(typed: str, on: dt.date, near: str | None, recent: list[str], style: Style) -> Case:
    found = suggest_places(typed, on=on, near=near, recent=recent, style=style)
    answer = [
        {"unit": one.unit.id, "text": one.text, "today": today_in_words({"unit_now": [now.id for now in one.now]})}
        for one in found
    ]  # fmt: skip
    return ("suggest_places", [typed, on, near, recent, style], answer)


def _short(rng: random.Random, unit: Unit) -> str:
    """A few letters of a unit and, half the time, of what stands above it."""
    gazetteer = Gazetteer.load()
    said = []
    above: Unit | None = unit
    while above is not None:
        words = search_key(above.name).split()
        kind = rng.randrange(4)
        if kind == 0:
            said.append("".join(word[0] for word in words))
        elif kind == 1:
            said.append(" ".join([*words[:-1], words[-1][:1]]))
        elif kind == 2:
            said.append("".join(words)[: rng.randint(1, 6)])
        else:
            said.append(above.name if rng.random() < 0.5 else " ".join(words))
        parents = gazetteer.parents(above)
        above = parents[rng.randrange(len(parents))] if parents and rng.random() < 0.5 else None
    return rng.choice((" ", " ", ", ")).join(said) + rng.choice(("", "", "", "", ".", "/"))


def cases() -> Iterator[Case]:
    for near in (MINH_HUNG, OF_TODAY, FAR, None):
        for typed in BY_HAND:
            yield _offered(typed, DAYS[4], near, [], Style.FULL)
    rng = random.Random(29)
    units = list(Gazetteer.load())
    for _ in range(900):
        unit = rng.choice(units)
        near = rng.choice((MINH_HUNG, OF_TODAY, FAR, rng.choice(units).id, None, "gone"))
        recent = [each.id for each in rng.sample(units, rng.choice((0, 0, 3)))]
        if rng.random() < 0.2:
            recent.append(unit.id)
        yield _offered(_short(rng, unit), rng.choice(DAYS), near, recent, rng.choice(list(Style)))
    for count in range(len(WRITTEN) + 1):
        texts = WRITTEN[:count]
        yield ("styles_of", [texts], styles_of(texts))
        yield ("styles_of", [WRITTEN[count:] * 2], styles_of(WRITTEN[count:] * 2))
