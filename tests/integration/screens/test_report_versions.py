"""The desk of daily reports: what was sent can be looked at and taken out again, and a form that came as a file is taken in."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from hotich.audit.models import AuditEvent
from hotich.core.text import grouped
from hotich.reports.files import content_of
from hotich.reports.models import Declaration, Sending
from hotich.reports.operations import send_unit_report
from hotich.reports.periods import day_at
from hotich.reports.queries import daily_form
from hotich.reports.workbook import workbook
from hotich.support.templatetags.hotich import moment
from hotich.support.time import now

pytestmark = pytest.mark.django_db


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def test_a_version_comes_out_as_it_went_and_who_took_it_is_on_record(own: Any) -> None:
    head = signed_in(own, "unit_head")
    page = head.get(f"/bao-cao/cac-ban/{own.sending.report_id}/").content.decode()
    assert own.sending.obstacles in page
    assert own.sending.head in page
    answer = head.get(f"/bao-cao/ban-gui/{own.sending.pk}/tep.xlsx")
    assert answer.content == content_of(own.sending.files.get(kind="xlsx"))
    event = AuditEvent.objects.filter(kind="report.exported").latest("at")
    assert (event.officer_id, event.detail["version"]) == (own.officers["unit_head"].pk, 1)


def test_the_page_offers_to_send_and_to_send_again_to_whom_it_concerns(own: Any) -> None:
    day = own.report.date.isoformat()
    before = own.sending.report.date.isoformat()
    head, justice = signed_in(own, "unit_head"), signed_in(own, "justice_officer")
    assert f"/bao-cao/gui/{own.report.pk}/" in head.get(f"/bao-cao/?ngay={day}").content.decode()
    assert f"/bao-cao/gui-lai/{own.sending.pk}/" in head.get(f"/bao-cao/?ngay={before}").content.decode()
    assert "/bao-cao/gui/" not in justice.get(f"/bao-cao/?ngay={day}").content.decode()
    page = justice.get(f"/bao-cao/?ngay={before}").content.decode()
    assert f"/bao-cao/gui-lai-toan-dia-ban/{own.town_sending.pk}/" in page
    assert f"/bao-cao/gui-toan-dia-ban/{own.town_report.pk}/" not in page
    assert f"/bao-cao/gui-toan-dia-ban/{own.sending.report_id}/" not in page


def test_sending_again_leaves_both_versions_on_the_page(own: Any) -> None:
    head = signed_in(own, "unit_head")
    answer = head.post(
        f"/bao-cao/gui-lai/{own.sending.pk}/",
        {"ly-do": "ghi thiếu", "kho-khan": "thiếu một máy"},
        follow=True,
    )
    assert answer.status_code == 200
    page = head.get(f"/bao-cao/cac-ban/{own.sending.report_id}/").content.decode()
    assert own.sending.obstacles in page
    assert "thiếu một máy" in page
    assert "ghi thiếu" in page


def test_an_amended_report_shows_when_it_was_sent_and_when_it_was_amended(own: Any) -> None:
    head, justice = signed_in(own, "unit_head"), signed_in(own, "justice_officer")
    answer = head.post(
        f"/bao-cao/gui-lai/{own.sending.pk}/",
        {"ly-do": "ghi thiếu", "kho-khan": "thiếu một máy"},
        follow=True,
    )
    assert "(sửa lần 1)" in answer.content.decode()
    justice.post(
        f"/bao-cao/gui-lai-toan-dia-ban/{own.town_sending.pk}/",
        {"ly-do": "sót xã", "kho-khan": "thiếu một máy"},
    )
    went_out = own.sending.report.period_to + timedelta(minutes=7)
    Sending.objects.unscoped("test").filter(number=1).update(sent_at=went_out, late=False)
    reports = own.sending.report, own.town_sending.report
    for client, report, reason in zip((head, justice), reports, ("ghi thiếu", "sót xã"), strict=True):
        page = client.get(f"/bao-cao/?ngay={report.date}").content.decode()
        assert moment(went_out) in page, "when it was sent in time is not said any more"
        assert f"sửa lần 1 lúc {moment(report.sendings.get(number=2).sent_at)}: {reason}" in page
    town = page.split("Báo cáo toàn địa bàn", 1)[1]
    assert "gửi muộn" not in town, "an amendment makes no report late"
    versions = head.get(f"/bao-cao/cac-ban/{own.sending.report_id}/").content.decode()
    assert "gửi muộn" not in versions
    assert "sửa bản trước" in versions


def test_who_sends_from_a_page_that_is_old_gets_his_words_back_and_the_name_of_who_was_first(
    own: Any,
) -> None:
    page = f"/bao-cao/?ngay={own.sending.report.date.isoformat()}"
    head, first = signed_in(own, "unit_head"), own.officers["unit_head"]
    send = f"/bao-cao/gui-lai/{own.sending.pk}/"
    head.post(send, {"ly-do": "ghi thiếu", "kho-khan": "thiếu một máy"})
    answer = head.post(
        send,
        {"ly-do": "ghi thiếu", "kho-khan": "thiếu đến hai máy"},
        headers={"Referer": f"http://testserver{page}"},
    )
    assert answer.status_code == 409
    assert f"{first.full_name} đã gửi bản thứ 2" in answer.content.decode()
    assert "thiếu đến hai máy" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "label", "limit"),
    [
        ("kho-khan", "Khó khăn, vướng mắc", 4000),
        ("de-xuat", "Đề xuất, kiến nghị", 4000),
        ("ly-do", "Lý do gửi lại", 300),
    ],
)
def test_words_that_are_too_long_are_refused_and_none_is_lost(
    own: Any, field: str, label: str, limit: int
) -> None:
    page = f"/bao-cao/?ngay={own.sending.report.date.isoformat()}"
    head, words = signed_in(own, "unit_head"), {"ly-do": "ghi thiếu", "kho-khan": "thiếu một máy"}
    typed = "x" * (limit - 3) + " mất điện"
    answer = head.post(
        f"/bao-cao/gui-lai/{own.sending.pk}/",
        words | {field: typed},
        headers={"Referer": f"http://testserver{page}"},
    )
    drawn = answer.content.decode()
    assert answer.status_code == 409
    assert f"{label} dài {grouped(limit + 6)} ký tự, nhiều nhất {grouped(limit)} ký tự" in drawn
    assert typed in drawn, "what was typed is lost"
    assert own.sending.report.sendings.count() == 1
    assert drawn.count('maxlength="4000"') >= 2, "the page does not say how long words may be"


def test_words_as_long_as_they_may_be_go_out_whole(own: Any) -> None:
    words = "x" * 3990 + " mất điện."
    sent = send_unit_report(
        actor=own.officers["unit_head"], now=now(), report_id=own.report.pk, obstacles=words
    )
    assert sent.obstacles == words


def test_a_form_that_came_as_a_file_is_taken_in_where_the_unit_has_no_access(own: Any) -> None:
    justice, day = signed_in(own, "justice_officer"), own.report.date
    own.reporting.without_access = True
    own.reporting.save()
    book = load_workbook(BytesIO(workbook(daily_form(own.campaign, day, now=now(), units=[own.reporting]))))
    row = next(row for row in range(1, 30) if book.active.cell(row, 1).value == 1)
    for column, value in ((4, 7), (8, 7), (11, 30), (15, 30)):
        book.active.cell(row, column).value = value
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("bieu.xlsx", out.getvalue())
    answer = justice.post("/bao-cao/bieu-bang-tep/", {"don-vi": own.reporting.pk, "tep": file}, follow=True)
    page = answer.content.decode()
    assert "Đã nhận biểu ngày" in page
    assert "gửi bằng tệp" in page
    kept = Declaration.objects.unscoped("test").get(reporting_unit=own.reporting, date=day)
    assert (kept.date, kept.figures["cumulative"]["total"]) == (day, 30)
    behind = f"/bao-cao/{own.reporting.code}/declared/?ngay={day}&amp;dot={own.campaign.code}"
    assert f'<a href="{behind}">30</a>' in page, "nothing stands behind what was declared"
    listed = justice.get(behind.replace("&amp;", "&")).content.decode()
    assert listed.index(f"/bao-cao/bieu-bang-tep/{kept.pk}/") < listed.index(
        f"/bao-cao/bieu-bang-tep/{own.declaration.pk}/"
    )
    of_the_day = justice.get(f"/bao-cao/{own.reporting.code}/declared_entered/?ngay={day}").content.decode()
    assert f"/bao-cao/bieu-bang-tep/{own.declaration.pk}/" not in of_the_day
    taken = justice.get(f"/bao-cao/bieu-bang-tep/{kept.pk}/tep.xlsx")
    assert taken.content == out.getvalue()
    event = AuditEvent.objects.filter(kind="report.exported").latest("at")
    assert (event.officer_id, event.detail["file"]) == (own.officers["justice_officer"].pk, kept.digest)


def test_the_page_behind_a_figure_says_cases_and_the_outcomes_of_the_report(own: Any) -> None:
    head, day = signed_in(own, "unit_head"), day_at(own.campaign, now()).isoformat()
    page = head.get(f"/bao-cao/{own.reporting.code}/cases.verifying/?ngay={day}").content.decode()
    assert "<caption>1 hồ sơ của 1 trường hợp</caption>" in page
    assert "Kết quả trong báo cáo" in page
    assert '<span class="mark mismatched">' in page
    other = head.get(f"/bao-cao/{own.reporting.code}/cumulative.total/?ngay={day}").content.decode()
    assert "hồ sơ của" not in other


def test_the_towns_report_is_sent_knowing_who_is_silent_and_says_who_spoke_after_it(own: Any) -> None:
    justice = signed_in(own, "justice_officer")
    last = f"/bao-cao/?ngay={own.report.date}"
    page = justice.get(last).content.decode()
    assert f"<strong>1 đơn vị chưa xác nhận:</strong> {own.reporting.name}." in page
    assert "khi 1 đơn vị chưa xác nhận</button>" in page
    justice.post(f"/bao-cao/gui-toan-dia-ban/{own.town_report.pk}/", {"noi-nhan": "province"})
    assert "gửi sau bản này" not in justice.get(last).content.decode()
    signed_in(own, "unit_head").post(f"/bao-cao/gui/{own.report.pk}/", {"kho-khan": "thiếu một máy"})
    page = justice.get(last).content.decode()
    assert f"<strong>1 đơn vị gửi sau bản này:</strong> {own.reporting.name}." in page
    assert "chưa xác nhận</button>" not in page


def test_a_citizens_number_goes_into_no_report_and_what_was_typed_comes_back(own: Any) -> None:
    head = signed_in(own, "unit_head")
    typed = "Sổ ghi 070123456789, dữ liệu dân cư ghi khác"
    answer = head.post(f"/bao-cao/gui/{own.report.pk}/", {"kho-khan": typed})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "070…789" in page
    assert typed in page
    assert not own.report.sendings.exists()
