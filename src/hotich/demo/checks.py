"""Checking at work in two wards: checks that wait, some that were keyed again and decided, corrections, an objection, lots in every state."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from django.db.models import Count

from hotich.books.models import Book, BookStatus
from hotich.checking.models import Check, CheckPolicy, Lot
from hotich.checking.operations import arbitrate, contest, draw_lot, give_back, plan_book, take_checks
from hotich.checking.operations.keying import conclude
from hotich.core.quotas.sampling import plan_for
from hotich.demo.officers import Staff
from hotich.demo.territory import Holder, Territory
from hotich.entries import operations as entries
from hotich.entries.models import Transcription
from hotich.support.errors import Refusal
from hotich.support.time import local

_WARDS = ("minhhung", "hunglong")
_KEYED = 14
_DIFFERING = 5
"""So many checks of a ward show a difference, in a name; all but the last are decided."""
_GRAVE, _TONES = "\u0300", frozenset("\u0300\u0301\u0303\u0309\u0323")
_SETTINGS = (
    ("hunglong", -14, {"slow_percent": 80.0, "seed_percent": 5.0}, "registrar"),
    ("minhhung", 9, {"new_officer_entries": 30}, "other_unit"),
)
"""What the justice office set for two wards: one holds, one is to come (days from today)."""
_PAST = ((180, 0), (230, 1), (150, 0), (210, 6), (260, 2))
"""Lots of the days before: entries, and how many of the sample were wrong."""


def check_work(territory: Territory, staff: Staff, *, now: datetime) -> int:
    """Checks and lots of the two wards; how many checks were keyed."""
    done = 0
    for holder in territory.holders:
        _set(holder, staff, now)
        if holder.slug in _WARDS:
            _past_lots(holder, staff, now)
            done += _checked(holder, staff, now)
            _lot_at_work(holder, staff, now)
    return done


def _set(holder: Holder, staff: Staff, now: datetime) -> None:
    justice = staff.officers["chuyenvien.tuphap"]
    for slug, days, values, when_alone in _SETTINGS:
        if slug == holder.slug:
            since = local(now + timedelta(days=days)).date()
            CheckPolicy.objects.create(
                unit=holder.unit, since=since, values=values, when_alone=when_alone, set_by=justice,
                set_at=min(now, now + timedelta(days=days)),
            )  # fmt: skip


def _checked(holder: Holder, staff: Staff, now: datetime) -> int:
    """The checker keyed some entries again; where the two differed, the registrar has looked at the book."""
    checker, arbiter = staff.of(holder, "doichieu"), staff.of(holder, "hotich")
    station = staff.stations[holder.code][0]
    book = (
        Book.objects.unscoped("the demo's own ward")
        .filter(unit=holder.unit, kind="KS", status=BookStatus.COMPLETE)
        .annotate(keyed=Count("entries"))
        .order_by("-keyed", "id")
        .first()
    )
    if book is None:
        return 0
    plan_book(book=book, now=now)
    taken = take_checks(actor=checker, station=station, now=now, book=book)
    taken, left = taken[:_KEYED], taken[_KEYED:]
    for check in left:
        give_back(actor=checker, check_id=check.pk, now=now)
    rng = Random(f"hotich-demo-checks-{holder.code}")
    kept = dict(
        Transcription.objects.filter(
            entry__in=[check.entry_id for check in taken], accepted=True
        ).values_list("entry_id", "fields")
    )
    differing: list[Check] = []
    for check in taken:
        said = {name: _read_again(kept[check.entry_id].get(name)) for name in check.fields}
        names = [name for name in said if name.endswith("full_name") and said[name]["v"]]
        if names and len(differing) < _DIFFERING:
            name = rng.choice(names)
            said[name]["v"] = _misread(said[name]["v"])
        common: dict[str, Any] = {
            "actor": checker, "entry_id": check.entry_id, "now": now, "station": station, "allowed": True,
            "pass_number": check.pass_number,
        }  # fmt: skip
        entries.record_fields(fields=said, **common)
        entries.complete(**common)
        found = conclude(entry_id=check.entry_id, pass_number=check.pass_number or 0, now=now)
        if found is not None and found.state == Check.State.DIFFERING:
            differing.append(found)
    for number, check in enumerate(differing[:-1]):
        # Now the keyer was right, now the checker.
        said_of = {one.field: {"as": "first" if number % 2 else "second"} for one in check.differences.all()}
        arbitrate(actor=arbiter, check_id=check.pk, decisions=said_of, now=now)
    if differing[:-1] and (keyer := differing[0].keyer) is not None:
        one = differing[0].differences.first()
        if one is not None:
            contest(
                actor=keyer, difference_id=one.pk, now=now,
                text="Nét chữ trong sổ đọc được cả hai cách, đề nghị xem lại cùng chữ ở dòng trên.",
            )  # fmt: skip
    return len(taken)


def _read_again(value: Mapping[str, Any] | None) -> dict[str, Any]:
    return {part: (value or {}).get(part) for part in ("v", "m", "struck")} | {"o": "typed"}


def _misread(name: str) -> str:
    """The last syllable without its tone, or with one where it has none: `Tuấn` and `Tuân`, `Hoa` and `Hòa`."""
    before, _, last = name.rpartition(" ")
    plain = unicodedata.normalize("NFD", last)
    other = "".join(mark for mark in plain if mark not in _TONES)
    if other == plain:
        at = next((at for at, letter in enumerate(plain.lower()) if letter in "aeiouy"), 0)
        other = plain[: at + 1] + _GRAVE + plain[at + 1 :]
    return f"{before} {unicodedata.normalize('NFC', other)}".strip()


def _lot_at_work(holder: Holder, staff: Staff, now: datetime) -> None:
    """The sample of a book that is finished and still with the police."""
    books = Book.objects.unscoped("the demo's own ward").filter(
        unit=holder.unit, status__in=(BookStatus.KEYING, BookStatus.COMPLETE), marked_for_entry=True
    )
    registrar = staff.of(holder, "hotich")
    for book in books.exclude(checks__checker__isnull=False).order_by("-status", "entries_count", "id")[:6]:
        try:
            draw_lot(actor=registrar, book=book, sort=Lot.Sort.QUALITY, now=now)
        except Refusal:
            continue
        return


def _past_lots(holder: Holder, staff: Staff, now: datetime) -> None:
    """What became of the books that went back before: their lots stand, the checks of those days do not."""
    finished = Book.objects.unscoped("the demo's own ward").filter(
        unit=holder.unit, kind="KS", status=BookStatus.RETURNED
    )
    registrar = staff.of(holder, "hotich")
    for number, (book, (size, wrong)) in enumerate(
        zip(finished.order_by("id")[: len(_PAST)], _PAST, strict=False), start=1
    ):
        plan = plan_for(lot=size, aql=4.0)
        moment = now - timedelta(days=20 - 3 * number)
        Lot.objects.create(
            number=number, book=book, unit=holder.unit, kind=book.kind, sort=Lot.Sort.QUALITY, size=size, quality_limit=4.0,
            level="II", letter=plan.letter, sample=plan.size, accept=plan.accept, reject=plan.reject, wrong=wrong,
            state=Lot.State.ACCEPTED if plan.passes(wrong) else Lot.State.RECTIFIED, draw=sha256(f"{book.pk}:{number}".encode()).hexdigest(),
            drawn_by=registrar, drawn_at=moment, decided_at=moment + timedelta(days=1), ended_at=moment + timedelta(days=2),
        )  # fmt: skip
