"""Dates: every writing met in registers and workbooks, the desk's shorthand, and words for days of 1900–2030."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hotich.core.dates import (
    DateReading,
    PartialDate,
    compare_dates,
    echo_words,
    read_date,
    read_shorthand,
    read_words,
    say_year,
    write_words,
)

WRITTEN = [
    "02/03/1985", "2.3.1985", "2-3-1985", "2 - 3 - 1985", "2 3 1985", "02/03/1985 ", "1985-03-02", "1985-03-02 00:00:00", "1985-03-02T00:00:00",
    "1985/3/2", "03/1985", "3.1985", "1985", "1985-03", "năm 1945", "Năm sinh: 1945", "sinh năm 1945", "khoảng 1945", "Khoảng năm 1945", "~1985", "~03/1985",
    "chừng 1960", "…/…/1960", ".../.../1960", "../../1960", "__/__/1960", "/ /1960", "//1960", "/5/1960", "…/5/1960", "??/03/1985", "1?/03/1985", "?/?/1960",
    "12/03/198?", "12/0?/1985", "?2/1?/1985", "19??", "????", "?", "02/03/????", "15/…/1985", "15/03/…", "30/2/1985l", "30/2/1985 l", "30/2/1985 âm lịch",
    "30/2/1985 (AL)", "15/8/1970 ÂL", "khỏang 1945", "2–3–1985", "ngày 5 tháng 6 năm 8?", "ngày 5 tháng 6 năm 85", "ngày ? tháng ? năm ?", "năm 85", "AL 1985", "1985 a.l.", "31/2/1985l", "12/3/1985 dương lịch", "30/02/1985", "31/04/1985", "31/6/2000", "29/2/1900", "29/2/2000", "29/2/2024",
    "29/2/????", "30/2/????", "32/1/1985", "99/99/9999", "1/13/1985", "13/1985", "5/5/5005", "5005", "1799", "1800", "2100", "2101", "01/01/0001",
    "2/3/85", "2.3.85", "??/3/85", "385", "0385", "85", "02031985", "31108", "3/85", "1/1", "12345", "198", "00/03/1985", "00/00/1985", "00.00.1960",
    "ngày 12 tháng 3 năm 1985", "Ngày 12, tháng 3, năm 1985", "ngày 12 tháng 13 năm 1985", "tháng 3 năm 1985", "tháng 3/1985", "Tháng 3 - 1985",
    "ngày … tháng … năm 1960", "ngày ... tháng 5 năm 1960", "ngày 2/3/1985", "15 tháng Chạp năm 1970", "ngày 15 tháng Chạp năm Canh Tuất", "Canh Tuất",
    "30 tuổi", "45 tuổi (1960)", "không rõ", "12..3.1985", "12//3//1985", "12,3,1985", "1960/", "…", "/ /", "", "  ", ".", "-", "19/11/1999", "0/0/0",
    "1985.0", "02/03/1985 08:30", "hai tháng ba 1985", "ngày hai tháng ba năm một nghìn chín trăm tám mươi lăm", "2/3/1985.", "02⁄03⁄1985", "٠٢/٠٣/١٩٨٥",
    "\u200b02/03/1985", "02\u00a0/\u00a003\u00a0/\u00a01985", "~30/2/1985l", "3?/02/1985", "3?/2/1985l", "4?/02/1985", "12/2?/1985", "2?/02/1985", "a/b/1985",
]  # fmt: skip

SHORTHAND = [
    "020385", "02031985", "2/3/85", "2.3.85", "2-3-85", "2 3 85", "385", "0385", "031985", "121985", "131985", "1985", "1885", "2010", "1785", "??0385", "??031985",
    "1?0385", "02??85", "02038?", "0203?5", "0203??", "????1985", "000385", "00031985", "000085", "00001985", "011920", "122005", "011800", "300285", "300285l", "30021985l",
    "310485", "320185", "011385", "~1985", "~031985", "~020385", "15", "5", "??", "3/85", "3/12", "85", "12345", "1234567", "123456789", "020306", "020307", "010100", "311299",
    "2/3/1985", "03/1985", "khoảng 1945", "năm 1945", "", " ", "abc", "0203l", "1985l", "8?", "198?", "????", "02032?", "01010?", "01011?",
]  # fmt: skip
BOOK_YEARS = [None, 1978, 2006, 2019]

PAIRS = [
    ("02/03/1985", "02/03/1985"), ("02/03/1985", "03/02/1985"), ("02/03/1985", "03/1985"), ("02/03/1985", "1985"), ("1985", "1985"), ("03/1985", "04/1985"),
    ("02/03/1985", "02/03/1986"), ("~1985", "1985"), ("~1985", "1986"), ("~1985", "~1985"), ("??/03/1985", "12/03/1985"), ("1?/03/1985", "22/03/1985"), ("198?", "1985"),
    ("198?", "1995"), ("15/…/1985", "??/03/1985"), ("12/12/1985", "12/12/1985"), ("05/05/1985", "05/05/1986"), ("13/03/1985", "03/13/1985"), ("30/2/1985l", "30/2/1985l"),
    ("15/2/1985l", "05/04/1985"), ("15/2/1985l", "05/04/1990"), ("15/2/1985l", "1985"), ("", "1985"), ("1985", ""), ("", ""), ("????", "1985"), ("02/03/????", "02/03/1985"),
    ("02/03/????", "02/04/1985"), ("2/3/85", "02/03/1985"), ("2/3/85", "02/03/1986"), ("01/01/1970", "1970"), ("02/03/1985", "03/02/1986"), ("??/??/1985", "??/??/1985"),
]  # fmt: skip

WORDS = [
    "mồng một tháng giêng năm một nghìn chín trăm bảy mươi", "Mùng Một, tháng Giêng, năm một ngàn chín trăm bảy mươi", "mồng mười tháng mười năm 1970", "mồng mười một tháng ba năm 1970",
    "ngày năm tháng năm năm một nghìn chín trăm năm mươi nhăm", "mười lăm tháng chạp năm 1970", "mười nhăm tháng tư năm 1984", "rằm tháng bảy năm 2001", "hăm mốt tháng tư năm 1994",
    "ngày hăm lăm tháng hai năm hai ngàn lẻ sáu", "hai mươi tư tháng bốn năm hai nghìn không trăm hai mươi bốn", "hai mốt tháng chín năm một chín tám lăm", "năm một chín bốn năm",
    "năm một nghìn chín trăm linh năm", "năm một nghìn chín trăm lẻ năm", "năm một nghìn chín trăm năm", "năm một nghìn chín trăm", "năm hai nghìn", "hai nghìn", "năm hai nghìn không trăm mười",
    "tháng mười hai năm hai nghìn lẻ năm", "tháng mười một nghìn chín trăm chín mươi", "tháng mười một năm một nghìn chín trăm chín mươi", "hai tháng ba 1985", "2 tháng ba năm 1985",
    "ngày 2 tháng 3 năm một nghìn chín trăm tám mươi lăm", "ba mươi tháng hai năm 1985", "ba mươi tháng hai năm 1985 âm lịch", "ba mươi mốt tháng tư năm 1985", "khoảng tháng ba năm 1985",
    "khoảng năm một nghìn chín trăm bốn mươi lăm", "năm Canh Tuất", "ngày hai tháng ba", "tháng ba", "ba", "", "năm", "tám mươi lăm", "ngày hai tháng ba năm tám lăm", "hai bảy tháng bẩy năm 1947",
    "NGÀY HAI THÁNG BA NĂM MỘT NGHÌN CHÍN TRĂM TÁM MƯƠI LĂM", "ngày lăm tháng ba năm 1985", "ngày một mươi tháng ba năm 1985", "ngày hai mười tháng ba năm 1985", "ngày hai linh một tháng ba năm 1985",
    "1985", "02/03/1985", "năm năm nghìn không trăm linh năm", "ngày ba tháng tư năm một nghìn chín trăm bảy mươi lăm (dương lịch)", "năm một nghìn chín trăm bảy lăm", "năm một nghìn bảy mươi",
]  # fmt: skip


def shown(value: PartialDate | None) -> dict[str, Any] | None:
    """A date with everything it answers, as the port must answer it."""
    if value is None:
        return None
    return {
        "year": value.year,
        "month": value.month,
        "day": value.day,
        "lunar": value.lunar,
        "approximate": value.approximate,
        "precision": value.precision,
        "written": value.written(),
        "edtf": value.edtf(),
        "earliest": value.earliest(),
        "latest": value.latest(),
        "echo": echo_words(value),
    }


def reading(found: DateReading) -> dict[str, Any]:
    return {"value": shown(found.value), "findings": found.findings}


def _some_days() -> Iterator[date]:
    draw = random.Random(1975)
    for _ in range(150):
        yield date(1900, 1, 1) + timedelta(days=draw.randrange(130 * 365))
    yield from (date(1985, 5, 5), date(2004, 4, 24), date(2000, 1, 1), date(2015, 12, 31), date(1901, 4, 15))


def cases() -> Iterator[tuple[str, list[Any], Any]]:
    for text in WRITTEN:
        yield "read_date", [text, "child.birth_date"], reading(read_date(text, field="child.birth_date"))
    for text in SHORTHAND:
        for book_year in BOOK_YEARS:
            yield "read_shorthand", [text, book_year, None], reading(read_shorthand(text, book_year))
    previous = PartialDate(2005, 4, 3)
    for text in ("15", "5", "1?", "31", "30", "00", "020405"):
        yield (
            "read_shorthand",
            [text, 2006, "03/04/2005"],
            reading(read_shorthand(text, 2006, previous=previous)),
        )
    for a, b in PAIRS:
        yield "compare_dates", [a, b], compare_dates(read_date(a).value, read_date(b).value)
        yield "compare_dates", [b, a], compare_dates(read_date(b).value, read_date(a).value)
    for text in WORDS:
        yield "read_words", [text], shown(read_words(text))
    for day in _some_days():
        value = PartialDate(day.year, day.month, day.day)
        for variant in ("north", "south"):
            words = write_words(value, variant=variant)  # type: ignore[arg-type]
            yield "write_words", [value.written(), variant], words
            yield "read_words", [words], shown(read_words(words))
    for text in ("03/1985", "1985", "~1945", "30/02/1985l", "??/03/1985", "15/??/1985", "198?", "12/2000"):
        value_read = read_date(text).value
        if value_read:
            yield "write_words", [text, "north"], write_words(value_read)
    for year in [*range(1899, 2032), 1800, 2100]:
        yield "say_year", [year, "north"], say_year(year)
