"""Lots: the sample that is drawn, what it decides, and how the next lot of the unit is inspected."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk
from rekeying import Checker, decide, keyed, planned

from hotich.checking.errors import LotRefused
from hotich.checking.models import Check, CheckPolicy, FieldDifference, Lot
from hotich.checking.operations import answer_contest, contest, draw_lot
from hotich.checking.queries import inspection_of, open_checks
from hotich.core.quotas.sampling import draw_order, plan_for
from hotich.entries import operations as entries
from hotich.support.errors import NotAllowed

pytestmark = pytest.mark.django_db
State = Lot.State


@pytest.fixture
def checker(world: Any) -> Checker:
    return Checker(world, world.officer("checker"))


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar")


def fill(desk: Desk, number: int, *, book: Any = None) -> list[Any]:
    if book is not None:
        desk.world.book = book
    return [keyed(desk, line, child__full_name=f"Nguyễn Thị Số {line}") for line in range(1, number + 1)]


def setting(desk: Desk, **values: Any) -> None:
    """Nothing is asked by risk, so that a sample stands alone."""
    quiet = {
        "new_officer_entries": 0,
        "quick_seconds": 0,
        "slow_percent": 0,
        "long_percent": 0,
        "seed_percent": 0,
    }
    CheckPolicy.objects.create(
        unit=desk.world.unit, since=desk.world.now.date().replace(year=2020), values=quiet | values, set_by=desk.officer,
        set_at=desk.world.now,
    )  # fmt: skip


def check_all(checker: Checker, *, wrong: int = 0) -> None:
    """Keys everything that waits, the first `wrong` of them otherwise than the first officer."""
    from hotich.checking.errors import NothingToCheck

    arbiter = checker.world.officer("checker")
    left = wrong
    while True:
        try:
            taken = checker.take()
        except NothingToCheck:
            return
        for check in taken:
            if left and check.reason == Check.Reason.SAMPLE:
                left -= 1
                checker.keys(check, child__full_name="Tên Khác Hẳn")
                decide(checker.world, arbiter, check, child__full_name="second")
            else:
                checker.keys(check)


def test_the_sample_is_the_plans_and_can_be_drawn_again(desk: Desk, registrar: Any) -> None:
    setting(desk)
    pks = fill(desk, 30)
    lot = draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)
    plan = plan_for(lot=30, aql=4.0)
    assert (lot.size, lot.sample, lot.accept, lot.reject) == (30, plan.size, plan.accept, plan.reject)
    drawn = set(lot.checks.values_list("entry_id", flat=True))
    assert drawn == set(sorted(pks, key=lambda pk: draw_order(lot.draw, pk))[: plan.size])
    assert open_checks(desk.world.book) == plan.size
    assert all(
        set(check.whys.values()) == {"whole"} and "child.full_name" in check.fields
        for check in lot.checks.all()
    )


def test_a_good_sample_accepts_the_lot(desk: Desk, checker: Checker, registrar: Any) -> None:
    setting(desk)
    fill(desk, 20)
    lot = draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)
    check_all(checker)
    lot.refresh_from_db()
    assert (lot.state, lot.wrong) == (State.ACCEPTED, 0)
    assert open_checks(desk.world.book) == 0


def test_a_bad_sample_has_the_whole_lot_keyed_again(desk: Desk, checker: Checker, registrar: Any) -> None:
    setting(desk)
    fill(desk, 14)
    lot = draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)
    sample = lot.sample
    check_all(checker, wrong=lot.reject)
    lot.refresh_from_db()
    assert lot.state == State.RECTIFIED
    assert lot.wrong == lot.reject
    assert lot.checks.filter(reason="sample").count() == sample
    assert lot.checks.filter(reason="whole").count() == 14 - sample


def test_an_objection_upheld_counts_the_lot_anew(desk: Desk, checker: Checker, registrar: Any) -> None:
    setting(desk)
    fill(desk, 14)
    lot = draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)
    arbiter, left = desk.world.officer("checker"), lot.reject
    while lot.checks.filter(reason="sample", state="waiting").exists():
        for check in checker.take():
            if check.reason != Check.Reason.SAMPLE:
                continue
            checker.keys(check, **({"child__full_name": "Tên Khác Hẳn"} if left > 0 else {}))
            if left > 0:
                decide(desk.world, arbiter, check, child__full_name="second")
            left -= 1
    lot.refresh_from_db()
    assert (lot.state, lot.wrong) == (State.REJECTED, lot.reject)
    wrong = FieldDifference.objects.filter(check_row__lot=lot, first_wrong=True).first()
    assert wrong is not None
    asked = contest(actor=desk.officer, difference_id=wrong.pk, text="sổ ghi như đã nhập", now=desk.world.now)
    answer_contest(
        actor=desk.world.officer("checker"),
        contest_id=asked.pk,
        uphold=True,
        answer="đúng",
        now=desk.world.now,
    )
    lot.refresh_from_db()
    assert (lot.state, lot.wrong) == (State.ACCEPTED, lot.reject - 1)
    assert not lot.checks.filter(reason="whole", state="waiting").exists()


def test_a_rejected_lot_keeps_the_book(desk: Desk, checker: Checker, registrar: Any) -> None:
    setting(desk)
    fill(desk, 14)
    lot = draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)
    arbiter = desk.world.officer("checker")
    for check in checker.take():
        checker.keys(check, child__full_name="Tên Khác Hẳn")
        decide(desk.world, arbiter, check, child__full_name="second")
    lot.refresh_from_db()
    assert lot.state == State.REJECTED
    # Entries that were being checked for another reason are asked for whole as they become free.
    assert 0 < open_checks(desk.world.book) <= 14 - lot.sample


def test_a_book_that_stands_alone_is_sampled_for_no_errors(desk: Desk, registrar: Any) -> None:
    setting(desk, alone_limit=10.0)
    fill(desk, 25)
    lot = draw_lot(actor=registrar, book=desk.world.book, sort="zero", now=desk.world.now)
    assert (lot.accept, lot.reject) == (0, 1)
    assert 10 < lot.sample < 25


def test_an_entry_opened_again_stays_in_the_sample(desk: Desk, checker: Checker, registrar: Any) -> None:
    setting(desk)
    fill(desk, 20)
    lot = draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)
    drawn = lot.checks.first()
    said = {"actor": desk.officer, "now": desk.world.now, "station": desk.station}
    entries.reopen(entry_id=drawn.entry_id, reason="nhầm", **said)
    planned(desk.world)
    check_all(checker)
    lot.refresh_from_db()
    assert (lot.state, open_checks(desk.world.book)) == (State.CHECKING, 1)
    entries.complete(entry_id=drawn.entry_id, **said)
    check_all(checker)
    lot.refresh_from_db()
    assert lot.state == State.ACCEPTED
    assert lot.checks.filter(state=Check.State.AGREED).count() == lot.sample


def test_a_number_found_empty_leaves_the_sample_and_the_lot_is_decided(
    desk: Desk, checker: Checker, registrar: Any
) -> None:
    setting(desk)
    fill(desk, 20)
    lot = draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)
    drawn = lot.checks.first()
    said = {"actor": desk.officer, "now": desk.world.now, "station": desk.station}
    entries.reopen(entry_id=drawn.entry_id, reason="nhầm", **said)
    check_all(checker)
    entries.void(entry_id=drawn.entry_id, reason="sổ bỏ trống", **said)
    check_all(checker)
    lot.refresh_from_db()
    drawn.refresh_from_db()
    assert drawn.state == Check.State.WITHDRAWN
    assert (lot.state, open_checks(desk.world.book)) == (State.ACCEPTED, 0)


def test_what_stands_in_the_way_of_a_lot_is_said(desk: Desk, checker: Checker, registrar: Any) -> None:
    with pytest.raises(LotRefused, match="chưa có đủ"):
        draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)
    setting(desk)
    fill(desk, 3)
    desk.open(9, 1)
    with pytest.raises(NotAllowed):
        draw_lot(actor=checker.officer, book=desk.world.book, sort="aql", now=desk.world.now)
    draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)
    with pytest.raises(LotRefused, match="chưa xong"):
        draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)


def test_unfinished_work_stands_in_the_way_too(desk: Desk, registrar: Any) -> None:
    setting(desk)
    pks = fill(desk, 3)
    entries.reopen(
        actor=desk.officer, entry_id=pks[0], reason="nhầm", now=desk.world.now, station=desk.station
    )
    with pytest.raises(LotRefused, match="đang nhập"):
        draw_lot(actor=registrar, book=desk.world.book, sort="aql", now=desk.world.now)


def test_two_bad_lots_of_a_unit_tighten_the_third(desk: Desk, registrar: Any) -> None:
    world = desk.world
    for number in (1, 2):
        _decided(world, registrar, number, wrong=9)
    assert inspection_of(world.unit.pk, "KS").severity == "tightened"
    setting(desk)
    fill(desk, 10)
    assert draw_lot(actor=registrar, book=world.book, sort="aql", now=world.now).severity == "tightened"


def test_lots_of_another_kind_and_of_books_that_stand_alone_do_not_count(desk: Desk, registrar: Any) -> None:
    world = desk.world
    _decided(world, registrar, 1, wrong=9)
    _decided(world, registrar, 2, wrong=9, sort="zero")
    _decided(world, registrar, 1, wrong=9, kind="KH")
    assert inspection_of(world.unit.pk, "KS").severity == "normal"


def test_after_five_rejected_under_tightened_nothing_is_drawn_without_a_word(
    desk: Desk, registrar: Any
) -> None:
    world = desk.world
    for number in range(1, 8):
        _decided(world, registrar, number, wrong=9, severity="normal" if number < 3 else "tightened")
    assert inspection_of(world.unit.pk, "KS").stopped
    setting(desk)
    fill(desk, 10)
    with pytest.raises(LotRefused, match="nguyên nhân"):
        draw_lot(actor=registrar, book=world.book, sort="aql", now=world.now)
    lot = draw_lot(actor=registrar, book=world.book, sort="aql", now=world.now, note="đã tập huấn lại")
    assert (lot.severity, lot.note) == ("tightened", "đã tập huấn lại")


def test_reduced_inspection_is_asked_for_once_the_score_bears_it(desk: Desk, registrar: Any) -> None:
    world = desk.world
    setting(desk)
    fill(desk, 10)
    with pytest.raises(LotRefused, match="điểm"):
        draw_lot(actor=registrar, book=world.book, sort="aql", now=world.now, ask_reduced=True)
    for number in range(1, 11):
        _decided(world, registrar, number, wrong=0)
    lot = draw_lot(actor=registrar, book=world.book, sort="aql", now=world.now, ask_reduced=True)
    assert lot.severity == "reduced"


def test_a_lot_of_planned_checks_takes_them_over(desk: Desk, checker: Checker, registrar: Any) -> None:
    fill(desk, 8)
    planned(desk.world)
    lot = draw_lot(actor=registrar, book=desk.world.book, sort="zero", now=desk.world.now)
    assert lot.checks.count() == lot.sample
    assert Check.objects.unscoped("a test's own").filter(book=desk.world.book).count() == 8


def _decided(
    world: Any,
    registrar: Any,
    number: int,
    *,
    wrong: int,
    sort: str = "aql",
    kind: str = "KS",
    severity: str = "normal",
) -> Lot:
    plan = plan_for(lot=200, aql=4.0, severity=severity)  # type: ignore[arg-type]
    return Lot.objects.create(
        number=number, book=world.new_book(kind=kind), unit=world.unit, kind=kind, sort=sort, size=200, severity=severity,
        quality_limit=4.0, level="II", letter=plan.letter, sample=plan.size, accept=plan.accept, reject=plan.reject,
        state="accepted" if plan.passes(wrong) else "rectified", wrong=wrong, draw="0", drawn_by=registrar, drawn_at=world.now,
        decided_at=world.now, ended_at=world.now,
    )  # fmt: skip
