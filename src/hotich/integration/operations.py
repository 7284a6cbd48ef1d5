"""Exports asked for on a screen: made by the worker, offered for a day, taken away again."""

import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from hotich.audit import operations as audit
from hotich.books.models import Book
from hotich.integration.dossier.writing import write_dossier
from hotich.integration.exports.checking import CheckedRows, CheckReport
from hotich.integration.exports.entries import Selection
from hotich.integration.exports.restricted import Restricted
from hotich.integration.exports.writing import ExportReport, record_export, write_rows
from hotich.integration.formats import layout_of
from hotich.integration.models import ExportRun
from hotich.integration.wide import FORMAT as WIDE
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local
from hotich.support.worker import ask_worker
from hotich.units.models import Unit

TASK = "hotich.export"
KEPT = timedelta(hours=24)
"""How long the files of an export lie on the server."""
SILENT = timedelta(minutes=10)
"""After which an export that says nothing is taken for dead and asked for again."""
_CITED = re.compile(r"^Dòng \d+, cột [^:]{1,80}: ")
_EVERY = 200
_SHOWN = 500
"""Messages of the check that a page shows; all of them are counted."""


class NoLongerThere(NotFound):
    """The files of an export were taken away, or it never made any."""

    code = "export.gone"
    message = "Tệp không còn: tệp kết xuất chỉ giữ 24 giờ. Kết xuất lại."


@transaction.atomic
def ask_export(
    *,
    actor: Officer,
    now: datetime,
    what: str,
    kind: str,
    format: str,
    book: Book | None = None,
    unit: Unit | None = None,
    with_sensitive: bool = False,
    reason: str = "",
) -> ExportRun:
    """Has the worker export what the officer may see of a book, a unit, or all his units. A dossier is of a book and chooses its
    format itself. What is restricted goes along for a reason, where he may see it. Raises NotAllowed, ReasonMissing, FileRefused for
    a kind that the format has no columns for."""
    require(actor, "export")
    Restricted.agreed(actor, with_sensitive=with_sensitive, reason=reason)
    if what != ExportRun.What.DOSSIER:
        layout_of(format, kind)
    run = ExportRun.objects.create(
        officer=actor, what=what, kind=kind, format=format, book=book, unit_code=unit.code if unit else "",
        asked_at=now, touched_at=now, with_sensitive=with_sensitive, reason=reason.strip()[:300],
    )  # fmt: skip
    ask_worker(TASK, once=f"{TASK}:{run.pk}", run_id=str(run.pk))
    return run


def make_export(*, run_id: UUID, now: datetime) -> ExportRun | None:
    """Makes the files of a run; None where it is made already. What goes wrong stands on the run, in words.

    Again after it was killed it begins anew: files appear under their names only when they are whole.
    """
    begun = ExportRun.objects.filter(pk=run_id, state__in=(ExportRun.State.WAITING, ExportRun.State.RUNNING))
    if not begun.update(state=ExportRun.State.RUNNING, touched_at=now, done=0):
        return None
    run = ExportRun.objects.select_related("officer", "book").get(pk=run_id)
    try:
        _make(run, now)
    except Refusal as refusal:
        shutil.rmtree(folder_of(run), ignore_errors=True)
        run.state, run.failure = ExportRun.State.FAILED, refusal.message[:500]
    else:
        run.state = ExportRun.State.READY
    run.finished_at = run.touched_at = now
    run.save(
        update_fields=["state", "failure", "finished_at", "touched_at", "done", "report", "files", "unit_ids"]
    )
    return run


def folder_of(run: ExportRun) -> Path:
    """Where a run's files lie, readable by the server's own account only."""
    return Path(settings.HOME) / "exports" / str(run.pk)


