"""The past days: what was keyed, looked up and judged, entry by entry, as the log would have it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hotich.audit.digests import row_digest
from hotich.books.models import Book
from hotich.core.assistance import is_assisted
from hotich.core.forms.normalising import principal_roles
from hotich.core.registers.catalogue import edition
from hotich.core.values import Origin
from hotich.demo import terms
from hotich.demo.officers import Staff
from hotich.demo.plan import PAST_DAYS
from hotich.demo.territory import SCOPE_UNTIL, Holder
from hotich.demo.work import asked_about, work_of
from hotich.entries.bulk import PastAction, PastEntry
from hotich.linkage.models import Judgement, LookUp, Way
from hotich.linkage.operations import first_marks
from hotich.linkage.terms import asked_with, said_of
from hotich.population.models import Extract
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.ids import uuid7
from hotich.synthetic.books import PastEntry as Keyed
from hotich.synthetic.books.spec import SubjectTruth
from hotich.synthetic.people import Town

_UNASSISTED = 5
"""In a hundred, as the demo's campaigns have it by default."""
_ALIKE = ("Kinh", "Việt Nam")
_CONSTANT = frozenset({"registration.place", "book.number"})
_REASONS = ("not_collected",) * 7 + ("name_changed",) * 2 + ("emigrated",)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A subject whose book and register differ: what opens a case."""

    entry: UUID
    role: str
    judgement: UUID
    personal_id: str
    at: datetime
    comparisons: list[dict[str, Any]]
    kind: str


@dataclass(slots=True)
class Rows:
    """What follows from a unit's past beside its log."""

    look_ups: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    judgements: list[dict[str, Any]] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)
    first_comparisons: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Act:
    """One entry at work: who, where, when."""

    entry: UUID
    keyed: Keyed
    book: Book
    fields: dict[str, dict[str, Any]]
    officer: Officer
    station: Station


