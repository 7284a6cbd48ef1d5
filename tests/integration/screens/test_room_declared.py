"""Units without access on the pages of the room: their rows say what they declared, and nothing of theirs is measured."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hotich.books.models import BookCount
from hotich.campaign.operations import add_reporting_unit
from hotich.campaign.targets.operations import approve, count_again
from hotich.reports.operations import declare
from hotich.reports.periods import day_at
from hotich.staff.models import Officer
from hotich.support.time import now
from hotich.units.models import Unit

pytestmark = pytest.mark.django_db


def without_access(own: Any, code: str, name: str) -> Any:
    """A unit of the town beside the ward, in its campaign, that sends its form as a file."""
    unit = Unit.objects.create(
        key=f"test/{code}", code=code, name=name, type_label="xã", level="commune", parent=own.town,
        valid_from=date(1975, 1, 1), sort_key=code,
    )  # fmt: skip
    reporting = add_reporting_unit(campaign=own.campaign, unit=unit, code=code, name=f"Xã {name}", order=2)
    reporting.without_access = True
    reporting.save(update_fields=["without_access"])
    return reporting


@pytest.fixture
def apart(own: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Beside the ward, in its town and campaign, one that declared 8,000 of its 9,000 entries by a file, an hour ago."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    cache.clear()
    at = now() - timedelta(hours=1)
    reporting = without_access(own, "90009", "Minh Long")
    book = own.world.new_book(unit=reporting.unit, entries_count=9_000, created_at=at)
    BookCount.objects.create(book=book, entries_count=9_000, count_basis=book.count_basis, counted_at=at)
    figures = {"KS": 8_000, "KH": 0, "KT": 0, "other": 0, "total": 8_000}
    declare(
        actor=Officer.objects.get(pk=own.officers["justice_officer"].pk), now=at, reporting_unit_id=reporting.pk, day=day_at(own.campaign, at),
        figures={"entered": figures, "cumulative": figures}, content=b"x",
    )  # fmt: skip
    return SimpleNamespace(own=own, reporting=reporting)


def shown(apart: Any, name: str, **asked: str) -> str:
    """The page or the part of the room, as an officer of the town reads it."""
    client = Client()
    client.force_login(apart.own.officers["justice_officer"])
    address = (
        reverse(name) if name in ("room_wall", "what_if") else reverse("room_part", kwargs={"name": name})
    )
    answer = client.get(address, {"dot": apart.own.campaign.code, **asked})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def row_of(page: str, name: str) -> str:
    (row,) = (row for row in re.findall(r"<tr>.*?</tr>", page, flags=re.S) if name in row)
    return row


def test_the_row_of_a_unit_that_declares_says_so_after_all_that_are_measured(apart: Any) -> None:
    part = shown(apart, "nhip")
    row = row_of(part, "Xã Minh Long")
    assert "khai báo bằng tệp: 8.000 / 9.000" in words(row)
    assert "<progress" not in row, "there is nothing to measure it by"
    assert part.index(apart.own.reporting.name) < part.index("Xã Minh Long")


def test_the_headline_has_what_was_declared_beside_its_sum(apart: Any) -> None:
    said = words(shown(apart, "so-chinh"))
    assert "Khai báo bằng tệp: 8.000 / 9.000 trường hợp của 1 đơn vị (không cộng vào số trên)" in said
    counted = re.search(r"đã nhập (\S+) / (\S+) trường hợp", said)
    assert counted
    assert int(counted[2].replace(".", "")) < 9_000


def test_of_a_unit_that_declares_no_pace_and_no_day_is_told(apart: Any) -> None:
    headline = words(shown(apart, "so-chinh", **{"don-vi": "90009"}))
    assert "8.000 / 9.000" in headline
    assert "hệ thống không đo tốc độ, không dự báo ngày xong" in headline
    assert "kiểm kê sổ trước" not in headline
    assert "/ngày để kịp" not in headline
    curve = shown(apart, "tien-do", **{"don-vi": "90009"})
    assert "không vẽ thành đường tiến độ" in words(curve)
    assert "<svg" not in curve
    assert "không gồm 1 đơn vị gửi biểu bằng tệp" in words(shown(apart, "tien-do"))


def test_the_wall_says_the_same(apart: Any) -> None:
    assert words(shown(apart, "room_wall")).count("8.000 / 9.000") == 2


def test_a_unit_that_never_sent_a_form_is_told_apart_from_one_that_keyed_nothing(apart: Any) -> None:
    silent = without_access(apart.own, "90010", "Quang Minh")
    row = words(row_of(shown(apart, "nhip"), silent.name))
    assert "chưa gửi biểu nào" in row
    assert "1 đơn vị chưa gửi biểu nào" in words(shown(apart, "so-chinh"))


def test_no_machine_is_tried_for_a_unit_whose_pace_nobody_knows(apart: Any) -> None:
    own = apart.own
    seen = count_again(
        actor=own.officers["justice_officer"], version_id=own.plan.version.pk, now=now()
    ).changed_at
    approve(actor=own.officers["justice_head"], version_id=own.plan.version.pk, seen=seen, now=now())
    page = shown(apart, "what_if")
    row = row_of(page, "Xã Minh Long")
    assert "khai báo bằng tệp: 8.000 / 9.000" in words(row)
    assert 'type="number"' not in row
    assert 'name="may-90009"' not in page
    assert f'name="may-{own.reporting.code}"' in page
    assert "Khai báo bằng tệp: 8.000 / 9.000 trường hợp của 1 đơn vị" in words(page)
