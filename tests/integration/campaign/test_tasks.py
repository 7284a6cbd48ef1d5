"""Tasks: given by who leads, reported by who answers for them, shown to all whom the plan names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hotich.campaign.models import TaskPart
from hotich.campaign.tasks.operations import (
    Share,
    TaskRefused,
    change_task,
    give_task,
    report_part,
    withdraw_task,
)
from hotich.campaign.tasks.queries import TaskStanding, own_parts, parts_seen, tasks_of
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import today

pytestmark = pytest.mark.django_db


def given(led: Any, *shares: Share, **values: Any) -> Any:
    return give_task(
        **{
            "actor": led.writer, "campaign_id": led.campaign.pk, "title": "Phân loại sổ", "now": led.now,
            "shares": shares or (Share("perform", led.ward.committee), Share("perform", led.sister.committee)),
            "due_on": today() + timedelta(days=5), **values,
        }
    )  # fmt: skip


def standing(led: Any, *, in_days: int = 0) -> TaskStanding:
    (found,) = tasks_of(led.campaign, on=today() + timedelta(days=in_days))
    return found


def said(led: Any, task: Any, world: Any, state: str = "done", **more: Any) -> TaskPart:
    part = task.parts.get(agency=world.committee, role="perform")
    return report_part(
        **{
            "actor": world.officer("registrar"), "part_id": part.pk, "state": state, "said": "xong 12 quyển",
            "now": led.now, **more,
        }
    )  # fmt: skip


def test_a_task_is_done_when_all_who_perform_it_have_reported_so(led: Any) -> None:
    task = given(led)
    assert (standing(led).state, standing(led).done) == ("open", 0)
    said(led, task, led.ward)
    assert standing(led).state == "doing"
    said(led, task, led.sister)
    assert standing(led).state == "done"


def test_before_a_day_means_that_the_day_itself_is_late(led: Any) -> None:
    given(led)
    assert standing(led, in_days=4).state == "open"
    assert standing(led, in_days=4).days_left == 0
    assert standing(led, in_days=5).state == "late"


def test_a_task_without_a_day_goes_on(led: Any) -> None:
    given(led, Share("lead", led.justice, "Tổ kiểm tra"), due_on=None)
    assert (standing(led).state, standing(led).days_left) == ("going_on", None)
    assert standing(led).by_role() == [("chủ trì", "Tổ kiểm tra")]


def test_an_agency_reports_on_its_own_part_and_says_what_was_done(led: Any) -> None:
    task = given(led)
    part = task.parts.get(agency=led.sister.committee)
    with pytest.raises(NotFound):
        said(led, task, led.ward, part_id=part.pk)
    with pytest.raises(NotAllowed):
        said(led, task, led.ward, actor=led.ward.officer("keyer"))
    with pytest.raises(TaskRefused, match="kết quả"):
        said(led, task, led.ward, said=" ")
    with pytest.raises(TaskRefused, match="đang làm"):
        said(led, task, led.ward, state="open")


def test_who_supervises_or_cooperates_reports_nothing(led: Any) -> None:
    task = given(
        led, Share("perform", led.ward.committee), Share("supervise", led.justice), Share("cooperate", led.ward.police)
    )  # fmt: skip
    part = task.parts.get(agency=led.justice)
    with pytest.raises(NotFound):
        report_part(actor=led.writer, part_id=part.pk, state="done", said="xong", now=led.now)
    assert len(standing(led).answerable) == 1


def test_what_another_ward_wrote_is_not_shown_only_how_many_have_finished(led: Any) -> None:
    task = given(led)
    said(led, task, led.ward)
    officer = led.sister.officer("registrar")
    found = standing(led)
    assert [part.agency for part in own_parts(officer, found)] == [led.sister.committee]
    assert [part.agency for part in parts_seen(officer, found)] == [led.sister.committee]
    assert found.done == 1
    assert len(parts_seen(led.writer, found)) == 2


def test_all_wards_are_named_as_the_plan_names_them(led: Any, now: Any) -> None:
    from world import make_world

    third = make_world("90008", now)
    shares = [Share("perform", world.committee) for world in (led.ward, led.sister, third)]
    given(led, Share("perform", led.justice), *shares, Share("cooperate", led.ward.police))
    assert standing(led).by_role() == [
        ("thực hiện", "Phòng Tư pháp, UBND các phường, xã"),
        ("phối hợp", "Công an"),
    ]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"title": " "}, "nội dung"),
        ({"shares": ()}, "chủ trì hoặc thực hiện"),
        ({"starts_on": today() + timedelta(days=9)}, "sau ngày bắt đầu"),
    ],
)
def test_a_task_names_what_who_and_a_day_that_can_be(led: Any, values: Any, why: str) -> None:
    values = {"shares": (Share("perform", led.ward.committee),)} | values
    with pytest.raises(TaskRefused, match=why):
        give_task(
            **{"actor": led.writer, "campaign_id": led.campaign.pk, "title": "Việc", "now": led.now, "due_on": today(), **values}
        )  # fmt: skip


def test_an_agency_is_not_named_twice_and_only_who_leads_gives_tasks(led: Any) -> None:
    share = Share("perform", led.ward.committee)
    with pytest.raises(TaskRefused, match="hai lần"):
        given(led, share, share)
    with pytest.raises(NotAllowed):
        given(led, share, actor=led.ward.officer("registrar"))
    with pytest.raises(NotAllowed, match="cấp chủ trì"):
        given(led, share, actor=led.ward.officer("justice_officer"))


def test_a_task_that_was_withdrawn_stays_on_record_and_asks_for_nothing(led: Any) -> None:
    task = given(led)
    with pytest.raises(TaskRefused, match="lý do"):
        withdraw_task(actor=led.writer, task_id=task.pk, reason="", now=led.now)
    withdraw_task(actor=led.writer, task_id=task.pk, reason="gộp vào việc khác", now=led.now)
    assert tasks_of(led.campaign, on=today()) == []
    assert len(tasks_of(led.campaign, on=today(), with_withdrawn=True)) == 1
    with pytest.raises(TaskRefused, match="đã rút"):
        said(led, task, led.ward)
    with pytest.raises(NotFound):
        withdraw_task(actor=led.writer, task_id=task.pk, reason="nữa", now=led.now)


def test_what_was_reported_before_stays_in_the_history(led: Any) -> None:
    task = given(led)
    said(led, task, led.ward, state="doing", said="mới xong 3 quyển")
    part = said(led, task, led.ward)
    history = type(part).pgh_event_model.objects.filter(pgh_obj_id=part.pk).order_by("pgh_id")
    assert [each.said for each in history] == ["", "mới xong 3 quyển", "xong 12 quyển"]


def test_the_plan_is_read_in_three_queries_however_long_it_is(
    led: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        given(led, title=f"Việc {number}")
    with django_assert_max_num_queries(3):
        assert sum(len(each.by_role()) for each in tasks_of(led.campaign, on=today())) == 6


def changed(led: Any, task: Any, *shares: Share, **values: Any) -> Any:
    return change_task(
        **{
            "actor": led.writer, "task_id": task.pk, "title": task.title, "due_on": task.due_on, "now": led.now,
            "shares": shares or (Share("perform", led.ward.committee), Share("perform", led.sister.committee)),
            "reason": "theo ý kiến của Tổ kiểm tra", **values,
        }
    )  # fmt: skip


def test_a_changed_task_says_why_and_what_it_was_and_keeps_what_was_reported(led: Any) -> None:
    task = given(led)
    said(led, task, led.ward)
    was, later = task.due_on, task.due_on + timedelta(days=7)
    shares = [Share("perform", world.committee) for world in (led.ward, led.sister)]
    changed(led, task, *shares, Share("cooperate", led.ward.police), title="Phân loại, giao sổ", due_on=later)
    found = standing(led)
    assert (found.task.title, found.task.due_on) == ("Phân loại, giao sổ", later)
    assert (found.task.changed_by, found.task.changed_because) == (led.writer, "theo ý kiến của Tổ kiểm tra")
    assert "“Phân loại sổ”" in found.task.changed_what
    assert f"hạn trước đó: {was:%d/%m/%Y}" in found.task.changed_what
    assert "thêm Công an (phối hợp)" in found.task.changed_what
    assert (found.done, found.state) == (1, "doing")
    history = type(task).pgh_event_model.objects.filter(pgh_obj_id=task.pk).order_by("pgh_id")
    assert [event.title for event in history] == ["Phân loại sổ", "Phân loại, giao sổ"]


def test_an_agency_that_reported_stays_one_that_did_not_can_go(led: Any) -> None:
    task = given(led)
    said(led, task, led.ward)
    with pytest.raises(TaskRefused, match="đã báo cáo"):
        changed(led, task, Share("perform", led.sister.committee))
    with pytest.raises(TaskRefused, match="đã báo cáo"):  # nor does it become one that only helps
        changed(led, task, Share("cooperate", led.ward.committee), Share("perform", led.sister.committee))
    changed(led, task, Share("perform", led.ward.committee))
    assert standing(led).state == "done"


def test_an_agency_the_plan_calls_otherwise_is_still_called_so(led: Any) -> None:
    task = given(led, Share("lead", led.justice, "Tổ kiểm tra"))
    changed(led, task, Share("lead", led.justice), title="Việc khác")
    assert standing(led).by_role() == [("chủ trì", "Tổ kiểm tra")]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"reason": " "}, "lý do"),
        ({}, "Chưa có gì thay đổi"),
        ({"title": ""}, "nội dung"),
        ({"starts_on": today() + timedelta(days=30)}, "sau ngày bắt đầu"),
    ],
)
def test_a_task_is_changed_for_a_reason_into_one_that_can_be(led: Any, values: Any, why: str) -> None:
    task = given(led)
    with pytest.raises(TaskRefused, match=why):
        changed(led, task, **values)


def test_only_who_leads_changes_a_task_that_stands(led: Any) -> None:
    task = given(led)
    for code, refused in (("registrar", NotAllowed), ("justice_officer", NotAllowed)):
        with pytest.raises(refused):
            changed(led, task, actor=led.ward.officer(code), title="Khác")
    withdraw_task(actor=led.writer, task_id=task.pk, reason="gộp", now=led.now)
    with pytest.raises(NotFound):
        changed(led, task, title="Khác")
