"""How long the working lists take with a million entries and fifty thousand cases in the database.

    HOTICH_HOME=/a/scratch/folder .venv/bin/python -m bench.lists [--entries 1000000] [--times 60]

Builds the demo town once in that home (kept, and found again), has the database copy it until it holds so many entries (`multiplying.py`), and
opens every list as officers of one unit and of the whole town do, warm, through the application without a socket. What lies beyond the
limit is marked, and the exit status is 1. What grows with the database is the copying alone: a list reads its page and counts its filter.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")

P95 = 200.0
"""Milliseconds, from the request to the last byte of the page."""
LISTS = (
    ("registrar", "/danh-sach-theo-doi-rieng/"),
    ("verifier", "/danh-sach-theo-doi-rieng/?trang-thai=to_verify"),
    ("justice_officer", "/danh-sach-theo-doi-rieng/"),
    ("justice_officer", "/danh-sach-theo-doi-rieng/?loai=KT"),
    ("keyer", "/cho-tra-cuu/"),
    ("team_leader", "/cho-tra-cuu/"),
    ("team_leader", "/phan-cong/"),
    ("team_leader", "/cau-hoi/"),
    ("team_leader", "/nhip-cua-to/"),
    ("registrar", "/so/"),
    ("justice_officer", "/so/"),
    ("registrar", "/ghi-chu-can-doi-chieu/"),
    ("keyer", "/viec-hom-nay/"),
)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def build(entries: int) -> None:
    """The town, and copies of it until there are so many entries."""
    from django.db import connection

    from bench.lists.multiplying import multiply
    from hotich.demo.town import fill, is_filled
    from hotich.entries.models import Entry
    from hotich.support.postgres import owner_role

    with owner_role():
        if not is_filled():
            fill(now=datetime.now(UTC), say=say)
        there = Entry.objects.unscoped("the bench counts all").count()
        if there < entries:
            begin = time.monotonic()
            multiply(entries // there, say=say)
            say(f"nhân lên trong {time.monotonic() - begin:.0f} s")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def officer_of(code: str) -> object:
    """An officer of the demo who holds the position today."""
    from hotich.staff.models import Officer

    return Officer.objects.filter(positions__code=code, is_active=True).order_by("id").first()


def measured(code: str, path: str, times: int) -> list[float]:
    """Milliseconds of each opening, the first two left out."""
    from django.test import Client

    client = Client()
    client.force_login(officer_of(code), backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    took = []
    for _ in range(times + 2):
        begin = time.perf_counter()
        answer = client.get(path, follow=True)
        took.append((time.perf_counter() - begin) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{code} {path}: {answer.status_code}")
    return sorted(took[2:])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.lists", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=60)
    wanted = parser.parse_args()
    from hotich.support.postgres import ensure_running, migrate

    missed = False
    with ensure_running():
        import django

        django.setup()
        migrate(verbosity=0)
        from django.conf import settings
        from django.test.utils import setup_test_environment

        setup_test_environment()
        settings.ALLOWED_HOSTS = ["testserver"]
        build(wanted.entries)
        from hotich.cases.models import Case
        from hotich.entries.models import Entry

        entries = Entry.objects.unscoped("the bench counts all").count()
        cases = Case.objects.unscoped("the bench counts all").count()
        say(f"{entries:,} trường hợp, {cases:,} hồ sơ\n{'danh sách':62} {'p50':>7} {'p95':>7}  giới hạn")
        for code, path in LISTS:
            took = measured(code, path, wanted.times)
            p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
            late = p95 > P95
            missed |= late
            say(f"{code:16} {path:45} {p50:7.0f} {p95:7.0f}  {P95:.0f}{'  ← ngoài giới hạn' * late}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
