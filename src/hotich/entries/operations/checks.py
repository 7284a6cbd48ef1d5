"""What the log says of checks: a pass opened to check an entry, how the two keyings compare, what the arbiter decided, an entry given back.

`checking` owns these verbs: who may, what is asked, what follows. Here stands what must hold of the log whoever asks: nobody checks or
arbitrates what he keyed himself. The database says so too (migration `independent_checks`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from hotich.core.workflow.independence import Hands, hands, why_not_arbitrate, why_not_check
from hotich.entries.errors import NotIndependent, NotOpen
from hotich.entries.fold import EntryState
from hotich.entries.models import ActionType, Entry, EntryAction, Sight
from hotich.entries.operations._append import Decision, append
from hotich.entries.packets import Answer, PacketFacts
from hotich.staff.models import Officer
from hotich.stations.models import Station

KEYED = (
    ActionType.OPENED, ActionType.FIELDS_KEYED, ActionType.COMPLETED, ActionType.VOIDED, ActionType.UNREADABLE,
)  # fmt: skip
"""Actions by which an officer wrote an entry down; rows of files are nobody's here."""
_TO_CHECK = ("completed", "accepted")


def hands_of(rows: Iterable[tuple[str, int, int | None]], seen: Iterable[int] = ()) -> Hands:
    """Who had a hand in an entry, from (type, pass, author) of its log and from who has seen it."""
    listed = list(rows)
    checks = {number for type, number, _ in listed if type == ActionType.CHECK_STARTED}
    return hands(
        keyed=(by for type, number, by in listed if type in KEYED and number not in checks),
        checked=(by for type, _, by in listed if type == ActionType.CHECK_STARTED),
        arbitrated=(by for type, _, by in listed if type == ActionType.ARBITRATED),
        seen=seen,
    )


def hands_in(entry_ids: Iterable[UUID]) -> dict[UUID, Hands]:
    """Who had a hand in each of these entries, and who has seen it: two queries."""
    found: dict[UUID, list[tuple[str, int, int | None]]] = {pk: [] for pk in entry_ids}
    rows = EntryAction.objects.filter(
        entry_id__in=list(found), type__in=(*KEYED, ActionType.CHECK_STARTED, ActionType.ARBITRATED)
    ).values_list("entry_id", "type", "pass_number", "author_id")
    for entry_id, type, number, by in rows:
        found[entry_id].append((type, number, by))
    seen: dict[UUID, list[int]] = {}
    for entry_id, by in Sight.objects.filter(entry__in=list(found)).values_list("entry_id", "officer_id"):
        seen.setdefault(entry_id, []).append(by)
    return {pk: hands_of(listed, seen.get(pk, ())) for pk, listed in found.items()}


def start_check(
    *,
    actor: Officer,
    entry_id: UUID,
    check: UUID,
    fields: Iterable[str],
    now: datetime,
    station: Station | None = None,
    seen_before: bool = False,
) -> int:
    """Opens a pass in which the officer keys these columns again; the pass's number. `seen_before`: he has seen what was keyed and nobody
    else can check it, which the log says. Raises NotIndependent, NotOpen."""
    asked = list(fields)
    number = _next_pass(entry_id)

    def decide(state: EntryState, entry: Entry) -> Decision:
        refuse(why_not_check(actor.pk, hands_in([entry_id])[entry_id], nobody_else=seen_before))
        if state.status not in _TO_CHECK:
            raise NotOpen("Trường hợp này đang được nhập hoặc đang kiểm tra ở lượt khác.")
        if "void" in state.flags:
            raise NotOpen("Số này bỏ trống trong sổ: không có gì để kiểm tra.")
        said: dict[str, Any] = {"check": str(check), "fields": asked}
        return Decision(said | ({"seen_before": True} if seen_before else {}))

    facts = PacketFacts(station=station, pass_number=number)
    append(actor=actor, entry_id=entry_id, type=ActionType.CHECK_STARTED, decide=decide, facts=facts)
    return number


