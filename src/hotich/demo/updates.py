"""What the past days left in the outbox to the population register: deaths mostly told, new citizens mostly waiting for a decision."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hotich.audit.digests import row_digest
from hotich.cases.operations import record_and_judge
from hotich.demo.officers import Staff
from hotich.demo.territory import Holder, Territory
from hotich.entries import operations as entries
from hotich.entries.models import Transcription
from hotich.integration.npd import facts
from hotich.integration.npd import operations as npd
from hotich.integration.npd.enums import TAKEN, Kind, State
from hotich.integration.npd.grounds import died, not_found
from hotich.integration.npd.models import Update, UpdateEvent
from hotich.linkage.models import Judgement
from hotich.support.copy import copy_rows
from hotich.support.ids import uuid7
from hotich.support.time import local

_OF_DEATHS = (State.ACKNOWLEDGED,) * 15 + (State.QUEUED,) * 4 + (State.REFUSED,)
_OF_BIRTHS = (State.WAITING,) * 11 + (State.QUEUED,) * 6 + (State.WITHDRAWN,) * 3
_LATELY = timedelta(days=2)
"""What was judged since then nobody has come to yet."""
_DROPPED = (
    "đã có căn cước, tên viết khác: chuyển xác minh",
    "gia đình đã chuyển đi, Công an nơi cư trú thu thập",
)
_REFUSED = "Công dân đã có ngày chết khác trong dữ liệu dân cư"
TWICE = 2
"""Wards in which a child is written twice."""
CREATED = 2
"""New citizens of each ward who were given their number today."""


def tell_register(territory: Territory, staff: Staff, *, now: datetime) -> int:
    """Writes the outbox of every unit, then lets it follow what is left; how many updates."""
    updates: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    holders = {holder.unit.pk: holder for holder in territory.holders}
    for kind, judgements in ((Kind.DATE_OF_DEATH, died()), (Kind.NEW_CITIZEN, not_found())):
        rng, taken = Random(f"hotich-demo-{kind}"), set[str]()
        rows = list(judgements.select_related("entry").order_by("received_at", "id"))
        kept = {
            one.entry_id: one
            for one in Transcription.objects.filter(
                entry_id__in={row.entry_id for row in rows}, accepted=True
            )
        }
        for judgement in rows:
            holder = holders.get(judgement.unit_id or 0)
            made = _made(kind, judgement, kept[judgement.entry_id], taken, rng, now) if holder else None
            if made is not None and holder is not None:
                updates.append(made)
                events += _events(made, judgement, holder, staff)
    copy_rows(Update, updates)
    copy_rows(UpdateEvent, events)
    _write_again(territory, staff, now)
    npd.gather()
    for holder in territory.holders:
        _create_some(holder, staff, now)
    return len(updates)


def _made(
    kind: str, judgement: Judgement, kept: Transcription, taken: set[str], rng: Random, now: datetime
) -> dict[str, Any] | None:
    """One update as the past left it; None where nothing is told, or where the twin of an entry says the same."""
    if kind == Kind.NEW_CITIZEN:
        told: dict[str, Any] | None = facts.new_citizen(judgement.entry, judgement.role, kept)
    else:
        told = facts.date_of_death(judgement.entry, judgement.role, judgement.personal_id, kept)
    if told is None:
        return None
    person, at = facts.person_key(kind, told), judgement.received_at + timedelta(seconds=40)
    state = rng.choice(_OF_DEATHS if kind == Kind.DATE_OF_DEATH else _OF_BIRTHS)
    if at > now - _LATELY:
        state = State.QUEUED if kind == Kind.DATE_OF_DEATH else State.WAITING
    if person in taken:
        if kind == Kind.DATE_OF_DEATH:
            return None
        state = State.WAITING
    if state in TAKEN:
        taken.add(person)
    at_once = state == State.WAITING or (state == State.QUEUED and kind == Kind.DATE_OF_DEATH)
    since = at if at_once else at + (now - at) * (0.3 + 0.3 * rng.random())
    why = rng.choice(_DROPPED)
    return {
        "id": uuid7(), "kind": str(kind), "entry_id": judgement.entry_id, "unit_id": judgement.unit_id,
        "role": judgement.role, "judgement_id": judgement.pk, "case_id": None, "facts": told, "person_key": person,
        "name_key": facts.name_key(kind, told), "key": facts.message_key(kind, person, 0, told), "state": str(state),
        "dropped": state == State.WITHDRAWN, "since": since, "made_at": at, "checked_at": now,
        "next_try_at": since if state == State.QUEUED else None,
        "trouble": {State.REFUSED: _REFUSED, State.WITHDRAWN: why}.get(state, ""),
        "answer": {"reference": "", "on": local(since).date().isoformat()} if state == State.ACKNOWLEDGED else {},
    }  # fmt: skip


def _events(
    row: dict[str, Any], judgement: Judgement, holder: Holder, staff: Staff
) -> Iterator[dict[str, Any]]:
    """The lines of its log, the last of which left the state it is in."""
    officer = staff.of(holder, "xacminh")
    if row["state"] == State.ACKNOWLEDGED:
        row["answer"] |= {"by": str(officer)}
    yield _event(
        row, "made", None, row["made_at"], State.WAITING, {"judgement": str(judgement.pk), "key": row["key"]}
    )
    if row["state"] == State.WAITING:
        return
    if row["state"] == State.WITHDRAWN:
        yield _event(row, "dropped", officer.pk, row["since"], State.WITHDRAWN, {"reason": row["trouble"]})
        return
    decided = row["kind"] == Kind.NEW_CITIZEN
    yield _event(
        row,
        "decided" if decided else "queued",
        officer.pk if decided else None,
        row["made_at"],
        State.QUEUED,
        {},
    )
    if row["state"] == State.ACKNOWLEDGED:
        yield _event(row, "confirmed", officer.pk, row["since"], State.ACKNOWLEDGED, row["answer"])
    elif row["state"] == State.REFUSED:
        yield _event(row, "refused", None, row["since"], State.REFUSED, {"reason": row["trouble"]})


def _event(
    row: dict[str, Any], type: str, officer_id: int | None, at: datetime, state: str, payload: dict[str, Any]
) -> dict[str, Any]:  # fmt: skip
    event: dict[str, Any] = {
        "id": uuid7(), "update_id": row["id"], "type": type, "officer_id": officer_id, "received_at": at,
        "payload": payload | {"state": str(state)},
    }  # fmt: skip
    return event | {"digest": row_digest(event)}


def _create_some(holder: Holder, staff: Staff, now: datetime) -> None:
    """A few that were decided are entered on the police machine: their entries are judged by the number that was given."""
    officer = staff.of(holder, "lanhdaoca")
    due = Update.objects.visible_to(officer).filter(
        kind=Kind.NEW_CITIZEN, state=State.QUEUED, unit=holder.unit, entry__sensitive=False
    )
    for number, update in enumerate(due.order_by("since", "id")[:CREATED]):
        npd.confirm(
            actor=officer, update_id=update.pk, on=local(now).date(), by=str(officer),
            number=_number(update, holder.unit.pk * 10 + number), now=now,
        )  # fmt: skip


def _write_again(territory: Territory, staff: Staff, now: datetime) -> None:
    """One child of each of two wards stands in the book a second time, under a number of its own, and was not found there either: what
    an officer has to decide before anybody is created."""
    for holder in territory.holders[:TWICE]:
        leader = staff.of(holder, "totruong")
        waiting = Update.objects.visible_to(leader).filter(
            kind=Kind.NEW_CITIZEN, state=State.WAITING, unit=holder.unit, entry__sensitive=False
        )
        first = waiting.select_related("entry__book").order_by("-made_at", "id").first()
        if first is None:
            continue
        kept = Transcription.objects.get(entry=first.entry, accepted=True)
        number = {
            "registration.number": {**kept.fields["registration.number"], "v": f"{first.entry.number}a"}
        }
        row = entries.FileRow(
            tx_id=uuid7(), entry_id=uuid7(), book=first.entry.book, position=first.entry.position + 1,
            fields={name: {**value, "o": "imported"} for name, value in (kept.fields | number).items()},
            source={"file": "bo-sung.xlsx", "row": 2},
        )  # fmt: skip
        entries.record_imports(actor=staff.of(holder, "hotich"), rows=[row], now=now)
        name = first.facts["full_name"]
        record_and_judge(
            actor=leader, entry_id=row.entry_id, role=first.role, searched={"full_name": name},
            searched_again={"full_name": name, "birth_date": first.facts.get("birth_date", "")[-4:] or "năm"},
            seen={}, personal_id="", outcome="not_found", reason="not_collected", looked_up_at=now - timedelta(minutes=5),
        )  # fmt: skip


def _number(update: Update, running: int) -> str:
    """A number such as a child born in the province is given: 070, century and sex, year, and a running one no citizen has."""
    year = update.facts.get("birth_date", "")[-4:]
    year = year if year.isdigit() and len(year) == 4 else "2000"
    sex = (0 if year < "2000" else 2) + (update.facts.get("sex") == "female")
    return f"070{sex}{year[2:]}9{running % 100_000:05d}"
