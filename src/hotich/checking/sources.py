"""What is known of a first keying when it is decided which of its columns are keyed again: second sources, usual values, overrides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from hotich.books.models import Book
from hotich.core.forms.model import Edition
from hotich.core.quotas.risk import Keyed, Policy, Why, asked, drawn, said_twice, says, usual_values
from hotich.entries.derivation import edition_of_entry
from hotich.entries.models import ActionType, Entry, EntryAction, Outcome, Transcription
from hotich.linkage.models import OFFICER, Judgement
from hotich.linkage.operations.comparing import first_marks

_OWN = ("typed", "picked")
"""How a value came that was read from the page: what was confirmed or changed beside the register cannot be confirmed by it."""


class Sources:
    """Everything that decides for entries of one book, read in bulk: six queries however many entries there are."""

    def __init__(self, book: Book, entries: Iterable[Entry], policy: Policy) -> None:
        self.policy = policy
        self.entries = {entry.pk: entry for entry in entries}
        self.transcriptions = {
            one.entry_id: one for one in Transcription.objects.filter(entry__in=self.entries, accepted=True)
        }
        finished = Transcription.objects.filter(
            entry__book=book, accepted=True, entry__first_completed_at__isnull=False, entry__void=False
        )
        self.usual = usual_values(policy, finished.values_list("fields", flat=True))
        self.agreed, self.differing = _compared(self.entries)
        self.overridden = _overridden(self.entries)
        self.new_until = _new_until(self.entries.values(), policy)

    def asked_of(self, entry: Entry) -> dict[str, Why]:
        """Which columns of the entry are keyed again, in reading order, each with the reason."""
        form, fields = edition_of_entry(entry), self._fields(entry)
        if form is None:
            return {}
        if entry.unreadable and not fields:
            return dict.fromkeys(_identity(form), "illegible")
        new_officer = self.is_new(entry)
        found: dict[str, Why] = {}
        for keyed in self.keyed_of(entry):
            why = asked(self.policy, keyed, new_officer=new_officer, draw=drawn(str(entry.pk), keyed.field))
            if why is not None:
                found[keyed.field] = why
        return found

    def keyed_of(self, entry: Entry) -> list[Keyed]:
        """Every column that was written down of the entry, in reading order, with what confirms it and what speaks against it."""
        form, fields = edition_of_entry(entry), self._fields(entry)
        if form is None:
            return []
        twice = said_twice(form, fields, (name for one in entry.findings for name in one.get("fields", ())))
        found: list[Keyed] = []
        about = form.names_subjects()
        for field in form.printed_fields():
            value = fields.get(field.id)
            if not value or (not value.get("v") and not value.get("m")):
                continue
            own = value.get("o") in _OWN
            found.append(
                Keyed(
                    field.id, field.type, value,
                    confirmed=own and (field.id in self.agreed[entry.pk] or field.id in twice),
                    usual=self.usual.get(field.id) == says(value),
                    unusual=field.id in self.usual and self.usual[field.id] != says(value),
                    names_subject=field.id in about,
                    contradicted=field.id in self.differing[entry.pk],
                    overridden=field.id in self.overridden[entry.pk],
                )
            )  # fmt: skip
        return found

    def whole(self, entry: Entry) -> dict[str, Why]:
        """Every column that was keyed of the entry, facts of the book aside."""
        form, fields = edition_of_entry(entry), self._fields(entry)
        if form is None:
            return {}
        names = [
            field.id
            for field in form.printed_fields()
            if (value := fields.get(field.id))
            and (value.get("v") or value.get("m"))
            and value.get("o") != "constant"
            and value.get("m") != "not_in_edition"
        ]
        return dict.fromkeys(names or _identity(form), "whole")

    def _fields(self, entry: Entry) -> Mapping[str, Any]:
        kept = self.transcriptions.get(entry.pk)
        return kept.fields if kept else {}

    def is_new(self, entry: Entry) -> bool:
        """Whether it is one of the first entries of who keyed it."""
        if entry.completed_by_id is None or not self.policy.new_officer_entries:
            return False
        until = self.new_until.get(entry.completed_by_id)
        return until is None or (entry.first_completed_at is not None and entry.first_completed_at <= until)


def _identity(form: Edition) -> list[str]:
    names = [name for subject in form.subjects if subject.principal for name in subject.identity]
    return [name for name in names if form.prints(name)]


def _compared(entries: Mapping[UUID, Entry]) -> tuple[dict[UUID, set[str]], dict[UUID, set[str]]]:
    """Columns in which the record of the citizen agrees whom an officer judged a subject to be, where all of it does; and columns in
    which it differs."""
    agreed: dict[UUID, set[str]] = defaultdict(set)
    differing: dict[UUID, set[str]] = defaultdict(set)
    standing = Judgement.objects.unscoped("of entries the caller was given").filter(
        entry__in=entries, superseded_by__isnull=True, outcome__in=(Outcome.MATCHED, Outcome.MISMATCHED),
        source=OFFICER, look_up__isnull=False,
    )  # fmt: skip
    for judgement in standing:
        marks = first_marks(entries[judgement.entry_id].kind, judgement.role, judgement.comparisons)
        if judgement.outcome == Outcome.MATCHED:
            agreed[judgement.entry_id] |= {name for name, mark in marks.items() if mark == "agrees"}
        differing[judgement.entry_id] |= {name for name, mark in marks.items() if mark == "differs"}
    return agreed, differing


def _overridden(entries: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Columns at which the keyer kept a value that was warned about."""
    found: dict[UUID, set[str]] = defaultdict(set)
    finished = EntryAction.objects.filter(
        entry_id__in=list(entries), type=ActionType.COMPLETED, pass_number=0
    ).values_list("entry_id", "payload")
    for entry_id, payload in finished:
        for override in (payload or {}).get("overrides") or ():
            found[entry_id] |= set(override.get("fields") or ())
    return found


def _new_until(entries: Iterable[Entry], policy: Policy) -> dict[int | None, datetime | None]:
    """Per officer when he finished the last of his first entries; None while he has not finished so many."""
    found: dict[int | None, datetime | None] = {}
    for officer_id in {entry.completed_by_id for entry in entries} - {None}:
        firsts = (
            Entry.objects.unscoped("how long an officer has keyed: a time, no content")
            .filter(completed_by_id=officer_id, first_completed_at__isnull=False)
            .order_by("first_completed_at")
            .values_list("first_completed_at", flat=True)
        )
        least = policy.new_officer_entries
        found[officer_id] = next(iter(firsts[least - 1 : least]), None) if least else None
    return found
