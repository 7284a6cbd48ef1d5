"""The officers of one ward who carry a case from a mismatch to its end, and a case to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from desk import Desk
from making import citizen, entry_about, extract_of, seek

from hotich.cases import operations as cases
from hotich.cases.models import Case
from hotich.support.time import local
from hotich.support.time import now as clock


@dataclass
class Ward:
    """A ward at work on its tracking list."""

    desk: Desk

    @property
    def world(self) -> Any:
        return self.desk.world

    @cached_property
    def keeper(self) -> Any:
        return self.world.officer("list_keeper")

    @cached_property
    def verifier(self) -> Any:
        return self.world.officer("verifier")

    @cached_property
    def head(self) -> Any:
        return self.world.officer("police_head")

    @cached_property
    def registrar(self) -> Any:
        return self.world.officer("registrar")

    def mismatch(self, line: int = 1, **values: str) -> Case:
        """A case that a judgement opened: book and register differ in the birth date."""
        entry = entry_about(self.desk, line=line, **values)  # type: ignore[arg-type]
        found = seek(actor=self.desk.officer, entry_id=entry, role="child")
        cases.judge(
            actor=self.desk.officer, entry_id=entry, role="child", decision="same_person", look_up_id=found.id,
            candidate="1",
        )  # fmt: skip
        return fresh(Case.objects.unscoped("test").get(entry_id=entry))

    def verifying(self, case: Case) -> Case:
        return cases.take_up(actor=self.verifier, case_id=case.pk, now=clock())

    def concluded(self, case: Case, conclusion: str = "book_right") -> Case:
        """Taken up, concluded, approved."""
        self.verifying(case)
        conclude(self, case, conclusion)
        return cases.approve(actor=self.head, case_id=case.pk, now=clock())

    def with_registrar(self, case: Case, conclusion: str = "book_right") -> Case:
        """Concluded, handed over and received."""
        self.concluded(case, conclusion)
        hand_over(self, [case])
        return cases.receive(actor=self.registrar, case_id=case.pk, now=clock())

    def correcting(self, case: Case, conclusion: str = "book_right") -> Case:
        self.with_registrar(case, conclusion)
        cases.guide(
            actor=self.registrar, case_id=case.pk, way="phone", text="đã hướng dẫn", on=today(), now=clock()
        )
        return cases.start_procedure(actor=self.registrar, case_id=case.pk, filed_on=today(), now=clock())


def conclude(ward: Ward, case: Case, conclusion: str = "book_right", **more: Any) -> Case:
    said = {"actor": ward.verifier, "evidence": ["birth_certificate"], "text": "xem bản chính", **more}
    return cases.conclude(case_id=case.pk, conclusion=conclusion, now=clock(), **said)


def hand_over(ward: Ward, listed: list[Case]) -> Any:
    return cases.hand_over(
        actor=ward.verifier, case_ids=[case.pk for case in listed], letter_number="5/PC", letter_date=today(), now=clock()
    )  # fmt: skip


def make_ward(desk: Desk) -> Ward:
    """A ward whose register has the child one year younger than its book."""
    extract_of(citizen(birth_date="02/03/2007"))
    return Ward(desk)


def fresh(case: Case) -> Case:
    case.refresh_from_db()
    return case


def today() -> date:
    return local(clock()).date()


def days_ago(number: int) -> date:
    return today() - timedelta(days=number)
