"""What a document may say and who may enter which, as the documents room asks for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.integration.screens.test_papers_room import signed_in, typed

from hotich.campaign.models import Paper
from hotich.stations.models import SecurityCheck
from hotich.support.time import now, today

pytestmark = pytest.mark.django_db


def test_a_unit_plans_within_what_the_campaign_asks_of_it(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    data = typed(own, "unit_plan", own.world.committee)
    for wrong in ({"so-may": "0"}, {"hoan-thanh": "2020-12-31"}):
        answer = registrar.post("/van-ban/soan/unit_plan/", data | wrong)
        assert answer.status_code == 422
        assert "ghi lại số máy" in answer.content.decode() or "sửa lại ngày" in answer.content.decode()


def test_an_undertaking_ends_after_it_began_and_a_check_says_its_results(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    for kind, wrong, said in (
        ("confidentiality", {"tu-ngay": "2026-12-20", "den-ngay": "2026-11-20"}, "sửa lại ngày"),
        ("device_check", {"noi-dung": "Cổng USB; "}, "ghi kết quả"),
        ("device_check", {"hieu-luc": "2020-01-01"}, "sửa lại ngày"),
    ):
        answer = registrar.post(f"/van-ban/soan/{kind}/", typed(own, kind, own.world.committee) | wrong)
        assert answer.status_code == 422, kind
        assert said in answer.content.decode()


def test_who_may_not_draw_a_kind_does_not_enter_one_that_was_made_elsewhere(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    data = {
        "dot": own.campaign.code,
        "co-quan": own.world.committee.pk,
        "trich-yeu": "Báo cáo",
        "ky-hieu": "BC-UBND",
    }
    assert registrar.post("/van-ban/ghi-nhan/", data | {"loai": "town_report"}).status_code == 422
    assert registrar.post("/van-ban/ghi-nhan/", data | {"loai": "reminder"}).status_code == 403
    assert registrar.post("/van-ban/ghi-nhan/", data | {"loai": "team_decision"}).status_code == 302
    page = registrar.get("/van-ban/soan/").content.decode()
    assert 'value="town_report"' not in page
    assert 'value="team_decision"' in page


def test_a_closing_report_of_a_campaign_that_runs_says_so(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    registrar.post("/van-ban/soan/closing_report/", typed(own, "closing_report", own.world.committee))
    paper = Paper.objects.unscoped("a test's own paper").filter(kind="closing_report").latest("drawn_at")
    assert "Đợt chưa kết thúc" in str(paper.said)


def test_the_minutes_of_a_check_say_what_was_recorded_of_it(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    check = SecurityCheck.objects.create(
        station=own.world.station, unit=own.world.unit, checked_on=today(), expires_on=today() + timedelta(days=20),
        passed=True, minutes_number="12/BB", seal_number="0007", recorded_at=now(),
        results={"os": {"ok": True, "note": "bản vá tháng này; đủ"}}, checked_by=own.officers["device_officer"],
    )  # fmt: skip
    page = registrar.get(f"/van-ban/soan/device_check/?kiem-tra={check.pk}").content.decode()
    assert f"{own.world.station.code}; {own.world.station.name}; 0007; Đạt" in page
    assert "Đạt, bản vá tháng này, đủ" in page
    assert registrar.get("/van-ban/soan/device_check/?kiem-tra=999999").status_code == 404
