"""Judging a subject: the judgement, the entry's outcome and the tracking list change in one transaction or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from hotich.audit.clock import log_time
from hotich.cases.models import Case
from hotich.cases.operations.tracking import (
    locked,
    open_or_renew,
    take_back_emptied,
    withdraw,
    withdraw_emptied,
)
from hotich.cases.policies import (
    ANOTHER_REASON,
    JudgementRefused,
    chosen_of,
    not_found_from,
    standing,
    unavailable_from,
    unreadable_from,
)
from hotich.cases.queries import ENDED
from hotich.core.text import compose, squeeze
from hotich.entries import operations as entries
from hotich.entries.models import CHANGING, FINISHED, Entry, EntryAction, Outcome
from hotich.entries.packets import Answer
from hotich.entries.policies import check_content
from hotich.linkage.models import OFFICER, Candidate, Judgement, LookUp
from hotich.linkage.operations import (
    FirstJudgement,
    ask_for,
    compared_again,
    judged_fields_differ,
    keep_asked,
    keep_first_comparison,
    keep_first_judgements,
    keep_judgement,
    record_look_up,
)
from hotich.linkage.policies import EntryVoid
from hotich.linkage.terms import terms_for
from hotich.linkage.working import ORDINARY, Working
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.stations.models import Station
from hotich.support.errors import NotFound, Refusal
from hotich.support.ids import uuid7

RECORDED_DECISIONS = {
    "matched": Judgement.Decision.SAME_PERSON,
    "mismatched": Judgement.Decision.SAME_PERSON,
    "not_found": Judgement.Decision.NOT_FOUND,
    "unavailable": Judgement.Decision.UNAVAILABLE,
    "unreadable": Judgement.Decision.UNREADABLE,
    "pending": Judgement.Decision.UNDECIDED,
}
LONGEST_REASON = 60
BY_HAND = "hand"
"""The source of a judgement by which somebody opened a case that no comparison had found."""
# What shows that nothing differs after all; an officer who cannot decide shows nothing, and the case stays.
_SETTLES = (Outcome.MATCHED, Outcome.NOT_FOUND)


@transaction.atomic
def judge(
    *,
    actor: Officer,
    entry_id: Any,
    role: str,
    decision: str,
    look_up_id: Any = None,
    candidate: str = "",
    reason: str = "",
    reason_words: str = "",
    station: Station | None = None,
) -> Judgement:
    """An officer decides of one subject on the strength of one look-up; a newer judgement supersedes.

    `same_person` is matched or mismatched by what differs (rules of `core.matching`); `not_found` may be concluded only
    where the coverage is the nation and after a second search, of an extract one whose nearest he has seen; with less coverage
    the outcome is pending. Raises NotAllowed, NotFound, JudgementRefused.
    """
    require(actor, "look_up")
    if len(reason) > LONGEST_REASON:
        raise JudgementRefused("Lý do quá dài: ghi ngắn lại.", code="judgement.reason")
    entry = locked(Entry.objects.visible_to(actor), entry_id)
    check_content(actor, entry)
    terms_for(entry.kind, role)
    if entry.void:
        raise EntryVoid
    look_up = None
    if look_up_id is not None:
        look_up = LookUp.objects.visible_to(actor).filter(pk=look_up_id, entry=entry, role=role).first()
        if look_up is None:
            raise NotFound
    personal_id, fields = "", list[dict[str, Any]]()
    if decision == Judgement.Decision.SAME_PERSON:
        chosen = chosen_of(actor, look_up, candidate)
        personal_id, fields = chosen.personal_id, compared_again(entry, chosen)
        outcome = _outcome_of(fields)
    elif decision == Judgement.Decision.NOT_FOUND:
        outcome = not_found_from(actor, entry, role, look_up, reason, reason_words)
    elif decision == Judgement.Decision.UNAVAILABLE:
        outcome = unavailable_from(entry, role, look_up)
    elif decision == Judgement.Decision.UNREADABLE:
        outcome = unreadable_from(entry, role)
    elif decision == Judgement.Decision.UNDECIDED:
        outcome = Outcome.PENDING
    else:
        raise JudgementRefused(f"Không có cách xác định “{decision}”.", code="judgement.decision")
    return settle(
        actor=actor,
        entry=entry,
        role=role,
        look_up=look_up,
        decision=decision,
        outcome=outcome,
        personal_id=personal_id,
        reason=reason,
        reason_words=squeeze(compose(reason_words)) if reason == ANOTHER_REASON else "",
        comparisons=fields,
        source=OFFICER,
        station=station,
    )


def search(
    *, actor: Officer, entry_id: Any, role: str, second: bool = False, terms: Mapping[str, str] | None = None,
    working: Working = ORDINARY, station: Station | None = None,
) -> LookUp:  # fmt: skip
    """Searches the register (`linkage.ask_for`), outside a transaction. Where nobody can be asked, the subject not judged yet becomes
    `unavailable`: nobody has to decide that, the search is on record, and it is made again without the officer (`ask_again`).

    Raises NotAllowed, NotFound, NotYetFinished, EntryVoid, NotComparable, IdentityMissing, TermsRefused.
    """
    asked = ask_for(
        actor=actor, entry_id=entry_id, role=role, second=second, terms=terms, working=working
    )  # fmt: skip
    with transaction.atomic():
        if asked.answer.available:
            return keep_asked(asked, station=station)
        entry = locked(Entry.objects.visible_to(actor), entry_id)
        found = keep_asked(asked, station=station)
        if standing(entry, role) == Outcome.PENDING:
            settle(
                actor=actor, entry=entry, role=role, look_up=found, decision=Judgement.Decision.UNAVAILABLE,
                outcome=Outcome.UNAVAILABLE, personal_id="", reason="", comparisons=[], source=OFFICER,
                station=station,
            )  # fmt: skip
        return found


@transaction.atomic
def compare_again(*, entry_id: Any, closing: Any = None, fresh: LookUp | None = None) -> list[Judgement]:
    """Compares an entry anew with the persons its subjects were judged to be, with the values seen then.

    Columns keyed, corrected or annotated after the judgement count too: where the differences are others than those judged,
    a judgement of source `comparison` supersedes it, and with it the outcome and the case. Changes nothing else; run it as
    often as you like. Cases of a number that turned out to be empty are withdrawn. What somebody found by hand is no comparison and stays. `closing` is the case that is being closed by the
    very change, `fresh` a newer look-up of its person: where he is in it, its values count. Raises NotFound.
    """
    entry = locked(Entry.objects.unscoped("only compared; nothing of it is shown to anybody"), entry_id)
    if entry.void:
        withdraw_emptied(entry=entry, now=log_time())
        return []
    take_back_emptied(entry=entry, now=log_time())
    judgements = (
        Judgement.objects.unscoped("judgements of the locked entry")
        .filter(
            entry=entry,
            decision=Judgement.Decision.SAME_PERSON,
            look_up__isnull=False,
            superseded_by__isnull=True,
        )
        .exclude(source=BY_HAND)
    )
    renewed = []
    for judgement in judgements.select_related("look_up"):
        assert judgement.look_up is not None
        newer = fresh if fresh is not None and fresh.role == judgement.role else None
        chosen = _person_of(judgement, newer) or _person_of(judgement, judgement.look_up)
        if chosen is None:
            continue
        fields = compared_again(entry, chosen)
        keep_first_comparison(entry=entry, look_up=judgement.look_up, comparisons=fields)
        if _differences(fields) != _differences(judgement.comparisons):
            renewed.append(
                settle(
                    actor=None, entry=entry, role=judgement.role, look_up=chosen.look_up,
                    decision=judgement.decision, outcome=_outcome_of(fields), personal_id=judgement.personal_id,
                    reason="", comparisons=fields, source="comparison", closing=closing,
                )
            )  # fmt: skip
    return renewed


def _person_of(judgement: Judgement, look_up: LookUp | None) -> Candidate | None:
    if look_up is None:
        return None
    found: Candidate | None = look_up.candidates.filter(personal_id=judgement.personal_id).first()
    return found


def compare_changed(*, since: datetime) -> int:
    """`compare_again` for finished entries that changed after a judgement and since that moment; says how many were judged anew.

    What a save could not do any more because its process ended is done here.
    """
    changed = Judgement.objects.unscoped("only compared; nothing of it is shown to anybody").filter(
        decision=Judgement.Decision.SAME_PERSON,
        look_up__isnull=False,
        superseded_by__isnull=True,
        entry__last_action_at__gte=since,
        entry__status__in=FINISHED,
    )
    later = EntryAction.objects.filter(
        entry_id=OuterRef("entry_id"), received_at__gt=OuterRef("received_at"), type__in=CHANGING
    )
    changed = changed.filter(Exists(later))
    emptied = Case.objects.unscoped("withdrawn; nothing of it is shown to anybody").filter(
        entry__void=True, entry__last_action_at__gte=since
    )
    entry_ids = set(changed.values_list("entry_id", flat=True))
    entry_ids |= set(emptied.exclude(state__in=ENDED).values_list("entry_id", flat=True))
    return sum(len(compare_again(entry_id=entry_id)) for entry_id in entry_ids)


@transaction.atomic
def record_and_judge(
    *,
    actor: Officer,
    entry_id: Any,
    role: str,
    searched: dict[str, str],
    seen: dict[str, str],
    personal_id: str,
    outcome: str,
    reason: str,
    looked_up_at: datetime,
    searched_again: Mapping[str, str] | None = None,
    reason_words: str = "",
    working: Working = ORDINARY,
    station: Station | None = None,
) -> Judgement:
    """A search made on the police machine and what came of it. Found persons are compared by the same rules as ever:
    whether it is matched or mismatched follows from the values seen, not from the officer's choice. `searched_again` is what he
    searched with the second time, where nobody was found the first time: a look-up of its own.

    Raises what `linkage.record_look_up` and `judge` raise.
    """
    decision = RECORDED_DECISIONS.get(outcome)
    if decision is None:
        raise JudgementRefused(f"Không có kết quả tra cứu “{outcome}”.", code="judgement.outcome")
    found = decision == Judgement.Decision.SAME_PERSON
    said: dict[str, Any] = {
        "actor": actor, "entry_id": entry_id, "role": role, "looked_up_at": looked_up_at, "working": working,
        "station": station,
    }  # fmt: skip
    again = {word: text for word, text in (searched_again or {}).items() if text}
    if again and decision != Judgement.Decision.UNAVAILABLE:
        # The first one found nobody, or nobody would have searched again; what was found, the second found.
        record_look_up(**said, searched=searched, seen={}, personal_id="", found=False, available=True)
    look_up = record_look_up(
        **said,
        searched=again or searched,
        seen=seen,
        personal_id=personal_id if found else "",
        found=found,
        available=decision != Judgement.Decision.UNAVAILABLE,
        second=bool(again),
    )
    return judge(
        actor=actor,
        entry_id=entry_id,
        role=role,
        decision=decision,
        look_up_id=look_up.id,
        candidate="1" if found else "",
        reason=reason,
        reason_words=reason_words,
        station=station,
    )


@transaction.atomic
def record_judged_imports(
    *,
    actor: Officer | None,
    rows: Sequence[tuple[entries.FileRow, Mapping[str, str]]],
    source: str,
    now: datetime,
    station: Station | None = None,
) -> list[Answer | Refusal]:
    """New entries from a file, each with the personal numbers by role that the software of its `source` has judged.

    Entries, judgements and outcomes in one transaction, with a handful of queries however many rows. A new entry has no
    case to open or to withdraw. Of an entry that is there already nothing is judged. Raises as `entries.record_imports`.
    """
    judged: dict[UUID, list[FirstJudgement]] = {}
    with_outcomes = []
    for row, numbers in rows:
        first = judged[row.entry_id] = [
            FirstJudgement(uuid7(), row.entry_id, row.book.unit_id, role, number)
            for role, number in sorted(numbers.items())
        ]
        outcomes = tuple(
            entries.RowOutcome(each.role, Outcome.MATCHED, each.personal_id, each.id) for each in first
        )
        with_outcomes.append(replace(row, outcomes=outcomes))
    answers = entries.record_imports(actor=actor, rows=with_outcomes, now=now, station=station)
    saved = (answer for answer in answers if isinstance(answer, Answer) and answer.status == "saved")
    keep_first_judgements(
        actor=actor, rows=[each for answer in saved for each in judged[answer.entry_id]], source=source
    )
    return answers


def settle(
    *,
    actor: Officer | None,
    entry: Entry,
    role: str,
    look_up: LookUp | None,
    decision: str,
    outcome: str,
    personal_id: str,
    reason: str,
    comparisons: list[dict[str, Any]],
    source: str,
    reason_words: str = "",
    station: Station | None = None,
    closing: Any = None,
) -> Judgement:
    """Writes the judgement, the entry's outcome and the case; the entry's row must be locked by the caller."""
    now = log_time()
    judgement = keep_judgement(
        actor=actor, entry=entry, role=role, look_up=look_up, decision=decision, outcome=outcome,
        personal_id=personal_id, reason=reason, comparisons=comparisons, source=source, received_at=now,
        reason_words=reason_words,
    )  # fmt: skip
    entries.record_outcome(
        actor=actor,
        entry_id=entry.pk,
        role=role,
        outcome=outcome,
        personal_id=personal_id,
        judgement=judgement.id,
        now=now,
        station=station,
    )
    if decision == Judgement.Decision.SAME_PERSON and look_up is not None:
        keep_first_comparison(entry=entry, look_up=look_up, comparisons=comparisons)
    if outcome == Outcome.MISMATCHED:
        open_or_renew(actor=actor, entry=entry, judgement=judgement, now=now)
    elif outcome in _SETTLES:
        withdraw(actor=actor, entry=entry, judgement=judgement, now=now, closing=closing)
    return judgement


def _outcome_of(fields: list[dict[str, Any]]) -> str:
    return Outcome.MISMATCHED if judged_fields_differ(fields) else Outcome.MATCHED


def _differences(fields: list[dict[str, Any]]) -> set[tuple[str, str | None, str | None]]:
    return {(field["field"], field["book"], field["register"]) for field in fields if field["is_discrepancy"]}
