"""The documents room, the budget and the closing as their officers use them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotich.campaign.budget.operations import count_keyed
from hotich.campaign.models import Closing, Paper
from hotich.core.quotas import business_date
from hotich.reports.documents.catalogue import FORMS
from hotich.support.time import now, today

pytestmark = pytest.mark.django_db

OF_WHO_LEADS = ("targets", "town_report")
PEOPLE = "Nguyễn Văn An; Phó Chủ tịch; Tổ trưởng\nTrần Thị Bình; Công an; Thành viên"
TYPED = {
    "number": "2", "line": "Ai đó", "text": "Nội dung", "lines": "Ý một\nÝ hai", "choice": "deputy",
}  # fmt: skip


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def typed(side: Any, kind: str, agency: Any) -> dict[str, Any]:
    """A form filled in by somebody who reads its labels."""
    data: dict[str, Any] = {"dot": side.campaign.pk, "co-quan": agency.pk}
    day = today() - timedelta(days=1)
    for field in FORMS[kind].fields:
        if field.kind == "rows":
            data[field.name] = field.usual or "; ".join("x" for _ in field.columns)
        elif field.kind == "unit":
            data[field.name] = side.reporting.code
        elif field.kind == "day":
            data[field.name] = day.isoformat()
        else:
            data[field.name] = TYPED[field.kind]
    return data


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize("kind", FORMS)
def test_every_document_can_be_drawn_from_its_form_in_three_formats(own: Any, kind: str) -> None:
    leads = kind in OF_WHO_LEADS
    registrar = signed_in(own, "justice_officer" if leads else "registrar")
    assert registrar.get(f"/van-ban/soan/{kind}/").status_code == 200
    agency = own.campaign.lead_agency if leads else own.world.committee
    answer = registrar.post(f"/van-ban/soan/{kind}/", typed(own, kind, agency))
    assert answer.status_code == 302, answer.content.decode()
    paper = Paper.objects.unscoped("a test's own paper").filter(kind=kind).latest("drawn_at")
    assert answer.headers["Location"] == f"/van-ban/{paper.pk}/"
    for ending in ("pdf", "docx", "xlsx"):
        file = registrar.get(f"/van-ban/{paper.pk}/tep.{ending}")
        assert file.status_code == 200
        assert len(file.content) > 1000
    assert registrar.get(f"/van-ban/{paper.pk}/tep.exe").status_code == 404


@pytest.mark.parametrize("kind", OF_WHO_LEADS)
def test_what_speaks_for_all_units_is_not_a_wards_to_issue(own: Any, kind: str) -> None:
    answer = signed_in(own, "registrar").post(f"/van-ban/soan/{kind}/", typed(own, kind, own.world.committee))
    assert answer.status_code == 422
    assert "cấp chủ trì đợt" in answer.content.decode()


def test_a_report_is_drawn_when_its_figures_are_final(own: Any) -> None:
    open_day = business_date(now(), own.campaign.cut_off).isoformat()
    data = typed(own, "unit_report", own.world.committee) | {"ngay-bao-cao": open_day}
    answer = signed_in(own, "registrar").post("/van-ban/soan/unit_report/", data)
    assert answer.status_code == 422
    assert "Số liệu ngày này chốt lúc" in answer.content.decode()


def test_a_document_goes_from_its_form_to_its_signed_copy(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    data = typed(own, "team_decision", own.world.committee) | {"thanh-vien": PEOPLE, "nguoi-ky": "Lê Văn Ký"}
    place = registrar.post("/van-ban/soan/team_decision/", data).headers["Location"]
    draft = text_of(registrar.get(f"{place}tep.pdf").content)
    assert "Số: ……/QĐ-UBND" in draft
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in draft
    assert "Lê Văn Ký" in draft
    registrar.post(f"{place}cap-so/", {"so": "7", "ngay": today().isoformat()})
    assert "Số: 07/QĐ-UBND" in text_of(registrar.get(f"{place}tep.pdf").content)
    wrong = registrar.post(f"{place}luu-ban-ky/", {"tep": SimpleUploadedFile("a.docx", b"PK\x03\x04")})
    assert wrong.status_code == 409
    assert "phải là tệp PDF" in wrong.content.decode()
    signed = b"%PDF-1.7 co chu ky %%EOF"
    registrar.post(f"{place}luu-ban-ky/", {"tep": SimpleUploadedFile("a.pdf", signed)})
    assert signed_in(own, "unit_head").get(f"{place}ban-da-ky.pdf").content == signed
    assert "đã lưu bản ký" in registrar.get("/van-ban/?tinh-trang=signed&loai=team_decision").content.decode()


def test_what_was_typed_comes_back_with_the_reason(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    data = typed(own, "team_decision", own.world.committee) | {
        "thanh-vien": "A; b; c; d",
        "ten-to": "Tổ của tôi",
    }
    answer = registrar.post("/van-ban/soan/team_decision/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "có 4 phần, chỉ cần 3" in page
    assert "A; b; c; d" in page
    assert "Tổ của tôi" in page


def test_a_wards_officer_draws_nothing_of_another_campaign(two_wards: tuple[Any, Any]) -> None:
    own, foreign = two_wards
    registrar = signed_in(own, "registrar")
    data = typed(own, "confidentiality", own.world.committee)
    assert (
        registrar.post("/van-ban/soan/confidentiality/", data | {"dot": foreign.campaign.pk}).status_code
        == 404
    )
    wrong = data | {"co-quan": foreign.world.committee.pk}
    assert registrar.post("/van-ban/soan/confidentiality/", wrong).status_code == 404


def test_money_is_written_and_shown_in_dong(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    said = {"dot": own.campaign.pk, "khoan": own.item.pk, "la": "spent", "ngay": today().isoformat()}
    assert registrar.post("/kinh-phi/so-tien/", said | {"so-tien": "12.500.000"}).status_code == 302
    assert "12.500.000" in registrar.get("/kinh-phi/").content.decode()
    wrong = registrar.post("/kinh-phi/so-tien/", said | {"so-tien": "-1.000"})
    assert wrong.status_code == 409
    assert "phải có lý do" in wrong.content.decode()
    assert "12.500.000" in registrar.get(f"/kinh-phi/khoan/{own.item.pk}/").content.decode()


def test_work_is_shown_by_officer_to_who_may_and_never_to_who_sees_counts(own: Any) -> None:
    count_keyed(now=now())
    page = signed_in(own, "registrar").get("/kinh-phi/khoi-luong/").content.decode()
    assert str(own.officers["keyer"]) in page
    assert signed_in(own, "unit_head").get("/kinh-phi/khoi-luong/").status_code == 403


def test_the_closing_page_says_what_stands_in_the_way(own: Any) -> None:
    page = signed_in(own, "justice_head").get("/ket-thuc-dot/").content.decode()
    assert "quyển chưa trả" in page
    refused = signed_in(own, "justice_head").post("/ket-thuc-dot/ket-thuc/", {"dot": own.campaign.pk})
    assert refused.status_code == 409
    assert "Chưa kết thúc được" in refused.content.decode()
    assert not Closing.objects.exists()
