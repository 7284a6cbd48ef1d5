"""19/11/1999 is a date like any other until the book contradicts it."""

import datetime

from hotich.integration.interchange import Dated, suspected_sentinels

DAY = datetime.date(1999, 11, 19)


def dated(
    row: int, date: datetime.date | None, *, number: int | None = None, book: int | None = None
) -> Dated:
    return Dated(row, "KS|xã A|01", date, number, book)


def test_in_a_book_of_1999_it_is_a_date() -> None:
    rows = [
        dated(2, datetime.date(1999, 11, 18)),
        dated(3, DAY, book=1998),
        dated(4, datetime.date(1999, 11, 20)),
    ]
    assert suspected_sentinels(rows) == set()


def test_the_year_behind_the_number_contradicts_it() -> None:
    assert suspected_sentinels([dated(2, DAY, number=2006)]) == {2}
    assert suspected_sentinels([dated(2, DAY, number=1999, book=1998)]) == set()


def test_the_dates_around_it_contradict_it() -> None:
    rows = [
        dated(2, datetime.date(1985, 3, 1)),
        dated(3, DAY),
        dated(4, DAY),
        dated(5, datetime.date(1985, 3, 9)),
    ]
    assert suspected_sentinels(rows) == {3, 4}


def test_dates_on_both_sides_of_it_in_time_do_not() -> None:
    assert (
        suspected_sentinels(
            [dated(2, datetime.date(1998, 1, 1)), dated(3, DAY), dated(4, datetime.date(2001, 1, 1))]
        )
        == set()
    )


def test_alone_it_is_judged_by_the_year_of_the_book() -> None:
    assert suspected_sentinels([dated(2, DAY, book=2006), dated(3, DAY, book=2006)]) == {2, 3}
    assert suspected_sentinels([dated(2, DAY, book=1999)]) == set()
    assert suspected_sentinels([dated(2, DAY)]) == set()


def test_the_neighbours_are_those_of_the_same_book() -> None:
    other = Dated(3, "KS|xã B|01", datetime.date(1985, 1, 1), None, None)
    assert suspected_sentinels([dated(2, DAY), other]) == set()
