"""One officer at two machines, on a line that loses answers and delivers twice: no value is overwritten unseen, no conflict is false."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from desk import typed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sender import Sender

from hotich.entries.fold import LOST_TO
from hotich.entries.models import EntryAction
from hotich.entries.places import entry_id_at
from hotich.entries.queries import state_of
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db
FIELDS = ("child.full_name", "mother.full_name", "father.full_name")


@dataclass
class Machine:
    """What a desk does with its packets: a packet bears what the desk knew when the packet's first field was keyed."""

    sender: Sender
    base: int = 1
    view: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(FIELDS))
    dirty: dict[str, str] = field(default_factory=dict)
    dirty_base: int = 1
    queue: list[dict[str, Any]] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    keyed_on: dict[tuple[str, str], str | None] = field(default_factory=dict)
    """What the officer saw in a field when he keyed over it, by packet and field."""
    saw: dict[str, str | None] = field(default_factory=dict)

    def key(self, name: str, value: str) -> None:
        if not self.dirty:
            self.dirty_base = self.base
        self.saw.setdefault(name, self.view[name])
        self.dirty[name] = self.view[name] = value

    def flush(self) -> None:
        if not self.dirty:
            return
        fields = {name: typed(value) for name, value in self.dirty.items()}
        packet = self.sender.keying(fields, base_seq=self.dirty_base, own=list(self.own))
        self.own.append(packet["tx_id"])
        self.queue.append(packet)
        self.keyed_on |= {(packet["tx_id"], name): seen for name, seen in self.saw.items()}
        self.dirty, self.saw = {}, {}

    def send(self, *, lost: bool, twice: bool) -> None:
        if not self.queue:
            return
        results = self.sender.send(*self.queue)
        if twice:
            results = self.sender.send(*self.queue)
        if lost:
            return
        answered, self.queue = self.queue, []
        for place, result in enumerate(results, start=1):
            self.hears(result, behind=answered[place:])

    def hears(self, result: dict[str, Any], *, behind: list[dict[str, Any]]) -> None:
        """Takes over what others wrote, where the officer has not written something since; where he lost, he takes theirs and gives up
        what he has keyed over it meanwhile. What he keys next goes into another packet: it is keyed knowing more.
        """
        assert result["status"] in {"saved", "repeated", "conflict"}
        theirs = {name: one["theirs"] for name, one in result["conflicts"].items()}
        if result["seq"] <= self.base:
            return
        heard = {**result["news"], **theirs}
        for name in theirs:
            self.dirty.pop(name, None)
            self.saw.pop(name, None)
        if heard:
            self.flush()
        written = {name for packet in (*behind, *self.queue) for name in packet["payload"]}
        for name, value in heard.items():
            if name not in written:
                self.view[name] = value["v"]
        self.base = result["seq"]


ACTS = st.one_of(
    st.tuples(st.just("key"), st.integers(0, 1), st.sampled_from(FIELDS)),
    st.tuples(st.just("flush"), st.integers(0, 1), st.none()),
    st.tuples(st.just("send"), st.integers(0, 1), st.tuples(st.booleans(), st.booleans())),
)


@pytest.fixture
def sender(world: Any) -> Sender:
    officer = world.officer("keyer")
    world.assign(world.book, officer)
    return Sender(world, officer, lease=(1000, 51_000))


@pytest.fixture
def positions() -> Iterator[int]:
    return (page * 1000 + line for page in range(1, 50) for line in count(1) if line < 900)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # fmt: skip
@given(acts=st.lists(ACTS, min_size=4, max_size=24))
def test_nothing_is_overwritten_unseen_and_no_conflict_is_false(
    sender: Sender, positions: Iterator[int], acts: list[Any]
) -> None:
    place = next(positions)
    sender.entry = entry_id_at(sender.world.book.pk, place)
    sender.send(sender.opening(place // 1000, place % 1000))
    machines = (Machine(sender), Machine(sender))
    values = count(1)
    for act, number, what in acts:
        machine = machines[number]
        if act == "key":
            machine.key(what, f"Người {next(values)}")
        elif act == "flush":
            machine.flush()
        else:
            machine.send(lost=what[0], twice=what[1])
    for machine in machines:
        machine.flush()
        machine.send(lost=False, twice=False)

    by_tx = {tx: machine for machine in machines for tx in machine.own}
    standing: dict[str, tuple[str, Machine, int]] = {}
    rows = list(EntryAction.objects.filter(entry_id=sender.entry, type="fields_keyed").order_by("seq"))
    assert len(rows) == len(by_tx), "every packet is in the log once"
    for row in rows:
        machine = by_tx[str(row.tx_id)]
        for name, value in (row.payload or {}).items():
            before = standing.get(name)
            seen = machine.keyed_on[str(row.tx_id), name]
            if LOST_TO in value:
                assert before is not None
                theirs, writer, seq = before
                assert value[LOST_TO] == seq
                assert writer is not machine, "a desk cannot be in conflict with itself"
                assert seen != theirs, "what the officer had before him when he wrote is no conflict"
                continue
            if before is not None and before[1] is not machine:
                assert seen == before[0], "he wrote over a value that he had not seen"
            standing[name] = (value["v"], machine, row.seq)
    kept = state_of(sender.entry).fields
    assert {name: kept[name]["v"] for name in standing} == {name: one[0] for name, one in standing.items()}
    # The one who spoke last has heard of everything.
    last = by_tx[str(rows[-1].tx_id)] if rows else machines[0]
    if rows and last.base == rows[-1].seq:
        assert {name: last.view[name] for name in standing} == {
            name: one[0] for name, one in standing.items()
        }


def test_a_desk_hears_what_others_wrote_since_and_not_what_it_wrote_itself(sender: Sender) -> None:
    other = sender.keying({"mother.full_name": typed("Lê Thị Mẹ"), "child.sex": typed("Nữ")})
    mine = sender.keying({"child.full_name": typed("Lê Thị Con")})
    more = sender.keying({"child.sex": typed("Nam")}, own=[mine["tx_id"]])
    sender.send(sender.opening(), other)
    first, second = sender.send(mine, more)
    assert set(first["news"]) == {"mother.full_name", "child.sex"}
    assert first["news"]["mother.full_name"] == typed("Lê Thị Mẹ")
    assert second["status"] == "conflict"
    assert set(second["news"]) == {"mother.full_name"}, "the conflict says the rest"
    again = sender.send(more)[0]
    assert (again["status"], again["news"], again["conflicts"]) == (
        "repeated",
        second["news"],
        second["conflicts"],
    )


def test_somebody_elses_packet_does_not_become_ones_own_by_being_named(sender: Sender) -> None:
    from hotich.entries import operations as entries
    from hotich.support.time import now as clock

    keyed = sender.keying({"child.full_name": typed("Lê A")})
    sender.send(sender.opening(), keyed)
    entries.end_lease(actor=sender.officer, lease=sender.lease, now=clock())
    second = Sender(sender.world, sender.world.officer("keyer"))
    second.entry = sender.entry
    (result,) = second.send(
        second.keying({"child.full_name": typed("Lê B")}, own=[keyed["tx_id"], str(uuid7())])
    )
    assert result["status"] == "conflict"
