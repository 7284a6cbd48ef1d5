"""Targets are counted from the inventory, decided by one officer, approved by another, and superseded, never erased."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from desk import Desk
from django.db import IntegrityError, transaction

from hotich.campaign.models import TargetShare, TargetVersion
from hotich.campaign.targets.operations import (
    Decided,
    TargetRefused,
    approve,
    count_again,
    decide_line,
    discard,
    draw_up,
)
from hotich.campaign.targets.queries import (
    approved_lines,
    curves_of,
    lines_for,
    measured_pace,
    moved_since,
    shift_of,
    version_for,
    versions_for,
)
from hotich.core.quotas import VIETNAM, period_of
from hotich.core.quotas.planned import planned_until
from hotich.core.quotas.splitting import monday_of
from hotich.reports.documents.standing import due_of
from hotich.reports.documents.targets import targets_document
from hotich.reports.figures import figures_of
from hotich.support.documents import as_docx, as_pdf, as_xlsx
from hotich.support.errors import Conflict, NotAllowed, NotFound
from hotich.support.time import database_now, local

pytestmark = pytest.mark.django_db


def drawn(led: Any, **values: Any) -> TargetVersion:
    return draw_up(
        **{"actor": led.writer, "campaign_id": led.campaign.pk, "reason": "lập lần đầu", "now": led.now + timedelta(seconds=1), **values}
    )  # fmt: skip


def approved(led: Any, version: TargetVersion) -> TargetVersion:
    version.refresh_from_db()
    return approve(
        actor=led.head, version_id=version.pk, seen=version.changed_at, now=led.now + timedelta(seconds=2)
    )


def test_a_version_takes_books_and_entries_by_kind_from_the_inventory(led: Any) -> None:
    led.counted(led.ward, 4_000)
    led.counted(led.ward, 500, count_basis="estimated")
    led.counted(led.ward, 700, kind="KH", edition="KH/2006")
    led.counted(led.ward, 900, marked_for_entry=False)
    line, sister = lines_for(led.writer, drawn(led))
    assert line.entries == {"KS": 4_500, "KH": 700}
    assert line.books == {"KS": 3, "KH": 1}, "a book that nobody has counted yet is a book, too"
    assert (line.estimated, line.teams, line.stations_least, line.stations_checked) == (500, 1, 1, 1)
    assert (line.quota, line.days) == (300, 18)
    assert line.due_on == led.campaign.keying_starts_on + timedelta(days=18)
    assert sister.entries == {}
    assert sister.days == 0


def test_the_sum_is_what_the_daily_report_says_is_to_be_keyed(led: Any) -> None:
    for one in (led.ward, led.sister):
        one.book.entries_count = None  # nobody has counted it yet
        one.book.save()
    led.counted(led.ward, 4_000)
    led.counted(led.sister, 1_234, kind="KT", edition="KT/2006")
    lines = lines_for(led.writer, drawn(led))
    period = period_of((led.now + timedelta(days=1)).date(), led.campaign.cut_off)
    figures = figures_of(led.campaign, led.units, period)
    assert [line.entries_total for line in lines] == [one.required for one in figures]


def test_as_many_machines_are_proposed_as_finish_before_the_campaigns_day(led: Any) -> None:
    days = (led.campaign.due_on - led.campaign.keying_starts_on).days
    led.counted(led.ward, 300 * days * 2 + 1)
    line = lines_for(led.writer, drawn(led))[0]
    assert line.stations == 3
    assert line.fits
    assert line.due_on <= led.campaign.due_on


def test_who_leads_draws_up_and_only_with_a_reason_and_one_draft_at_a_time(led: Any) -> None:
    with pytest.raises(NotAllowed):
        drawn(led, actor=led.ward.officer("registrar"))
    with pytest.raises(NotAllowed, match="cấp chủ trì"):
        drawn(led, actor=led.ward.officer("justice_officer"))
    with pytest.raises(NotFound):
        drawn(led, campaign_id=led.campaign.pk + 99)
    with pytest.raises(TargetRefused, match="lý do"):
        drawn(led, reason=" ")
    drawn(led)
    with pytest.raises(TargetRefused, match="dự thảo"):
        drawn(led)


def test_a_line_is_decided_within_the_campaign_and_never_below_its_least_machines(led: Any) -> None:
    line = lines_for(led.writer, drawn(led))[0]
    start, due = led.campaign.keying_starts_on, led.campaign.due_on

    def decide(stations: int, starts: Any, ends: Any, **more: Any) -> Any:
        said = {"actor": led.writer, "line_id": line.pk, "seen": line.mark, "now": led.now}
        return decide_line(**{**said, "decided": Decided(stations, starts, ends, "ghi chú"), **more})

    for wrong, said in (
        ((0, start, due), "ít nhất 1 máy"),
        ((1, led.campaign.starts_on - timedelta(days=1), due), "trước ngày"),
        ((1, start, due + timedelta(days=1)), "trước ngày"),
        ((1, start, start), "sau ngày bắt đầu"),
    ):
        with pytest.raises(TargetRefused, match=said):
            decide(*wrong)
    with pytest.raises(NotAllowed):
        decide(2, start, due, actor=led.head)
    with pytest.raises(NotFound):
        decide(2, start, due, line_id=line.pk + 99)
    changed = decide(2, start, due - timedelta(days=5))
    assert (changed.stations, changed.due_on, changed.note) == (2, due - timedelta(days=5), "ghi chú")


def test_who_decides_second_is_told_what_the_first_has_decided(led: Any) -> None:
    line = lines_for(led.writer, drawn(led))[0]
    other = led.ward.officer("justice_officer", agency=led.justice)
    start, due = led.campaign.keying_starts_on, led.campaign.due_on
    first = decide_line(
        actor=other, line_id=line.pk, decided=Decided(3, start, due), seen=line.mark, now=led.now
    )
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        decide_line(
            actor=led.writer, line_id=line.pk, decided=Decided(2, start, due), seen=line.mark, now=led.now
        )
    again = decide_line(
        actor=led.writer, line_id=line.pk, decided=Decided(2, start, due), seen=first.mark, now=led.now
    )
    assert again.stations == 2


def test_a_draft_whose_days_lie_beyond_the_campaigns_is_not_approved(led: Any) -> None:
    version = drawn(led)
    line = lines_for(led.writer, version)[0]
    start, due = led.campaign.keying_starts_on, led.campaign.due_on
    decide_line(
        actor=led.writer, line_id=line.pk, decided=Decided(2, start, due), seen=line.mark, now=led.now
    )
    led.campaign.due_on = due - timedelta(days=4)
    led.campaign.save()
    with pytest.raises(TargetRefused, match="phải hoàn thành trước ngày"):
        approved(led, version)
    version.refresh_from_db()
    assert version.is_draft


def test_another_officer_approves_what_he_has_seen(led: Any) -> None:
    version = drawn(led)
    seen = version.changed_at
    count_again(actor=led.writer, version_id=version.pk, now=led.now + timedelta(seconds=9))
    with pytest.raises(Conflict):
        approve(actor=led.head, version_id=version.pk, seen=seen, now=led.now)
    with pytest.raises(NotAllowed):
        approve(actor=led.writer, version_id=version.pk, seen=seen, now=led.now)
    done = approved(led, version)
    assert (done.state, done.approved_by) == ("approved", led.head)
    with pytest.raises(TargetRefused, match="đã duyệt"):
        approved(led, version)
    with pytest.raises(TargetRefused, match="lập bản mới"):
        count_again(actor=led.writer, version_id=version.pk, now=led.now)


def test_nobody_approves_his_own_not_even_with_both_positions(led: Any) -> None:
    from hotich.staff.models import Position

    both = led.ward.officer("justice_head", agency=led.justice)
    Position.objects.create(
        officer=both, code="justice_officer", agency=led.justice, valid_from=both.positions.get().valid_from
    )
    version = drawn(led, actor=both)
    with pytest.raises(TargetRefused, match="khác người lập"):
        approve(actor=both, version_id=version.pk, seen=version.changed_at, now=led.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetVersion.objects.filter(pk=version.pk).update(
            state="approved", approved_by=both, approved_at=led.now
        )


def test_a_draft_is_set_aside_with_a_reason_and_what_holds_goes_on(led: Any) -> None:
    led.counted(led.ward, 1_000)
    first = drawn(led)
    approved(led, first)
    second = drawn(led, reason="kiểm kê thêm")

    def set_aside(**values: Any) -> TargetVersion:
        said = {"actor": led.writer, "version_id": second.pk, "reason": "lập nhầm", "seen": second.changed_at}
        return discard(**{**said, "now": led.now + timedelta(hours=1), **values})

    with pytest.raises(NotAllowed):
        set_aside(actor=led.head)
    with pytest.raises(TargetRefused, match="lý do"):
        set_aside(reason=" ")
    with pytest.raises(Conflict, match="vừa được sửa"):
        set_aside(seen=second.changed_at - timedelta(seconds=1))
    set_aside()
    second.refresh_from_db()
    assert (second.state, second.discarded_by, second.discard_reason) == ("discarded", led.writer, "lập nhầm")
    assert lines_for(led.writer, second)[0].entries_total == 1_000, "its figures stay to be read"
    assert approved_lines(led.campaign)[led.units[0].pk].version == first
    with pytest.raises(TargetRefused, match="đã bỏ, không còn là dự thảo"):
        set_aside()
    with pytest.raises(TargetRefused, match="đã bỏ"):
        approved(led, second)
    assert drawn(led, reason="lập lại").number == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetVersion.objects.filter(pk=second.pk).update(discard_reason="")


def test_the_paper_of_a_draft_that_was_set_aside_says_so(led: Any) -> None:
    version = drawn(led)
    day = led.now + timedelta(hours=1)
    discard(actor=led.writer, version_id=version.pk, reason="lập nhầm", seen=version.changed_at, now=day)
    shown = version_for(led.writer, version.pk)
    said = [
        block.text
        for block in targets_document(shown, lines_for(led.writer, shown)).body
        if hasattr(block, "text")
    ]
    assert any(f"DỰ THẢO ĐÃ BỎ ngày {local(day):%d/%m/%Y}: lập nhầm." in text for text in said)


def test_a_newer_version_supersedes_and_keeps_what_was_decided(led: Any) -> None:
    led.counted(led.ward, 1_000)
    first = drawn(led)
    line = lines_for(led.writer, first)[0]
    due = led.campaign.due_on - timedelta(days=3)
    decided = Decided(2, led.campaign.keying_starts_on, due, "hai máy")
    decide_line(actor=led.writer, line_id=line.pk, decided=decided, seen=line.mark, now=led.now)
    approved(led, first)
    led.counted(led.ward, 250)
    later = led.now + timedelta(hours=1)
    assert [(one.entries, one.difference) for one in moved_since(lines_for(led.writer, first), later)] == [
        (1_250, 250)
    ]
    second = drawn(led, reason="kiểm kê thêm", now=later)
    again = lines_for(led.writer, second)[0]
    assert (again.entries_total, again.stations, again.due_on, again.note) == (1_250, 2, due, "hai máy")
    assert approved_lines(led.campaign)[led.units[0].pk].entries_total == 1_000, "a draft holds nothing yet"
    approved(led, second)
    first.refresh_from_db()
    assert (first.state, first.approved_by, lines_for(led.writer, first)[0].entries_total) == (
        "superseded", led.head, 1_000,
    )  # fmt: skip
    assert approved_lines(led.campaign)[led.units[0].pk].entries_total == 1_250
    assert [each.number for each in versions_for(led.writer, led.campaign)] == [2, 1]


def test_a_unit_that_joins_later_comes_into_the_draft(led: Any, now: Any) -> None:
    from world import make_world

    from hotich.campaign.operations import add_reporting_unit

    version = drawn(led)
    new = make_world("90009", now)
    add_reporting_unit(
        campaign=led.campaign, unit=new.unit, code="90009", name="Mới", order=3, stations_required=2
    )
    count_again(actor=led.writer, version_id=version.pk, now=led.now)
    assert sorted(
        version.lines.values_list("reporting_unit__code", "stations_least").order_by("reporting_unit__order")
    ) == [("90001", 1), ("90002", 1), ("90009", 2)]


def test_an_officer_sees_the_lines_of_his_units(led: Any) -> None:
    version = drawn(led)
    assert [line.unit for line in lines_for(led.ward.officer("unit_head"), version)] == [led.ward.unit]
    assert len(lines_for(led.head, version)) == 2
    stranger = led.ward.officer("admin")
    assert lines_for(stranger, version) == []
    with pytest.raises(NotFound):
        version_for(stranger, version.pk)


def test_the_pace_of_machines_is_measured_over_the_shifts_they_worked(led: Any, desk: Desk) -> None:
    assert measured_pace([led.ward.unit.pk], database_now()) == {}
    for line in range(1, 4):
        desk.whole(line=line)
    found = measured_pace([led.ward.unit.pk, led.sister.unit.pk], database_now() + timedelta(minutes=1))
    assert set(found) == {led.ward.unit.pk}
    measured = found[led.ward.unit.pk]
    assert measured.entries == 3
    assert 1 <= measured.shifts <= 2, "three entries that are keyed now lie in one shift, or on its edge"


def test_a_night_belongs_to_the_day_on_which_it_began(now: Any) -> None:
    day = now.astimezone(VIETNAM).replace(minute=0, second=0, microsecond=0)

    def shift(hour: int, plus: int = 0) -> Any:
        return shift_of(day.replace(hour=hour) + timedelta(days=plus))

    assert shift(6) == shift(13) != shift(14)
    assert shift(22) == shift(5, plus=1) == (day.date(), 2)


def test_a_reminder_asks_for_what_the_rooms_curve_has(led: Any) -> None:
    led.counted(led.ward, 4_000)
    approved(led, drawn(led))
    unit = led.units[0]
    held = approved_lines(led.campaign)[unit.pk]
    day = held.starts_on + timedelta(days=1)

    def due(on: date) -> int:
        return due_of(unit, on, required=9_999)

    assert (due(held.starts_on - timedelta(days=1)), due(held.due_on)) == (0, 4_000)
    assert due(day) == round(4_000 * 2 / (held.due_on - held.starts_on).days)
    TargetShare.objects.create(
        line=held, unit_id=unit.unit_id, by="week", week=monday_of(held.starts_on), entries=3_500, decided_by=led.writer,
        decided_at=led.now,
    )  # fmt: skip
    assert due(day) == round(planned_until(curves_of([held])[held.pk], day)) > 1_000


def test_before_targets_are_approved_the_work_lies_evenly_on_the_campaigns_days(led: Any) -> None:
    campaign = led.campaign
    days = (campaign.due_on - campaign.keying_starts_on).days
    assert due_of(led.units[0], campaign.keying_starts_on, required=100 * days) == 100


def test_the_annex_says_draft_until_it_is_approved_and_is_drawn_in_every_format(led: Any) -> None:
    led.counted(led.ward, 1_000)
    version = drawn(led)

    def said() -> str:
        document = targets_document(version_for(led.head, version.pk), lines_for(led.head, version))
        return f"{document.title} {document.body}"

    assert "DỰ THẢO" in said()
    assert said().startswith("Phụ lục 01 (dự thảo)")
    approved(led, version)
    assert "dự thảo" not in said().lower()
    document = targets_document(version_for(led.head, version.pk), lines_for(led.head, version))
    assert document.signatures[1].name == str(led.head)
    assert as_pdf(document).startswith(b"%PDF")
    assert as_pdf(document) == as_pdf(document)
    assert as_docx(document)[:2] == as_xlsx(document)[:2] == b"PK"
