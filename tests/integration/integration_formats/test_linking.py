"""A workbook of births is imported, the worker links its book, and its queue is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import citizen, extract_of
from tests.unit.integration.birth_rows import BIRTH

pytestmark = pytest.mark.django_db

LONG = citizen(
    personal_id="990206000001", full_name="Điểu Long", sex="1", birth_date="02/05/2006", ethnicity="Xtiêng",
    mother_full_name="Thị Brới", father_full_name="Điểu Lên", hometown="xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",
)  # fmt: skip


def rows(count: int, **values: str) -> list[dict[str, str]]:
    return [
        BIRTH
        | {"registration.number": f"{number}/2006", "child.personal_id": ""}
        | {name.replace("__", "."): text for name, text in values.items()}
        for number in range(1, count + 1)
    ]


@pytest.fixture
def asked(
    django_capture_on_commit_callbacks: Any,
) -> Callable[[Callable[[], Any]], list[tuple[str, dict[str, Any]]]]:
    """What the worker is asked for by something, as (task, arguments) of the jobs that wait afterwards."""
    from django.db import connection

    def run(act: Callable[[], Any]) -> list[tuple[str, dict[str, Any]]]:
        with django_capture_on_commit_callbacks(execute=True):
            act()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT task_name, args, priority FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
            )
            found = cursor.fetchall()
        assert all(priority < 0 for *_, priority in found), "what is due every minute goes first"
        return [(name, json.loads(args) if isinstance(args, str) else args) for name, args, _ in found]

    return run


def the_book() -> Any:
    from hotich.books.models import Book

    return Book.objects.unscoped("test").get()


def look_ups() -> Any:
    from hotich.linkage.models import LookUp

    return LookUp.objects.unscoped("test")


def work(jobs: list[tuple[str, dict[str, Any]]]) -> None:
    """Does what the worker does with these jobs."""
    from procrastinate.contrib.django import app

    from hotich.jobs import tasks  # its tasks register themselves

    assert tasks
    for name, arguments in jobs:
        app.tasks[name](**arguments)


def test_an_imported_book_is_linked_by_the_worker(
    file_of: Callable[..., Path], imported: Callable[..., Any], asked: Any
) -> None:
    extract_of(LONG, expires_on=date(2099, 1, 1), as_of=date(2023, 6, 1))
    jobs = asked(lambda: imported(file_of("moj", rows(3, child__full_name="Điểu Long"))))
    assert jobs == [("hotich.link_book", {"book_id": str(the_book().pk)})]
    assert not look_ups().exists()
    work(jobs)
    assert look_ups().count() == 3
    assert set(look_ups().values_list("verdict", flat=True)) == {"link"}


def test_one_who_imports_again_asks_for_nothing(
    file_of: Callable[..., Path], imported: Callable[..., Any], asked: Any
) -> None:
    path = file_of("moj", rows(2))
    first = asked(lambda: imported(path))
    assert asked(lambda: imported(path)) == first, "the book waits for the worker once"


def test_a_thick_book_goes_on_in_another_job(
    file_of: Callable[..., Path], imported: Callable[..., Any], asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    from hotich.linkage.operations import books

    monkeypatch.setattr(books, "SLICE", 2)
    monkeypatch.setattr(books, "BATCH", 2)
    extract_of(LONG, expires_on=date(2099, 1, 1), as_of=date(2023, 6, 1))
    jobs = asked(lambda: imported(file_of("moj", rows(3))))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    again = asked(lambda: work(jobs))
    assert (look_ups().count(), again) == (2, jobs)
    work(again)
    assert look_ups().count() == 3


def test_who_has_a_number_of_the_file_is_not_looked_up(
    file_of: Callable[..., Path], imported: Callable[..., Any], asked: Any
) -> None:
    extract_of(LONG, expires_on=date(2099, 1, 1), as_of=date(2023, 6, 1))
    with_number, without = rows(2)
    path = file_of("police", [with_number | {"child.personal_id": "990206000001"}, without])
    work(asked(lambda: imported(path, "police")))
    assert [one.entry.number for one in look_ups()] == ["2/2006"]


def test_a_correction_of_the_file_is_looked_up_anew(
    file_of: Callable[..., Path], imported: Callable[..., Any], asked: Any
) -> None:
    extract_of(LONG, expires_on=date(2099, 1, 1), as_of=date(2023, 6, 1))
    work(asked(lambda: imported(file_of("moj", rows(2)))))
    one, other = rows(2)
    changed = file_of("moj", [one | {"child.full_name": "Điểu Lông"}, other])
    work(asked(lambda: imported(changed, update=True)))
    assert sorted(look_ups().values_list("entry__number", flat=True)) == ["1/2006", "1/2006", "2/2006"]


def test_an_extract_that_comes_later_has_every_book_linked_that_waits(
    file_of: Callable[..., Path], imported: Callable[..., Any], asked: Any, tmp_path: Path, now: Any
) -> None:
    from django.db import connection

    from hotich.integration.imports import import_population
    from hotich.support.time import now as clock

    work(asked(lambda: imported(file_of("moj", rows(2)))))
    assert not look_ups().exists(), "no extract was in force"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
    path = tmp_path / "danso.csv"
    path.write_text(",".join(LONG) + "\n" + ",".join(f'"{text}"' for text in LONG.values()) + "\n", "utf-8")
    sweep = asked(
        lambda: import_population(
            path=path, coverage="nation", as_of=clock().date() - timedelta(days=1), basis="CV 1",
            expires_on=clock().date() + timedelta(days=9), now=now,
        )
    )  # fmt: skip
    assert [name for name, _ in sweep] == ["hotich.adapt_model", "hotich.link_books"]
    jobs = asked(lambda: work(sweep))[len(sweep) :]
    assert jobs == [("hotich.link_book", {"book_id": str(the_book().pk)})]
    work(jobs)
    assert look_ups().count() == 2
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
    assert asked(lambda: work(sweep)) == [], "nobody is left to be asked about"
