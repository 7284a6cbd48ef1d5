"""`POST /api/desk/checks`: entries of others that the officer keys again, in the form of a shift and blind.

Nothing here says what was keyed before: no value of the first keying, of the entries around or of the register, no number of the entry, no
finding. What stands in a place is what the officer himself has keyed of this check so far.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from ninja import Router, Schema

from hotich.api.desk import StationUnknown
from hotich.books.boxes import pages_of_shift
from hotich.books.models import Book
from hotich.checking.models import Check
from hotich.checking.operations import give_back, take_checks
from hotich.checking.queries import book_to_check
from hotich.core.forms.context import Context
from hotich.core.registers.catalogue import register
from hotich.entries import grants, sealing
from hotich.entries.derivation import form_of_entry
from hotich.entries.grants import CheckPass
from hotich.entries.models import Transcription
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.stations.models import Station
from hotich.stations.requests import station_of
from hotich.support.time import local
from hotich.support.time import now as clock

router = Router(tags=["desk"])


class ChecksIn(Schema):
    """Which checks: of one book, or one check before all others; by default whatever waits."""

    book: UUID | None = None
    check: UUID | None = None


class CheckIn(Schema):
    """One check."""

    check: UUID


@router.post(
    "/desk/checks", response=dict[str, Any], summary="Entries that an officer keys again to check them"
)
def checks(request: HttpRequest, body: ChecksIn) -> dict[str, Any]:
    """The officer's checks, taken for him alone; the form is `Shift` of the desk."""
    officer: Any = request.user
    require(officer, "check")
    station = station_of(request)  # type: ignore[arg-type]  # signed in, as the API demands
    if station is None:
        raise StationUnknown
    moment = clock()
    book = book_to_check(officer, body.book, moment) if body.book else None
    taken = take_checks(actor=officer, station=station, now=moment, book=book, check_id=body.check)
    return checks_of(officer=officer, station=station, checks=taken, now=moment)


@router.post("/desk/checks/give-back", response=dict[str, bool], summary="Put a check back")
def put_back(request: HttpRequest, body: CheckIn) -> dict[str, bool]:
    """Somebody else may take it; what was keyed of it stays in the log."""
    officer: Any = request.user
    require(officer, "check")
    give_back(actor=officer, check_id=body.check, now=clock())
    return {"done": True}


def checks_of(*, officer: Officer, station: Station, checks: list[Check], now: datetime) -> dict[str, Any]:
    """The shift over checks that are the officer's."""
    books = {check.book_id: check.book for check in checks}
    passes = [CheckPass(check.entry_id, check.book_id, check.pass_number or 0) for check in checks]
    keyed = {
        (entry_id, number): fields
        for entry_id, number, fields in Transcription.objects.filter(
            entry__in=[check.entry_id for check in checks], author=officer, accepted=False
        ).values_list("entry_id", "pass_number", "fields")
    }
    return {
        "officer": {"id": officer.pk, "name": officer.full_name},
        "station": {"code": station.code, "name": station.name},
        "grant": grants.issue(officer=officer, station=station, leases=(), now=now, position="checker", checks=passes),
        "seal": asdict(sealing.public_key(today=local(now).date())),
        "server_time": now.isoformat(),
        "breaks": {"after": 0, "minutes": 0},
        "until": now.isoformat(),
        "books": [_book(book, checks, now) for book in books.values()],
        "places": [_place(check, keyed.get((check.entry_id, check.pass_number or 0), {})) for check in checks],
        "previous": {},
    }  # fmt: skip


def _book(book: Book, checks: list[Check], now: datetime) -> dict[str, Any]:
    positions = [check.position for check in checks if check.book_id == book.pk and check.entry.page]
    return {
        "id": str(book.pk),
        "title": book.title,
        "kind": book.kind,
        "register": register(book.kind).title,
        "year_opened": book.year_opened,
        "volume": book.volume,
        "office": book.office,
        "constants": {},
        "form_confirmed": True,
        "has_images": book.has_images,
        "near": book.unit.key if book.unit else None,
        "context": Context(
            book_opened=book.opened_on.isoformat() if book.opened_on else str(book.year_opened or "") or None,
            book_closed=book.closed_on.isoformat() if book.closed_on else None,
            today=local(now).date().isoformat(),
        ).as_json(),
        "pages": pages_of_shift(book, positions) if book.has_images else [],
        "scope_until": None,
        "way": "blind",
        "may": {"annotate": False, "look_up": False, "recorded": False},
    }


def _place(check: Check, fields: dict[str, Any]) -> dict[str, Any]:
    entry = check.entry
    form = form_of_entry(entry)
    return {
        "entry": str(entry.pk),
        "book": str(check.book_id),
        "page": entry.page,
        "line": entry.line,
        "position": entry.position,
        "edition": form.edition,
        "edition_url": staticfiles_storage.url(f"specs/{form.edition.replace('/', '-')}.json"),
        "variant": dict(form.variant) or None,
        "assisted": True,
        "pass": check.pass_number,
        "check": {"id": str(check.pk), "fields": check.fields},
        "kept": {
            "number": None, "status": "keying", "seq": entry.seq, "fields": fields, "current": {}, "notes": [], "flags": [],
            "subjects": [], "seen_fields": [], "questions": [],
        },
    }  # fmt: skip
