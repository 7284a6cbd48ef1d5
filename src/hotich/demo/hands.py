"""Work shared between as many processes as the machine has cores, at most two: a past is loaded unit by unit."""

import os
import signal
from collections.abc import Callable, Sequence
from multiprocessing import get_context

from django.db import connections

from hotich.support.errors import Refusal
from hotich.support.postgres.identity import die_with_parent

MOST = 2


class HandFailed(Refusal):
    """A part of the demo could not be made; what went wrong stands above the message."""

    code = "demo.failed"
    message = "Chưa dựng xong thị xã mẫu: xem lỗi ở trên. Chạy lại lệnh này sẽ dựng lại từ đầu."


def share(jobs: Sequence[Callable[[], None]]) -> None:
    """Runs every job once, in two processes where there are two cores. Call outside a transaction.

    Each job makes its own transaction. Raises HandFailed when one of them does not come to its end.
    """
    connections.close_all()  # a connection cannot be shared
    hands = min(MOST, len(os.sched_getaffinity(0)), len(jobs))
    if hands < 2:
        for job in jobs:
            job()
        return
    context = get_context("fork")
    parent = os.getpid()
    next_job = context.Value("i", 0)

    def work() -> None:
        die_with_parent(signal.SIGTERM, parent)
        while True:
            with next_job.get_lock():
                place, next_job.value = next_job.value, next_job.value + 1
            if place >= len(jobs):
                return
            jobs[place]()

    children = [context.Process(target=work) for _ in range(hands)]
    try:
        for child in children:
            child.start()
        for child in children:
            child.join()
    finally:
        for child in children:
            if child.is_alive():
                child.kill()
                child.join()
    if any(child.exitcode for child in children):
        raise HandFailed
