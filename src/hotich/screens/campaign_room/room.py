"""Phòng điều hành: the campaign at a glance, in parts that keep themselves up to date; the same on a wall."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final, TypeVar

from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.screens.campaign_room import room_parts
from hotich.screens.campaign_room.asked import NO_CAMPAIGN, own_choice, units_asked
from hotich.screens.chosen import Choice
from hotich.screens.common import needs
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now

Found = TypeVar("Found")

WHOLE: Final = "tat-ca"
"""In an address: lists at their whole length."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at: a campaign, all of the officer's units in it or the one that was chosen, at a moment."""

    request: OfficerRequest
    choice: Choice
    campaign: Campaign
    own: list[ReportingUnit]
    units: list[ReportingUnit]
    moment: datetime
    known: dict[str, Any] = field(default_factory=dict)
    """What one part has read and another shows too."""

    def once(self, what: str, read: Callable[[], Found]) -> Found:
        """What was read before for this page, else read now."""
        if what not in self.known:
            self.known[what] = read()
        found: Found = self.known[what]
        return found

    @property
    def chosen(self) -> ReportingUnit | None:
        """The one unit, where he looks at one."""
        return self.units[0] if len(self.units) == 1 else None

    @property
    def query(self) -> str:
        """The address's query that asks for the same again, lists that were opened at their whole length."""
        return self.with_all if self.whole else self._query

    @property
    def with_all(self) -> str:
        """The same with every list at its whole length."""
        return f"{self._query}&{WHOLE}"

    @property
    def whole(self) -> bool:
        """Whether lists that are cut were opened."""
        return WHOLE in self.request.GET

    @property
    def _query(self) -> str:
        said = f"dot={self.campaign.code}{self.choice.said}"
        return f"{said}&don-vi={self.units[0].code}" if len(self.units) < len(self.own) else said


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the room: its title, its template, after how many seconds it looks again, what it shows, and in which column it stands."""

    name: str
    title: str
    seconds: int
    shown: Callable[[Asked], dict[str, Any]]
    place: str

    @property
    def template(self) -> str:
        return f"campaign_room/_room_{self.name.replace('-', '_')}.html"


PARTS: Final = {
    part.name: part
    for part in (
        Part("so-chinh", "Toàn cảnh", 30, room_parts.headline, "top"),
        Part("tien-do", "Tiến độ so với kế hoạch", 120, room_parts.curves, "left"),
        Part("nhip", "Nhịp nhập trong kỳ", 60, room_parts.pace, "left"),
        Part("viec", "Việc cần xử lý", 30, room_parts.to_do, "right"),
        Part("bao-cao", "Báo cáo ngày", 30, room_parts.reports, "right"),
        Part("duong-truyen", "Máy và đường truyền", 30, room_parts.lines, "right"),
        Part("ho-so", "Kết quả tra cứu và hồ sơ", 120, room_parts.cases, "left"),
    )
}
ON_THE_WALL: Final = ("so-chinh", "tien-do", "nhip", "viec", "bao-cao", "duong-truyen")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part as HTML with the mark by which a browser asks whether it changed."""

    part: Part
    html: SafeString
    etag: str


def _asked(request: OfficerRequest) -> Asked:
    choice = own_choice(request)
    campaign = choice.asked(request, NO_CAMPAIGN)
    own = units_asked(request, campaign)
    wanted = request.GET.get("don-vi", "")
    units = [unit for unit in own if unit.code == wanted] if wanted else own
    if not units:
        raise NotFound("Đơn vị này không thuộc phạm vi của đồng chí.")
    return Asked(request, choice, campaign, own, units, now())


def _draw(part: Part, asked: Asked, *, wall: bool = False) -> Drawn:
    shown = part.shown(asked)
    html = render_to_string(
        part.template,
        {"part": part, "asked": asked, "officer": asked.request.user, "query": asked.query, "wall": wall, **shown},
    )  # fmt: skip
    digest = blake2b(html.encode(), digest_size=12).hexdigest()
    return Drawn(part, mark_safe(html), f'"{digest}"')  # noqa: S308  # a template's own output


@require_safe
@needs("room.view")
def room(request: OfficerRequest) -> HttpResponse:
    """All parts at once; each then looks for itself."""
    asked = _asked(request)
    drawn = [_draw(part, asked) for part in PARTS.values()]
    columns = [
        (place, [one for one in drawn if one.part.place == place]) for place in ("top", "left", "right")
    ]
    return render(request, "campaign_room/room.html", _page(asked, drawn) | {"columns": columns})


@require_safe
@needs("room.view")
def wall(request: OfficerRequest) -> HttpResponse:
    """The room to be read from across a hall: fewer parts, large figures, nothing to click."""
    asked = _asked(request)
    drawn = [_draw(PARTS[name], asked, wall=True) for name in ON_THE_WALL]
    return render(request, "campaign_room/wall.html", _page(asked, drawn))


def _page(asked: Asked, drawn: list[Drawn]) -> dict[str, Any]:
    choice = asked.choice
    return {
        "asked": asked, "campaign": asked.campaign, "query": asked.query, "parts": drawn, "units": asked.own,
        "campaigns": choice.campaigns, "choice": choice,
    }  # fmt: skip


@require_safe
@needs("room.view")
def part(request: OfficerRequest, name: str) -> HttpResponse:
    """One part, or word that it is still the same."""
    found = PARTS.get(name)
    if found is None:
        raise NotFound
    drawn = _draw(found, _asked(request), wall="tuong" in request.GET)
    answer: HttpResponse
    if request.headers.get("If-None-Match") == drawn.etag:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(drawn.html)
    answer["ETag"] = drawn.etag
    answer["Cache-Control"] = "private, no-cache"
    return answer
