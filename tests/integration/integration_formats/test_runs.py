"""Exports asked for on a screen: made in the background, one officer's, for a day."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from hotich.audit.models import AuditEvent
from hotich.integration.models import ExportRun
from hotich.integration.operations import (
    NoLongerThere,
    ask_export,
    file_of,
    folder_of,
    make_export,
    sweep_exports,
)
from hotich.integration.refusals import FileRefused
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home for the files of this test."""
    settings.HOME = tmp_path / "nha"
    return tmp_path / "nha"


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar")


@pytest.fixture
def asked(home: Path, world: Any, desk: Any, registrar: Any) -> Callable[..., ExportRun]:
    """Asks for the world's book, with one entry in it."""
    desk.whole(registration__number="7", child__birth_date="31/02/2006")

    def ask(**options: Any) -> ExportRun:
        return ask_export(
            **{
                "actor": registrar, "now": world.now, "what": "entries", "kind": "KS", "format": "moj",
                "book": world.book, **options,
            }
        )  # fmt: skip

    return ask


def made(run: ExportRun, now: Any) -> ExportRun:
    found = make_export(run_id=run.pk, now=now)
    assert found is not None
    return found


def test_a_run_makes_the_file_and_says_what_would_be_sent_back(
    asked: Callable[..., ExportRun], world: Any, registrar: Any
) -> None:
    run = made(asked(), world.now)
    assert (run.state, run.done, run.report["refused"]) == ("ready", 1, 1)
    assert {message["code"] for message in run.report["messages"]} >= {"send.date"}
    path = file_of(actor=registrar, now=world.now, run=run, number=1)
    assert openpyxl.load_workbook(path).worksheets[0].max_row == 2
    kinds = list(AuditEvent.objects.filter(officer_id=registrar.pk).values_list("kind", flat=True))
    assert kinds == ["entries.exported", "export.downloaded"]


def test_a_dossier_has_its_two_files(asked: Callable[..., ExportRun], world: Any) -> None:
    run = made(asked(what="dossier", format=""), world.now)
    rows, pages = run.files
    assert (rows.endswith(".xlsx"), pages.endswith(".zip")) == (True, True)
    assert len(zipfile.ZipFile(folder_of(run) / pages).namelist()) == run.done == 1


def test_a_kind_without_columns_in_the_format_is_refused_at_once(asked: Callable[..., ExportRun]) -> None:
    with pytest.raises(FileRefused, match="--format|mẫu"):
        asked(kind="KT", format="police")
    assert not ExportRun.objects.exists()


def test_only_who_may_export_asks(asked: Callable[..., ExportRun], world: Any) -> None:
    with pytest.raises(NotAllowed):
        asked(actor=world.officer("keyer"))


def test_nobody_else_gets_the_file_and_not_even_he_once_the_unit_is_none_of_his(
    asked: Callable[..., ExportRun], world: Any, elsewhere: Any, registrar: Any
) -> None:
    run = made(asked(), world.now)
    with pytest.raises(NotFound):
        file_of(actor=world.officer("registrar"), now=world.now, run=run, number=1)
    with pytest.raises(NotAllowed):
        file_of(actor=elsewhere.officer("keyer"), now=world.now, run=run, number=1)
    registrar.positions.update(agency=elsewhere.committee)
    moved = type(registrar).objects.get(pk=registrar.pk)
    with pytest.raises(NotFound):
        file_of(actor=moved, now=world.now, run=run, number=1)


def test_a_file_that_is_not_there_says_what_to_do(
    asked: Callable[..., ExportRun], world: Any, registrar: Any
) -> None:
    run = asked()
    for number in (0, 1, 2):
        with pytest.raises(NoLongerThere, match="Kết xuất lại"):
            file_of(actor=registrar, now=world.now, run=run, number=number)


def test_what_goes_wrong_stands_on_the_run_in_words(
    asked: Callable[..., ExportRun], world: Any, registrar: Any
) -> None:
    run = asked()
    registrar.positions.all().delete()
    failed = made(run, world.now)
    assert (failed.state, failed.files) == ("failed", [])
    assert "quyền" in failed.failure
    assert not folder_of(failed).exists()


def test_a_run_is_made_once_and_again_only_where_it_was_cut_off(
    asked: Callable[..., ExportRun], world: Any
) -> None:
    run = asked()
    ExportRun.objects.filter(pk=run.pk).update(state="running")
    assert made(run, world.now).state == "ready"
    assert make_export(run_id=run.pk, now=world.now) is None


def test_files_go_after_their_day_and_the_silent_are_asked_for_again(
    asked: Callable[..., ExportRun], world: Any, django_capture_on_commit_callbacks: Any
) -> None:
    old, silent = made(asked(), world.now), asked()
    assert folder_of(old).exists()
    with django_capture_on_commit_callbacks() as asked_again:
        assert sweep_exports(now=world.now + timedelta(minutes=11)) == (0, 1)
    assert len(asked_again) == 1
    assert sweep_exports(now=world.now + timedelta(hours=25))[0] == 2
    for run in (old, silent):
        run.refresh_from_db()
        assert (run.files, run.report) == ([], {}) and run.wiped_at and run.is_over
        assert not folder_of(run).exists()
    assert sweep_exports(now=world.now + timedelta(hours=26)) == (0, 0)


def signed_in(officer: Any) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_an_officer_goes_from_the_book_to_its_files(
    asked: Callable[..., ExportRun], world: Any, registrar: Any
) -> None:
    client = signed_in(registrar)
    assert f"/ket-xuat/?so={world.book.pk}" in client.get(f"/so/{world.book.pk}/").content.decode()
    form = client.get(f"/ket-xuat/?so={world.book.pk}").content.decode()
    assert world.book.title in form and "Làm hồ sơ của quyển" in form
    answer = client.post("/ket-xuat/lam/", {"so": world.book.pk, "mau": "moj", "viec": "entries"})
    waiting = client.get(answer.headers["Location"])
    assert waiting.headers["Refresh"] and "chờ làm" in waiting.content.decode()
    run = made(ExportRun.objects.get(), world.now)
    ready = client.get(answer.headers["Location"])
    page = ready.content.decode()
    assert "Refresh" not in ready.headers
    for said in ("sẽ trả lại", "nksNgaySinh", f"/ket-xuat/{run.pk}/tep-1/", "Đến 15 ký tự"):
        assert said in page
    file = client.get(f"/ket-xuat/{run.pk}/tep-1/")
    assert "attachment" in file.headers["Content-Disposition"]
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert str(run.asked_at.year) in client.get("/ket-xuat/").content.decode()


def test_a_unit_that_is_not_his_is_not_there(
    asked: Callable[..., ExportRun], registrar: Any, elsewhere: Any
) -> None:
    client = signed_in(registrar)
    for data in (
        {"loai": "KS", "mau": "moj", "viec": "entries", "don-vi": elsewhere.unit.code},
        {"mau": "moj", "viec": "entries", "so": str(elsewhere.book.pk)},
        {"mau": "moj", "viec": "entries", "so": "x"},
        {"loai": "KS", "mau": "moj", "viec": "dossier"},
    ):
        assert client.post("/ket-xuat/lam/", data).status_code == 404, data
    assert client.post("/ket-xuat/lam/", {"loai": "zz", "mau": "??"}).status_code in (400, 409, 422)
    assert not ExportRun.objects.exists()


def test_the_list_asks_the_database_as_often_for_many_runs_as_for_one(
    asked: Callable[..., ExportRun], registrar: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(registrar)
    counts = []
    for more in (1, 9):
        for _ in range(more):
            asked()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/ket-xuat/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