def _make(run: ExportRun, now: datetime) -> None:
    folder = folder_of(run)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    tick = _ticking(run)
    if run.what == ExportRun.What.DOSSIER:
        assert run.book_id is not None
        made = write_dossier(
            book_id=run.book_id, out=folder, actor=run.officer, now=now, progress=tick,
            with_sensitive=run.with_sensitive, reason=run.reason,
        )  # fmt: skip
        checked, run.files = made.checked, [made.rows_file.name, made.pages_file.name]
        run.done = made.entries
        run.report = {"with_image": made.with_image, "repeated": made.repeated, "left_out": made.left_out}
    else:
        checked = _write_entries(run, folder, now, tick)
        run.done = checked.rows
    run.unit_ids = sorted(checked.units)
    run.report |= _shown(checked)


def _write_entries(run: ExportRun, folder: Path, now: datetime, tick: Callable[[int], None]) -> CheckReport:
    selection = Selection(
        run.kind, run.format, now, book_id=run.book_id, unit_code=run.unit_code, actor=run.officer,
        with_sensitive=run.with_sensitive, reason=run.reason,
    )  # fmt: skip
    name = f"{run.kind}-{local(now):%Y%m%d-%H%M}.{'csv' if run.format == WIDE else 'xlsx'}"
    checked, layout, exported = CheckReport(), selection.layout(), ExportReport()
    rows = CheckedRows(layout, checked)
    for going in write_rows(selection, layout, folder / name, exported):
        rows.add(going)
        tick(checked.rows)
    record_export(selection, exported)
    run.files, run.report = (
        [name],
        {
            "left_out": exported.left_out,
            "masked": exported.masked,
            "outside": exported.outside,
        },
    )
    return checked


def _ticking(run: ExportRun) -> Callable[[int], None]:
    """Keeps how far the run is, now and then: a page shows it, and the sweep sees that it lives."""
    from hotich.support.time import now

    def tick(done: int) -> None:
        if done % _EVERY == 0:
            ExportRun.objects.filter(pk=run.pk).update(done=done, touched_at=now())

    return tick


def _shown(checked: CheckReport) -> dict[str, Any]:
    report = checked.as_json()
    messages = [
        # A page shows row and column in columns of their own.
        message | {"message": _CITED.sub("", message["message"])}
        for message in report["messages"]
        if message["severity"] != "note"
    ]
    messages.sort(key=lambda message: (message["severity"] != "error", message["row"]))
    return report | {"messages": messages[:_SHOWN], "more": max(0, len(messages) - _SHOWN)}


def file_of(*, actor: Officer, now: datetime, run: ExportRun, number: int) -> Path:
    """One of the files of the officer's own run, noted in the audit. Raises NotAllowed, NotFound where a unit whose entries are
    in it is none of his any more, NoLongerThere."""
    require(actor, "export")
    if run.officer_id != actor.pk or not set(run.unit_ids) <= actor.scope.personal_unit_ids:
        raise NotFound
    if run.state != ExportRun.State.READY or not 0 < number <= len(run.files):
        raise NoLongerThere
    path = folder_of(run) / run.files[number - 1]
    if not path.is_file():
        raise NoLongerThere
    audit.record(
        kind="export.downloaded",
        officer=actor,
        subject=f"book:{run.book_id}" if run.book_id else f"export:{run.pk}",
        detail={"kind": run.kind, "format": run.format, "rows": run.done, "file": run.files[number - 1]},
        now=now,
    )
    return path


def sweep_exports(*, now: datetime) -> tuple[int, int]:
    """Takes away the files of exports past their day, and asks again for those whose worker died: how many of each."""
    old = list(ExportRun.objects.filter(asked_at__lt=now - KEPT, wiped_at__isnull=True))
    for run in old:
        shutil.rmtree(folder_of(run), ignore_errors=True)
        run.wiped_at, run.files, run.report = now, [], {}
        if not run.is_over:
            run.state, run.finished_at, run.failure = ExportRun.State.FAILED, now, "Quá 24 giờ chưa làm được."
        run.save(update_fields=["wiped_at", "files", "report", "state", "finished_at", "failure"])
    silent = ExportRun.objects.filter(
        state__in=(ExportRun.State.WAITING, ExportRun.State.RUNNING), touched_at__lt=now - SILENT
    )
    for run in silent:
        ask_worker(TASK, once=f"{TASK}:{run.pk}", run_id=str(run.pk))
    return len(old), len(silent)
