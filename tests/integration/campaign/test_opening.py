"""Opening a campaign with its units, and changing what it fixes: who leads does both, and what has begun stays begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from desk import Desk

from hotich.audit.models import AuditEvent
from hotich.campaign.models import Campaign, Closing, ReportingUnit
from hotich.campaign.operations import UnitTaken
from hotich.campaign.plan.operations import PlanRefused, Terms, open_plan, set_terms, set_unit
from hotich.campaign.plan.queries import can_be_carried_out, can_report
from hotich.campaign.queries import campaigns_of
from hotich.campaign.spans import Span, spans_of
from hotich.core.quotas import Period
from hotich.reports.figures import figures_of
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import start_of, today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db


def terms(**more: Any) -> Terms:
    said = Terms(
        name="Cao điểm nhập dữ liệu", basis="Kế hoạch số 99/KH-UBND", scope_until=date(2019, 4, 1), starts_on=today(),
        keying_starts_on=today() + timedelta(days=10), due_on=today() + timedelta(days=60), quota_per_station=300,
        cut_off=time(13, 30), unit_deadline=time(14), town_deadline=time(14, 30), province_deadline=time(15),
    )  # fmt: skip
    return replace(said, **more)


def opened(led: Any, **more: Any) -> Campaign:
    said = {
        "actor": led.writer, "code": "KH-100", "agency": led.justice, "terms": terms(), "now": led.now,
        "unit_ids": [led.sister.unit.pk, led.ward.unit.pk, led.town.pk], **more,
    }  # fmt: skip
    return open_plan(**said)


def led_from_above(led: Any) -> Campaign:
    """The campaign as the province leads it: what the town carries out."""
    led.campaign.lead_agency = Agency.objects.create(
        code="70-UB", unit=led.town.parent, kind="UB", name="UBND tỉnh"
    )
    led.campaign.save(update_fields=["lead_agency"])
    return led.campaign


def test_a_campaign_is_opened_with_the_units_that_report_under_it(led: Any) -> None:
    led_from_above(led)
    made = opened(led, parent_id=led.campaign.pk)
    assert made.parent == led.campaign
    assert [(each.order, each.unit_id) for each in made.reporting_units.all()] == [
        (1, led.ward.unit.pk), (2, led.sister.unit.pk), (3, led.town.pk),
    ]  # fmt: skip
    last = made.reporting_units.get(unit=led.town)
    assert (last.name, last.code) == ("Phòng Tư pháp", "697-TP")
    assert made in campaigns_of(led.ward.officer("unit_head"))
    assert AuditEvent.objects.get(kind="campaign.opened").detail == {"code": "KH-100", "units": 3}


def test_only_units_below_the_agency_can_report_under_it(led: Any) -> None:
    assert [unit.pk for unit in can_report(led.justice)] == [
        led.ward.unit.pk,
        led.sister.unit.pk,
        led.town.pk,
    ]
    from world import make_world

    far = make_world("90009", led.now)
    with pytest.raises(NotFound, match="không thuộc địa bàn"):
        opened(led, unit_ids=[far.unit.pk])


def test_a_unit_joins_no_other_campaign_on_the_same_days(led: Any) -> None:
    with pytest.raises(UnitTaken, match="Đợt thử"):
        opened(led)
    later = led.campaign.due_on
    after = terms(starts_on=later, keying_starts_on=later, due_on=later + timedelta(days=60))
    made = opened(led, terms=after)
    assert made.reporting_units.count() == 3
    early = replace(after, starts_on=later - timedelta(days=9), keying_starts_on=later - timedelta(days=1))
    with pytest.raises(UnitTaken):
        set_terms(actor=led.writer, campaign_id=made.pk, terms=early, now=led.now)


def test_a_campaign_carries_out_one_of_a_level_above_that_has_not_ended(led: Any) -> None:
    assert not can_be_carried_out(led.writer, [led.justice]).exists()
    with pytest.raises(PlanRefused, match="không do cấp trên của"):
        opened(led, parent_id=led.campaign.pk)
    above = led_from_above(led)
    assert list(can_be_carried_out(led.writer, [led.justice])) == [above]
    Closing.objects.create(campaign=above, figures={}, digest="0" * 64, closed_by=led.head, closed_at=led.now)
    assert not can_be_carried_out(led.writer, [led.justice]).exists()
    with pytest.raises(PlanRefused, match="đã kết thúc"):
        opened(led, parent_id=above.pk)
    assert Campaign.objects.count() == 1


def test_what_carries_out_the_same_campaign_takes_no_unit_twice(led: Any) -> None:
    above = led_from_above(led)
    opened(led, parent_id=above.pk)
    with pytest.raises(UnitTaken):
        opened(led, code="KH-101", parent_id=above.pk)


def test_a_campaign_and_the_one_that_carries_it_out_count_the_same_work_once_each(led: Any) -> None:
    above = led_from_above(led)
    made = opened(led, parent_id=above.pk, terms=terms(keying_starts_on=today()))
    keyer = led.ward.officer("keyer")
    led.ward.assign(led.ward.book, keyer)
    for line in (1, 2):
        Desk(led.ward, keyer).whole(line, line)
    period = Period(start_of(today()), start_of(today() + timedelta(days=1)))
    for campaign in (above, made):
        unit = campaign.reporting_units.get(unit=led.ward.unit)
        (figures,) = figures_of(campaign, [unit], period)
        assert sum(figures.cumulative.values()) == sum(figures.entered.values()) == 2
    assert spans_of(above) == spans_of(made) == {}
    later = today() + timedelta(days=90)
    after = opened(
        led, code="KH-101", parent_id=above.pk, unit_ids=[led.ward.unit.pk],
        terms=terms(starts_on=later, keying_starts_on=later, due_on=later + timedelta(days=30)),
    )  # fmt: skip
    assert spans_of(above) == {}, "all its units key is its work, whichever campaign below carries it out"
    assert spans_of(made) == {led.ward.unit.pk: Span(before=start_of(later))}
    assert spans_of(after) == {led.ward.unit.pk: Span(after=start_of(later))}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"code": "Kế hoạch"}, "Mã đợt"),
        ({"code": ""}, "Mã đợt"),
        ({"code": "thu"}, "Đã có đợt"),
        ({"unit_ids": []}, "ít nhất một đơn vị"),
    ],
)
def test_what_is_no_campaign_is_not_opened(led: Any, more: dict[str, Any], why: str) -> None:
    with pytest.raises(PlanRefused, match=why):
        opened(led, **more)
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"name": " "}, "tên đợt"),
        ({"keying_starts_on": today() - timedelta(days=1)}, "từ ngày ban hành"),
        ({"due_on": today() + timedelta(days=10)}, "trước ngày hoàn thành"),
        ({"unit_deadline": time(13, 30)}, "Giờ chốt"),
        ({"town_deadline": time(13, 45)}, "nối tiếp nhau"),
        ({"quota_per_station": 0}, "từ 1 đến"),
    ],
)
def test_terms_that_cannot_be_are_refused(led: Any, more: dict[str, Any], why: str) -> None:
    with pytest.raises(PlanRefused, match=why):
        opened(led, terms=terms(**more))


def test_who_leads_opens_and_nobody_opens_for_another_unit(led: Any) -> None:
    with pytest.raises(NotAllowed):
        opened(led, actor=led.ward.officer("registrar"))
    with pytest.raises(NotFound):
        opened(led, agency=led.ward.committee)
    with pytest.raises(NotFound):
        opened(led, agency=None)
    led.campaign.reporting_units.filter(unit=led.ward.unit).delete()
    led.campaign.reporting_units.filter(unit=led.sister.unit).delete()
    with pytest.raises(NotFound, match="cấp trên"):
        opened(led, parent_id=led.campaign.pk)


def test_terms_are_changed_by_who_leads_and_how_they_were_stays_on_record(led: Any) -> None:
    before = led.campaign
    same = terms(
        name=before.name,
        basis=before.basis,
        starts_on=before.starts_on,
        keying_starts_on=before.keying_starts_on,
        scope_until=before.scope_until,
        due_on=before.due_on,
    )
    changed = set_terms(
        actor=led.writer,
        campaign_id=before.pk,
        terms=replace(same, quota_per_station=250, cut_off=time(13)),
        now=start_of(today()) + timedelta(hours=10),
    )
    assert (changed.quota_per_station, changed.cut_off) == (250, time(13))
    assert "quota_per_station" in AuditEvent.objects.get(kind="campaign.terms").detail["changed"]
    with pytest.raises(PlanRefused, match="đã bắt đầu nhập"):
        set_terms(
            actor=led.writer, campaign_id=before.pk, now=led.now,
            terms=replace(same, keying_starts_on=before.keying_starts_on + timedelta(days=1)),
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        set_terms(actor=led.ward.officer("registrar"), campaign_id=before.pk, terms=same, now=led.now)


def test_the_scope_stays_once_keying_has_begun(led: Any) -> None:
    before = led.campaign
    same = terms(
        name=before.name, basis=before.basis, starts_on=before.starts_on, keying_starts_on=before.keying_starts_on,
        scope_until=before.scope_until + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(PlanRefused, match="mở một đợt khác"):
        set_terms(actor=led.writer, campaign_id=before.pk, terms=same, now=led.now)
    later = opened(led, parent_id=led_from_above(led).pk)
    changed = set_terms(
        actor=led.writer, campaign_id=later.pk, terms=terms(scope_until=date(2020, 1, 1)), now=led.now
    )
    assert changed.scope_until == date(2020, 1, 1)


def test_the_scope_stays_also_where_a_unit_began_before_its_day(led: Any) -> None:
    later = opened(led, parent_id=led_from_above(led).pk)
    assert later.keying_starts_on > today()
    keyer = led.ward.officer("keyer")
    led.ward.assign(led.ward.book, keyer)
    Desk(led.ward, keyer).whole(1, 1)
    with pytest.raises(PlanRefused, match="mở một đợt khác"):
        set_terms(
            actor=led.writer, campaign_id=later.pk, terms=terms(scope_until=date(2020, 1, 1)), now=led.now
        )
    assert set_terms(actor=led.writer, campaign_id=later.pk, terms=terms(name="Tên khác"), now=led.now)


def test_a_unit_has_its_own_number_of_machines_and_may_send_files(led: Any) -> None:
    unit = led.units[0]
    asked = {"actor": led.writer, "reporting_unit_id": unit.pk, "now": led.now}
    set_unit(**asked, stations_required=2, without_access=True)
    kept = ReportingUnit.objects.unscoped("what was kept").get(pk=unit.pk)
    assert (kept.stations_required, kept.without_access) == (2, True)
    for machines in (None, 0, 100):
        with pytest.raises(PlanRefused, match="từ 1 đến"):
            set_unit(**asked, stations_required=machines, without_access=False)
    with pytest.raises(NotAllowed):
        set_unit(
            actor=led.ward.officer("registrar"), reporting_unit_id=unit.pk, stations_required=1, without_access=False,
            now=led.now,
        )  # fmt: skip
    with pytest.raises(NotFound):
        set_unit(
            actor=led.writer, reporting_unit_id=None, stations_required=1, without_access=False, now=led.now
        )
