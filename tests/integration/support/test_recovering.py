"""Work that a killed worker left half done is found and done again; nothing it held stays shut."""

from __future__ import annotations

import pytest
from django.db import connection

from hotich.support.worker import TRIES, recover_stalled_jobs

pytestmark = pytest.mark.django_db

SEAL = "hotich.seal"


def worker(*, silent_for: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (clock_timestamp() - make_interval(secs => %s)) RETURNING id",
            [silent_for],
        )
        return int(cursor.fetchone()[0])


def job(at: int | None, *, attempts: int = 0, status: str = "doing") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, attempts, worker_id)"
            " VALUES ('default', %s, %s, '{}', %s, %s, %s) RETURNING id",
            [SEAL, SEAL, status, attempts, at],
        )
        return int(cursor.fetchone()[0])


def status_of(number: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [number])
        return str(cursor.fetchone()[0])


def test_the_job_of_a_silent_worker_runs_again_and_gives_its_lock_back() -> None:
    cut_off = job(worker(silent_for=31))
    waiting = job(None, status="todo")
    assert recover_stalled_jobs() == [(SEAL, True)]
    assert (status_of(cut_off), status_of(waiting)) == ("todo", "todo")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker(silent_for=0)])
        assert cursor.fetchone() == (cut_off,)


def test_the_job_of_a_worker_that_nobody_knows_any_more_runs_again() -> None:
    cut_off = job(None)
    assert recover_stalled_jobs() == [(SEAL, True)]
    assert status_of(cut_off) == "todo"


def test_a_worker_whose_heart_beats_keeps_its_job() -> None:
    at_work = job(worker(silent_for=5))
    assert recover_stalled_jobs() == []
    assert status_of(at_work) == "doing"


def test_what_kills_its_worker_again_and_again_is_given_up() -> None:
    deadly = job(worker(silent_for=60), attempts=TRIES - 1)
    assert recover_stalled_jobs() == [(SEAL, False)]
    assert status_of(deadly) == "failed"
