"""Inspection visits: told before, gone through whole, findings that become tasks and are followed until they are mended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk

from hotich.books.models import Book
from hotich.campaign.models import Finding, Task, TaskPart, Visit
from hotich.campaign.steering.operations import (
    announce_visit,
    call_off_visit,
    draw_samples,
    hold_visit,
    record_finding,
    settle_finding,
)
from hotich.campaign.steering.operations.visits import VisitRefused
from hotich.campaign.steering.queries import samples_of, visit_for, visit_state, visits_followed, visits_for
from hotich.campaign.tasks.operations import report_part
from hotich.entries.models import Entry
from hotich.support.errors import Conflict, NotAllowed, NotFound
from hotich.support.time import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspector(led: Any) -> Any:
    return led.ward.officer("inspector", agency=led.justice)


def announced(led: Any, inspector: Any, **values: Any) -> Visit:
    return announce_visit(
        **{
            "actor": inspector, "reporting_unit_id": led.units[0].pk, "agency": led.justice, "on": today(),
            "hour": "8 giờ 00", "members": [["Bà Kiểm", "Phòng Tư pháp", "Trưởng đoàn"]], "reason": "", "now": led.now, **values,
        }
    )  # fmt: skip


def found(led: Any, inspector: Any, visit: Visit, **values: Any) -> Finding:
    return record_finding(
        **{
            "actor": inspector, "visit_id": visit.pk, "item": "shifts", "severity": "serious", "words": "Ca đêm không có người",
            "due_on": today() + timedelta(days=3), "now": led.now, **values,
        }
    )  # fmt: skip


def held(led: Any, inspector: Any, visit: Visit, **results: str) -> Visit:
    # Nobody drew entries in most of these visits: the line says so.
    drawn = visit.samples.exists()
    usual = {} if drawn else {"entries": "skipped"}
    said = {
        code: ((usual | results).get(code, "met"), "sổ đang ở Tòa án" if code == "entries" else "")
        for code in visit.lines
    }
    return hold_visit(
        actor=inspector, visit_id=visit.pk, results=said, samples={one.pk: "right" for one in visit.samples.all()},
        conclusion="Cơ bản đạt", now=led.now,
    )  # fmt: skip


def state(led: Any, visit: Visit) -> str:
    (one,) = visits_for(led.writer, led.campaign)
    return visit_state(one, one.unsettled)[0]  # type: ignore[attr-defined]  # annotated


def test_a_finding_becomes_the_units_task_and_is_followed_until_it_is_mended(
    led: Any, inspector: Any
) -> None:
    visit = announced(led, inspector)
    finding = found(led, inspector, visit)
    held(led, inspector, visit, shifts="fault")
    assert state(led, visit) == "following"
    task = finding.task
    assert task is not None
    assert task.origin == Task.Origin.INSPECTION
    with pytest.raises(VisitRefused, match="chưa báo cáo"):
        settle_finding(actor=inspector, finding_id=finding.pk, words="đã xem", now=led.now)
    part = task.parts.get(role=TaskPart.Role.PERFORM)
    report_part(
        actor=led.ward.officer("registrar"), part_id=part.pk, state="done", said="đã sắp đủ ca", now=led.now
    )
    settle_finding(actor=inspector, finding_id=finding.pk, words="đã xem lịch trực", now=led.now)
    assert state(led, visit) == "done"


def test_what_is_light_is_said_on_the_spot_and_is_no_task(led: Any, inspector: Any) -> None:
    finding = found(led, inspector, announced(led, inspector), severity="light", due_on=None)
    assert finding.task is None


def test_a_line_that_is_not_met_has_a_finding(led: Any, inspector: Any) -> None:
    visit = announced(led, inspector)
    with pytest.raises(VisitRefused, match="ghi tồn tại"):
        held(led, inspector, visit, machines="fault")
    with pytest.raises(VisitRefused, match="Chọn kết quả"):
        held(led, inspector, visit, machines="")


def test_a_line_with_something_to_mend_is_not_met(led: Any, inspector: Any) -> None:
    visit = announced(led, inspector)
    found(led, inspector, visit)
    found(led, inspector, visit, item="machines", severity="light", words="Tem bong", due_on=None)
    with pytest.raises(VisitRefused, match="chọn chưa đạt"):
        held(led, inspector, visit)
    held(led, inspector, visit, shifts="fault")


def test_ten_entries_are_drawn_once_and_every_one_is_compared(led: Any, inspector: Any) -> None:
    keyer = led.ward.officer("keyer")
    led.ward.assign(led.ward.book, keyer)
    desk = Desk(led.ward, keyer)
    for line in range(1, 13):
        desk.whole(line=line)
    visit = announced(led, inspector)
    drawn = draw_samples(actor=inspector, visit_id=visit.pk, now=led.now)
    again = draw_samples(actor=inspector, visit_id=visit.pk, now=led.now)
    assert len(drawn) == 10
    assert {one.entry_id for one in drawn} == {one.entry_id for one in again}
    with pytest.raises(VisitRefused, match="đối chiếu trường hợp thứ 1"):
        hold_visit(
            actor=inspector, visit_id=visit.pk, samples={}, conclusion="xong", now=led.now,
            results=dict.fromkeys(visit.lines, ("met", "")),
        )  # fmt: skip
    held(led, inspector, visit)
    # Who sees counts only sees that ten were drawn, not which.
    assert len(samples_of(inspector, visit)) == 10
    assert samples_of(led.ward.officer("unit_head"), visit) == []


def test_only_entries_of_books_that_can_be_opened_are_drawn(led: Any, inspector: Any) -> None:
    keyer = led.ward.officer("keyer")
    returned, lost = led.ward.new_book(), led.ward.new_book()
    for book in (led.ward.book, returned, lost):
        led.ward.assign(book, keyer)
    desk = Desk(led.ward, keyer)
    for line in (1, 2):
        desk.whole(line=line)
    kept = {entry.pk for entry in Entry.objects.unscoped("a test").filter(book=led.ward.book)}
    for book, status in ((returned, "returned"), (lost, "lost")):
        desk.open(line=1, book=book)
        desk.key_all()
        desk.complete()
        Book.objects.unscoped("a test").filter(pk=book.pk).update(status=status)
    visit = announced(led, inspector)
    drawn = draw_samples(actor=inspector, visit_id=visit.pk, now=led.now)
    assert {one.entry_id for one in drawn} == kept


def test_a_visit_says_why_nothing_was_compared_with_the_book(led: Any, inspector: Any) -> None:
    visit = announced(led, inspector)
    with pytest.raises(VisitRefused, match="Trong các quyển đơn vị đang giữ"):
        draw_samples(actor=inspector, visit_id=visit.pk, now=led.now)
    for result, note, words in (("met", "", "rút trường hợp"), ("skipped", " ", "ghi lý do")):
        said = dict.fromkeys(visit.lines, ("met", "")) | {"entries": (result, note)}
        with pytest.raises(VisitRefused, match=words):
            hold_visit(
                actor=inspector, visit_id=visit.pk, results=said, samples={}, conclusion="xong", now=led.now
            )
    held(led, inspector, visit)


def test_what_is_found_after_the_list_was_gone_through_makes_its_line_unmet(led: Any, inspector: Any) -> None:
    visit = announced(led, inspector)
    held(led, inspector, visit)
    found(led, inspector, visit, item="machines", severity="light", words="Tem bong", due_on=None)
    assert not visit.checks.filter(result="fault").exists(), "what is mended on the spot leaves it met"
    found(led, inspector, visit)
    assert [check.item for check in visit.checks.filter(result="fault")] == ["shifts"]


def test_nothing_is_drawn_or_held_before_its_day(led: Any, inspector: Any) -> None:
    visit = announced(led, inspector, on=today() + timedelta(days=2))
    for act in (
        lambda: draw_samples(actor=inspector, visit_id=visit.pk, now=led.now),
        lambda: found(led, inspector, visit),
        lambda: held(led, inspector, visit),
    ):
        with pytest.raises(VisitRefused, match="Chưa đến ngày"):
            act()


def test_an_agency_announces_one_visit_of_a_unit_on_a_day(led: Any, inspector: Any) -> None:
    first = announced(led, inspector)
    said = f"{led.justice} đã có cuộc kiểm tra .*, chưa ghi kết quả: {inspector} ghi lúc .*hủy cuộc ấy trước"
    with pytest.raises(Conflict, match=said):
        announced(led, inspector, hour="14 giờ 00")
    announced(led, inspector, on=today() + timedelta(days=1))
    announced(led, inspector, reporting_unit_id=led.units[1].pk)
    call_off_visit(actor=inspector, visit_id=first.pk, reason="mưa lũ", now=led.now)
    second = announced(led, inspector)
    held(led, inspector, second)
    announced(led, inspector, hour="14 giờ 00")


def test_a_visit_that_is_called_off_keeps_its_reason(led: Any, inspector: Any) -> None:
    visit = announced(led, inspector)
    with pytest.raises(VisitRefused, match="lý do"):
        call_off_visit(actor=inspector, visit_id=visit.pk, reason=" ", now=led.now)
    call_off_visit(actor=inspector, visit_id=visit.pk, reason="mưa lũ", now=led.now)
    assert state(led, visit) == "called_off"
    with pytest.raises(VisitRefused, match="đã hủy"):
        found(led, inspector, visit)


def test_the_unit_reads_its_visit_and_does_not_write_in_it(led: Any, inspector: Any) -> None:
    visit = announced(led, inspector)
    assert visit_for(led.ward.officer("unit_head"), visit.pk) == visit
    with pytest.raises(NotFound):
        visit_for(led.sister.officer("unit_head"), visit.pk)
    with pytest.raises(NotAllowed):
        found(led, led.ward.officer("registrar"), visit)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"on": today() - timedelta(days=1)}, "từ hôm nay"), ({"members": [[" "]]}, "thành phần"), ({"members": [["Bà Kiểm", "Phòng", "Tư pháp", "Trưởng đoàn"]]}, "chấm phẩy"),
        ({"hour": ""}, "giờ"),
    ],
)  # fmt: skip
def test_a_visit_says_when_where_and_who(
    led: Any, inspector: Any, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(VisitRefused, match=words):
        announced(led, inspector, **values)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due_on": None}, "đặt hạn"), ({"due_on": today()}, "sau hôm nay"), ({"item": "weather"}, "nội dung"),
        ({"words": ""}, "tồn tại"), ({"severity": "bad"}, "mức độ"),
    ],
)  # fmt: skip
def test_a_finding_says_what_how_grave_and_until_when(
    led: Any, inspector: Any, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(VisitRefused, match=words):
        found(led, inspector, announced(led, inspector), **values)


def test_a_visit_is_followed_until_its_last_finding_is_settled_whatever_came_after_it(
    led: Any, inspector: Any
) -> None:
    own, other = led.units[0], led.units[1]
    visit = announced(led, inspector)
    finding = found(led, inspector, visit, item="shifts", severity="light", due_on=None)
    held(led, inspector, visit)
    over = announced(led, inspector)
    held(led, inspector, over)
    coming = announced(led, inspector, reporting_unit_id=other.pk)
    assert set(visits_followed(led.writer, led.campaign)) == {visit, coming}
    assert list(visits_followed(led.writer, led.campaign, unit_id=own.unit_id)) == [visit]
    settle_finding(actor=inspector, finding_id=finding.pk, words="đã có lịch trực đêm", now=led.now)
    assert list(visits_followed(led.writer, led.campaign)) == [coming]
