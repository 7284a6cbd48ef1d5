"""`hotich import` and `hotich export` as somebody types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.sheets import write_sheet
from tests.unit.integration.birth_rows import BIRTH

from hotich.synthetic.workbook import SHEETS, dirty_rows

pytestmark = pytest.mark.django_db(transaction=True)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def hotich(process_environment: dict[str, str]) -> Run:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hotich", *map(str, arguments)],
            env=process_environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def births(count: int) -> list[dict[str, str]]:
    return [
        BIRTH | {"registration.number": f"{number}/2006", "child.personal_id": f"070206{number:06}"}
        for number in range(1, count + 1)
    ]


def test_import_and_export_entries(hotich: Run, file_of: Callable[..., Path], tmp_path: Path) -> None:
    path = file_of("police", births(2))
    answer = hotich("import", "entries", path, "--kind", "KS", "--format", "police", "--json")
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)
    assert (report["rows"], report["imported"], report["unchanged"], report["rejected"]) == (2, 2, 0, 0)
    assert set(report["messages"][0]) == {"row", "column", "severity", "code", "message"}
    out = tmp_path / "ra.xlsx"
    assert hotich("export", "entries", "--kind", "KS", "--format", "moj", "--out", out).returncode == 0
    again = json.loads(hotich("import", "entries", out, "--kind", "KS", "--format", "moj", "--json").stdout)
    assert (again["rows"], again["imported"], again["rejected"]) == (2, 0, 0) or again["unchanged"] == 2


@pytest.mark.parametrize(
    "command", [["entries", "--kind", "KS", "--format", "moj"], ["books"], ["population"]]
)
def test_a_refused_file_is_one_json_object_and_exit_one(
    hotich: Run, tmp_path: Path, command: list[str]
) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(b"%PDF-1.7")
    name, *options = command
    answer = hotich("import", name, path, *options, "--json")
    assert answer.returncode == 1
    report = json.loads(answer.stdout)
    assert (report["rows"], report["imported"]) == (0, 0)
    assert report["messages"][0]["severity"] == "error" and "PDF" in report["messages"][0]["message"]
    assert "Traceback" not in answer.stderr


def test_a_refused_row_is_exit_one_and_named(hotich: Run, file_of: Callable[..., Path]) -> None:
    path = file_of("moj", [*births(1), {"registration.date": "12.05.2006"}])
    answer = hotich("import", "entries", path, "--kind", "KS", "--format", "moj")
    assert answer.returncode == 1
    assert "Dòng 3" in answer.stderr
    assert "2 dòng: nhập 1" in answer.stdout


def test_wrong_usage_is_exit_two(hotich: Run, tmp_path: Path) -> None:
    assert (
        hotich("import", "entries", tmp_path / "so.xlsx", "--kind", "XX", "--format", "moj").returncode == 2
    )
    assert hotich("import", "entries", tmp_path / "so.xlsx").returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "entries"],
        ["import", "books"],
        ["import", "population"],
        ["export", "entries"],
        ["export", "check"],
        ["export", "dossier"],
    ],
)
def test_every_command_helps_with_an_example(hotich: Run, arguments: list[str]) -> None:
    answer = hotich(*arguments, "--help")
    assert answer.returncode == 0
    assert "Ví dụ: hotich " in answer.stdout


@pytest.mark.parametrize("name", ["KS-70", "KS-police", "KH-44", "KT-48", "CMC-50", "HN-35"])
def test_a_killed_import_goes_on_where_it_stopped(
    hotich: Run, tmp_path: Path, process_environment: dict[str, str], name: str
) -> None:
    from hotich.entries.models import Entry, EntryAction, Subject
    from hotich.entries.queries import state_of

    sheet, count = SHEETS[name], 500
    rows = dirty_rows(sheet, count, seed=41, share=0)
    path = write_sheet(tmp_path / "vao.xlsx", sheet, rows)
    command = ["import", "entries", str(path), "--kind", sheet.kind, "--format", sheet.format]
    process = subprocess.Popen(
        [sys.executable, "-m", "hotich", *command],
        env=process_environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(lambda: EntryAction.objects.exists())
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = Entry.objects.unscoped("test").count()
    assert 0 < before < count
    report = json.loads(hotich(*command, "--json").stdout)
    assert (report["imported"], report["unchanged"], report["rejected"]) == (count - before, before, 0)
    assert Entry.objects.unscoped("test").count() == count
    judged = Subject.objects.exclude(personal_id="").count()
    columns = [column for column in sheet.columns if "SODINHDANH" in column.upper()]
    assert judged == sum(
        len(row.numbers) + sum(row.cells[column] is not None for column in columns) for row in rows
    )
    for entry in Entry.objects.unscoped("test")[:20]:
        assert state_of(entry.pk).seq == entry.seq


def test_a_check_before_sending_is_one_json_object_and_exit_one_where_a_row_would_be_sent_back(
    hotich: Run, file_of: Callable[..., Path], tmp_path: Path
) -> None:
    rows = births(2)
    rows[1] |= {"child.birth_date": "31.02.2006"}
    path, out = file_of("moj", rows), tmp_path / "ra.xlsx"
    command = ["--kind", "KS", "--format", "moj"]
    hotich("import", "entries", path, *command)
    assert hotich("export", "entries", *command, "--out", out).returncode == 0
    for file in ([], [out]):
        answer = hotich("export", "check", *file, *command, "--json")
        assert answer.returncode == 1, answer.stderr
        report = json.loads(answer.stdout)
        assert (report["rows"], report["accepted"], report["refused"]) == (2, 1, 1)
        told = [message for message in report["messages"] if message["severity"] == "error"]
        assert [(m["row"], m["column"], m["code"]) for m in told] == [(3, "nksNgaySinh", "send.date")]
    assert "TRẢ LẠI" in answer.stderr
    sound = hotich("export", "check", file_of("moj", births(1), name="sach.xlsx"), *command)
    assert sound.returncode == 0 and "sẽ trả lại 0" in sound.stdout
    assert hotich("export", "check", out, *command, "--unit", "25441").returncode == 2


def test_a_dossier_says_where_its_files_are(
    hotich: Run, file_of: Callable[..., Path], tmp_path: Path
) -> None:
    from hotich.books.models import Book

    hotich("import", "entries", file_of("moj", births(2)), "--kind", "KS", "--format", "moj")
    book = Book.objects.unscoped("test").get()
    answer = hotich("export", "dossier", "--book", book.pk, "--out", tmp_path / "ho-so", "--json")
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)
    assert (report["entries"], report["without_image"]) == (2, 2)
    assert Path(report["rows_file"]).is_file() and Path(report["pages_file"]).is_file()
    missing = hotich("export", "dossier", "--book", "0197f3b2-0000-7000-8000-000000000000", "--out", tmp_path)
    assert missing.returncode == 1 and "Traceback" not in missing.stderr


def test_a_wide_csv_goes_out_and_in(hotich: Run, file_of: Callable[..., Path], tmp_path: Path) -> None:
    hotich("import", "entries", file_of("moj", births(2)), "--kind", "KS", "--format", "moj")
    out = tmp_path / "ra.csv"
    assert hotich("export", "entries", "--kind", "KS", "--format", "csv", "--out", out).returncode == 0
    again = json.loads(hotich("import", "entries", out, "--kind", "KS", "--format", "csv", "--json").stdout)
    assert (again["rows"], again["imported"], again["unchanged"], again["rejected"]) == (2, 0, 2, 0)


def wait_for(condition: Callable[[], Any], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the import never began to write"
        time.sleep(0.05)
