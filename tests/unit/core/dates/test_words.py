"""Dates in words, North and South."""

from datetime import date, timedelta

import pytest

from hotich.core.dates import PartialDate, echo_words, read_date, read_words, write_words


@pytest.mark.parametrize("variant", ["north", "south"])
def test_every_day_from_1900_to_2030_reads_back_from_its_own_words(variant) -> None:
    day = date(1900, 1, 1)
    while day <= date(2030, 12, 31):
        value = PartialDate(day.year, day.month, day.day)
        assert read_words(write_words(value, variant=variant)) == value, day
        day += timedelta(days=7)


def test_every_year_and_month_reads_back_from_its_own_words() -> None:
    for year in range(1800, 2101):
        assert read_words(write_words(PartialDate(year))) == PartialDate(year)
        value = PartialDate(year, year % 12 + 1)
        assert read_words(write_words(value)) == value
        assert read_words(echo_words(value)) == value


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("mồng một tháng giêng năm một nghìn chín trăm bảy mươi", "01/01/1970"),
        ("Mùng Một, tháng Giêng, năm một ngàn chín trăm bảy mươi", "01/01/1970"),
        ("mười nhăm tháng tư năm 1984", "15/04/1984"),
        ("ngày hai mươi tư tháng bốn năm hai nghìn không trăm linh bốn", "24/04/2004"),
        ("ngày hăm lăm tháng chạp năm hai ngàn lẻ sáu", "25/12/2006"),
        ("ngày năm tháng năm năm một nghìn chín trăm năm mươi lăm", "05/05/1955"),
        ("hai mốt tháng chín năm một chín tám lăm", "21/09/1985"),
        ("hai bảy tháng bẩy năm một nghìn chín trăm bốn bảy", "27/07/1947"),
        ("rằm tháng tám năm một nghìn chín trăm bảy mươi âm lịch", "15/08/1970l"),
        ("khoảng năm một nghìn chín trăm bốn mươi lăm", "~1945"),
        ("hai tháng ba 1985", "02/03/1985"),
    ],
)
def test_regional_variants_are_read(words: str, written: str) -> None:
    value = read_words(words)
    assert value is not None
    assert value.written() == written


@pytest.mark.parametrize(
    "words",
    [
        "",
        "ba",
        "ngày hai tháng ba",
        "ngày hai tháng ba năm tám lăm",
        "năm Canh Tuất",
        "mồng mười một tháng ba năm 1970",
        "ngày lăm tháng ba năm 1985",
        "ba mươi tháng hai năm 1985",
        "ngày ba mươi hai tháng ba năm 1985",
        "năm một nghìn chín trăm năm",
        "1985",
    ],
)
def test_words_that_say_no_date_or_more_than_one_are_not_read(words: str) -> None:
    assert read_words(words) is None


def test_the_echo_is_what_the_officer_compares_with_the_book() -> None:
    def echo(text: str) -> str:
        value = read_date(text).value
        assert value is not None
        return echo_words(value)

    assert echo("02/03/1985") == "hai tháng ba 1985"
    assert echo("??/03/1985") == "ngày không đọc được tháng ba 1985"
    assert echo("~1945") == "khoảng năm 1945"
    assert echo("30/2/1985l") == "ba mươi tháng hai 1985 âm lịch"


def test_a_date_without_a_year_is_not_put_into_words() -> None:
    assert write_words(PartialDate(None, 3, 2)) == ""
