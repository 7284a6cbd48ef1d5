"""What a shift is made of: the books and places of an officer's work, with what stands in them. The shape is the desk's `Shift`.

Read in bulk: how many questions the database is asked does not depend on how many places there are.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.staticfiles.storage import staticfiles_storage

from hotich.books.boxes import pages_of_shift
from hotich.books.forms import printed_form
from hotich.books.models import Book
from hotich.campaign.models import ReportingUnit
from hotich.campaign.queries import reporting_units_of, way_of
from hotich.core.annotations import amendments, in_force, note_words
from hotich.core.assistance import is_assisted
from hotich.core.forms.context import Context
from hotich.core.forms.printed import PrintedForm
from hotich.core.registers.catalogue import register
from hotich.core.values import said_of
from hotich.entries import grants, sealing
from hotich.entries.derivation import form_of_entry
from hotich.entries.fold import FLAGS
from hotich.entries.models import Entry, Subject, Transcription
from hotich.entries.operations import leases_of, show_entries
from hotich.entries.places import Place
from hotich.entries.policies import readable_fields, trusted_ids
from hotich.entries.queries import Neighbourhood, fields_seen, neighbourhoods
from hotich.entries.questions import questions_of
from hotich.linkage.queries import roles_seen
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.time import local


def shift_of(*, officer: Officer, station: Station, places: list[Place], now: datetime) -> dict[str, Any]:
    """The shift over places that are leased to the officer. What stands in them is shown to him, and that is on record.

    A restricted entry that is not open to him is left out.
    """
    today = local(now).date()
    around = neighbourhoods({place.book.pk for place in places})
    before = _before(places, around)
    kept = _Kept(officer, station, [place.entry_id for place in places], set(before.values()), now)
    places = [place for place in places if place.is_new or place.entry_id in kept.entries]
    books = {place.book.pk: place.book for place in places}
    reporting = reporting_units_of((book.unit_id for book in books.values()), on=today)
    pages = {
        pk: pages_of_shift(book, (place.position for place in places if place.page and place.book.pk == pk))
        for pk, book in books.items()
        if book.has_images
    }
    key = sealing.public_key(today=today)
    leases = leases_of(officer, station, now)
    return {
        "officer": {"id": officer.pk, "name": officer.full_name},
        "station": {"code": station.code, "name": station.name},
        "grant": grants.issue(officer=officer, station=station, leases=leases, now=now),
        "seal": asdict(key),
        "server_time": now.isoformat(),
        "breaks": _breaks(next(iter(reporting.values()), None)),
        "until": min((place.lease.until for place in places), default=now).isoformat(),
        "books": [
            _book(officer, book, around[pk], reporting.get(book.unit_id or 0), pages.get(pk, []), now)
            for pk, book in books.items()
        ],
        "places": [_place(place, kept, reporting.get(place.book.unit_id or 0)) for place in places],
        "previous": _previous(before, kept),
    }


class _Kept:
    """The entries that are there already, as far as they may be shown to the officer, with what hangs on them."""

    def __init__(
        self, officer: Officer, station: Station, listed: Iterable[UUID], neighbours: set[UUID], now: datetime
    ) -> None:
        found = (
            Entry.objects.visible_to(officer)
            .select_related("book__unit")
            .filter(pk__in={*listed, *neighbours})
        )
        shown = show_entries(actor=officer, entries=found, where=f"station:{station.code}", now=now)
        self.entries = {entry.pk: entry for entry in shown}
        self.transcriptions = {
            one.entry_id: one for one in Transcription.objects.filter(entry__in=self.entries, accepted=True)
        }
        self.subjects: dict[UUID, list[Subject]] = {}
        for subject in Subject.objects.filter(entry__in=self.entries, principal=True).order_by("id"):
            self.subjects.setdefault(subject.entry_id, []).append(subject)
        self.seen = roles_seen(officer, self.entries)
        self.seen_fields = fields_seen(self.entries)
        self.questions = questions_of(shown)
        self.numbers = officer.scope.sees_register
        trusted = trusted_ids(officer, shown)
        self.fields: dict[UUID, dict[str, Any]] = {
            pk: readable_fields(officer, entry, self.transcriptions[pk].fields, trusted=trusted)
            for pk, entry in self.entries.items()
            if pk in self.transcriptions
        }

    def as_json(self, pk: UUID) -> dict[str, Any] | None:
        """One entry as the desk's `KeptEntry`."""
        entry = self.entries.get(pk)
        if entry is None:
            return None
        transcription, fields = self.transcriptions.get(pk), self.fields.get(pk, {})
        norms = transcription.normalised if transcription else {}
        notes = transcription.annotations if transcription else []
        return {
            "number": entry.number or None,
            "status": entry.status,
            "seq": entry.seq,
            "fields": {
                dotted: value | {"norm": norms.get(dotted) if value.get("v") else None}
                for dotted, value in fields.items()
            },
            "current": {dotted: said_of(one.value) for dotted, one in amendments(fields, notes).items()},
            "notes": [
                {
                    "said": note_words(note),
                    "amends": {
                        dotted: said_of(value) for dotted, value in (note.get("amends") or {}).items()
                    },
                }
                for note in in_force(notes)
            ],
            "flags": [flag for flag in FLAGS if getattr(entry, flag)],
            "subjects": [
                {
                    "role": one.role,
                    "outcome": one.outcome,
                    "personal_id": (one.personal_id or None) if self.numbers else None,
                    # A change after the register was shown needs a reason, after a reload too.
                    "seen": one.role in self.seen.get(pk, ()),
                }
                for one in self.subjects.get(pk, ())
            ],
            "seen_fields": self.seen_fields.get(pk, []),
            "questions": self.questions.get(pk, []),
        }


