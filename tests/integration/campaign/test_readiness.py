"""Readiness: a unit says what stands, with its proof, and the page shows beside it what the installation knows."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from hotich.campaign.budget.operations import add_item, note_amount
from hotich.campaign.contacts.operations import name_contact
from hotich.campaign.papers.operations import keep_signed, number_paper, record_paper
from hotich.campaign.plan.operations import add_basis
from hotich.campaign.readiness.operations import (
    ORDINARY,
    Item,
    ReadinessRefused,
    report_readiness,
    set_checklist,
)
from hotich.campaign.readiness.queries import Cell, readiness_of
from hotich.core.quotas import VIETNAM
from hotich.staff.models import HelperTerm
from hotich.stations.models import Duty
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(led: Any) -> dict[str, Any]:
    listed = set_checklist(actor=led.writer, campaign_id=led.campaign.pk, due_on=today() + timedelta(days=3))
    return {item.code: item for item in listed}


def cell(led: Any, code: str, *, officer: Any = None, in_days: int = 0) -> Cell:
    on = today() + timedelta(days=in_days)
    first = readiness_of(officer or led.writer, led.campaign, led.units, on=on)[0]
    return next(each for each in first.cells if each.item.code == code)


def report(led: Any, item: Any, state: str = "done", said: str = "biên bản số 5", **more: Any) -> Any:
    return report_readiness(
        **{
            "actor": led.ward.officer("registrar"), "item_id": item.pk, "reporting_unit_id": led.units[0].pk,
            "state": state, "said": said, "now": led.now, **more,
        }
    )  # fmt: skip


def test_the_list_is_the_twelve_of_the_rules_and_setting_it_again_adds_nothing(led: Any, items: Any) -> None:
    assert len(items) == len(ORDINARY) == 12
    again = set_checklist(
        actor=led.writer, campaign_id=led.campaign.pk, due_on=today(),
        items=[*ORDINARY, Item("extra", "Máy phát điện", "công suất")],
    )  # fmt: skip
    assert len(again) == 13
    assert again[0].due_on == today() + timedelta(days=3)
    with pytest.raises(ReadinessRefused, match="ngày"):
        set_checklist(actor=led.writer, campaign_id=led.campaign.pk, due_on=None)
    with pytest.raises(NotAllowed):
        set_checklist(actor=led.ward.officer("registrar"), campaign_id=led.campaign.pk, due_on=today())


def test_a_line_goes_from_nothing_to_done_with_its_proof(led: Any, items: Any) -> None:
    assert cell(led, "line").state == "open"
    report(led, items["line"], "doing", "")
    assert cell(led, "line").state == "doing"
    with pytest.raises(ReadinessRefused, match="minh chứng"):
        report(led, items["line"], "done", " ")
    report(led, items["line"])
    found = cell(led, "line")
    assert found.line is not None
    assert (found.state, found.line.said, found.contradicted) == ("done", "biên bản số 5", False)


def test_before_a_day_means_that_the_day_itself_is_late(led: Any, items: Any) -> None:
    assert cell(led, "line", in_days=2).state == "open"
    assert cell(led, "line", in_days=3).state == "late"
    report(led, items["line"])
    assert cell(led, "line", in_days=3).state == "done"


def test_a_unit_speaks_for_itself(led: Any, items: Any) -> None:
    with pytest.raises(NotFound):
        report(led, items["line"], actor=led.sister.officer("registrar"))
    with pytest.raises(NotFound):
        report(led, items["line"], actor=led.writer)
    with pytest.raises(NotAllowed):
        report(led, items["line"], actor=led.ward.officer("town_leader"))
    with pytest.raises(NotFound):
        report(led, items["line"], item_id=None)
    with pytest.raises(ReadinessRefused, match="đang làm"):
        report(led, items["line"], "perhaps")


def test_what_the_installation_sees_otherwise_is_shown_beside_what_was_said(led: Any, items: Any) -> None:
    led.ward.machine(checked=False)
    report(led, items["security"])
    found = cell(led, "security")
    assert found.fact is not None
    assert found.fact.words == "1 trên 2 máy còn hiệu lực kiểm tra"
    assert found.contradicted
    (first, _) = readiness_of(led.writer, led.campaign, led.units, on=today())
    assert (first.done, first.contradicted) == (1, 1)


def test_the_installation_knows_papers_teams_accounts_contacts_and_books(led: Any, items: Any) -> None:
    held = {code: (found := cell(led, code).fact) and found.holds for code in items}
    assert held == {
        "plan": False, "team": False, "machines": True, "security": True, "line": None, "accounts": False,
        "roster": False, "contacts": False, "books": False, "budget": False, "confidentiality": False, "training": None,
    }  # fmt: skip
    registrar = led.ward.officer("registrar", agency=led.ward.committee)
    plan = record_paper(
        actor=registrar, now=led.now, campaign=led.campaign, agency=led.ward.committee, about="Kế hoạch", symbol="KH",
        kind="unit_plan",
    )  # fmt: skip
    number_paper(actor=registrar, now=led.now, paper_id=plan.pk, number="21", dated=today())
    led.ward.team.decision_number = "41/QĐ"
    led.ward.team.save()
    name_contact(
        actor=led.writer, campaign_id=led.campaign.pk, topic="justice", agency=led.ward.committee, name="Người Thử",
        title="công chức", phone="", order=1, now=led.now,
    )  # fmt: skip
    for code, words in (
        ("plan", "21/KH"),
        ("team", "41/QĐ"),
        ("accounts", "tài khoản"),
        ("contacts", "1 đầu mối"),
    ):
        fact = cell(led, code).fact
        assert fact is not None
        assert fact.holds
        assert words in fact.words


def test_of_undertakings_the_signed_pages_are_counted_and_not_the_days(led: Any, items: Any) -> None:
    def known() -> tuple[str, bool]:
        fact = cell(led, "confidentiality").fact
        assert fact is not None
        return fact.words, fact.holds

    assert known() == ("chưa có bản cam kết nào", False)
    registrar = led.ward.officer("registrar", agency=led.ward.committee)
    helper = led.ward.officer("helper").positions.get()
    assert known() == ("0 trên 1 người hỗ trợ có bản cam kết", False)  # a day was typed, no page is kept
    term = HelperTerm.objects.create(
        position=helper, organisation="Đoàn Thanh niên", paper_digest="0" * 64, paper_size=9, taken_by=registrar,
        taken_at=led.now, signed_until=today(),
    )  # fmt: skip
    assert known() == ("1 trên 1 người hỗ trợ có bản cam kết", True)
    assert cell(led, "confidentiality", in_days=1).fact.words.startswith("0 trên 1")  # type: ignore[union-attr]
    helper.ended_at = led.now
    helper.save()
    assert known() == ("chưa có bản cam kết nào", False)
    assert term.position_id == helper.pk


def test_what_the_unit_keeps_signed_of_those_who_key_is_counted_too(
    led: Any, items: Any, settings: Any, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    registrar = led.ward.officer("registrar", agency=led.ward.committee)
    given = {"actor": registrar, "now": led.now}
    paper = record_paper(
        **given, campaign=led.campaign, agency=led.ward.committee, about="Cam kết bảo mật", symbol="CK",
        kind="confidentiality",
    )  # fmt: skip
    number_paper(**given, paper_id=paper.pk, number="1", dated=today())
    assert cell(led, "confidentiality").fact.holds is False  # type: ignore[union-attr]
    content = b"%PDF-1.7 signed %%EOF"
    keep_signed(**given, paper_id=paper.pk, size=len(content), chunks=[content])
    fact = cell(led, "confidentiality").fact
    assert fact is not None
    assert (fact.words, fact.holds) == ("1 bản cam kết đã ký ở Văn bản", True)


def test_a_roster_of_the_whole_day_and_money_that_was_allotted_bear_out_what_was_said(
    led: Any, items: Any
) -> None:
    midnight = datetime.combine(today(), time(), tzinfo=VIETNAM)
    registrar = led.ward.officer("registrar", agency=led.ward.committee)
    shift = {
        "station": led.ward.station,
        "unit": led.ward.unit,
        "team": led.ward.team,
        "day": today(),
        "set_at": led.now,
    }
    for number in range(3):
        assert not cell(led, "roster").fact.holds  # type: ignore[union-attr]
        Duty.objects.create(
            **shift, number=number + 1, officer=led.ward.officer("keyer", name=f"Ca {number}"),
            starts_at=midnight + timedelta(hours=8 * number), ends_at=midnight + timedelta(hours=8 * number + 8),
        )  # fmt: skip
    assert cell(led, "roster").fact.holds  # type: ignore[union-attr]
    said = {"actor": registrar, "now": led.now}
    item = add_item(
        **said,
        campaign=led.campaign,
        unit_id=led.ward.unit.pk,
        group="overtime",
        name="Làm thêm giờ",
        source="commune",
    )
    note_amount(**said, item_id=item.pk, kind="planned", amount=18_000_000, day=today())
    assert not cell(led, "budget").fact.holds  # type: ignore[union-attr]
    note_amount(**said, item_id=item.pk, kind="allotted", amount=9_000_000, day=today())
    found = cell(led, "budget").fact
    assert found is not None
    assert (found.words, found.holds) == ("được cấp 9.000.000 đ trên dự toán 18.000.000 đ", True)


def test_hours_in_which_two_machines_are_manned_count_once(led: Any, items: Any) -> None:
    midnight = datetime.combine(today(), time(), tzinfo=VIETNAM)
    for number, (first, last) in enumerate(((0, 12), (6, 18)), start=1):
        Duty.objects.create(
            station=led.ward.machine(), unit=led.ward.unit, team=led.ward.team, day=today(), set_at=led.now, number=number,
            officer=led.ward.officer("keyer", name=f"Ca {number}"), starts_at=midnight + timedelta(hours=first),
            ends_at=midnight + timedelta(hours=last),
        )  # fmt: skip
    found = cell(led, "roster").fact
    assert found is not None
    assert "2 ca, 18 giờ" in found.words
    assert not found.holds


def test_who_leads_works_under_the_campaigns_own_plan(led: Any, items: Any) -> None:
    led.campaign.lead_agency = led.ward.committee
    led.campaign.save()
    add_basis(
        actor=led.ward.officer("justice_officer", agency=led.ward.committee), campaign_id=led.campaign.pk, sort="own",
        title="Kế hoạch", number="99/KH-UBND",
    )  # fmt: skip
    found = cell(led, "plan").fact
    assert found is not None
    assert (found.words, found.holds) == ("kế hoạch của đợt, số 99/KH-UBND", True)


def test_an_officer_reads_what_his_own_units_have_said(led: Any, items: Any) -> None:
    report(led, items["line"])
    assert cell(led, "line", officer=led.sister.officer("registrar")).line is None
    assert cell(led, "line", officer=led.ward.officer("unit_head")).line is not None


def test_all_units_cost_no_more_queries_than_one(
    led: Any, items: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    report(led, items["line"])
    assert led.writer.scope.unit_ids
    with CaptureQueriesContext(connection) as one:
        readiness_of(led.writer, led.campaign, led.units[:1], on=today())
    with django_assert_num_queries(len(one)):
        readiness_of(led.writer, led.campaign, led.units, on=today())
