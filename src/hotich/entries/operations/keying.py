"""What an officer does at the entry desk. Every verb is one action, idempotent by `tx_id`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from hotich.books.forms import Spot
from hotich.books.models import Book
from hotich.core.findings import Finding
from hotich.core.forms.normalising import principal_roles
from hotich.core.forms.variants import is_extra
from hotich.core.values import Origin
from hotich.core.work import read_work
from hotich.entries import policies
from hotich.entries.derivation import context_of, derive, edition_at, edition_of_entry
from hotich.entries.errors import CompletionBlocked, NotOpen, NotSeen, PacketMalformed, ReasonNeeded
from hotich.entries.fold import (
    FLAGS,
    LOST_TO,
    SEEN_BESIDE,
    SEEN_TO_CONFIRM,
    EntryState,
    PassState,
    Value,
)
from hotich.entries.models import ActionType, Entry, EntryAction
from hotich.entries.operations._append import Decision, append, begin, own_seqs
from hotich.entries.packets import Answer, PacketFacts, read_fields, same_value
from hotich.entries.places import position_of
from hotich.staff.models import Officer
from hotich.support.errors import NotAllowed, Refusal

_FILE_ORIGINS = (Origin.IMPORTED, Origin.ANNOTATION)
_FROM_THE_PAGE = (Origin.TYPED, Origin.PICKED, Origin.CARRIED)


def open_entry(
    *,
    actor: Officer,
    book: Book,
    entry_id: UUID,
    page: int | None = None,
    line: int | None = None,
    position: int | None = None,
    assisted: bool | None = None,
    now: datetime,
    allowed: bool = False,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Makes an entry at a place in the book, under the id that `places.entry_id_at` gives the place; one that is there answers as it
    did when it was made.

    `position` is page × 1000 + line, or the running number where the book has no pages. `assisted` says whether the desk
    offered suggestions and register values while it was keyed. `allowed` is said by `sync`, which
    has judged a work grant instead of today's assignment. Raises what `policies.may_key` raises, and PlaceTaken.
    """
    place = position_of(page=page, line=line, position=position)
    if not allowed:
        policies.may_key(officer=actor, book=book, station=facts.get("station"), position=place, now=now)
    form = edition_at(book, Spot(page, place))
    payload: dict[str, Any] = {
        "book": str(book.pk),
        "kind": book.kind,
        "page": page,
        "line": line,
        "position": place,
        "principal": form.always_looked_up() if form else [],
    }
    if assisted is not None:
        payload["assisted"] = assisted
    return begin(
        actor=actor,
        entry_id=entry_id,
        book=book,
        type=ActionType.OPENED,
        payload=payload,
        facts=facts,
        check=lambda: policies.check_place_free(book, place, but=entry_id),
    )


