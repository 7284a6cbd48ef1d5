"""`POST /api/desk/shift`: the work of an officer at a machine, enough to key for hours without a line; and the key of his own copies."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from hotich.api.shift import shift_of
from hotich.books.queries import book_for
from hotich.entries import sealing
from hotich.entries.errors import NothingToKey
from hotich.entries.models import Entry
from hotich.entries.operations import place_at, place_of, show_entry, work_of
from hotich.entries.places import Place
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.stations.models import Station
from hotich.stations.operations import beat_of
from hotich.stations.requests import station_of
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import now as clock

router = Router(tags=["desk"])
MOST_PLACES = 400
_LAST = 2**31 - 1

Number = Annotated[int, Field(ge=1, le=_LAST)]


class StationUnknown(Refusal):
    """Which machine this browser is has not been said."""

    code = "station.choose"
    message = "Chưa chọn máy. Chọn máy đồng chí đang ngồi rồi nhập tiếp."
    status = 409


class ShiftIn(Schema):
    """What to key: by default whatever comes next.

    `book` asks for one of his books before the others, with `page` and `line` (or `position`) for one place in it that he has
    turned to by hand. `entry` asks for one entry, finished or not, before all others. `want` is how many places.
    """

    book: UUID | None = None
    entry: UUID | None = None
    page: Number | None = None
    line: Number | None = None
    position: Number | None = None
    want: Annotated[int, Field(ge=1, le=MOST_PLACES)] = 60


@router.post("/desk/shift", response=dict[str, Any], summary="The work of an officer at his machine")
def shift(request: HttpRequest, body: ShiftIn) -> dict[str, Any]:
    """Books, places and what stands in them, all leased to the officer; the form is `Shift` of the desk."""
    officer: Any = request.user
    require(officer, "key")
    station = station_of(request)  # type: ignore[arg-type]  # signed in, as the API demands
    if station is None:
        raise StationUnknown
    moment = clock()
    beat_of(station=station, now=moment)
    asked = _asked(body, officer, station, moment)
    try:
        work = work_of(actor=officer, station=station, now=moment, want=body.want, book_id=body.book)
    except NothingToKey:
        if asked is None:
            raise
        work = []
    if body.entry is not None and asked is None:
        asked = next((place for place in work if place.entry_id == body.entry), None)
        if asked is None:
            raise NotFound
    if asked is not None:
        first: Place = asked
        work = [first, *(place for place in work if place.entry_id != first.entry_id)][: body.want]
    return shift_of(officer=officer, station=station, places=work, now=moment)


def _asked(body: ShiftIn, officer: Officer, station: Station, moment: Any) -> Place | None:
    """The one place that was asked for, leased; opening the entry in it is on record as a view of it."""
    if body.entry is not None:
        entry = Entry.objects.visible_to(officer).select_related("book__unit").filter(pk=body.entry).first()
        if entry is None:
            return None
        place = place_of(actor=officer, station=station, entry=entry, now=moment)
        show_entry(actor=officer, entry=entry, now=moment)
        return place
    if body.book is not None and (body.page is not None or body.position is not None):
        return place_at(
            actor=officer, station=station, book=book_for(officer, body.book), page=body.page, line=body.line,
            position=body.position, now=moment,
        )  # fmt: skip
    return None


class WorkingKey(Schema):
    """The key under which the browser keeps the officer's working copies until he signs out."""

    officer: int
    key: str


@router.post("/desk/key", response=WorkingKey, summary="The key of the officer's working copies")
def key(request: HttpRequest) -> dict[str, Any]:
    """The same at every sign-in, so that what a crash left behind can be opened again."""
    officer: Any = request.user
    if not officer.may("check"):
        require(officer, "key")
    return {"officer": officer.pk, "key": sealing.working_key(officer.pk)}
