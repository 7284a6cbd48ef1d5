"""A day without a report: it is said, with the way to the nearest day that has one, and no table of zeros goes out as a file."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from hotich.campaign.models import Campaign
from hotich.reports.operations import freeze
from hotich.reports.periods import day_at
from hotich.support.time import now, today

pytestmark = pytest.mark.django_db


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def test_of_a_day_that_has_no_report_the_page_says_so_and_leads_to_the_nearest(own: Any) -> None:
    head, dot = signed_in(own, "unit_head"), own.campaign.code
    first, last = own.sending.report.date, day_at(own.campaign, now())
    usual = min(today(), last)
    after, before = last + timedelta(days=1), first - timedelta(days=1)
    cases = {
        f"ngay={after}": (f"Không có báo cáo ngày {after:%d/%m/%Y}: kỳ báo cáo của ngày này chưa bắt đầu.", last),
        f"ngay={before}": (f"Không có báo cáo ngày {before:%d/%m/%Y}: đợt báo cáo từ ngày {first:%d/%m/%Y}.", first),
        "ngay=9999-12-31": ("Không đọc được ngày trong địa chỉ.", usual),
        "ngay=hôm qua": ("Không đọc được ngày trong địa chỉ.", usual),
        "dot=DOT-KHAC": ("Không có đợt mang mã này trong các đợt của đồng chí.", usual),
    }  # fmt: skip
    for query, (said, nearest) in cases.items():
        for address in (
            "/bao-cao/",
            "/bao-cao/tai-ve.xlsx",
            "/bao-cao/tai-ve.json",
            f"/bao-cao/{own.reporting.code}/cumulative.total/",
        ):
            answer = head.get(f"{address}?{query}")
            page = unescape(answer.content.decode())
            assert answer.status_code == 404, f"{address}?{query}"
            assert answer.headers["Content-Type"].startswith("text/html"), address
            assert said in page, f"{address}?{query}"
            assert f"/bao-cao/?ngay={nearest}&dot={dot}" in page, f"{address}?{query}"
    for day in (first, usual, last):
        assert head.get(f"/bao-cao/?ngay={day}&dot={dot}").status_code == 200
    assert "Ngày sau" not in head.get(f"/bao-cao/?ngay={last}").content.decode()
    assert "Ngày trước" not in head.get(f"/bao-cao/?ngay={first}").content.decode()


def test_a_campaign_that_has_not_begun_says_when_it_does(own: Any) -> None:
    begins = today() + timedelta(days=5)
    Campaign.objects.filter(pk=own.campaign.pk).update(keying_starts_on=begins, due_on=begins)
    justice = signed_in(own, "justice_officer")
    assert justice.get(f"/bao-cao/?dot={own.campaign.code}").status_code == 404
    page = justice.get("/bao-cao/").content.decode()
    assert "Chưa có đợt cao điểm nào của đơn vị đồng chí đang nhập dữ liệu." in page


def test_while_figures_are_being_frozen_the_page_says_so_and_opens_itself_when_they_are(own: Any) -> None:
    head, day = signed_in(own, "unit_head"), own.report.date + timedelta(days=1)
    address = f"/bao-cao/?ngay={day}&dot={own.campaign.code}"
    asks = {"HX-Request": "true"}
    waiting = "đang chốt số liệu, trang tự mở khi xong"
    page = head.get(address).content.decode()
    assert waiting in page
    assert f'hx-get="/bao-cao/?ngay={day}&amp;dot={own.campaign.code}" hx-trigger="every 10s"' in page
    assert "vendor/htmx" in page, "nothing asks again"
    assert "<form" not in page.split("<main", 1)[1], "figures that are not frozen can be sent"
    assert head.get(address, headers=asks).status_code == 204
    freeze(campaign=own.campaign, day=day, now=now())
    assert head.get(address, headers=asks).headers["HX-Refresh"] == "true"
    assert waiting not in head.get(address).content.decode()
    running = day_at(own.campaign, now())
    assert waiting not in head.get(f"/bao-cao/?ngay={running}").content.decode()
