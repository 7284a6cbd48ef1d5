"""The page that ends a campaign, and its papers, where a unit sends its form as a file."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from tests.integration.screens.test_papers_room import signed_in, typed

from hotich.books.models import Book
from hotich.campaign.models import Closing, Paper, ReportingUnit
from hotich.reports.models import Declaration
from hotich.reports.operations import declare
from hotich.support.time import now, today

pytestmark = pytest.mark.django_db

PAGE = "/ket-thuc-dot/"


@pytest.fixture
def apart(own: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> ReportingUnit:
    """The ward's unit of the campaign has no access any more and declared nothing yet; five thousand entries lie in its one book to be keyed."""
    Declaration.objects.unscoped("test").filter(unit=own.world.unit).delete()
    monkeypatch.setattr(settings, "HOME", tmp_path)
    Book.objects.unscoped("test").filter(unit=own.world.unit).update(marked_for_entry=False)
    own.world.new_book(status="inventoried", entries_count=5_000)
    unit: ReportingUnit = own.campaign.reporting_units.get()
    unit.without_access = True
    unit.save(update_fields=["without_access"])
    return unit


def declared(own: Any, unit: ReportingUnit, total: int) -> str:
    """What the unit declared of yesterday; the day, as a page writes it."""
    figures = {"KS": total, "KH": 0, "KT": 0, "other": 0, "total": total}
    day = today() - timedelta(days=1)
    declare(
        actor=own.officers["justice_officer"], now=now(), reporting_unit_id=unit.pk, day=day,
        figures={"entered": figures, "cumulative": figures}, content=b"x", reason="thử",
    )  # fmt: skip
    return f"{day:%d/%m/%Y}"


def cells(page: str) -> list[str]:
    """What the first line of the declared table says."""
    (table,) = re.findall(r'<table class="list" id="khai-bao">.*?</table>', page, re.DOTALL)
    (line,) = re.findall(r"<tbody><tr>(.*?)</tr>", table)
    return [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", line)]


def test_a_declared_unit_stands_in_a_table_of_its_own_and_holds_nothing_up(
    own: Any, apart: ReportingUnit
) -> None:
    day = declared(own, apart, 4_800)
    page = signed_in(own, "justice_head").get(PAGE).content.decode()
    assert cells(page)[:6] == [apart.name, "1", "5.000", "4.800", day, "200"]
    assert f'name="vi-sao-{apart.code}"' in page
    assert "chưa giao nhập" not in page
    assert 'id="ma-dot"' in page
    assert "Phòng điều hành ghi đã nhập" not in page


def test_a_unit_that_never_sent_a_form_is_asked_why(own: Any, apart: ReportingUnit) -> None:
    head = signed_in(own, "justice_head")
    page = head.get(PAGE).content.decode()
    assert cells(page)[3] == "chưa gửi biểu nào"
    assert 'placeholder="Vì sao chưa gửi biểu nào"' in page
    refused = head.post(f"{PAGE}ket-thuc/", {"dot": own.campaign.code, "ma-dot": own.campaign.code})
    assert refused.status_code == 409
    assert f"{apart.name} chưa gửi biểu nào" in refused.content.decode()
    assert not Closing.objects.exists()


def test_what_was_frozen_of_a_declared_unit_stays_on_the_page_and_on_paper(
    own: Any, apart: ReportingUnit
) -> None:
    day, head = declared(own, apart, 4_800), signed_in(own, "justice_head")
    said = {"dot": own.campaign.code, f"vi-sao-{apart.code}": "sổ rách nát", "ma-dot": "nhầm"}
    refused = head.post(f"{PAGE}ket-thuc/", said)
    assert refused.status_code == 409
    assert 'value="sổ rách nát"' in refused.content.decode()
    assert head.post(f"{PAGE}ket-thuc/", said | {"ma-dot": own.campaign.code}).status_code == 302
    declared(own, apart, 4_900)
    ReportingUnit.objects.unscoped("test").update(without_access=False)
    page = head.get(PAGE).content.decode()
    assert cells(page) == [apart.name, "1", "5.000", "4.800", day, "200", *cells(page)[6:8], "sổ rách nát"]
    registrar = signed_in(own, "registrar")
    for kind in ("closing_report", "acceptance"):
        answer = registrar.post(f"/van-ban/soan/{kind}/", typed(own, kind, own.world.committee))
        assert answer.status_code == 302
        paper = str(Paper.objects.unscoped("test").filter(kind=kind).latest("drawn_at").said)
        assert f"{apart.name}: chênh 200, sổ rách nát" in paper
        assert "Khai báo bằng tệp" in paper
        assert day in paper


def test_a_closing_from_before_is_shown_as_it_was_kept(own: Any, apart: ReportingUnit) -> None:
    line = {"code": apart.code, "name": apart.name, "books": 1, "inventory": 5_000, "keyed": 5_000}
    Closing.objects.create(
        campaign=own.campaign, figures={"units": [line], "total": {}, "cases": {}}, digest="0" * 64,
        closed_by=own.officers["justice_head"], closed_at=now(),
    )  # fmt: skip
    page = signed_in(own, "justice_head").get(PAGE).content.decode()
    assert 'id="khai-bao"' not in page
    assert '<td class="n">5.000</td><td class="n">5.000</td>' in page
