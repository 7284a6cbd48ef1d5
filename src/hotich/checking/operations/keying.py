"""Keying again: taking checks, what is sent of them, and comparing the two keyings once the second is whole."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from hotich.books.models import Book
from hotich.checking import policies
from hotich.checking.errors import CheckGone, NothingToCheck
from hotich.checking.models import Check, FieldDifference
from hotich.checking.operations.lots import settle_lot
from hotich.checking.operations.planning import plan_units
from hotich.checking.operations.seeding import sow
from hotich.checking.queries import checks_open_to
from hotich.core.quotas.risk import says
from hotich.entries import operations as entries
from hotich.entries.errors import NotIndependent, NotOpen
from hotich.entries.models import Entry, Sight, Transcription
from hotich.entries.operations import Deferral, Packet
from hotich.entries.packets import Answer
from hotich.entries.policies import check_station
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.errors import NotAllowed

State = Check.State
MOST = 20
"""Checks in one officer's hands at a time."""


def take_checks(
    *, actor: Officer, station: Station, now: datetime, book: Book | None = None, check_id: UUID | None = None
) -> list[Check]:
    """The officer's checks: those he began, and more of the same book until he has enough; each is his alone from now on.

    Checks of one book come together, in the book's order: the book lies on his desk. Raises NotAllowed, StationNotChecked, NothingToCheck.
    """
    policies.check_capability(actor, "check", now)
    check_station(station, now)
    plan_units(unit_ids=actor.scope.own_unit_ids, now=now)
    held = list(_held(actor))
    waiting = checks_open_to(actor, now).filter(state=State.WAITING).exclude(keyer=actor)
    if check_id is not None:
        waiting = waiting.filter(pk=check_id)
    elif book is not None:
        waiting = waiting.filter(book=book)
    elif held:
        waiting = waiting.filter(book_id=held[0].book_id)
    taken = len(held)
    if not held and book is None and check_id is None and (fullest := _fullest(waiting)) is not None:
        waiting = waiting.filter(book_id=fullest)
    # What he has seen comes last: it is his only where nobody else can check it.
    seen = Exists(Sight.objects.filter(entry=OuterRef("entry"), officer=actor))
    for check in waiting.annotate(seen=seen).order_by("seen", "position", "id")[: 4 * MOST]:
        if taken >= MOST:
            break
        if (mine := _take(check, actor, station, now)) is not None:
            held.append(mine)
            taken += 1
    if held and check_id is None:
        held += [mine for seed in sow(actor, held, now) if (mine := _take(seed, actor, station, now))]
    if not held:
        raise NothingToCheck
    return sorted(held, key=lambda one: (one.pk != check_id, str(one.book_id), one.position, str(one.pk)))


def _fullest(waiting: Any) -> UUID | None:
    """The book of which most waits."""
    rows = waiting.order_by().values("book_id").annotate(n=Count("pk")).order_by("-n", "book_id")
    row = rows.first()
    return row["book_id"] if row else None


def _held(actor: Officer) -> Any:
    mine = Check.objects.unscoped("the officer's own work").filter(checker=actor, state=State.KEYING)
    return mine.select_related("book__unit", "entry").order_by("book_id", "position", "id")


def _take(check: Check, actor: Officer, station: Station, now: datetime) -> Check | None:
    """The check, begun by the officer; None where somebody else was faster, or where it is not his to do."""
    try:
        with transaction.atomic():
            Entry.objects.unscoped("locked before its check").select_for_update(of=("self",)).get(
                pk=check.entry_id
            )
            seen_before = policies.may_check(actor, check, now)
            claimed = (
                Check.objects.unscoped("claimed under its entry's lock")
                .filter(pk=check.pk, state=State.WAITING)
                .update(
                    state=State.KEYING,
                    checker=actor,
                    station=station,
                    started_at=now,
                    seen_before=seen_before,
                )
            )
            if not claimed:
                return None
            number = entries.start_check(
                actor=actor, entry_id=check.entry_id, check=check.pk, fields=check.fields, now=now, station=station,
                seen_before=seen_before,
            )  # fmt: skip
            Check.objects.unscoped("claimed above").filter(pk=check.pk).update(pass_number=number)
    except (NotAllowed, NotIndependent, NotOpen):
        return None
    mine: Check = _held(actor).get(pk=check.pk)
    return mine


