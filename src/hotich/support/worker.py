"""Asking the worker, by a task's name, for what can wait: whoever asks stands below the tasks and cannot import them."""

from contextlib import suppress
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

LOW = -10
"""Work that nobody stands waiting for: cut-offs, seals and comparisons go before it."""
SILENT = 30
"""Seconds without a heartbeat after which a worker counts as gone; it beats every ten."""
TRIES = 5


def ask_worker(task: str, *, once: str, alone: bool = True, **arguments: Any) -> None:
    """Has the task run after this transaction; nothing is added while a job of the same `once` is waiting.

    `alone`: nor does it run while another of the same `once` does. A job whose worker was killed counts as running until
    `recover_stalled_jobs` has found it, so a task that may run twice at a time without harm says no.

    What is asked is lost where the process ends between its commit and the asking: tasks asked for this way need a sweep.
    """

    def ask() -> None:
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(task, queueing_lock=once, lock=once if alone else None, priority=LOW).defer(
                **arguments
            )

    transaction.on_commit(ask)


def recover_stalled_jobs() -> list[tuple[str, bool]]:
    """Has the jobs of workers that are gone run again; says which, and whether each may.

    A killed worker leaves its job as running: its lock would hold up every later job of the same name, the sealing of the log
    among them. A worker whose heart beats keeps its jobs. One that was cut off `TRIES` times is given up: it may be what kills the worker.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT job.id, job.task_name, job.attempts FROM procrastinate_jobs job"
            " WHERE job.status = 'doing' AND NOT EXISTS (SELECT FROM procrastinate_workers worker"
            "   WHERE worker.id = job.worker_id AND worker.last_heartbeat > clock_timestamp() - make_interval(secs => %s))"
            " ORDER BY job.id FOR UPDATE OF job SKIP LOCKED",
            [SILENT],
        )
        found = cursor.fetchall()
        for job, _, attempts in found:
            if attempts + 1 < TRIES:
                cursor.execute("SELECT procrastinate_retry_job_v1(%s, now(), NULL, NULL, NULL)", [job])
            else:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job])
    return [(task, attempts + 1 < TRIES) for _, task, attempts in found]
