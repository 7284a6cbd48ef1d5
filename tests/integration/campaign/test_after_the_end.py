"""An ended campaign stays as its figures were frozen: every operation of its plan and its steering is refused, but for a few that are named."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

import hotich.campaign.budget.operations as money
import hotich.campaign.contacts.operations as contacts
import hotich.campaign.evidence.operations as evidence
import hotich.campaign.operations as setting
import hotich.campaign.papers.operations as papers
import hotich.campaign.plan.operations as plan
import hotich.campaign.readiness.operations as readiness
import hotich.campaign.steering.operations as steering
import hotich.campaign.targets.operations as targets
import hotich.campaign.tasks.operations as tasks
from hotich.campaign.models import Closing, Measure, Obstacle
from hotich.campaign.policies import CampaignClosed
from hotich.support.time import today

pytestmark = pytest.mark.django_db

GOES_ON = {
    "open_plan",  # another campaign
    "add_item", "note_amount",  # what was spent is known later
    "attach", "open_file",  # what proves it, too
    "draw_paper", "record_paper", "number_paper", "keep_signed", "open_signed", "withdraw_paper",
    "put_on_paper", "put_visit_on_paper",  # papers of what was done
}  # fmt: skip


def operations() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every act of an officer on a campaign."""
    modules: tuple[ModuleType, ...] = (
        setting, plan, targets, tasks, readiness, contacts, evidence, papers, money, steering,
    )  # fmt: skip
    for module in modules:
        for name, found in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(found) or found.__module__.endswith("policies"):
                continue
            if (
                found.__module__.startswith(module.__name__)
                and "actor" in inspect.signature(found).parameters
            ):
                yield name, found


