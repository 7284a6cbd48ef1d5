"""The tracking list that the past days left: every case lives its life at its own pace until today, so that all states are there.

Cases opened in two days go to the police under one letter, what was approved in two days goes on to the registrar under one slip, as an office
does it; what has not happened by now stays as it stands, some of it overdue.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hotich.audit.digests import row_digest
from hotich.cases.fold import CaseStanding, advance
from hotich.cases.models import Batch, BatchItem, Case, CaseEvent, CaseState, Discrepancy, ListKeeper
from hotich.cases.operations import approve
from hotich.cases.projection import columns_of
from hotich.cases.terms import due_after, due_in, is_escalated, overdue_by
from hotich.core.calendar import add_working_days, is_working_day
from hotich.core.workflow.routes import routes
from hotich.demo.evidence import attached
from hotich.demo.officers import Staff
from hotich.demo.past import Mismatch
from hotich.demo.plan import at
from hotich.demo.territory import Holder
from hotich.staff.models import Officer
from hotich.support.copy import copy_rows
from hotich.support.ids import uuid7
from hotich.support.time import local

_WINDOW = 2
"""Days whose cases travel under one letter."""
_CONCLUSIONS = ("book_right",) * 20 + ("register_right",) * 12 + ("both_wrong",) * 4 + ("cannot_tell",) * 2
_DIFFERENT = 0.06
"""Share of the conclusions of the last days that found two persons; the older ones are approved and off the list."""
_PROMPT = timedelta(days=10)
"""A letter so old has been answered: none of its cases lies about any more."""
_EVIDENCE = {
    "book_right": ["birth_certificate", "registration_file"],
    "register_right": ["identity_archive", "residence_file"],
    "both_wrong": ["registration_file", "direct_inquiry"],
    "cannot_tell": ["residence_file"],
    "different_person": ["identity_archive", "direct_inquiry"],
}
_FOUND = {
    "book_right": "Đối chiếu bản chính giấy khai sinh do gia đình giữ, đúng như sổ.",
    "register_right": "Tàng thư căn cước và giấy tờ lập trước khi đăng ký đều ghi như dữ liệu dân cư; sổ chép nhầm.",
    "both_wrong": "Hồ sơ đăng ký gốc ghi khác cả hai bên; gia đình xác nhận theo hồ sơ gốc.",
    "cannot_tell": "Không còn hồ sơ gốc, gia đình không có giấy tờ cũ.",
    "different_person": "Người trong dữ liệu dân cư có cha mẹ khác, ở địa phương khác.",
}
_WAYS = ("phone",) * 5 + ("visit", "visit", "letter", "village")
_WHY = ("no_answer",) * 4 + ("moved",) * 3 + ("abroad", "unknown")
_CLOSES_BY = {"adjust_register": ("dc01", "Phiếu DC01"), "supplement": ("extract", "Trích lục")}


@dataclass(slots=True)
class _Row:
    """A line of a log before it is written, as the fold reads one."""

    type: str
    officer_id: int | None
    received_at: datetime
    payload: dict[str, Any]


@dataclass(slots=True)
class _Life:
    """One case on its way."""

    id: UUID
    number: int
    mismatch: Mismatch
    standing: CaseStanding
    lines: list[dict[str, Any]] = field(default_factory=list)
    approved_at: datetime | None = None
    received_at: datetime | None = None


@dataclass(slots=True)
class _Letter:
    """A batch with the cases it carries."""

    id: UUID
    row: dict[str, Any]
    cases: list[UUID] = field(default_factory=list)


def open_cases(mismatches: Iterable[Mismatch], *, holder: Holder, staff: Staff, now: datetime) -> int:
    """Writes the cases of one unit, numbered in the order in which they opened; returns how many."""
    office = _Office(holder, staff, now)
    lives = [office.opened(number, one) for number, one in enumerate(sorted(mismatches, key=lambda one: one.at), 1)]  # fmt: skip
    office.verify(lives)
    office.hand_over(lives)
    for life in lives:
        office.guide(life)
        office.remind(life)
    copy_rows(Batch, [letter.row for letter in office.letters])
    copy_rows(Case, [_case(life, holder) for life in lives])
    copy_rows(CaseEvent, [line for life in lives for line in life.lines])
    copy_rows(Discrepancy, [row for life in lives for row in _points(life.id, life.mismatch)])
    copy_rows(
        BatchItem, [{"batch_id": letter.id, "case_id": one} for letter in office.letters for one in letter.cases]
    )  # fmt: skip
    ListKeeper.objects.create(
        unit=holder.unit, officer=office.keeper, decision="phân công của lãnh đạo đơn vị",
        since=local(now).date() - timedelta(days=28), named_by=office.registrar, named_at=now,
    )  # fmt: skip
    return len(lives)


class _Office:
    """The officers of one unit, the day it is, and what they do with its cases."""

    def __init__(self, holder: Holder, staff: Staff, now: datetime) -> None:
        self.holder, self.now = holder, now
        self.until = now - timedelta(minutes=90)
        self.rng = Random(f"hotich-demo-cases-{holder.code}")
        self.keyer = staff.of(holder, "nhap1")
        self.keeper = staff.of(holder, "theodoi")
        self.verifier = staff.of(holder, "xacminh")
        self.head = staff.of(holder, "lanhdaoca")
        self.registrar = staff.of(holder, "hotich")
        self.letters: list[_Letter] = []

    def opened(self, number: int, mismatch: Mismatch) -> _Life:
        """The case as a judgement opens it."""
        row = _Row("opened", self.keyer.pk, mismatch.at, _payload(mismatch, "to_verify", due_on=due_in("to_verify", mismatch.at)))  # fmt: skip
        life = _Life(uuid7(), number, mismatch, advance(None, row))
        life.lines.append(_line(life, row))
        return life

    def verify(self, lives: list[_Life]) -> None:
        """A letter every few days; the newest is a draft, the one before may lie unopened with the police."""
        for cases, first in _windows([(life, local(life.mismatch.at).date()) for life in lives]):
            sent = self._moment(_working(first + timedelta(days=_WINDOW)), 9, 10)
            letter = self._letter(Batch.Kind.VERIFICATION, cases, sent)
            if sent > self.until:
                continue
            taken = self._later(sent, 0.2, 1.2)
            for life in cases:
                self._add(life, "sent", self.keeper, sent, "to_verify", batch=str(letter.id), due_on=due_in("verifying", sent))  # fmt: skip
                if taken <= self.until:
                    self._add(life, "verification_started", self.verifier, taken, "verifying", due_on=due_in("verifying", taken))  # fmt: skip
                    self._conclude(life, prompt=sent < self.until - _PROMPT)
            if taken <= self.until:
                letter.row |= {"state": "acknowledged", "acknowledged_by_id": self.verifier.pk, "acknowledged_at": taken}  # fmt: skip
            if all(life.approved_at for life in cases):
                self._answer(letter, max(life.approved_at for life in cases if life.approved_at))

    def _conclude(self, life: _Life, *, prompt: bool) -> None:
        rng, last = self.rng, life.standing.last_event_at
        slow = rng.random() < 0.15 and not prompt
        if rng.random() < 0.1:
            asked = self._later(last, 0.3, 1)
            letter = {
                "id": str(uuid7()), "agency": rng.choice(("Công an tỉnh", "UBND nơi đăng ký thường trú trước đây", "Trung tâm lưu trữ lịch sử tỉnh")),
                "number": f"{30 + life.number}/CV-CA", "on": local(asked).date().isoformat(), "about": "Cung cấp hồ sơ lưu để đối chiếu",
                "due_on": due_after("case_outside_days", asked).isoformat(),
            }  # fmt: skip
            if not self._add(life, "letter_sent", self.verifier, asked, "verifying", letter=letter):
                return
            if rng.random() < 0.6:
                answered = self._later(asked, 2, 6)
                answer = {
                    "letter": letter["id"], "number": f"{100 + life.number}/TL", "on": local(answered).date().isoformat(),
                    "text": "Gửi bản sao hồ sơ lưu kèm theo.",
                }  # fmt: skip
                self._add(life, "letter_answered", self.verifier, answered, "verifying", answer=answer)
                file = attached(letter["id"], "Công văn trả lời, kèm bản sao hồ sơ lưu")
                self._add(life, "paper_attached", self.verifier, answered, "verifying", file=file)
        if rng.random() < 0.03 and not prompt:
            paused = self._later(life.standing.last_event_at, 0.5, 2)
            self._add(life, "suspended", self.verifier, paused, "suspended", why="outside", reason="chờ cơ quan khác trả lời", left=2)  # fmt: skip
            return
        found = rng.choice(_CONCLUSIONS)
        if not prompt and rng.random() < _DIFFERENT:
            found = "different_person"
        ended = self._later(life.standing.last_event_at, *((5, 12) if slow else (0.4, 3.0)))
        if not self._add(
            life, "concluded", self.verifier, ended, "to_approve", conclusion=found, evidence=_EVIDENCE[found],
            text=_FOUND[found], due_on=due_in("to_approve", ended),
        ):  # fmt: skip
            return
        if found == "different_person":
            return  # it waits for the head, who has to be sure
        if rng.random() < 0.05:
            back = self._later(ended, 0.2, 1)
            if not self._add(life, "conclusion_returned", self.head, back, "verifying", reason="Căn cứ chưa rõ, xem lại hồ sơ gốc.", due_on=due_in("verifying", back)):  # fmt: skip
                return
            ended = self._later(back, 0.5, 2)
            if not self._add(
                life, "concluded", self.verifier, ended, "to_approve", conclusion=found, evidence=_EVIDENCE[found],
                text=_FOUND[found], due_on=due_in("to_approve", ended),
            ):  # fmt: skip
                return
        approved = self._later(ended, 0.2, 1.8)
        if self._add(
            life, "approved", self.head, approved, "concluded", due_on=due_in("concluded", approved)
        ):
            life.approved_at = approved

    def hand_over(self, lives: list[_Life]) -> None:
        """A slip every few days for what was approved since the last."""
        ready = [(life, local(life.approved_at).date()) for life in lives if life.approved_at]
        for cases, first in _windows(ready):
            sent = self._moment(_working(first + timedelta(days=_WINDOW)), 10, 0)
            if sent > self.until:
                continue
            letter = self._letter(Batch.Kind.HANDOVER, cases, sent)
            taken = self._later(sent, *((3, 6) if self.rng.random() < 0.15 else (0.2, 1.2)))
            for life in cases:
                self._add(life, "handed_to_registrar", self.verifier, sent, "with_registrar", batch=str(letter.id), due_on=due_in("with_registrar", sent))  # fmt: skip
                if self._add(life, "received", self.registrar, taken, "with_registrar"):
                    life.received_at = taken
            if taken <= self.until:
                letter.row |= {"state": "acknowledged", "acknowledged_by_id": self.registrar.pk, "acknowledged_at": taken}  # fmt: skip

    def guide(self, life: _Life) -> None:
        """The registrar's part: contacts, the procedure of the law, the end."""
        if life.received_at is None:
            return
        rng, when = self.rng, life.received_at
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
            when = self._later(when, 0.4, 2.5)
            contact = {"way": rng.choice(_WAYS), "reached": False, "why": rng.choice(_WHY), "text": "", "on": local(when).date().isoformat()}  # fmt: skip
            if not self._add(
                life, "contact_recorded", self.registrar, when, "with_registrar", contact=contact
            ):
                return
        if len(life.standing.contacts) == 3:
            self._add(life, "suspended", self.registrar, self._later(when, 0.2, 1), "suspended", why="unreachable", reason="không liên hệ được công dân", left=0)  # fmt: skip
            return
        when = self._later(when, 0.3, 3)
        contact = {"way": rng.choice(_WAYS), "reached": True, "why": "", "text": "Đã giải thích hai giá trị, giấy tờ cần mang theo.", "on": local(when).date().isoformat()}  # fmt: skip
        if not self._add(life, "citizen_guided", self.registrar, when, "citizen_guided", contact=contact, due_on=due_in("citizen_guided", when)):  # fmt: skip
            return
        if rng.random() < 0.08:
            self._add(life, "suspended", self.registrar, self._later(when, 1, 3), "suspended", why="citizen_keeps", reason="công dân không yêu cầu sửa, giữ nguyên hai giá trị", left=10)  # fmt: skip
            return
        filed = self._later(when, 0.6, 5)
        procedure, due = self._procedure(life, filed)
        if not self._add(life, "correction_started", self.registrar, filed, "correcting", procedure=procedure, due_on=due):  # fmt: skip
            return
        closed = self._later(filed, 0.8, 4)
        kind, name = _CLOSES_BY.get(procedure["route"], ("extract", "Trích lục"))
        paper = {
            "kind": kind, "name": name, "number": f"{life.number}/TLCC", "date": f"{local(closed):%d/%m/%Y}",
            "issuer": self.holder.title if kind == "dc01" else f"UBND {self.holder.unit}",
        }  # fmt: skip
        self._add(
            life, "closed_adjusted", self.registrar, closed, "closed", document=paper, look_up="", fresh="none",
            remaining="chờ Cơ sở dữ liệu dân cư cập nhật, tra cứu lại sau",
        )  # fmt: skip

    def _procedure(self, life: _Life, filed: datetime) -> tuple[dict[str, Any], date | None]:
        day = local(filed).date()
        law = routes().by_law(
            conclusion=life.standing.concluded, kind=life.mismatch.kind, age="from_14", on=day
        )
        due = add_working_days(day, law.days) if law.days is not None else None
        return {
            "route": law.id, "label": law.label, "by_law": law.id, "reason": "", "authority": law.authority,
            "authority_label": law.authority_label, "days": law.days, "more": law.more, "proofs": list(law.proofs),
            "source": law.source, "filed_on": day.isoformat(),
        }, due  # fmt: skip

    def remind(self, life: _Life) -> None:
        """What the product itself would have written meanwhile of a term that has run out."""
        today, due = local(self.now).date(), life.standing.due_on
        if due is None or due >= today:
            return
        for level in (1, 2) if is_escalated(due, today) else (1,):
            day = add_working_days(due, 1 if level == 1 else 4)
            when = min(self._moment(day, 7, 0), self.until)
            self._add(
                life, "reminded", None, max(when, life.standing.last_event_at), life.standing.state, level=level,
                turn=columns_of(life.standing)["turn"], overdue=overdue_by(due, day), of=due.isoformat(),
            )  # fmt: skip

    def _letter(self, kind: str, cases: list[_Life], sent: datetime) -> _Letter:
        number = 1 + sum(one.row["kind"] == kind for one in self.letters)
        verification, gone = kind == Batch.Kind.VERIFICATION, sent <= self.until
        maker = self.keeper if verification else self.verifier
        sides = (self.holder.keeper, self.holder.police)
        from_agency, to_agency = sides if verification else sides[::-1]
        letter = _Letter(uuid7(), {})
        letter.row = {
            "id": letter.id, "unit_id": self.holder.unit.pk, "kind": str(kind), "number": number,
            "state": "sent" if gone else "draft", "from_agency_id": from_agency.pk, "to_agency_id": to_agency.pk,
            "letter_number": f"{10 + number}/{'CV-UBND' if verification else 'PC-CA'}" if gone else "",
            "letter_date": local(sent).date() if gone else None, "answer_number": "", "answer_date": None,
            "made_by_id": maker.pk, "made_at": min(sent, self.until) - timedelta(minutes=40),
            "sent_by_id": maker.pk if gone else None, "sent_at": sent if gone else None, "acknowledged_by_id": None,
            "acknowledged_at": None, "answered_by_id": None, "answered_at": None,
        }  # fmt: skip
        letter.cases = [life.id for life in cases]
        self.letters.append(letter)
        return letter

    def _answer(self, letter: _Letter, last: datetime) -> None:
        when = self._later(last, 0.2, 0.8)
        if when <= self.until:
            letter.row |= {
                "state": "answered", "answered_by_id": self.verifier.pk, "answered_at": when,
                "answer_number": f"{letter.row['number'] + 20}/TL-CA", "answer_date": local(when).date(),
            }  # fmt: skip

    def _add(
        self, life: _Life, type: str, officer: Officer | None, when: datetime, state: str, **said: Any
    ) -> bool:
        """One more line, unless its time has not come: then the case stands where it is."""
        if when > self.until:
            return False
        row = _Row(type, officer.pk if officer else None, when, _payload(life.mismatch, state, **said))
        life.standing = advance(life.standing, row)
        life.lines.append(_line(life, row))
        return True

    def _later(self, start: datetime, low: float, high: float) -> datetime:
        """So many days later, in the working hours of a working day."""
        moment = local(start) + timedelta(days=low + (high - low) * self.rng.random())
        day = _working(moment.date())
        made = self._moment(day, 8 + int(self.rng.random() * 9), int(self.rng.random() * 60))
        return made if made > start else start + timedelta(minutes=20)

    @staticmethod
    def _moment(day: date, hour: int, minute: int) -> datetime:
        return at(day, hour, minute)


