"""The figures of a past minute are the same whenever they are asked for, byte for byte, whatever happened since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from django.conf import settings
from django.db import connection
from frozen_day import freeze_a_day
from making import campaign_of, chain_above, moment, moved
from world import make_world

from hotich.campaign.models import Campaign
from hotich.campaign.operations import add_reporting_unit
from hotich.campaign.plan.operations import (
    Step,
    add_basis,
    name_responsible,
    set_chain,
    set_receivers,
    withdraw_basis,
)
from hotich.campaign.plan.queries import bases_of
from hotich.core.quotas import VIETNAM
from hotich.entries import operations as entries
from hotich.reports.counting.slices import Stretch
from hotich.reports.errors import ReportRefused
from hotich.reports.files import content_of, json_of
from hotich.reports.models import DailyReport, Slice, Tally
from hotich.reports.operations import (
    SETTLING,
    count_due,
    draw_papers,
    freeze,
    freeze_due,
    freezing,
    send_town_report,
    send_unit_report,
    slicing,
)
from hotich.reports.papers import form_of, paper_asked, paper_of, papers_of
from hotich.reports.periods import check_settled, day_at, last_closed, period_at, period_for
from hotich.reports.queries import figures_at, form_at
from hotich.reports.tracing import entries_behind
from hotich.stations.lost_hours import lost_hours
from hotich.stations.models import Outage
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_happens_later_changes_no_past_minute(desk: Desk, elsewhere: Any) -> None:
    campaign, units = campaign_of(desk.world, elsewhere)
    closed = last_closed(campaign, moment())
    freeze(campaign=campaign, day=closed, now=period_for(campaign, closed).end + SETTLING)
    desk.whole(line=1)
    desk.whole(line=2)
    first = moment()
    told = json_of(form_at(campaign, first))
    assert b'"total": 2' in told

    entries.reopen(**desk.common, reason="nhầm")
    entries.void(**desk.common, reason="bỏ số")
    desk.whole(line=3)
    second = moment()
    later = json_of(form_at(campaign, second))
    assert later != told

    campaign.name, campaign.quota_per_station = "Đợt khác", 100
    campaign.save()
    units[0].name, units[0].stations_required = "Tên khác", 5
    units[0].save()
    desk.world.book.marked_for_entry = False
    desk.world.book.save()
    period, day = period_at(campaign, moment())
    slicing.close_slices(campaign, [unit.unit_id for unit in units], Stretch(period.start, second, day))
    assert json_of(form_at(campaign, first)) == told
    assert json_of(form_at(campaign, second)) == later

    day = day_at(campaign, moment())
    campaign = moved(campaign, moment().astimezone(VIETNAM).time())
    now = period_for(campaign, day).end + SETTLING
    freeze(campaign=campaign, day=day, now=now)
    report = DailyReport.objects.unscoped("test").get(date=day, unit=desk.world.unit, level="unit")
    send_unit_report(actor=desk.world.officer("unit_head"), now=now, report_id=report.pk)
    desk.whole(line=4)
    assert json_of(form_at(campaign, first)) == told
    assert json_of(form_at(campaign, second)) == later


def test_behind_a_past_figure_stand_the_entries_that_counted_then(desk: Desk, elsewhere: Any) -> None:
    campaign, (unit, _) = campaign_of(desk.world, elsewhere)
    head = desk.world.officer("unit_head")

    def behind(at: Any, *path: str) -> set[Any]:
        period, day = period_at(campaign, at)
        return {entry.pk for entry in entries_behind(head, unit, period, path, day=day)}

    first, second = desk.whole(line=1), desk.whole(line=2)
    then = moment()
    entries.reopen(**desk.common, reason="nhầm")
    entries.void(**desk.common, reason="bỏ số")
    third = desk.whole(line=3)
    later = moment()
    for path in (("cumulative", "total"), ("cumulative", "KS"), ("outcomes", "pending")):
        assert behind(then, *path) == {first, second}
        assert behind(later, *path) == {first, third}
    assert behind(later, "cumulative", "other") == behind(later, "outcomes", "matched") == set()

    desk.world.book.unit = elsewhere.unit
    desk.world.book.save()
    assert behind(then, "cumulative", "total") == {first, second}
    assert behind(moment(), "cumulative", "total") == set()


def test_a_unit_that_joins_later_stands_in_no_earlier_form(desk: Desk, elsewhere: Any) -> None:
    campaign, (unit,) = campaign_of(desk.world)
    desk.whole(line=1)
    first = moment()
    told = json_of(form_at(campaign, first))
    add_reporting_unit(
        campaign=campaign, unit=elsewhere.unit, code=elsewhere.unit.code, name="Đơn vị mới", order=0
    )
    unit.order = 7
    unit.save()
    assert json_of(form_at(campaign, first)) == told
    assert [line["code"] for line in form_at(campaign, moment())["units"]] == [
        elsewhere.unit.code,
        unit.code,
    ]


def test_a_minute_that_is_not_past_is_told_to_nobody() -> None:
    now = moment()
    check_settled(now - SETTLING, now=now)
    for asked in (now, now + timedelta(minutes=5), now - SETTLING + timedelta(seconds=1)):
        with pytest.raises(ReportRefused, match="chọn một phút đã qua"):
            check_settled(asked, now=now)


def test_a_machine_counts_by_the_check_that_was_known_to_hold(desk: Desk) -> None:
    campaign, _ = campaign_of(desk.world)
    station = desk.world.station
    first = moment()
    told = json_of(form_at(campaign, first))
    day = day_at(campaign, first)
    assert figures_at(campaign, first + timedelta(minutes=1))[0].stations["total"] == 1

    station.checked_on = station.keys_since = day + timedelta(days=2)
    station.save()
    second = moment()
    (line,) = form_at(campaign, second)["units"]
    assert line["stations"]["total"] == 0
    station.checked_on, station.keys_since, station.retired_on = day, None, day
    station.save()
    assert json_of(form_at(campaign, first)) == told
    assert form_at(campaign, second)["units"] == [line]


def test_the_hours_lost_to_the_line_stand_in_the_form(desk: Desk) -> None:
    station, now = desk.world.station, moment()
    began = now.astimezone(VIETNAM) - timedelta(hours=6)
    campaign, _ = campaign_of(desk.world, cut_off=began.time())
    Outage.objects.create(
        station=station, unit=station.unit, started_at=now - timedelta(minutes=90), ended_at=now - timedelta(minutes=30),
        cause="line", source="desk",
    )  # fmt: skip
    asked = moment()
    period, _ = period_at(campaign, asked)
    (line,) = form_at(campaign, asked)["units"]
    assert line["lost_hours"] == lost_hours([station.unit_id], period)[station.unit_id].total == 1.0
    earlier = form_at(campaign, now - timedelta(seconds=1))["units"][0]
    assert earlier["lost_hours"] == 0.0  # nobody had said so then


def test_an_outage_whose_end_was_learnt_late_was_not_over_before(desk: Desk) -> None:
    station, now = desk.world.station, moment()
    cut_off = now - timedelta(minutes=30)
    campaign, _ = campaign_of(desk.world, cut_off=cut_off.astimezone(VIETNAM).time())
    outage = Outage.objects.create(
        station=station, unit=station.unit, started_at=cut_off - timedelta(minutes=90), cause="power", source="said",
    )  # fmt: skip
    asked = moment()
    told = json_of(form_at(campaign, asked))
    outage.ended_at = cut_off - timedelta(minutes=2)
    outage.save()
    assert json_of(form_at(campaign, asked)) == told
    assert form_at(campaign, asked)["units"][0]["lost_hours"] == 0.5
    assert form_at(campaign, moment())["units"][0]["lost_hours"] == 0.0


def test_books_stand_in_one_order_however_they_are_counted(desk: Desk) -> None:
    campaign, _ = campaign_of(desk.world)
    for number, status in enumerate(("inventoried", "handed_over", "complete", "lost")):
        desk.world.new_book(status=status, volume=f"z{number}", volume_key=f"z{number}")
    asked = moment()
    told = json_of(form_at(campaign, asked))
    with connection.cursor() as cursor:
        cursor.execute("SET enable_sort = off")
        try:
            assert json_of(form_at(campaign, asked)) == told
        finally:
            cursor.execute("RESET enable_sort")


def test_a_cut_off_moved_on_the_first_day_leaves_what_has_passed_in_it(desk: Desk) -> None:
    now = moment().astimezone(VIETNAM)
    # The first day's period has begun an hour ago; the new hour is half an hour away from now.
    begun, later = now - timedelta(hours=1), now + timedelta(minutes=30)
    first = begun.date() + timedelta(days=1)
    campaign, _ = campaign_of(desk.world, cut_off=begun.time(), keying_starts_on=first)
    desk.whole()
    asked = moment()
    told = json_of(form_at(campaign, asked))
    assert day_at(campaign, asked) == first
    assert json_of(form_at(moved(campaign, later.time()), asked)) == told


def test_the_figures_of_a_minute_are_those_of_the_full_minute_before(desk: Desk) -> None:
    campaign, _ = campaign_of(desk.world)
    desk.whole()
    asked = moment() + timedelta(minutes=2)
    (line,) = figures_at(campaign, asked)
    assert line.cumulative == {"KS": 1}
    desk.whole(line=2)
    assert figures_at(campaign, asked) == [line]  # kept for a minute
    (earlier,) = figures_at(campaign, asked - timedelta(hours=1))
    assert earlier.cumulative == {}


def test_the_worker_counts_a_slice_once_it_is_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign, _ = campaign_of(desk.world, keying_starts_on=moment().astimezone(VIETNAM).date())
    freeze_due(now=moment() + SETTLING)  # the first day, where its hour has passed
    desk.whole()
    assert (
        count_due(now=moment() + SETTLING) <= 2
    )  # what lies before the entry, if a quarter of an hour is over
    monkeypatch.setattr(freezing, "SLICE", timedelta(milliseconds=1))
    assert count_due(now=moment() + SETTLING) >= 1
    last = Slice.objects.order_by("-end")[0]
    assert last.end <= moment()
    work = Tally.objects.unscoped("test").exclude(standing=0).get(slice__period_from=last.period_from)
    assert (work.unit_id, work.kind, work.standing) == (desk.world.unit.pk, "KS", 1)
    assert (work.officer_id, work.station_id) == (desk.officer.pk, desk.station.pk)


# -- papers


def rewrite_the_plan(lead: Any, campaign: Any, unit: Any, *, name: str) -> None:
    """Everything the plan says that a report's paper says after it; the head as of a day that is long past."""
    about = {"actor": lead, "campaign_id": campaign.pk}
    set_receivers(**about, names=[f"Nơi nhận {name}", "Lưu: VT"])
    set_chain(
        **about,
        steps=[Step("Đơn vị", f"Cấp trên {name}", name, hour) for hour in ("unit", "town", "province")],
    )
    for basis in bases_of(campaign):
        withdraw_basis(actor=lead, basis_id=basis.pk, now=moment())
    add_basis(**about, sort="own", number="99/KH-UBND", title=f"Kế hoạch {name}")
    add_basis(**about, sort="law", title=f"Luật {name}")
    campaign.name, campaign.basis = f"Đợt {name}", f"KH {name}"
    campaign.save()
    name_responsible(
        actor=lead, reporting_unit_id=unit.pk, role="head", name=f"Nguyễn Văn {name}", title="Chủ tịch",
        since=campaign.starts_on + timedelta(days=len(name)), now=moment(),
    )  # fmt: skip


