"""Numbers of citizens in free text are found however they are grouped; figures that only look like them are let through."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.identifiers import numbers_in, without_numbers

_PROVINCES = st.sampled_from(["001", "070", "079", "096"])
_MARKS = st.sampled_from([" ", ".", "\u00a0", "-", "–"])
_AROUND = st.sampled_from(["", "công dân ", "CCCD: ", "số ", "(", "năm 1998, ", "“"])
_AFTER = st.sampled_from(["", " ghi sai", ".", ",", ")", "; sổ 02/1998", "”"])


def _digits(number: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=number, max_size=number)


@given(_AROUND, _digits(12), _AFTER)
def test_twelve_digits_are_found_in_any_sentence(before: str, number: str, after: str) -> None:
    assert numbers_in(f"{before}{number}{after}") == [number]


@given(_AROUND, _PROVINCES, _digits(9), _MARKS, st.sampled_from([(3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 1, 2, 6)]), _AFTER)  # fmt: skip
def test_twelve_digits_are_found_in_groups(
    before: str, province: str, rest: str, mark: str, shape: tuple[int, ...], after: str
) -> None:
    number = province + rest
    ends = [sum(shape[: place + 1]) for place in range(len(shape))]
    written = mark.join(number[end - size : end] for size, end in zip(shape, ends, strict=True))
    if written.endswith(".000"):
        return  # an amount, where it does not begin with 0
    assert numbers_in(f"{before}{written}{after}") == [written]


@given(_AROUND, _digits(9), st.sampled_from(["", " ", "\u00a0"]), _AFTER)
def test_nine_digits_standing_alone_are_found(before: str, number: str, mark: str, after: str) -> None:
    written = mark.join((number[:3], number[3:6], number[6:]))
    assert numbers_in(f"{before}{written}{after}") == [written]


@given(st.sampled_from(["0912", "0271", "0868"]), _digits(6), st.sampled_from(["", " ", "."]))
def test_a_telephone_number_is_not_a_citizens(prefix: str, rest: str, mark: str) -> None:
    assert numbers_in(f"gọi {mark.join((prefix, rest[:3], rest[3:]))} gặp Tổ trưởng") == []


@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=4), st.sampled_from([" đ", "đ", " đồng", " VND"]))  # fmt: skip
def test_an_amount_is_not_a_number(first: int, rest: list[int], currency: str) -> None:
    assert (
        numbers_in(f"đã chi {'.'.join([str(first), *(f'{each:03}' for each in rest)])}{currency} cho máy")
        == []
    )


@given(st.dates().filter(lambda day: day.year >= 1000), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d%m%Y"]), _AROUND)  # fmt: skip
def test_a_day_is_not_a_number(day: object, form: str, before: str) -> None:
    assert numbers_in(f"{before}ngày {day:{form}}") == []


@given(st.integers(1, 99_999), st.sampled_from(["/QĐ-UBND", "/KH-UBND", "/2023/TT-BTP"]))
def test_the_number_of_a_document_is_not_a_citizens(number: int, tail: str) -> None:
    assert numbers_in(f"theo {number}{tail} ngày 01/06/2023") == []


@given(st.uuids(version=4), st.lists(st.sampled_from("0123456789"), min_size=12, max_size=12), _AROUND)
def test_the_address_of_a_page_is_not_a_number(identifier: UUID, tail: list[str], before: str) -> None:
    written = f"{str(identifier)[:24]}{''.join(tail)}"
    assert numbers_in(f"{before}/truong-hop/{written}/ chưa trả lời") == []


def test_a_number_beside_the_address_of_a_page_is_found() -> None:
    said = "/so/01a22684-f0b7-7fc4-8427-699774003991/ 070188001234"
    assert numbers_in(said) == ["070188001234"]


@given(st.text())
def test_what_is_left_of_a_text_has_none(text: str) -> None:
    assert numbers_in(without_numbers(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "1.500.000.000 đ", "kinh phí 150.000.000.000", "cấp 125.000.000 cho phường", "chi 125000000 đồng",
        "+84 912 345 678", "(+84) 912345678", "0271 3 666 777", "0912345678 hoặc 0987654321", "0271 000 0202",
        "1234/QĐ-UBND", "từ 06:00 đến 14:00 ngày 29/11/2026", "các năm 1998 1999 2000", "IP 192.168.100.101",
        "các sổ 01 02 03 04 05 06", "trang 120-125, 130-140", "quyển 02/1998 số 45", "máy SN123456789X", "25432-M1",
        "1.234.567 trường hợp", "12 người, 345 sổ, 678 trang", "mã 018f3b1c-1234-7123-8123-123456789abc",
        "số trống 012, 013, 014, 015",
    ],
)  # fmt: skip
def test_figures_of_the_work_pass(text: str) -> None:
    assert numbers_in(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bà Lan 070188001234 chưa có", ["070188001234"]),
        ("CCCD070188001234", ["070188001234"]),
        ("CMND 285.123.456", ["285.123.456"]),
        ("CMND 28 5123456", ["28 5123456"]),
        ("năm 1988 070188001234", ["070188001234"]),
        ("gọi 0912345678 070 188 001 234", ["070 188 001 234"]),
        ("070188001234 và 285123456", ["070188001234", "285123456"]),
        ("070 188 001 234 079 190 005 678", ["070 188 001 234", "079 190 005 678"]),
    ],
)
def test_numbers_are_found_beside_other_figures(text: str, found: list[str]) -> None:
    assert numbers_in(text) == found
    assert not any(one in without_numbers(text) for one in found)
