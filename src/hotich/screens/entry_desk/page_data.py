"""The JSON that the page gives the desk: everything it needs to key one entry, and no value of the population register."""

import json
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.middleware.csrf import get_token
from django.urls import reverse

from hotich.books.forms import printed_form
from hotich.books.models import Book, Page
from hotich.campaign.models import ReportingUnit
from hotich.campaign.queries import reporting_unit_of, way_of
from hotich.core.assistance import is_assisted
from hotich.core.annotations import amendments
from hotich.core.forms.context import Context
from hotich.core.registers.catalogue import register
from hotich.entries import grants
from hotich.entries.derivation import form_of_entry
from hotich.entries.models import Entry
from hotich.entries.operations import Place, leases_of, lines_per_page
from hotich.entries.queries import numbers_used, previous_entry, transcription_of
from hotich.screens.entry_desk.notes import DESK, desk_notes
from hotich.screens.note_form import said_of
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.stations.models import Station
from hotich.support.time import now, today

FLAGS = ("void", "unreadable", "out_of_scope", "sensitive", "from_file", "reopened", "duplicate_suspected")


def constants_of(book: Book) -> dict[str, dict[str, str]]:
    """What the book itself says of every entry in it: only facts of the book."""
    values = {"registration.place": book.office, "book.number": book.volume}
    return {dotted: {"v": value} for dotted, value in values.items() if value}


def desk_data(
    request: OfficerRequest, *, place: Place, station: Station, entry: Entry | None
) -> dict[str, Any]:
    """For `#desk-data`; the shape is the desk's `DeskData`."""
    officer: Officer = request.user
    book = place.book
    form = form_of_entry(entry) if entry else printed_form(book, place)
    moment = now()
    reporting = reporting_unit_of(book.unit_id, on=today())
    before = previous_entry(book, place.position, but=place.entry_id)
    kept = transcription_of(before) if before else None
    image = (
        Page.objects.visible_to(officer).filter(book=book, number=place.page).first() if place.page else None
    )
    numbers = numbers_used(book, but=place.entry_id)
    prefix = f"/api/entries/{place.entry_id}"
    # The book on the table stays on the table until it is done.
    next_url = f"/nhap/?so={book.pk}"
    return {
        "entry": _entry(place, entry, edition=form.edition, numbers=officer.scope.sees_register),
        "book": {
            "id": str(book.pk),
            "title": book.title,
            "kind": book.kind,
            "register": register(book.kind).title,
            "year_opened": book.year_opened,
            "volume": book.volume,
            "office": book.office,
            "constants": constants_of(book),
            "variant": dict(form.variant) or None,
            "form_confirmed": book.form_confirmed_at is not None,
            "has_images": book.has_images,
        },
        "edition_url": staticfiles_storage.url(f"specs/{form.edition.replace('/', '-')}.json"),
        "assisted": reporting is None or is_assisted(place.entry_id, reporting.campaign.unassisted_percent),
        "station": station.code,
        "grant": grants.issue(
            officer=officer, station=station, leases=leases_of(officer, station, moment), now=moment
        ),
        "pass": 0,
        "previous": {"number": before.number if before else None, "fields": kept.fields} if kept else None,
        "next_url": next_url,
        "image_url": f"/anh/{image.pk}.webp" if image else None,
        "image_share": _share(book, place.line),
        "numbers": [known.number for known in numbers],
        "context": _context(book, kept.fields if kept else None, numbers, reporting),
        "campaign": {
            "scope_until": reporting.campaign.scope_until.isoformat() if reporting else None,
            "way": way_of(reporting.campaign, book.kind, on=today()) if reporting else "confirm",
        },
        "may": {
            "annotate": officer.may("annotate"),
            "look_up": officer.may("look_up"),
            "recorded": officer.may("look_up") and (reporting is None or reporting.look_up_way == "recorded"),
        },
        "urls": {
            "sync": "/api/sync",
            "entry": prefix,
            "look_up": f"{prefix}/look-ups",
            "judge": f"{prefix}/judgements",
            "recorded": f"{prefix}/recorded-look-ups",
            "complete_next": next_url,
            "notes": f"{reverse('note_form', args=[place.entry_id])}?ve={DESK}",
        },
        "csrf": get_token(request),
    }


# Above the first entry a page has its heading: about a tenth of its height on every form we know.
_HEADING = 0.1


def _share(book: Book, line: int | None) -> float:
    lines = lines_per_page(book)
    if not line or line == 1 or lines < 2:
        return 0.0
    return round(_HEADING + (1 - _HEADING) * min(line - 1, lines - 1) / lines, 3)


def _entry(place: Place, entry: Entry | None, *, edition: str, numbers: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": str(place.entry_id), "book": str(place.book.pk), "number": None, "kind": place.book.kind,
        "edition": edition, "status": "keying", "seq": 0, "page": place.page, "line": place.line,
        "position": place.position, "fields": {}, "current": {}, "notes": [], "flags": [], "subjects": [],
    }  # fmt: skip
    if entry is None:
        return row
    transcription = transcription_of(entry)
    fields = transcription.fields if transcription else {}
    norms = transcription.normalised if transcription else {}
    seen = set(entry.look_ups.filter(found__gt=0).values_list("role", flat=True))
    return row | {
        "number": entry.number or None,
        "status": entry.status,
        "seq": entry.seq,
        "fields": {dotted: value | {"norm": norms.get(dotted)} for dotted, value in fields.items()},
        "current": {
            dotted: said_of(one.value)
            for dotted, one in amendments(fields, transcription.annotations if transcription else ()).items()
        },
        "notes": desk_notes(transcription),
        "flags": [flag for flag in FLAGS if getattr(entry, flag)],
        "subjects": [
            {
                "role": one.role,
                "outcome": one.outcome,
                "personal_id": (one.personal_id or None) if numbers else None,
                # A change after the register was shown needs a reason, after a reload too.
                "seen": one.role in seen,
            }
            for one in entry.subjects.filter(principal=True)
        ],
    }


def _context(
    book: Book, before: dict[str, Any] | None, numbers: list[Any], reporting: ReportingUnit | None
) -> dict[str, Any]:
    return Context(
        book_opened=book.opened_on.isoformat() if book.opened_on else str(book.year_opened or "") or None,
        book_closed=book.closed_on.isoformat() if book.closed_on else None,
        today=today().isoformat(),
        scope_until=reporting.campaign.scope_until.isoformat() if reporting else None,
        previous={dotted: value["v"] for dotted, value in before.items() if value.get("v")}
        if before
        else None,
        numbers=tuple(numbers),
    ).as_json()


def as_script(data: dict[str, Any]) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