@pytest.fixture
def acts(led: Any) -> dict[str, Callable[[], Any]]:
    """By its name each act that is refused afterwards, upon something that was there before."""
    pk, unit, day = led.campaign.pk, led.units[0], today() + timedelta(days=9)
    lead = {"actor": led.writer, "now": led.now}
    clerk = {"actor": led.ward.officer("registrar"), "now": led.now}
    visitor = {"actor": led.ward.officer("inspector", agency=led.justice), "now": led.now}
    keyer = {"actor": led.ward.officer("team_leader"), "now": led.now}
    led.counted(led.ward, 4_000)
    version = targets.draw_up(**lead, campaign_id=pk, reason="lập lần đầu")
    version.refresh_from_db()
    line = version.lines.get(reporting_unit=unit)
    basis = plan.add_basis(actor=led.writer, campaign_id=pk, sort="law", title="Luật Hộ tịch")
    task = tasks.give_task(
        **lead, campaign_id=pk, title="Phân loại sổ", shares=[tasks.Share("perform", led.ward.committee)]
    )
    items = readiness.set_checklist(actor=led.writer, campaign_id=pk, due_on=day)
    contact = contacts.name_contact(
        **lead,
        campaign_id=pk,
        topic="line",
        agency=led.justice,
        name="Bà Lê",
        title="công chức",
        phone="",
        order=1,
    )
    measure = steering.give_measure(
        **lead,
        reporting_unit_id=unit.pk,
        kind="reminder",
        agency=led.justice,
        finding="chậm",
        asked="thêm ca",
        due_on=day,
    )
    visit = steering.announce_visit(
        **visitor,
        reporting_unit_id=unit.pk,
        agency=led.justice,
        on=today(),
        hour="8 giờ",
        members=[["Bà Kiểm"]],
        reason="",
    )
    finding = steering.record_finding(
        **visitor, visit_id=visit.pk, item="shifts", severity="light", words="thiếu người", due_on=None
    )
    obstacle = steering.raise_obstacle(**keyer, reporting_unit_id=unit.pk, topic="line", text="Mất mạng")
    steering.answer_obstacle(**lead, obstacle_id=obstacle.pk, said="đã gọi nhà mạng", reusable=True)
    answer = led.campaign.answers.get()
    of_task = {"title": "Phân loại lại", "shares": [tasks.Share("perform", led.ward.committee)]}
    finding_said = {"item": "line", "severity": "light", "words": "dây mạng hở", "due_on": None}
    return {
        "set_way_of_working": lambda: setting.set_way_of_working(**lead, campaign_id=pk, kind="KS", working="blind"),
        "set_look_up_way": lambda: setting.set_look_up_way(**lead, reporting_unit_id=unit.pk, way="extract"),
        "set_terms": lambda: plan.set_terms(**lead, campaign_id=pk, terms=terms_of(led.campaign)),
        "set_unit": lambda: plan.set_unit(**lead, reporting_unit_id=unit.pk, stations_required=3, without_access=False),
        "add_basis": lambda: plan.add_basis(actor=led.writer, campaign_id=pk, sort="law", title="Nghị định 123"),
        "withdraw_basis": lambda: plan.withdraw_basis(**lead, basis_id=basis.pk),
        "set_chain": lambda: plan.set_chain(actor=led.writer, campaign_id=pk, steps=[]),
        "set_receivers": lambda: plan.set_receivers(actor=led.writer, campaign_id=pk, names=["Sở Tư pháp"]),
        "set_programmes": lambda: plan.set_programmes(actor=led.writer, campaign_id=pk, names=["Đề án 06"]),
        "name_responsible": lambda: plan.name_responsible(
            **lead, reporting_unit_id=unit.pk, role="head", name="Ông An", title="Chủ tịch"
        ),
        "draw_up": lambda: targets.draw_up(**lead, campaign_id=pk, reason="lập lại"),
        "count_again": lambda: targets.count_again(**lead, version_id=version.pk),
        "decide_line": lambda: targets.decide_line(
            **lead, line_id=line.pk, decided=targets.Decided(5, line.starts_on, line.due_on), seen=line.mark
        ),
        "discard": lambda: targets.discard(
            actor=led.writer, now=led.now, version_id=version.pk, seen=version.changed_at, reason="lập nhầm"
        ),
        "approve": lambda: targets.approve(actor=led.head, now=led.now, version_id=version.pk, seen=version.changed_at),
        "split_target": lambda: targets.split_target(**keyer, line_id=line.pk, by="week", shares={}, seen=""),
        "give_task": lambda: tasks.give_task(**lead, campaign_id=pk, **of_task),
        "change_task": lambda: tasks.change_task(**lead, task_id=task.pk, reason="rõ hơn", **of_task),
        "report_part": lambda: tasks.report_part(
            **clerk, part_id=task.parts.get().pk, state="done", said="xong 12 quyển"
        ),
        "withdraw_task": lambda: tasks.withdraw_task(**lead, task_id=task.pk, reason="không cần"),
        "set_checklist": lambda: readiness.set_checklist(actor=led.writer, campaign_id=pk, due_on=day),
        "report_readiness": lambda: readiness.report_readiness(
            **clerk, item_id=items[0].pk, reporting_unit_id=unit.pk, state="done", said="KH số 5"
        ),
        "name_contact": lambda: contacts.name_contact(
            **lead, campaign_id=pk, topic="line", agency=led.justice, name="Ông Tư", title="công chức", phone="", order=2
        ),
        "end_contact": lambda: contacts.end_contact(**lead, contact_id=contact.pk),
        "set_rate": lambda: money.set_rate(
            actor=led.ward.officer("registrar", agency=led.justice), now=led.now, campaign=led.campaign, since=today(), basis="QĐ 1",
            per_entry=900, per_short=0, per_medium=0, per_long=0,
        ),
        "withdraw_rate": lambda: money.withdraw_rate(
            actor=led.ward.officer("registrar", agency=led.justice), now=led.now, campaign=led.campaign, since=day
        ),
        "set_rule": lambda: steering.set_rule(**lead, campaign_id=pk, rule="silent", since=today(), values={}, active=False),
        "give_measure": lambda: steering.give_measure(
            **lead, reporting_unit_id=unit.pk, kind="reminder", agency=led.justice, finding="chậm", asked="thêm ca", due_on=day
        ),
        "reply_to_measure": lambda: steering.reply_to_measure(**clerk, measure_id=measure.pk, said="đã thêm ca"),
        "end_measure": lambda: steering.end_measure(**lead, measure_id=measure.pk, accepted=False, words="đã khác"),
        "announce_visit": lambda: steering.announce_visit(
            **visitor, reporting_unit_id=unit.pk, agency=led.justice, on=day, hour="8 giờ", members=[["Bà Kiểm"]], reason=""
        ),
        "call_off_visit": lambda: steering.call_off_visit(**visitor, visit_id=visit.pk, reason="bận"),
        "draw_samples": lambda: steering.draw_samples(**visitor, visit_id=visit.pk),
        "record_finding": lambda: steering.record_finding(**visitor, visit_id=visit.pk, **finding_said),
        "hold_visit": lambda: steering.hold_visit(
            **visitor, visit_id=visit.pk, results=dict.fromkeys(visit.lines, ("met", "")), samples={}, conclusion="đạt"
        ),
        "settle_finding": lambda: steering.settle_finding(**visitor, finding_id=finding.pk, words="đã có người"),
        "raise_obstacle": lambda: steering.raise_obstacle(
            **keyer, reporting_unit_id=unit.pk, topic="line", text="Mất điện"
        ),
        "answer_obstacle": lambda: steering.answer_obstacle(**lead, obstacle_id=obstacle.pk, said="gọi lại"),
        "pass_on": lambda: steering.pass_on(**lead, obstacle_id=obstacle.pk, topic="justice"),
        "close_obstacle": lambda: steering.close_obstacle(**keyer, obstacle_id=obstacle.pk),
        "reopen_obstacle": lambda: steering.reopen_obstacle(**keyer, obstacle_id=obstacle.pk, why="vẫn mất"),
        "withdraw_answer": lambda: steering.withdraw_answer(**lead, answer_id=answer.pk),
    }  # fmt: skip


