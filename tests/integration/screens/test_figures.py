"""Figures on the pages of plan, reports and money: a point before every three figures, but never in a field that is sent back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotich.books.models import BookCount
from hotich.campaign.budget.operations import note_amount
from hotich.campaign.targets.operations import approve, count_again
from hotich.reports.periods import day_at
from hotich.support.time import now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def large(own: Any) -> Any:
    """The ward with an inventory of 12,345 entries more, its targets approved, and some money."""
    at = now()
    book = own.world.new_book(entries_count=12_345)
    BookCount.objects.create(book=book, entries_count=12_345, count_basis=book.count_basis, counted_at=at)
    writer, head, version = own.officers["justice_officer"], own.officers["justice_head"], own.plan.version
    seen = count_again(actor=writer, version_id=version.pk, now=now()).changed_at
    approve(actor=head, version_id=version.pk, seen=seen, now=now())
    note_amount(
        actor=own.officers["registrar"],
        now=at,
        item_id=own.item.pk,
        kind="planned",
        amount=25_000_000,
        day=today(),
    )
    return own


def texts(page: str) -> list[str]:
    """What is read there, without marks; a year and a code stay whole."""
    words = re.sub(r"<(script|style|header).*?</\1>|<[^>]+>", " ", page, flags=re.S)
    return re.findall(r"(?<![\w./:])\d{4,}(?![\w/])", words)


def test_every_figure_of_four_digits_has_its_point(large: Any) -> None:
    own = large
    dot = f"?dot={own.campaign.code}"
    said = {
        reverse("targets") + dot: ("justice_officer", "12.345"),
        reverse("target_split", args=[own.plan.line.pk]): ("justice_officer", "12.345"),
        reverse("what_if") + dot: ("justice_officer", "12.3"),
        f"{reverse('daily_form')}{dot}&ngay={day_at(own.campaign, now())}": ("registrar", "12.9"),
        reverse("budget") + dot: ("registrar", "25.000.000"),
        reverse("closing") + dot: ("justice_officer", "12.9"),
    }
    for path, (code, figure) in said.items():
        client = Client()
        client.force_login(own.officers[code])
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200, path
        assert figure in page, re.sub(r"<[^>]+>|\s+", " ", page.partition("<main")[2])[:1500]
        bare = [one for one in texts(page) if not 1900 <= int(one) < 2100]
        assert bare == [], path
        sent = re.findall(r'<input[^>]*type="number"[^>]*value="([^"]*)"', page)
        assert [one for one in sent if not one.isdecimal()] == [], path