def _windows(dated: Iterable[tuple[_Life, date]]) -> Iterator[tuple[list[_Life], date]]:
    """Cases of a few days together, with the first of the days."""
    groups: dict[int, list[_Life]] = {}
    for life, day in dated:
        groups.setdefault(day.toordinal() // _WINDOW, []).append(life)
    for window in sorted(groups):
        yield groups[window], date.fromordinal(window * _WINDOW)


def _working(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _payload(mismatch: Mismatch, state: str, **said: Any) -> dict[str, Any]:
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
    return {"judgement": str(mismatch.judgement), "state": str(state)} | plain


def _line(life: _Life, row: _Row) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": uuid7(), "case_id": life.id, "type": row.type, "officer_id": row.officer_id,
        "received_at": row.received_at, "payload": row.payload, "seq": len(life.lines) + 1, "tx_id": None,
    }  # fmt: skip
    line["digest"] = row_digest(line)
    return line


def _case(life: _Life, holder: Holder) -> dict[str, Any]:
    return {
        "id": life.id, "number": life.number, "entry_id": life.mismatch.entry, "unit_id": holder.unit.pk,
        "role": life.mismatch.role, "judgement_id": life.mismatch.judgement, "personal_id": life.mismatch.personal_id,
        "opened_at": life.mismatch.at, **columns_of(life.standing),
    }  # fmt: skip


def _points(case_id: UUID, mismatch: Mismatch) -> Iterator[dict[str, Any]]:
    for one in mismatch.comparisons:
        if one["is_discrepancy"]:
            yield {
                "case_id": case_id,
                "judgement_id": mismatch.judgement,
                "field": one["field"],
                "field_class": one["class"],
                "book_value": one["book"] or "",
                "register_value": one["register"] or "",
                "note": one["note"],
            }


def withdraw_one(*, staff: Staff, now: datetime) -> None:
    """The head of one ward approves that two persons were taken for one: done by the verb itself, with the judgement that supersedes."""
    found = Case.objects.unscoped("the demo's own cases").filter(
        state=CaseState.TO_APPROVE, conclusion="different_person"
    )
    heads = {
        officer.pk: officer for login, officer in staff.officers.items() if login.startswith("lanhdaoca.")
    }
    for case in found.order_by("opened_at", "pk")[:40]:
        for officer in heads.values():
            if case.unit_id in officer.scope.own_unit_ids:
                approve(actor=officer, case_id=case.pk, now=now)
                return