def terms_of(campaign: Any) -> plan.Terms:
    said = {name: getattr(campaign, name) for name in plan.Terms.__dataclass_fields__}
    return plan.Terms(**said | {"name": "Tên khác"})


def end(led: Any) -> None:
    Closing.objects.create(
        campaign=led.campaign, figures={}, digest="0" * 64, closed_by=led.head, closed_at=led.now
    )


def test_every_act_on_a_campaign_is_refused_afterwards_or_named_as_one_that_goes_on(
    acts: dict[str, Any],
) -> None:
    assert {name for name, _ in operations()} == acts.keys() | GOES_ON
    assert not acts.keys() & GOES_ON


def test_nothing_of_an_ended_campaign_is_written_anew(led: Any, acts: dict[str, Any]) -> None:
    end(led)
    passed = []
    for name, act in acts.items():
        try:
            act()
        except CampaignClosed as refused:
            assert "đã kết thúc" in refused.message
        else:
            passed.append(name)
    assert passed == []


def test_each_of_them_would_have_been_done_the_day_before(led: Any, acts: dict[str, Any]) -> None:
    for name in ("set_look_up_way", "report_part", "report_readiness", "reply_to_measure", "settle_finding", "close_obstacle"):  # fmt: skip
        assert acts[name]() is not None, name


def test_an_ended_campaign_urges_nobody(led: Any) -> None:
    unit = led.units[0]
    keyer = led.ward.officer("team_leader")
    steering.give_measure(
        actor=led.writer, now=led.now, reporting_unit_id=unit.pk, kind="reminder", agency=led.justice, finding="chậm", asked="thêm ca",
        due_on=today() + timedelta(days=2),
    )  # fmt: skip
    steering.raise_obstacle(
        actor=keyer, now=led.now, reporting_unit_id=unit.pk, topic="line", text="Mất mạng"
    )
    end(led)
    later = led.now + timedelta(days=9)
    assert (steering.escalate_overdue(now=later), steering.escalate_unanswered(now=later)) == (0, 0)
    assert Measure.objects.unscoped("test").get().escalated_at is None
    said = {
        "reporting_unit_id": unit.pk,
        "key": "x",
        "text": "Thiếu ghế",
        "said_at": later,
        "day_words": "1/6",
    }
    assert steering.take_from_report(**said) is None
    assert Obstacle.objects.unscoped("test").count() == 1
