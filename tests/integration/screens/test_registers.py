"""The registers explained on screen: whoever is signed in reads them, and they say what the definitions say."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotich.core.registers.catalogue import editions_of, kinds, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(own: Any) -> Client:
    client = Client()
    client.force_login(own.officers["helper"])
    return client


def test_every_kind_is_listed_with_its_forms(reader: Client) -> None:
    page = reader.get(reverse("registers")).content.decode()
    for kind in kinds():
        assert register(kind).title in page
        assert all(form.title in page for form in editions_of(kind))


def test_a_book_of_1987_has_the_columns_of_1987(reader: Client) -> None:
    page = reader.get(reverse("register_edition", args=["KH", "1976"])).content.decode()
    assert "Họ, tên người chồng" in page and "Kết hôn lần thứ" in page
    assert page.index("Họ, tên người chồng") < page.index("Họ, tên người vợ")
    assert "Nghị định 4-CP" in page


def test_a_form_names_its_columns_in_the_ministrys_and_the_polices_files(reader: Client) -> None:
    page = reader.get(reverse("register_edition", args=["KS", "2016"])).content.decode()
    assert "nksHoTen" in page and "Công an" in page


@pytest.mark.parametrize("address", ["/mau-so/XX/", "/mau-so/KS/1850/", "/mau-so/..%2F/"])
def test_what_is_not_there_says_so(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_reading_definitions_asks_the_database_for_nothing_but_the_officer(
    reader: Client, django_assert_max_num_queries: Any
) -> None:
    reader.get(reverse("registers"))
    with django_assert_max_num_queries(6):
        reader.get(reverse("register_kind", args=["KT"]))