def record_fields(
    *,
    actor: Officer,
    entry_id: UUID,
    fields: Mapping[str, Any],
    now: datetime,
    allowed: bool = False,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Writes down what the book says: `{dotted id: {"v", "m", "o", "struck"[, "reason"]}}`.

    A field that somebody else changed after `base_seq` to another value is answered as a conflict: both values are in the
    log and the earlier one stands. An identity field changed after the register was seen needs its reason and is kept as
    `after_seeing`. Raises NotOpened, NotOpen, PacketMalformed, ReasonNeeded, NotSeen and what `may_key` raises.
    """
    values = read_fields(fields)
    if not values:
        raise PacketMalformed("Gói không có ô nào.")
    pass_number = facts.get("pass_number", 0)

    def decide(state: EntryState, entry: Entry) -> Decision:
        _may_key(actor, entry, now, allowed, facts)
        policies.check_open_for_keying(state, pass_number)
        _check_known(values, entry)
        known = state.passes.get(pass_number)
        before = known.fields if known else {}
        if (check := state.check_of(pass_number)) is not None:
            return Decision(_keyed_to_check(actor, check, values))
        changed = known.changed if known else {}
        lost = _losing(values, before, changed, facts.get("base_seq"), _own_lines(entry_id, actor, facts))
        said = {name: value for name, value in values.items() if name not in lost}
        _check_confirmed(said, state)
        payload: dict[str, Any] = _after_seeing(_beside(said, before, state), before, state)
        payload |= {name: {**values[name], LOST_TO: seq} for name, seq in lost.items()}
        return Decision(payload, lost)

    return append(actor=actor, entry_id=entry_id, type=ActionType.FIELDS_KEYED, decide=decide, facts=facts)


def complete(
    *,
    actor: Officer,
    entry_id: UUID,
    overrides: list[Mapping[str, Any]] | None = None,
    work: Any = None,
    now: datetime,
    allowed: bool = False,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Finishes the keying of an entry; it counts once, at its first completion.

    `overrides` are the officer's reasons for soft findings; they are kept as he gave them. `work` is how the keying went
    (`core.work`): out of bounds it is clipped, never refused. Raises CompletionBlocked while
    a hard finding stands, NotOpened, NotOpen and what `may_key` raises.
    """
    pass_number = facts.get("pass_number", 0)

    def decide(state: EntryState, entry: Entry) -> Decision:
        _may_key(actor, entry, now, allowed, facts)
        policies.check_open_for_keying(state, pass_number)
        known = state.passes.get(pass_number)
        fields = known.fields if known else {}
        if (check := state.check_of(pass_number)) is not None:
            return Decision(_check_whole(actor, check, entry))
        findings = derive(entry.book, state, fields, context_of(entry.book, state)).findings
        hard = [finding for finding in findings if finding.grade == "hard"]
        if hard:
            raise CompletionBlocked(hard)
        soft = sorted({finding.code for finding in findings if finding.grade == "soft"})
        payload: dict[str, Any] = {"overrides": [dict(each) for each in overrides or ()], "soft": soft}
        if (kept := read_work(work)) is not None:
            payload["work"] = kept
        form = edition_of_entry(entry)
        if form is not None and any(subject.optional for subject in form.subjects):
            payload["principal"] = principal_roles(form, fields)
        return Decision(payload)

    return append(actor=actor, entry_id=entry_id, type=ActionType.COMPLETED, decide=decide, facts=facts)


def reopen(
    *, actor: Officer, entry_id: UUID, reason: str, now: datetime, **facts: Unpack[PacketFacts]
) -> Answer:
    """Opens a finished entry again, by who keyed it or who assigns work. It does not count a second time.

    Raises NotOpen for one that is being checked, NotOpened, NotAllowed, NotFound, PacketMalformed without a reason.
    """
    reason = _reason(reason)

    def decide(state: EntryState, entry: Entry) -> Decision:
        policies.check_entry_visible(actor, entry, now)
        policies.check_capability(actor, "key", now)
        policies.may_reopen(officer=actor, state=state, now=now)
        policies.check_book_open(entry.book)
        if state.status not in ("completed", "returned"):
            raise NotOpen("Trường hợp này đang nhập hoặc đang kiểm tra nên không mở lại được.")
        return Decision({"reason": reason})

    return append(actor=actor, entry_id=entry_id, type=ActionType.REOPENED, decide=decide, facts=facts)


def void(
    *,
    actor: Officer,
    entry_id: UUID,
    reason: str,
    now: datetime,
    allowed: bool = False,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Marks a number as left empty in the book. It does not count toward a quota. Raises as `complete`."""
    reason = _reason(reason)

    def decide(state: EntryState, entry: Entry) -> Decision:
        _may_key(actor, entry, now, allowed, facts)
        policies.check_open_for_keying(state, state.accepted_pass)
        return Decision({"reason": reason})

    return append(actor=actor, entry_id=entry_id, type=ActionType.VOIDED, decide=decide, facts=facts)


def mark_unreadable(
    *,
    actor: Officer,
    entry_id: UUID,
    reason: str = "",
    now: datetime,
    allowed: bool = False,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Finishes an entry whose identity fields cannot be read. It counts. Raises as `complete`, findings aside."""

    def decide(state: EntryState, entry: Entry) -> Decision:
        _may_key(actor, entry, now, allowed, facts)
        policies.check_open_for_keying(state, state.accepted_pass)
        return Decision({"reason": reason.strip()})

    return append(actor=actor, entry_id=entry_id, type=ActionType.UNREADABLE, decide=decide, facts=facts)


def flag(
    *,
    actor: Officer | None,
    entry_id: UUID,
    flags: Mapping[str, bool],
    reason: str = "",
    now: datetime,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Sets or clears `sensitive`, `out_of_scope`, `duplicate_suspected`. The caller has checked who may; the system has no actor."""
    if (
        not flags
        or set(flags) - {"sensitive", "out_of_scope", "duplicate_suspected"}
        or set(flags) - set(FLAGS)
    ):
        raise PacketMalformed("Chỉ đánh dấu được: nhạy cảm, ngoài phạm vi, nghi trùng.")

    def decide(state: EntryState, entry: Entry) -> Decision:
        if actor is not None:
            policies.check_entry_visible(actor, entry, now)
        return Decision({"flags": dict(flags), "reason": reason})

    return append(actor=actor, entry_id=entry_id, type=ActionType.FLAGGED, decide=decide, facts=facts)


def _may_key(actor: Officer, entry: Entry, now: datetime, allowed: bool, facts: PacketFacts) -> None:
    if not allowed:
        policies.may_key(
            officer=actor, book=entry.book, station=facts.get("station"), position=entry.position, now=now
        )


def _keyed_to_check(actor: Officer, check: PassState, values: Mapping[str, Value]) -> dict[str, Any]:
    """A check keys what it is asked for, from the book alone. Raises NotAllowed, PacketMalformed."""
    if check.author != actor.pk:
        raise NotAllowed("Lượt kiểm tra này đã giao cho cán bộ khác.")
    for name, value in values.items():
        if name not in check.asked:
            raise PacketMalformed(f"Lượt kiểm tra này không hỏi ô “{name}”.")
        if value["o"] not in _FROM_THE_PAGE:
            raise PacketMalformed("Khi kiểm tra chỉ nhập từ sổ.")
    return dict(values)


def _check_whole(actor: Officer, check: PassState, entry: Entry) -> dict[str, Any]:
    """Everything asked has a value or a reason. Raises NotAllowed, CompletionBlocked."""
    if check.author != actor.pk:
        raise NotAllowed("Lượt kiểm tra này đã giao cho cán bộ khác.")
    form = edition_of_entry(entry)
    missing = [
        name
        for name in check.asked
        if not (check.fields.get(name) or {}).get("v") and not (check.fields.get(name) or {}).get("m")
    ]
    if missing:
        raise CompletionBlocked(
            Finding(
                code="field.required",
                grade="hard",
                fields=(name,),
                message=f"{form.label_in_full(name) if form else name}: chưa nhập lại. Ghi theo sổ, hoặc bấm F9 nếu sổ để "
                "trống, F8 nếu không đọc được.",
            )
            for name in missing
        )
    return {"check": check.check}


def _check_known(values: Mapping[str, Value], entry: Entry) -> None:
    """A column that the book was thought to have when its desk went offline is kept as text, whatever was confirmed since."""
    form = edition_of_entry(entry)
    for name in values:
        if form is not None and form.get(name) is None and not is_extra(name):
            raise PacketMalformed(f"Mẫu sổ {form.id} không có ô “{name}”.")


def _losing(
    values: Mapping[str, Value],
    before: Mapping[str, Value],
    changed: Mapping[str, int],
    base_seq: int | None,
    own: frozenset[int],
) -> dict[str, int]:
    """The fields whose standing value the client cannot have seen, each with the line of the log that wrote it."""
    if base_seq is None:
        return {}
    return {
        name: changed[name]
        for name, value in values.items()
        if changed.get(name, 0) > base_seq
        and changed[name] not in own
        and not same_value(value, before.get(name))
    }


def _own_lines(entry_id: UUID, actor: Officer, facts: PacketFacts) -> frozenset[int]:
    own = facts.get("own")
    return (
        own_seqs(EntryAction.objects.filter(entry_id=entry_id, tx_id__in=own), own, actor.pk)
        if own
        else frozenset()
    )


def _check_confirmed(values: Mapping[str, Value], state: EntryState) -> None:
    for name, value in values.items():
        if value["o"] in _FILE_ORIGINS:
            raise PacketMalformed("Nguồn của giá trị không hợp lệ ở màn hình nhập.")
        if value["o"] == Origin.CONFIRMED and not _seen_as(name, state) & {SEEN_TO_CONFIRM, SEEN_BESIDE}:
            raise NotSeen


def _seen_as(name: str, state: EntryState) -> set[str]:
    """In which ways the register was seen that may say something of a field: its own person's, else anybody's."""
    role = name.partition(".")[0]
    return {how for each, how in state.seen_how.items() if role not in state.principal or each == role}


def _beside(
    values: Mapping[str, dict[str, Any]], before: Mapping[str, Value], state: EntryState
) -> dict[str, dict[str, Any]]:
    """What is keyed of a person once he was read on the police machine stands beside the register, whatever the desk says."""
    typed = (Origin.TYPED, Origin.PICKED)
    return {
        name: value | {"o": Origin.BESIDE_REGISTER.value}
        if value["o"] in typed
        and state.seen_how.get(name.partition(".")[0]) == SEEN_BESIDE
        and not same_value(value, before.get(name))
        else value
        for name, value in values.items()
    }


def _after_seeing(
    values: Mapping[str, dict[str, Any]], before: Mapping[str, Value], state: EntryState
) -> dict[str, Any]:
    touched = {
        name for name in state.fields_seen & values.keys() if not same_value(values[name], before.get(name))
    }
    silent = sorted(name for name in touched if not values[name].get("reason"))
    if silent:
        raise ReasonNeeded(silent)
    return {
        name: value | {"o": Origin.AFTER_SEEING.value} if name in touched else value
        for name, value in values.items()
    }


def _reason(text: str) -> str:
    if not text.strip():
        raise Refusal("Ghi lý do trước khi thực hiện thao tác này.", code="reason.needed")
    return text.strip()
