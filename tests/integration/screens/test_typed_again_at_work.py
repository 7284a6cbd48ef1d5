"""Money, machines, shifts, helpers and samples: of a form that is refused every field comes back as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotich.campaign.models import Amount
from hotich.support.time import local, now, today

pytestmark = pytest.mark.django_db


class Filled(HTMLParser):
    """What the form that sends to an address would send, but for its token, and whether the fold it lies in is open."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.action, self.sends, self.is_open = action, dict[str, str](), True
        self._inside, self._select, self._folds = False, "", list[bool]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "details":
            self._folds.append("open" in said)
        elif tag == "form":
            self._inside = said.get("action") == self.action
            self.is_open = all(self._folds) if self._inside else self.is_open
        elif not self._inside:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in said:
            self.sends[self._select] = value
        elif tag == "input" and (said.get("type") != "checkbox" or "checked" in said):
            self.sends[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._folds.pop()
        elif tag == "form":
            self._inside = False


@dataclass(frozen=True)
class Case:
    """Who sends what from which page, and which sentence he reads."""

    by: str
    page: str | Callable[[Any], str]
    action: Any
    data: Any
    said: str


def _to(name: str) -> Any:
    return lambda side: reverse(name)


def at(hours: int) -> str:
    return f"{local(now() + timedelta(hours=hours)):%Y-%m-%dT%H:%M}"


def _amount(**other: str) -> Any:
    day = (today() - timedelta(days=19)).isoformat()
    said = {"la": "allotted", "so-tien": "12.500.000", "ngay": day, "ghi-chu": "Phiếu 5"} | other
    return lambda side: {"dot": side.campaign.code, "khoan": str(side.item.pk)} | said


def _outage(side: Any) -> dict[str, str]:
    return {
        "may": side.world.station.code, "luc": at(-2), "co-lai": at(-3), "nguyen-nhan": "power", "ghi-chu": "Mất điện",
    }  # fmt: skip


NOTE = {"nguyen-nhan": "power", "ghi-chu": "Mất điện", "nha-mang": "", "so-phieu": "TT-5512", "bao-luc": at(2)}  # fmt: skip
HELPER = {
    "ho-ten": "Nguyễn Hỗ Trợ", "dang-nhap": "ho.tro.moi", "co-quan": "Đoàn phường", "tu": (today() + timedelta(days=2)).isoformat(),
    "den": (today() + timedelta(days=9)).isoformat(), "ky": today().isoformat(),
}  # fmt: skip
CASES = {
    "amount": Case("registrar", "/kinh-phi/", _to("budget_amount"), _amount(**{"so-tien": "abc"}), "là số khác 0"),
    "day of an amount": Case("registrar", "/kinh-phi/", _to("budget_amount"), _amount(ngay="2001-02-03"), ""),
    "item": Case(
        "registrar", "/kinh-phi/", _to("budget_item"),
        lambda side: {
            "dot": side.campaign.code, "don-vi": str(side.world.unit.pk), "nhom": "other", "nguon": "other", "noi-dung": "  ",
        },
        "",
    ),
    "outage": Case("team_leader", "/gian-doan/", _to("say_outage"), _outage, ""),
    "carrier": Case(
        "team_leader", "/gian-doan/", _to("keep_carrier"),
        lambda side: {"ten": "Viettel", "so-bao": "1800 8119", "gio": "300"}, "",
    ),
    "shifts": Case(
        "team_leader", "/lich-truc/", _to("shift_pattern"),
        lambda side: {
            "to": str(side.world.team.pk), "ngay": today().isoformat(), "tu-ngay": (today() + timedelta(days=9)).isoformat(),
            "gio": "06:00 25:00", "im-lang": "15",
        },
        "Giờ bắt đầu ca viết như",
    ),
    "helper without a signed page": Case(
        "team_leader", "/luc-luong-ho-tro/", _to("take_in_helper"), lambda side: HELPER | {"to": str(side.world.team.pk)},
        "Đính kèm bản quét cam kết",
    ),
    "helper longer": Case(
        "team_leader", "/luc-luong-ho-tro/", lambda side: reverse("extend_helper", args=[side.helper.pk]),
        lambda side: {"den": (today() + timedelta(days=20)).isoformat(), "ky": ""}, "ký cam kết mới",
    ),
    "sample": Case(
        "registrar", "/kiem-tra/lo/", _to("draw_lot"),
        lambda side: {"so": str(side.to_sample.pk), "cach": "aql", "giam": "1", "nguyen-nhan": "Đã hướng dẫn"}, "",
    ),
    "number of a paper": Case(
        "registrar", lambda side: reverse("paper", args=[side.drafted.pk]), lambda side: reverse("number_paper", args=[side.drafted.pk]),
        lambda side: {"so": "12", "ngay": (today() + timedelta(days=3)).isoformat()}, "",
    ),
    "entry given back": Case(
        "registrar", lambda side: reverse("arbitration", args=[side.check.pk]),
        lambda side: reverse("return_entry", args=[side.check.pk]), lambda side: {"ly-do": "Nhầm dòng. " * 60}, "",
    ),
}  # fmt: skip


def _sent(side: Any, case: Case) -> Any:
    client = Client()
    client.force_login(side.officers[case.by])
    page = case.page(side) if callable(case.page) else case.page
    return client.post(case.action(side), case.data(side), headers={"Referer": f"http://testserver{page}"})


def _comes_back(side: Any, case: Case) -> None:
    answer = _sent(side, case)
    page = answer.content.decode()
    assert 400 <= answer.status_code < 500
    assert "Chưa thực hiện được" not in page
    assert page.count('role="alert"') == 1
    assert case.said in page
    filled = Filled(page, case.action(side))
    sent = case.data(side)
    assert {name: filled.sends.get(name) for name in sent} == sent
    assert filled.is_open


@pytest.mark.parametrize("name", CASES)
def test_every_field_of_a_refused_form_comes_back(own: Any, name: str) -> None:
    _comes_back(own, CASES[name])


def test_a_note_on_an_outage_comes_back_and_not_what_was_noted_before(own: Any) -> None:
    page = f"/gian-doan/{own.outage.pk}/"
    action = reverse("note_outage", args=[own.outage.pk])
    _comes_back(own, Case("team_leader", page, lambda side: action, lambda side: NOTE, ""))


def test_an_amount_that_is_put_right_is_kept_on_the_day_that_was_typed(own: Any) -> None:
    case = CASES["amount"]
    again = Filled(_sent(own, case).content.decode(), case.action(own)).sends | {"so-tien": "12.500.000"}
    client = Client()
    client.force_login(own.officers[case.by])
    assert client.post(case.action(own), again).status_code == 302
    kept = Amount.objects.filter(item=own.item).latest("noted_at")
    assert kept.day.isoformat() == case.data(own)["ngay"]