def leave_check(*, actor: Officer | None, entry_id: UUID, number: int, now: datetime) -> Answer:
    """Ends a pass that was opened to check the entry and not finished. Raises NotOpen."""

    def decide(state: EntryState, entry: Entry) -> Decision:
        check = state.check_of(number)
        if check is None or check.completed_at is not None:
            raise NotOpen("Lượt kiểm tra này đã xong.")
        return Decision({"check": check.check})

    facts = PacketFacts(pass_number=number)
    return append(actor=actor, entry_id=entry_id, type=ActionType.CHECK_LEFT, decide=decide, facts=facts)


def record_checked(
    *, actor: Officer, entry_id: UUID, number: int, differing: Iterable[str], known: bool, now: datetime
) -> Answer:
    """Says in which of the asked columns the two keyings differ. `known`: the answer was known before, nothing depends on it. Raises
    NotIndependent, NotOpen."""
    names = list(differing)

    def decide(state: EntryState, entry: Entry) -> Decision:
        check = state.check_of(number)
        if check is None or check.completed_at is None or state.status != "in_check":
            raise NotOpen("Lượt kiểm tra này chưa nhập xong hoặc đã đối chiếu.")
        # Whether he had seen it was judged when he began: from then on he was blind to it.
        refuse(why_not_check(actor.pk, hands_in([entry_id])[entry_id], nobody_else=True))
        said: dict[str, Any] = {"check": check.check, "asked": list(check.asked), "differing": names}
        return Decision(said | ({"known": True} if known else {}))

    facts = PacketFacts(pass_number=number)
    return append(actor=actor, entry_id=entry_id, type=ActionType.CHECKED, decide=decide, facts=facts)


def record_arbitrated(
    *,
    actor: Officer,
    entry_id: UUID,
    check: UUID,
    decided: Mapping[str, str],
    fields: Mapping[str, Mapping[str, Any]],
    now: datetime,
) -> Answer:
    """Says what the book says where two keyings differ: `decided` how each column was decided, `fields` those that are now other than in
    the first keying. Raises NotIndependent, NotOpen."""
    number = _next_pass(entry_id)

    def decide(state: EntryState, entry: Entry) -> Decision:
        refuse(why_not_arbitrate(actor.pk, hands_in([entry_id])[entry_id]))
        if state.status not in ("in_check", "accepted"):
            raise NotOpen("Trường hợp này không chờ phân xử.")
        return Decision(
            {
                "check": str(check),
                "decided": dict(decided),
                "fields": {name: dict(value) for name, value in fields.items()},
            }
        )

    facts = PacketFacts(pass_number=number)
    return append(actor=actor, entry_id=entry_id, type=ActionType.ARBITRATED, decide=decide, facts=facts)


def return_to_keyer(*, actor: Officer, entry_id: UUID, reason: str, now: datetime) -> Answer:
    """Gives the entry back to be keyed anew. Raises NotIndependent, NotOpen."""

    def decide(state: EntryState, entry: Entry) -> Decision:
        refuse(why_not_arbitrate(actor.pk, hands_in([entry_id])[entry_id]))
        if state.status not in ("in_check", "completed", "accepted"):
            raise NotOpen("Trường hợp này đang được nhập.")
        return Decision({"reason": reason})

    return append(
        actor=actor, entry_id=entry_id, type=ActionType.RETURNED, decide=decide, facts=PacketFacts()
    )


def refuse(why: str | None) -> None:
    """Raises NotIndependent with the reason, where there is one."""
    if why is not None:
        raise NotIndependent(why)


def _next_pass(entry_id: UUID) -> int:
    """A number that no pass has: taken under the entry's lock, which the caller holds."""
    numbers = EntryAction.objects.filter(entry_id=entry_id).values_list("pass_number", flat=True)
    return max(numbers, default=0) + 1
