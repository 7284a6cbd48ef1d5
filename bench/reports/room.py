"""How long the campaign room takes to open, with all its parts and all units: at a minute nobody has asked for, and at one somebody has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

ROOM = 0.5
"""Seconds at the 95th percentile."""


def measure_room(
    campaign: Any, until: datetime, times: int, *, timed: Callable[..., float], told: Callable[..., int]
) -> int:
    """The whole page, and each part by itself as a screen asks for it; how many are beyond the limit."""
    from django.core.cache import cache
    from django.template.loader import render_to_string

    import hotich.config.wsgi  # noqa: F401  # begun as the web begins
    from hotich.reports.queries import figures_at, keep_ready
    from hotich.screens.campaign_room.room import PARTS, Asked, _draw
    from hotich.screens.chosen import Choice

    officer, choice = _who_sees_all(campaign), Choice([campaign], [], "")
    units = list(campaign.reporting_units.select_related("unit", "agency").order_by("order"))

    def asked(minutes: int) -> Asked:
        request: Any = SimpleNamespace(user=officer, GET={})
        return Asked(request, choice, campaign, units, units, until - timedelta(minutes=minutes))

    def opened(minutes: int) -> None:
        one = asked(minutes)
        drawn = [_draw(part, one) for part in PARTS.values()]
        columns = [
            (place, [each for each in drawn if each.part.place == place])
            for place in ("top", "right", "left")
        ]
        render_to_string(
            "campaign_room/room.html",
            {
                "asked": one,
                "campaign": campaign,
                "query": one.query,
                "columns": columns,
                "units": units,
                "campaigns": [],
            },
        )

    cache.clear()
    first = timed(lambda: opened(0))
    told("phòng điều hành mở lần đầu sau khi khởi động", [first])
    cold = [timed(lambda n=n: opened(n)) for n in range(1, times)]
    beyond = told("phòng điều hành, cả trang, phút chưa ai hỏi", cold, ROOM)
    ready = []
    for minute in range(times + 1, 2 * times):
        figures_at(campaign, until - timedelta(minutes=minute + 1))  # somebody looked a minute before
        keep_ready(campaign, until - timedelta(minutes=minute))
        ready.append(timed(lambda minute=minute: opened(minute)))
    beyond += told("phòng điều hành, cả trang, phút máy chủ đã tính sẵn", ready, ROOM)
    warm = [timed(lambda: opened(1)) for _ in range(times)]
    beyond += told("phòng điều hành, cả trang, phút đã có người hỏi", warm, ROOM)
    for part in PARTS.values():
        alone = [timed(lambda part=part: _draw(part, asked(1))) for _ in range(max(times // 4, 3))]
        beyond += told(f"  phần “{part.title}”", alone, ROOM)
    return beyond


def _who_sees_all(campaign: Any) -> Any:
    from hotich.staff.models import Officer, Position

    officer, made = Officer.objects.get_or_create(username="bench.room", defaults={"full_name": "Người xem"})
    if made:
        Position.objects.create(
            officer=officer,
            agency=campaign.lead_agency,
            code="province_viewer",
            valid_from=campaign.starts_on,
        )
    return officer
