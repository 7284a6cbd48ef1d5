"""Lines that an officer types stay lines: a browser sends two characters for each break, and one of them is kept."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotich.campaign.models import Measure
from hotich.reports.files import content_of
from hotich.reports.operations import draw_papers
from hotich.support.time import now, today

pytestmark = pytest.mark.django_db
TYPED = "Mất điện hai giờ.\r\nMáy 2 hỏng.\rThiếu sổ quyển 3."
KEPT = "Mất điện hai giờ.\nMáy 2 hỏng.\nThiếu sổ quyển 3."


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def test_lines_of_a_report_and_of_a_room_are_kept_as_they_were_typed(own: Any) -> None:
    measure = {
        "don-vi": own.reporting.pk, "hinh-thuc": "correction", "co-quan": own.campaign.lead_agency_id,
        "nhan-thay": "Ba ngày liền không đạt chỉ tiêu.", "yeu-cau": TYPED,
        "truoc-ngay": (today() + timedelta(days=5)).isoformat(),
    }  # fmt: skip
    assert signed_in(own, "justice_officer").post(reverse("give_measure"), measure).status_code == 302
    assert Measure.objects.unscoped("test").latest("pk").asked == KEPT

    signed_in(own, "unit_head").post(
        reverse("send_report", args=[own.report.pk]), {"kho-khan": TYPED, "de-xuat": TYPED}
    )
    sent = own.report.sendings.get()
    assert (sent.obstacles, sent.proposals) == (KEPT, KEPT)

    draw_papers(sending_id=sent.pk, now=now())
    files = {file.kind: content_of(file) for file in sent.files.all()}
    assert files.keys() >= {"json", "xlsx", "docx"}
    assert rb"\r" not in files["json"], "the file for machines has line breaks of two characters"
    assert b"_x000D_" not in _parts(files["xlsx"]), "the workbook shows the character as letters"
    words = _parts(files["docx"])
    assert "Mất điện hai giờ.".encode() in words
    assert b"<w:br/><w:br/>" not in words, "the paper has an empty line between two typed ones"


def _parts(package: bytes) -> bytes:
    """The contents of an office file, one after another."""
    with zipfile.ZipFile(BytesIO(package)) as opened:
        return b"".join(opened.read(name) for name in opened.namelist())