def give_back(*, actor: Officer, check_id: UUID, now: datetime) -> None:
    """Puts a check back that the officer will not finish: somebody else may take it. Raises CheckGone."""
    with transaction.atomic():
        check = _held(actor).filter(pk=check_id).first()
        if check is None:
            raise CheckGone
        Entry.objects.unscoped("locked before its check").select_for_update(of=("self",)).get(
            pk=check.entry_id
        )
        entries.leave_check(actor=actor, entry_id=check.entry_id, number=check.pass_number, now=now)
        Check.objects.unscoped("the officer's own work").filter(pk=check.pk, state=State.KEYING).update(
            state=State.WAITING,
            checker=None,
            station=None,
            started_at=None,
            pass_number=None,
            seen_before=False,
        )


def receive_check(*, packet: Packet, sender: Officer | None, now: datetime) -> Answer | Deferral:
    """Records a packet of a desk; where it finishes a check, compares the two keyings in the same transaction.

    Raises what `entries.receive` raises.
    """
    if packet.type != "completed" or not packet.pass_number:
        return entries.receive(packet=packet, sender=sender, now=now)
    with transaction.atomic():
        answer = entries.receive(packet=packet, sender=sender, now=now)
        if isinstance(answer, Answer):
            conclude(entry_id=packet.entry, pass_number=packet.pass_number, now=now)
        return answer


def conclude(*, entry_id: UUID, pass_number: int, now: datetime) -> Check | None:
    """Compares the two keyings of a finished check: accepted where they agree, else an arbiter is asked. Once: again, nothing happens."""
    with transaction.atomic():
        Entry.objects.unscoped("locked before its check").select_for_update(of=("self",)).get(pk=entry_id)
        check: Check | None = (
            Check.objects.unscoped("found by the pass that was keyed")
            .select_for_update(of=("self",))
            .select_related("checker", "lot")
            .filter(entry_id=entry_id, pass_number=pass_number, state=State.KEYING)
            .first()
        )
        if check is None or check.checker is None:
            return None
        passes = dict(
            Transcription.objects.filter(entry_id=entry_id)
            .filter(Q(accepted=True) | Q(pass_number=pass_number))
            .values_list("pass_number", "fields")
        )
        second = passes.pop(pass_number, {})
        first: Mapping[str, Any] = next(iter(passes.values()), {})
        differing = [name for name in check.fields if differ(first.get(name), second.get(name))]
        is_known = check.reason == Check.Reason.SEED
        entries.record_checked(
            actor=check.checker, entry_id=entry_id, number=pass_number, differing=differing, known=is_known, now=now,
        )  # fmt: skip
        FieldDifference.objects.bulk_create(
            FieldDifference(
                check_row=check, field=name, first=first.get(name), second=second.get(name),
                **({"decision": FieldDifference.Decision.FIRST, "first_wrong": False, "second_wrong": True} if is_known else {}),
            )
            for name in differing
        )  # fmt: skip
        check.state = State.DIFFERING if differing and not is_known else State.AGREED
        check.finished_at = now
        check.save(update_fields=["state", "finished_at"])
        if check.lot is not None:
            settle_lot(lot=check.lot, now=now)
        return check


def differ(first: Mapping[str, Any] | None, second: Mapping[str, Any] | None) -> bool:
    """Whether two keyings of a column say different things: letter case and the placing of tone marks aside."""
    one, other = first or {}, second or {}
    return says(one) != says(other) or (one.get("struck") or "") != (other.get("struck") or "")
