"""The two copies of a volume compared by number, where entries of both were keyed: they may disagree, and both are kept."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hotich.books.models import Book
from hotich.core.forms.model import Edition
from hotich.core.forms.numbers import read_number
from hotich.core.text import comparison_key, squeeze
from hotich.entries.derivation import edition_of_entry, sensitive_fields, year_of_number
from hotich.entries.models import Entry, Transcription
from hotich.entries.policies import RESTRICTED, open_content, readable_fields
from hotich.entries.sensitive import Sees, trusted_ids
from hotich.support.scope import HasScope

Key = tuple[int | None, int, str, int]
"""Year, number, suffix, and the how-many-th of them in the book."""
_OF_THE_COPY = frozenset({"book.number", "book.page", "registration.number"})


@dataclass(frozen=True, slots=True)
class FieldDiffers:
    """One column in which the two copies say different things; empty where one of them says nothing."""

    field: str
    label: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One act as the two copies have it."""

    here: Entry
    there: Entry
    differing: tuple[FieldDiffers, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Acts of both copies that differ, and those that only one of them has."""

    compared: int
    differing: tuple[Pair, ...]
    only_here: tuple[Entry, ...]
    only_there: tuple[Entry, ...]


def compared_copies(officer: Sees, book: Book, twin: Book) -> Comparison:
    """The finished entries of two copies the officer may see, joined by number. A blank beside a value is a difference."""
    here, there = _by_number(officer, book), _by_number(officer, twin)
    both = [key for key in here if key in there]
    fields = _fields([each.pk for key in both for each in (here[key], there[key])])
    shut = sensitive_fields(book)
    loaded = [each for key in both for each in (here[key], there[key])]
    open_content(officer, loaded)
    trusted = trusted_ids(officer, loaded) if shut else frozenset()
    pairs = (
        Pair(
            here[key],
            there[key],
            tuple(
                differs
                for differs in _differing(here[key], fields[here[key].pk], fields[there[key].pk])
                if differs.field not in shut or {here[key].pk, there[key].pk} <= trusted
            ),
        )
        for key in both
    )
    return Comparison(
        compared=len(both),
        differing=tuple(pair for pair in pairs if pair.differing),
        only_here=tuple(entry for key, entry in here.items() if key not in there),
        only_there=tuple(entry for key, entry in there.items() if key not in here),
    )


@dataclass(frozen=True, slots=True)
class FieldBeside:
    """One column of two entries; `shut` where the value is not for who looks."""

    label: str
    here: str
    there: str
    differs: bool


def beside(officer: Sees, here: Entry, there: Entry) -> list[FieldBeside]:
    """What two open entries say, column by column, columns of which both say nothing left out. The caller has opened both for
    the officer (`policies.check_content`)."""
    both = _fields([here.pk, there.pk])
    shown = [readable_fields(officer, entry, both[entry.pk]) for entry in (here, there)]
    form = edition_of_entry(here)
    rows = []
    for name in sorted(shown[0].keys() | shown[1].keys(), key=lambda each: _place(form, each)):
        left, right = (_said(fields.get(name) or {}) for fields in shown)
        if left or right:
            label = form.label_in_full(name) if form else name
            rows.append(FieldBeside(label, left, right, comparison_key(left) != comparison_key(right)))
    return rows


_REASONS = {
    "blank_in_book": "(sổ để trống)", "illegible": "(không đọc được)", "struck_out": "(đã gạch bỏ)", RESTRICTED: "(hạn chế)",
}  # fmt: skip


def _said(value: dict[str, Any]) -> str:
    return squeeze(str(value.get("v") or "")) or _REASONS.get(str(value.get("m") or ""), "")


def _place(form: Edition | None, name: str) -> tuple[int, str]:
    """Where the form prints the column; one it does not print comes last."""
    ids = [field.id for group in form.groups for field in group.fields] if form else []
    return (ids.index(name) if name in ids else len(ids), name)


def _by_number(officer: HasScope, book: Book) -> dict[Key, Entry]:
    entries = (
        Entry.objects.visible_to(officer)
        .filter(book=book, first_completed_at__isnull=False, void=False)
        .order_by("number_value", "position", "id")
    )
    found: dict[Key, Entry] = {}
    times: dict[tuple[int | None, int, str], int] = defaultdict(int)
    for entry in entries:
        number = read_number(entry.number)
        if number is None:
            continue
        entry.book = book
        year = number.year or year_of_number(entry.number_year, entry.registered_on)
        key = (year, number.value, number.suffix)
        times[key] += 1
        found[(*key, times[key])] = entry
    return found


def _fields(entry_ids: list[Any]) -> dict[Any, dict[str, Any]]:
    kept = Transcription.objects.filter(entry_id__in=entry_ids, accepted=True)
    return defaultdict(dict, kept.values_list("entry_id", "fields"))


def _differing(here: Entry, own: dict[str, Any], other: dict[str, Any]) -> Iterator[FieldDiffers]:
    form = edition_of_entry(here)
    for name in sorted(own.keys() | other.keys()):
        if name in _OF_THE_COPY:
            continue
        left, right = (squeeze(str((fields.get(name) or {}).get("v") or "")) for fields in (own, other))
        if comparison_key(left) != comparison_key(right):
            yield FieldDiffers(name, form.label_in_full(name) if form else name, left, right)
