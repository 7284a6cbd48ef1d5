"""Several officers at once: numbers neither repeat nor leave a gap, judgements form one chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from desk import Desk
from django.db import connection
from making import citizen, entry_about, extract_of, seek

from hotich.cases import operations as cases
from hotich.cases.models import Case
from hotich.linkage.models import Judgement

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def all_at_once(acts: list[Any]) -> list[Any]:
    start = Barrier(len(acts))

    def run(act: Any) -> Any:
        try:
            start.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_mismatches_judged_at_once_get_numbers_of_their_own(desk: Desk) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    acts = []
    for line in range(1, AT_ONCE + 1):
        entry = entry_about(desk, line=line)  # type: ignore[arg-type]
        found = seek(actor=desk.officer, entry_id=entry, role="child")
        acts.append(
            lambda entry=entry, found=found: cases.judge(
                actor=desk.officer, entry_id=entry, role="child", decision="same_person",
                look_up_id=found.id, candidate="1",
            )
        )  # fmt: skip
    all_at_once(acts)
    numbers = Case.objects.unscoped("test").values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, AT_ONCE + 1))


def test_one_subject_judged_at_once_keeps_one_current_judgement_and_one_case(desk: Desk) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    entry = entry_about(desk)
    found = seek(actor=desk.officer, entry_id=entry, role="child")
    judge = lambda: cases.judge(  # noqa: E731
        actor=desk.officer, entry_id=entry, role="child", decision="same_person", look_up_id=found.id,
        candidate="1",
    )  # fmt: skip
    all_at_once([judge] * AT_ONCE)
    judgements = Judgement.objects.unscoped("test").filter(entry_id=entry)
    assert judgements.count() == AT_ONCE
    assert judgements.filter(superseded_by__isnull=True).count() == 1
    assert Case.objects.unscoped("test").count() == 1