class Past:
    """Writes down the past of one holder."""

    def __init__(self, holder: Holder, staff: Staff, town: Town, extract: Extract) -> None:
        self.holder = holder
        self.town = town
        self.extract = extract
        self.rng = Random(f"hotich-demo-past-{holder.code}")
        self.officers = staff.keying(holder)
        self.helper = staff.of(holder, "hotro")
        self.reader = staff.of(holder, "nhap1")
        self.leader = staff.of(holder, "totruong")
        self.stations = staff.stations[holder.code]
        self.work_rng = Random(f"hotich-demo-work-{holder.code}")
        self.rows = Rows()

    def entries(self, keyed: Iterable[tuple[Keyed, datetime]], books: dict[str, Book]) -> Iterator[PastEntry]:
        """One past entry per keyed one, finished at the given moment."""
        for one, finished in keyed:
            entry = uuid7()
            fields = _field_values(one, assisted=is_assisted(entry, unassisted_percent=_UNASSISTED))
            act = _Act(
                entry,
                one,
                books[one.book_key],
                fields,
                self.officers[one.officer],
                self.stations[one.station],
            )
            actions = list(self._actions(act, finished))
            actions += self._asked(act, actions)
            yield PastEntry(
                book=act.book,
                actions=tuple(actions),
                page=one.entry.page,
                line=one.entry.line,
                id=act.entry,
            )

    def _actions(self, act: _Act, finished: datetime) -> Iterator[PastAction]:
        rng = self.rng
        finished += timedelta(microseconds=int(rng.random() * 1_000_000))
        seconds = 60 + int(rng.random() * 45)
        roles = edition(act.book.edition).always_looked_up()
        opened = {"principal": roles, "assisted": is_assisted(act.entry, unassisted_percent=_UNASSISTED)}
        yield self._action(act, "entry_opened", finished - timedelta(seconds=seconds), opened)
        yield self._action(act, "fields_keyed", finished - timedelta(seconds=seconds // 2), act.fields)
        done = "completed"
        if "unreadable" in act.keyed.entry.flags:
            done = "marked_unreadable"
        by_helper = act.officer.pk == self.helper.pk
        waiting = act.keyed.outcome == "pending"
        judged = [] if done != "completed" or waiting else list(act.keyed.entry.truth)
        said: dict[str, Any] = {"reason": ""}
        if done == "completed":
            said = _finished_with(act) | {"work": work_of(act.fields, seconds, act.keyed.day, self.work_rng)}
        finish = self._action(act, done, finished, said)
        if by_helper:
            # He may not look up: somebody who may comes to it within the hour.
            yield finish
            later = finished + timedelta(minutes=4 + rng.random() * 40)
            for number, truth in enumerate(judged):
                yield from self._looked_up(
                    act, truth, later + timedelta(seconds=40 * number), 4, self.reader, finished
                )
            yield from _scope_mark(act, later + timedelta(seconds=40 * len(judged) + 30))
            return
        step = max(4, seconds // 2 // (3 * len(judged) + 1))
        seq = 3
        for number, truth in enumerate(judged):
            moment = finished - timedelta(seconds=seconds // 2 - 2 - number * 3 * step)
            for action in self._looked_up(act, truth, moment, seq, act.officer, finished):
                yield action
                seq += 1
        yield finish
        yield from _scope_mark(act, finished)

    def _asked(self, act: _Act, before: list[PastAction]) -> Iterator[PastAction]:
        """What the officer did not know and asked; all but the last day's is answered, what is older also closed."""
        asked = asked_about(act.fields, self.work_rng)
        if asked is None:
            return
        at = before[-1].received_at + timedelta(seconds=50)
        question = {"text": asked.text, "field": asked.field, "crop": None}
        yield self._action(act, "asked", at, question)
        if act.keyed.day >= PAST_DAYS:
            return
        answer = {"question": len(before) + 1, "text": asked.answer}
        yield self._action(act, "answered", at + timedelta(minutes=18), answer, self.leader)
        if act.keyed.day < PAST_DAYS - 1:
            yield self._action(
                act, "question_closed", at + timedelta(minutes=25), {"question": len(before) + 1}
            )

    def _action(
        self, act: _Act, type: str, received_at: datetime, payload: dict[str, Any], officer: Officer | None = None
    ) -> PastAction:  # fmt: skip
        return PastAction(
            type=type,
            received_at=received_at,
            author_id=(officer or act.officer).pk,
            station_id=act.station.pk,
            payload=payload,
            device_time=received_at - timedelta(milliseconds=90),
        )

    def _looked_up(
        self, act: _Act, truth: SubjectTruth, moment: datetime, seq: int, officer: Officer, finished: datetime
    ) -> Iterator[PastAction]:
        """The look-up of one subject, its judgement, and what both leave in the log."""
        entry, role = act.keyed.entry, truth.role
        said = said_of(entry.kind, role, act.fields)
        judged_at = moment + timedelta(seconds=3 + self.rng.random() * 3)
        down = act.keyed.outcome == "unavailable"
        citizen = None if down or truth.personal_id is None else self.town.by_personal_id[truth.personal_id]
        comparisons: list[dict[str, Any]] = []
        look_up = self._look_up(
            act, role, said, moment, seq - 1, officer, found=citizen is not None, down=down
        )
        if citizen is not None:
            register = terms.held(citizen)
            comparisons = terms.compared(
                role, said, register, registered=entry.registered, near=self.holder.unit.key
            )
            if look_up["way"] == Way.RECORDED:
                look_up["seen"] = {word: text for word, text in register.items() if text}
            outcome = "mismatched" if any(one["is_discrepancy"] for one in comparisons) else "matched"
            self._suggest(
                look_up["id"],
                citizen.personal_id,
                comparisons,
                outcome,
                recorded=look_up["way"] == Way.RECORDED,
            )
            decision = Judgement.Decision.SAME_PERSON
            identity = terms.identity(act.book.edition, role)
            self._compared_first(
                act, role, str(look_up["way"]), comparisons, identity, max(judged_at, finished)
            )
            yield self._action(
                act, "register_seen", moment + timedelta(milliseconds=400),
                {"role": role, "fields": list(identity)}, officer,
            )  # fmt: skip
        elif down:
            outcome, decision = "unavailable", Judgement.Decision.UNAVAILABLE
        else:
            outcome, decision = "not_found", Judgement.Decision.NOT_FOUND
            if look_up["way"] == Way.EXTRACT:
                self._seal_look_up(look_up)
                look_up = self._look_up(
                    act, role, said, moment + timedelta(seconds=2), seq - 1, officer, found=False, down=False, second=True
                )  # fmt: skip
        self._seal_look_up(look_up)
        personal_id = citizen.personal_id if citizen is not None else ""
        judgement = {
            "id": uuid7(),
            "entry_id": act.entry,
            "unit_id": act.book.unit_id,
            "role": role,
            "look_up_id": look_up["id"],
            "decision": str(decision),
            "outcome": outcome,
            "personal_id": personal_id,
            "reason": self.rng.choice(_REASONS) if outcome == "not_found" else "",
            "comparisons": comparisons,
            "source": "officer",
            "supersedes_id": None,
            "officer_id": officer.pk,
            "received_at": judged_at,
        }
        judgement["digest"] = row_digest(judgement)
        self.rows.judgements.append(judgement)
        if outcome == "mismatched":
            self.rows.mismatches.append(
                Mismatch(act.entry, role, judgement["id"], personal_id, judged_at, comparisons, act.book.kind)
            )
        yield self._action(
            act, "outcome_recorded", judged_at,
            {"role": role, "outcome": outcome, "personal_id": personal_id, "judgement": str(judgement["id"])}, officer,
        )  # fmt: skip

    def _compared_first(
        self, act: _Act, role: str, way: str, comparisons: list[dict[str, Any]], identity: tuple[str, ...], at: datetime
    ) -> None:  # fmt: skip
        """What `linkage` keeps once the first keying is finished and the person judged."""
        fields = first_marks(act.book.kind, role, comparisons)
        self.rows.first_comparisons.append(
            {
                "entry_id": act.entry,
                "unit_id": act.book.unit_id,
                "role": role,
                "kind": act.book.kind,
                "officer_id": act.officer.pk,
                "assisted": is_assisted(act.entry, unassisted_percent=_UNASSISTED),
                "way": way,
                "fields": fields,
                "identity": [name for name in identity if name in fields],
                "received_at": at,
            }
        )

    def _look_up(
        self, act: _Act, role: str, said: dict[str, Any], moment: datetime, seq: int, officer: Officer,
        *, found: bool, down: bool, second: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        recorded = self.holder.way == "recorded"
        return {
            "id": uuid7(),
            "entry_id": act.entry,
            "unit_id": act.book.unit_id,
            "role": role,
            "entry_seq": seq,
            "way": Way.RECORDED.value if recorded else Way.EXTRACT.value,
            "second": second,
            "asked": asked_with(said),
            "state": LookUp.State.UNAVAILABLE.value if down else LookUp.State.ANSWERED.value,
            "coverage": "" if down else "nation",
            "as_of": moment.date() if recorded else None if down else self.extract.as_of,
            "extract_id": None if recorded or down else self.extract.pk,
            "seen": {},
            "found": int(found),
            "officer_id": officer.pk,
            "station_id": act.station.pk,
            "looked_up_at": moment - timedelta(seconds=2) if recorded else moment,
            "received_at": moment,
        }

    def _seal_look_up(self, look_up: dict[str, Any]) -> None:
        look_up["digest"] = row_digest(look_up)
        self.rows.look_ups.append(look_up)

    def _suggest(
        self, look_up: UUID, personal_id: str, comparisons: list[dict[str, Any]], outcome: str, *, recorded: bool
    ) -> None:  # fmt: skip
        about = {"label": "ghi nhận" if recorded else "rất gần", "likely": True}
        self.rows.candidates.append(
            {
                "look_up_id": look_up,
                "rank": 1,
                "personal_id": personal_id,
                "comparisons": about | {"fields": comparisons},
                "suggested": outcome,
            }
        )


def _finished_with(act: _Act) -> dict[str, Any]:
    """What finishing says: no doubts, and who is looked up where the book need not name everybody."""
    form = edition(act.book.edition)
    said: dict[str, Any] = {"overrides": [], "soft": []}
    if any(subject.optional for subject in form.subjects):
        said["principal"] = principal_roles(form, act.fields)
    return said


def _scope_mark(act: _Act, after: datetime) -> Iterator[PastAction]:
    """What `campaign.scope` adds to an entry registered after the campaign's last day."""
    if act.keyed.entry.registered > SCOPE_UNTIL:
        yield PastAction(
            type="flagged",
            received_at=after + timedelta(milliseconds=40),
            author_id=None,
            station_id=None,
            payload={"flags": {"out_of_scope": True}, "reason": f"đăng ký sau ngày {SCOPE_UNTIL:%d/%m/%Y}"},
        )


def _origin(name: str, text: str | None, *, assisted: bool) -> Origin:
    """What nearly every entry has alike is carried forward by a key; without assistance all is typed."""
    if name in _CONSTANT:
        return Origin.CONSTANT
    is_alike = assisted and name.endswith(("ethnicity", "nationality")) and text in _ALIKE
    return Origin.CARRIED if is_alike else Origin.TYPED


def _field_values(one: Keyed, *, assisted: bool) -> dict[str, dict[str, Any]]:
    """An entry's text as a transcription keeps it."""
    entry = one.entry
    return {
        name: {
            "v": text or None,
            "m": None if text else entry.marks.get(name, "blank_in_book"),
            "o": _origin(name, text, assisted=assisted).value,
            "struck": entry.struck.get(name),
        }
        for name, text in entry.fields.items()
    }
