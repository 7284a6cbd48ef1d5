"""Papers of steering say what is on record and stand in the campaign's register."""

from __future__ import annotations

from typing import Any

import pytest

from hotich.campaign.models import PaperKind
from hotich.campaign.steering.operations import announce_visit, give_measure
from hotich.campaign.steering.queries import measure_for, visit_for
from hotich.reports.steering_papers import notice_of, paper_of_measure
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