def _breaks(reporting: ReportingUnit | None) -> dict[str, int]:
    """After how many minutes of keying a rest is suggested, and how long it should be; nothing outside a campaign."""
    campaign = reporting.campaign if reporting else None
    return {
        "after": campaign.break_after_minutes if campaign else 0,
        "minutes": campaign.break_minutes if campaign else 0,
    }


def _before(places: list[Place], around: Mapping[UUID, Neighbourhood]) -> dict[str, UUID]:
    """Whose fields the desk needs beside those it is given: the entry before every place whose neighbour is not listed, by the id
    of the place's entry.
    """
    listed: dict[UUID, list[int]] = {}
    for place in sorted(places, key=lambda each: each.position):
        listed.setdefault(place.book.pk, []).append(place.position)
    before: dict[str, UUID] = {}
    for place in places:
        neighbour = around[place.book.pk].before(place.position)
        if neighbour is None:
            continue
        position, entry_id = neighbour
        positions = listed[place.book.pk]
        at = bisect_left(positions, place.position)
        if at == 0 or positions[at - 1] < position:
            before[str(place.entry_id)] = entry_id
    return before


def _previous(before: Mapping[str, UUID], kept: _Kept) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for whose, neighbour in before.items():
        entry, fields = kept.entries.get(neighbour), kept.fields.get(neighbour)
        if entry is not None and fields is not None:
            said[whose] = {"number": entry.number or None, "fields": fields}
    return said


def _place(place: Place, kept: _Kept, reporting: ReportingUnit | None) -> dict[str, Any]:
    entry = kept.entries.get(place.entry_id)
    form: PrintedForm = form_of_entry(entry) if entry else printed_form(place.book, place)
    return {
        "entry": str(place.entry_id),
        "book": str(place.book.pk),
        "page": place.page,
        "line": place.line,
        "position": place.position,
        "edition": form.edition,
        "edition_url": staticfiles_storage.url(f"specs/{form.edition.replace('/', '-')}.json"),
        "variant": dict(form.variant) or None,
        "assisted": is_assisted(
            place.entry_id, unassisted_percent=reporting.campaign.unassisted_percent if reporting else 0
        ),
        "pass": 0,
        "kept": kept.as_json(place.entry_id),
    }


def _book(
    officer: Officer,
    book: Book,
    around: Neighbourhood,
    reporting: ReportingUnit | None,
    pages: list[dict[str, Any]],
    now: datetime,
) -> dict[str, Any]:
    scope_until = reporting.campaign.scope_until.isoformat() if reporting else None
    return {
        "id": str(book.pk),
        "title": book.title,
        "kind": book.kind,
        "register": register(book.kind).title,
        "year_opened": book.year_opened,
        "volume": book.volume,
        "office": book.office,
        "constants": constants_of(book),
        "form_confirmed": book.form_confirmed_at is not None,
        "has_images": book.has_images,
        "near": book.unit.key if book.unit else None,
        "context": Context(
            book_opened=book.opened_on.isoformat() if book.opened_on else str(book.year_opened or "") or None,
            book_closed=book.closed_on.isoformat() if book.closed_on else None,
            today=local(now).date().isoformat(),
            scope_until=scope_until,
            numbers=around.numbers,
        ).as_json(),
        "pages": pages,
        "scope_until": scope_until,
        "way": way_of(reporting.campaign, book.kind, on=local(now).date()) if reporting else "confirm",
        "may": {
            "annotate": officer.may("annotate"),
            "look_up": officer.may("look_up"),
            "recorded": officer.may("look_up") and (reporting is None or reporting.look_up_way == "recorded"),
        },
    }


def constants_of(book: Book) -> dict[str, dict[str, str]]:
    """What the book itself says of every entry in it: only facts of the book."""
    values = {"registration.place": book.office, "book.number": book.volume}
    return {dotted: {"v": value} for dotted, value in values.items() if value}