@pytest.mark.parametrize("is_written", [True, False], ids=["a plan", "no plan yet"])
def test_the_papers_of_a_past_minute_do_not_follow_the_plan(
    world: Any, elsewhere: Any, is_written: bool
) -> None:
    town = chain_above(world, elsewhere, make_world("90003", moment())).town
    justice = Agency.objects.create(code="697-TP", unit=town, kind="TP", name="Phòng Tư pháp")
    campaign, units = campaign_of(world, elsewhere, lead_agency=justice)
    lead = world.officer("justice_head", agency=justice)
    if is_written:
        rewrite_the_plan(lead, campaign, units[0], name="Cũ")
    then = moment()

    def papers(at: Any = None) -> list[bytes]:
        asked = {"at": at, "day": day_at(campaign, moment()), "now": moment()}
        said = Campaign.objects.get(pk=campaign.pk)
        return [
            paper_asked(said, unit, receiver, kind=kind, **asked)
            for unit, receiver in ((None, "province"), (units[0], "town"))
            for kind in ("docx", "pdf")
        ]

    told = papers(then)
    set_receivers(actor=lead, campaign_id=campaign.pk, names=["Nơi khác"])
    assert papers(then) == told
    rewrite_the_plan(lead, campaign, units[0], name="Mới")
    Agency.objects.create(code="697-UB", unit=town, kind="UB", name="UBND thị xã mới mở")
    assert papers(then) == told
    assert not set(papers()) & set(told), "a draft of now is drawn by the plan of now"
    later = moment()
    assert not set(papers(later)) & set(told)
    set_chain(actor=lead, campaign_id=campaign.pk, steps=[])
    set_receivers(actor=lead, campaign_id=campaign.pk, names=[])
    assert papers(then) == told


def test_the_paper_of_a_sending_is_drawn_late_as_it_would_have_been_at_once(
    world: Any, elsewhere: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    frozen = freeze_a_day(world, elsewhere)
    lead = world.officer("justice_head", agency=frozen.campaign.lead_agency)
    rewrite_the_plan(lead, frozen.campaign, frozen.units[0], name="Cũ")
    sent = [
        send_unit_report(actor=frozen.head, now=moment(), report_id=frozen.report().pk),
        send_town_report(
            actor=frozen.town, now=moment(), report_id=frozen.of_the_town.pk, receiver="province"
        ),
    ]
    told = [papers_of(one, form_of(one)) for one in sent]
    assert "Nơi nhận Cũ" in str(paper_of(sent[1], form_of(sent[1])))
    rewrite_the_plan(lead, frozen.campaign, frozen.units[0], name="Mới")
    for one, before in zip(sent, told, strict=True):
        made = draw_papers(sending_id=one.pk, now=moment())
        assert {file.kind: content_of(file) for file in made} == before
