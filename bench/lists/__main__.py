"""The working lists at full size: pages opened by the officers who open them, with every filter, against their limit.

    HOTICH_HOME=/a/scratch/folder .venv/bin/python -m bench.lists [--entries 1000000] [--cases 50000] [--times 40]

Entries come through `entries.bulk` (one action and one outcome each), cases with their log, judgement and points by COPY, spread over ten wards of one
town; then 250,000 checks, 1,500 lots, 20,000 pairs that may be one, 20,000 updates of the population register and 500 books that are late. Measured is the whole answer of the page in one process, warm; each page is opened `--times` times. What lies beyond the limit is marked, and the exit
status is 1. A home that was filled once is measured again as it stands.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from bench.lists import past, work

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
        taken = []
        for number in range(times + 2):
            begun = time.perf_counter()
            answer = client.get(path)
            if answer.status_code != 200:
                raise SystemExit(f"{code} {path}: {answer.status_code}")
            if number >= 2:
                taken.append((time.perf_counter() - begun) * 1000)
        taken.sort()
        p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        beyond += p95 > P95
        say(f"  {code:<16} {path:<56} {p50:7.1f} {p95:7.1f}{'  ← ngoài giới hạn' if p95 > P95 else ''}")
    return beyond


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

        with owner_role():
            if not Officer.objects.exists():
                begun = time.perf_counter()
                past.fill(asked.entries, asked.cases, say)
                work.fill_all(say)
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
                say(f"nạp trong {time.perf_counter() - begun:.0f} giây")
        return 1 if measure(asked.times) else 0


if __name__ == "__main__":
    sys.exit(main())
