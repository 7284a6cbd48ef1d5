"""The worker ends at any moment: what it had begun goes on where it was, and nothing is made twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from scanning import pdf, upload

from hotich.books.models import Page, Scan, ScanFile
from hotich.books.operations.scan_making import ask_where_scans_wait, make_scans
from hotich.support.time import now as clock

_WORKER = "import django, sys, uuid; django.setup(); from hotich.books.operations import make_scans; make_scans(upload_id=uuid.UUID(sys.argv[1]))"


def ready(world: Any) -> list[Any]:
    return list(Scan.objects.unscoped("test").filter(book=world.book, version__gt=0).order_by("number"))


def test_a_worker_killed_in_the_middle_goes_on_and_makes_nothing_twice(
    process_environment: dict[str, str], now: Any
) -> None:
    from world import make_world

    world = make_world("90001", now)
    texts = [f"trang {number}" for number in range(1, 9)]
    made = upload(world, world.officer("registrar"), {"a.pdf": pdf(*texts)}, make=False)
    source = str(Path(__file__).parents[3] / "src")
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORKER, str(made.pk)], env=process_environment | {"PYTHONPATH": source}
    )
    until = time.monotonic() + 60
    while len(ready(world)) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    before = {scan.pk: scan.made_at for scan in ready(world)}
    assert 2 <= len(before) < 8, "killed too late to prove anything"

    # Nobody asks again at once: the work could still be going on.
    assert ask_where_scans_wait(moment=clock()) == 0
    assert ask_where_scans_wait(moment=clock() + timedelta(minutes=7)) == 1
    while make_scans(upload_id=made.pk).more:
        pass
    after = ready(world)
    assert [scan.number for scan in after] == list(range(1, 9))
    assert all(scan.version == 1 and scan.current for scan in after)
    assert {scan.pk: scan.made_at for scan in after if scan.pk in before} == before
    assert Page.objects.unscoped("test").filter(book=world.book).count() == 8
    folders = [Path(settings.HOME) / "scans" / "made" / str(scan.pk) for scan in after]
    assert [sorted(path.name for path in folder.iterdir()) for folder in folders] == [["1"]] * 8


@pytest.mark.django_db
def test_reading_a_file_again_changes_nothing(world: Any) -> None:
    made = upload(world, world.officer("registrar"), {"a.pdf": pdf("1", "2")})
    before = [(scan.pk, scan.version) for scan in ready(world)]
    ScanFile.objects.unscoped("test").update(state="ready")
    assert make_scans(upload_id=made.pk) == make_scans(upload_id=made.pk)
    assert [(scan.pk, scan.version) for scan in ready(world)] == before


@pytest.mark.django_db
def test_a_slice_ends_so_that_what_is_due_goes_first(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from hotich.books.operations import scan_making

    monkeypatch.setattr(scan_making, "SLICE", 0.0)
    made = upload(world, world.officer("registrar"), {"a.pdf": pdf("1", "2")}, make=False)
    assert [make_scans(upload_id=made.pk).more for _ in range(3)] == [True, True, False]
    assert len(ready(world)) == 2
