"""Reading margin notes: what an entry of another register has changed, which entry it may have meant, what is left to reconcile.

The note on the amended entry is the only place where a link is kept; from the other side it is looked up there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, Func, JSONField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from hotich.core.annotations import IN_FORCE, SourceSays, source_kinds, source_says
from hotich.core.dates import PartialDate
from hotich.core.forms.numbers import read_number
from hotich.core.registers.catalogue import editions_of
from hotich.core.text import comparison_key, search_key
from hotich.entries.models import Entry, Subject, Transcription
from hotich.entries.policies import without_sensitive
from hotich.entries.queries import entries_for, transcription_of
from hotich.entries.sensitive import Sees

MOST = 10
_LOOKED_AT = 200
"""Entries that are ranked: of one number and year, or of one name, a ward has a handful."""


@dataclass(frozen=True, slots=True)
class Linked:
    """An entry that another one has amended, with the note that says so."""

    entry: Entry
    note: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that may be meant, and what speaks for it."""

    entry: Entry
    reasons: tuple[str, ...]


def linked_from(officer: Sees, source: Entry) -> list[Linked]:
    """What an entry of another register has amended, as far as the officer sees it, in the order of the books."""
    rows = _with_notes([{"source": str(source.pk), "state": IN_FORCE}]).filter(entry__in=_seen(officer))
    return [
        Linked(row.entry, note)
        for row in rows.order_by("entry__book_id", "entry__position")
        for note in row.annotations
        if note.get("source") == str(source.pk) and note["state"] == IN_FORCE
    ]


def sources_of(officer: Sees, notes: Iterable[Mapping[str, Any]]) -> dict[str, Entry]:
    """By id, the entries that these notes come from, as far as the officer sees them."""
    ids = {UUID(note["source"]) for note in notes if note.get("source")}
    if not ids:
        return {}
    return {str(entry.pk): entry for entry in _seen(officer).filter(pk__in=ids)}


def says_of(source: Entry) -> SourceSays:
    """What an entry of the registers of changes, recognitions and adoptions says of the one that it amends."""
    kept = transcription_of(source)
    return source_says(source.kind, kept.fields if kept else {})


def suggested_targets(officer: Sees, source: Entry, says: SourceSays) -> list[Suggestion]:
    """The entries that it may have amended, those with most in common first. Two queries; only what the officer sees."""
    names = {search_key(name) for name in says.names if name}
    number = read_number(says.number) if says.number else None
    year = says.registered.year if says.registered else None
    wanted = Q(pk__in=[])
    if names:
        wanted |= Q(pk__in=Subject.objects.filter(name_search__in=names).values("entry_id"))
    if number is not None and year is not None:
        wanted |= Q(number_value=number.value) & (
            Q(number_year=year) | Q(registered_on__startswith=str(year))
        )
    found = (
        _seen(officer)
        .filter(wanted, kind__in=says.kinds, void=False)
        .exclude(pk=source.pk)
        .prefetch_related("subjects")
        .order_by("-last_action_at")[:_LOOKED_AT]
    )
    suggestions = [Suggestion(entry, tuple(_reasons(entry, says, names))) for entry in found]
    suggestions.sort(key=lambda one: (-len(one.reasons), one.entry.registered_on, str(one.entry.pk)))
    return suggestions[:MOST]


def searched_targets(
    officer: Sees, *, kind: str, number: str, year: int | None, office: str = ""
) -> list[Entry]:
    """Entries of a kind by their number, the year of their registration and words of the office: what the officer typed."""
    read = read_number(number) if number else None
    if not kind or read is None:
        return []
    found = _seen(officer).filter(kind=kind, number_value=read.value, void=False)
    if year is not None:
        found = found.filter(Q(number_year=year) | Q(registered_on__startswith=str(year)))
    rows = found.prefetch_related("subjects").order_by("registered_on", "id")[:_LOOKED_AT]
    words = comparison_key(office)
    return [entry for entry in rows if words in comparison_key(entry.book.office)][:MOST]


def notes_lacking(officer: Sees, what: str) -> QuerySet[Transcription]:
    """Entries with a note that lacks its entry in another register (`entry`), or its place in the margin (`margin`)."""
    return (
        _with_notes([{"lacks": what}])
        .filter(entry__in=_seen(officer), entry__void=False)
        .select_related("entry__unit")
        .order_by("entry__unit__sort_key", "entry__book_id", "entry__position", "entry_id")
    )


def sources_unlinked(officer: Sees) -> QuerySet[Entry]:
    """Finished entries of the registers of changes, recognitions and adoptions that no entry's note comes from."""
    linked = Func(
        Func(
            Value("source"), Cast(OuterRef("pk"), CharField()), Value("state"), Value(IN_FORCE),
            function="jsonb_build_object",
        ),
        function="jsonb_build_array",
        output_field=JSONField(),
    )  # fmt: skip
    notes = Transcription.objects.filter(accepted=True, annotations__contains=linked).exclude(annotations=[])
    return (
        _seen(officer)
        .filter(~Exists(notes), kind__in=source_kinds(), first_completed_at__isnull=False, void=False)
        .prefetch_related("subjects")
        .order_by("unit__sort_key", F("book_id"), "position", "id")
    )


def _seen(officer: Sees) -> QuerySet[Entry]:
    """What of the entries is shown here, to find and to list by name."""
    return without_sensitive(entries_for(officer), officer)


def _with_notes(contained: list[dict[str, str]]) -> QuerySet[Transcription]:
    # The index holds accepted and other passes that have notes; saying so lets it be used.
    return (
        Transcription.objects.filter(accepted=True, annotations__contains=contained)
        .exclude(annotations=[])
        .select_related("entry__book")
    )


def _reasons(entry: Entry, says: SourceSays, names: set[str]) -> Iterable[str]:
    number = read_number(says.number) if says.number else None
    if number is not None and entry.number_value == number.value:
        yield "cùng số"
    if says.registered is not None and _same_day(entry.registered_on, says.registered):
        yield "cùng ngày đăng ký"
    if says.place and _same_place(entry.book.office, says.place):
        yield "cùng nơi đăng ký"
    named = [subject for subject in entry.subjects.all() if subject.name_search in names]
    if any(subject.principal for subject in named):
        yield "cùng họ tên"
    elif named:
        called = {each.role: each.label.lower() for each in editions_of(entry.kind)[-1].subjects}
        yield f"tên ấy là {called.get(named[0].role, named[0].role)}"
    if says.born is not None and any(_same_day(subject.birth_date, says.born) for subject in named):
        yield "cùng ngày sinh"


def _same_day(edtf: str, day: PartialDate) -> bool:
    """Whether a derived date lies within what was written, or the other way round."""
    first, last = day.earliest(), day.latest()
    try:
        known = date.fromisoformat(edtf)
    except ValueError:
        return bool(edtf) and day.edtf().startswith(edtf)
    return first is not None and last is not None and first <= known <= last


def _same_place(office: str, written: str) -> bool:
    one, other = comparison_key(office), comparison_key(written)
    return one in other or other in one
