"""The working lists at full size: pages opened by the officers who open them, with every filter, and the work handed out to a keyer, against
their limits.

    HOTICH_HOME=/a/scratch/folder .venv/bin/python -m bench.lists [--entries 1000000] [--cases 50000] [--times 40]

Entries come through `entries.bulk` (one action and one outcome each), cases with their log, judgement and points by COPY, spread over ten wards of one
town; then 250,000 checks, 1,500 lots, 20,000 pairs that may be one, 20,000 updates of the population register and 500 books that are late; and one book in whose every
place an entry was begun. Measured is the whole answer of the page in one process, warm; each page is opened `--times` times. What lies beyond the limit is marked, and the exit
status is 1. A home that was filled once is measured again as it stands.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.lists import handing_out, past, work

P95 = 200.0
"""Milliseconds of a page."""
LIST = "/danh-sach-theo-doi-rieng/"
PAGES = (
    ("list_keeper", LIST), ("list_keeper", f"{LIST}?loc=unsent"), ("verifier", f"{LIST}?trang-thai=verifying"), ("registrar", f"{LIST}?loc=overdue"),
    ("registrar", f"{LIST}?trang=40"), ("justice_officer", LIST), ("justice_officer", f"{LIST}?loc=overdue"),
    ("justice_officer", f"{LIST}?ket-luan=book_right"), ("justice_officer", f"{LIST}?loai=KS&den-luot=registrar"),
    ("justice_officer", f"{LIST}?trang=400"), ("justice_officer", f"{LIST}?trang-thai=closed"), ("list_keeper", f"{LIST}dot/"),
    ("list_keeper", f"{LIST}cho-bao-lau/"), ("justice_officer", f"{LIST}cho-bao-lau/"),
    ("checker", "/kiem-tra/"), ("registrar", "/kiem-tra/"), ("checker", "/kiem-tra/phan-xu/"), ("justice_officer", "/kiem-tra/phan-xu/"),
    ("checker", "/kiem-tra/phan-hoi/"), ("registrar", "/kiem-tra/lo/"), ("justice_officer", "/kiem-tra/lo/"), ("keyer", "/o-da-sua/"),
    ("registrar", "/nghi-trung/"), ("justice_officer", "/nghi-trung/"), ("justice_officer", "/nghi-trung/?trang=100"),
    ("verifier", "/cap-nhat-dan-cu/"), ("verifier", "/cap-nhat-dan-cu/?tinh-trang=acknowledged"), ("verifier", "/cap-nhat-dan-cu/bo-sung/"),
    ("registrar", "/so/"), ("justice_officer", "/so/"), ("registrar", "/so/qua-han/"), ("justice_officer", "/so/qua-han/"), ("registrar", "/ban-giao/"),
    ("keyer", "/cho-tra-cuu/"), ("team_leader", "/cho-tra-cuu/"), ("team_leader", "/cho-tra-cuu/so/"), ("keyer", "/viec-hom-nay/"), ("team_leader", "/phan-cong/"),
    ("registrar", "/ghi-chu-can-doi-chieu/"), ("team_leader", "/cau-hoi/"),
)  # fmt: skip


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def measure(times: int) -> int:
    """Opens every page so many times; the number of pages beyond the limit."""
    from django.conf import settings
    from django.test import Client

    from hotich.cases.models import Case
    from hotich.entries.models import Entry
    from hotich.staff.models import Officer

    settings.ALLOWED_HOSTS = ["testserver"]
    import hotich.config.wsgi  # noqa: F401  # begun as the web begins

    entries = Entry.objects.unscoped("counts only").count()
    say(
        f"{entries} trường hợp, {Case.objects.unscoped('counts only').count()} hồ sơ; p50, p95 (ms), mỗi trang {times} lần"
    )
    beyond = 0
    for code, path in PAGES:
        client = Client()
        client.force_login(Officer.objects.filter(positions__code=code).order_by("pk")[0])
        beyond += _timed(code, path, partial(_status, client, path), times, P95)
    keyer = Client()
    keyer.force_login(Officer.objects.get(assignments__book__volume="giao việc"))
    path = f"{handing_out.PATH} ({handing_out.PLACES} chỗ, đều có trường hợp)"
    return beyond + _timed("keyer", path, partial(handing_out.ask, keyer), times, handing_out.P95)


def _status(client: Any, path: str) -> int:
    status: int = client.get(path).status_code
    return status


def _timed(code: str, path: str, ask: Callable[[], int], times: int, limit: float) -> bool:
    """Asks so many times, says how long it took; whether it lay beyond the limit."""
    taken = []
    for number in range(times + 2):
        begun = time.perf_counter()
        status = ask()
        if status != 200:
            raise SystemExit(f"{code} {path}: {status}")
        if number >= 2:
            taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    say(f"  {code:<16} {path:<56} {p50:7.1f} {p95:7.1f}{'  ← ngoài giới hạn' if p95 > limit else ''}")
    return p95 > limit


def main() -> int:
    """Fills the home where it is empty, and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=40)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
    from hotich.cli._database import database

    with database():
        from django.db import connection

        from hotich.staff.models import Officer
        from hotich.support.postgres import owner_role
        from hotich.support.time import now

        with owner_role():
            if not Officer.objects.exists():
                begun = time.perf_counter()
                past.fill(asked.entries, asked.cases, say)
                work.fill_all(say)
                handing_out.prepare(now())
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
                say(f"nạp trong {time.perf_counter() - begun:.0f} giây")
            elif not handing_out.prepared():
                handing_out.prepare(now())
        return 1 if measure(asked.times) else 0


if __name__ == "__main__":
    sys.exit(main())
