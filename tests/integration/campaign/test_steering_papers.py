"""Papers of steering say what is on record and stand in the campaign's register."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk

from hotich.campaign.models import Flag, PaperKind
from hotich.campaign.steering.operations import (
    announce_visit,
    draw_samples,
    give_measure,
    hold_visit,
    keep_flags,
    record_finding,
)
from hotich.campaign.steering.queries import measure_for, visit_for
from hotich.core.steering import Grade, Raised
from hotich.reports.steering_papers import minutes_of, notice_of, paper_of_measure
from hotich.support.time import today

pytestmark = pytest.mark.django_db


def test_a_letter_says_what_was_found_and_asked(led: Any) -> None:
    measure = give_measure(
        actor=led.writer, reporting_unit_id=led.units[0].pk, kind="correction", agency=led.justice,
        finding="Hai người dùng chung một tài khoản", asked="Đổi mật khẩu", due_on=None, now=led.now,
    )  # fmt: skip
    letter = paper_of_measure(actor=led.writer, measure=measure_for(led.writer, measure.pk), now=led.now)
    assert (letter.kind, letter.agency) == (PaperKind.CORRECTION, led.justice)
    assert all(words in str(letter.said) for words in ("Hai người dùng chung một tài khoản", "Đổi mật khẩu"))


def test_a_notice_says_who_comes_and_what_the_unit_has_ready(led: Any) -> None:
    visit = announce_visit(
        actor=led.writer, reporting_unit_id=led.units[0].pk, agency=led.justice, on=today(), hour="8 giờ 00",
        members=[["Bà Kiểm", "Phòng Tư pháp", "Trưởng đoàn"]], reason="", now=led.now,
    )  # fmt: skip
    notice = notice_of(actor=led.writer, visit=visit_for(led.writer, visit.pk), now=led.now)
    assert notice.kind == PaperKind.INSPECTION_NOTICE
    assert all(words in str(notice.said) for words in ("Bà Kiểm", "Đơn vị chuẩn bị", "sổ đang nhập"))


@pytest.mark.parametrize(("rule", "of_pace"), [("pace", True), ("case_ageing", False), (None, True)])
def test_a_reminder_says_how_much_was_keyed_only_where_it_is_about_that(
    led: Any, rule: str | None, of_pace: bool
) -> None:
    flag_id = None
    if rule is not None:
        raised = Raised(rule, Grade.WARNING, "5 hồ sơ quá hạn", {}, {})
        keep_flags(campaign=led.campaign, raised={led.units[0].pk: [raised]}, moment=led.now, now=led.now)
        flag_id = Flag.objects.unscoped("the test's own").get().pk
    measure = give_measure(
        actor=led.writer, reporting_unit_id=led.units[0].pk, kind="reminder", agency=led.justice, finding="5 hồ sơ quá hạn",
        asked="Giải quyết dứt điểm", due_on=None, now=led.now, flag_id=flag_id,
    )  # fmt: skip
    letter = paper_of_measure(actor=led.writer, measure=measure_for(led.writer, measure.pk), now=led.now)
    assert ("đến giờ chốt số liệu" in str(letter.said)) is of_pace
    assert "5 hồ sơ quá hạn" in str(letter.said)


def test_minutes_hold_however_many_findings_there_were(led: Any) -> None:
    visit = announce_visit(
        actor=led.writer, reporting_unit_id=led.units[0].pk, agency=led.justice, on=today(), hour="8 giờ 00",
        members=[["Bà Kiểm", "Phòng Tư pháp", "Trưởng đoàn"]], reason="", now=led.now,
    )  # fmt: skip
    for number in range(12):
        record_finding(
            actor=led.writer, visit_id=visit.pk, item="shifts", severity="serious", due_on=today() + timedelta(days=3),
            words=f"Tồn tại {number}: {'ca đêm không có người ' * 19}", now=led.now,
        )  # fmt: skip
    hold_visit(
        actor=led.writer, visit_id=visit.pk,
        results=dict.fromkeys(visit.lines, ("met", "")) | {"shifts": ("fault", ""), "entries": ("skipped", "sổ ở Tòa án")}, samples={},
        conclusion="Còn tồn tại", now=led.now,
    )  # fmt: skip
    minutes = minutes_of(actor=led.writer, visit=visit_for(led.writer, visit.pk), now=led.now)
    assert all(f"Tồn tại {number}:" in str(minutes.said) for number in range(12))


def test_minutes_tell_what_was_light_and_which_of_the_entries_drawn_were_wrong(led: Any) -> None:
    keyer = led.ward.officer("keyer")
    led.ward.assign(led.ward.book, keyer)
    desk = Desk(led.ward, keyer)
    for line in range(1, 4):
        desk.whole(line=line)
    visit = announce_visit(
        actor=led.writer, reporting_unit_id=led.units[0].pk, agency=led.justice, on=today(), hour="8 giờ 00",
        members=[["Bà Kiểm", "Phòng Tư pháp", "Trưởng đoàn"]], reason="", now=led.now,
    )  # fmt: skip
    drawn = draw_samples(actor=led.writer, visit_id=visit.pk, now=led.now)
    record_finding(
        actor=led.writer, visit_id=visit.pk, item="machines", severity="light", due_on=None, words="Tem niêm phong bong", now=led.now,
    )  # fmt: skip
    hold_visit(
        actor=led.writer, visit_id=visit.pk, results=dict.fromkeys(visit.lines, ("met", "")),
        samples={one.pk: "wrong" if one.order == 2 else "right" for one in drawn}, conclusion="Cơ bản đạt", now=led.now,
    )  # fmt: skip
    said = str(minutes_of(actor=led.writer, visit=visit_for(led.writer, visit.pk), now=led.now).said)
    assert "Tem niêm phong bong" in said
    assert "nhắc tại chỗ" in said
    assert "Cơ bản đạt\\nĐối chiếu 3 trường hợp" in said
    assert "1 trường hợp sai (thứ 2 trong danh sách đối chiếu)" in said
