"""Asking the worker, by a task's name, for what can wait: whoever asks stands below the tasks and cannot import them."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

LOW = -10
"""Work that nobody stands waiting for: cut-offs, seals and comparisons go before it."""


def ask_worker(task: str, *, once: str, alone: bool = True, **arguments: Any) -> None:
    """Has the task run after this transaction; nothing is added while a job of the same `once` is waiting.

    `alone`: nor does it run while another of the same `once` does. A job whose worker was killed counts as running, so a task that
    may run twice at a time without harm says no, and goes on at the next sweep.

    What is asked is lost where the process ends between its commit and the asking: tasks asked for this way need a sweep.
    """

    def ask() -> None:
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(task, queueing_lock=once, lock=once if alone else None, priority=LOW).defer(
                **arguments
            )

    transaction.on_commit(ask)
