"""What is restricted leaves in an officer's file only for a reason, and the report says what stayed behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.unit.integration.birth_rows import BIRTH

pytestmark = pytest.mark.django_db

ROWS = [
    BIRTH | {"registration.number": "1/2006"},
    BIRTH | {"registration.number": "2/2006", "child.parentage": "3"},
    BIRTH | {"registration.number": "3/2006", "notes": "Đã cho làm con nuôi theo QĐ 12/2009"},
]


@pytest.fixture
def export(
    file_of: Callable[..., Path], imported: Callable[..., Any], tmp_path: Path, now: datetime
) -> Callable[..., Any]:
    """Exports three entries of which two are restricted: the report, and the numbers in the file."""
    import openpyxl

    from hotich.integration.exports import export_entries

    imported(file_of("moj", ROWS))

    def run(**options: Any) -> tuple[Any, list[Any]]:
        out = tmp_path / "ra.xlsx"
        report = export_entries(kind="KS", format="moj", out=out, now=now, **options)
        heading, *rows = openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True)
        return report, [row[heading.index("so")] for row in rows]

    return run


def last_on_record() -> Any:
    from hotich.audit.models import AuditEvent

    return AuditEvent.objects.order_by("-at", "-pk")[0]


def test_on_the_command_line_everything_goes_along_and_is_counted(export: Callable[..., Any]) -> None:
    report, numbers = export()
    assert (report.rows, report.restricted, report.left_out) == (3, 2, 0)
    assert numbers == ["1/2006", "2/2006", "3/2006"]
    assert last_on_record().detail["with_sensitive"] is True


def test_restricted_entries_that_stay_behind_are_counted(export: Callable[..., Any]) -> None:
    report, numbers = export(with_sensitive=False)
    assert (report.rows, report.restricted, report.left_out, numbers) == (1, 0, 2, ["1/2006"])
    assert last_on_record().detail == {
        "kind": "KS", "format": "moj", "rows": 1, "with_sensitive": False, "reason": "", "left_out": 2,
    }  # fmt: skip


def test_they_leave_for_a_reason_that_is_on_record(export: Callable[..., Any]) -> None:
    report, numbers = export(with_sensitive=True, reason=" Công văn 15/STP ")
    assert (report.rows, report.left_out) == (3, 0)
    assert numbers == ["1/2006", "2/2006", "3/2006"]
    kept = last_on_record().detail
    assert (kept["with_sensitive"], kept["reason"]) == (True, "Công văn 15/STP")


def test_an_officer_takes_out_what_he_may_see(town: dict[str, Any], export: Callable[..., Any]) -> None:
    from world import LONG_AGO

    from hotich.integration.exports.restricted import ReasonMissing
    from hotich.staff.models import Officer, Position
    from hotich.support.errors import NotAllowed
    from hotich.units.models import Agency

    def officer(code: str) -> Officer:
        agency, _ = Agency.objects.get_or_create(
            code="25441-UB", defaults={"unit": town["25441"], "kind": "UB", "name": "UBND"}
        )
        made = Officer.objects.create(username=code, full_name="Trần Thị Thử", is_active=True)
        Position.objects.create(officer=made, code=code, agency=agency, valid_from=LONG_AGO)
        return made

    registrar, keeper = officer("registrar"), officer("list_keeper")
    assert export(actor=registrar)[0].left_out == 2
    assert export(actor=registrar, with_sensitive=True, reason="CV 15")[0].rows == 3
    with pytest.raises(ReasonMissing):
        export(actor=registrar, with_sensitive=True, reason="  ")
    assert export(actor=keeper)[1] == ["1/2006"]
    with pytest.raises(NotAllowed):
        export(actor=keeper, with_sensitive=True, reason="CV 15")


def test_a_restricted_column_leaves_empty(
    export: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No kind of this test has such a column: any will do."""
    from hotich.integration.exports import restricted

    monkeypatch.setattr(restricted, "sensitive_fields", lambda book: frozenset({"registration.number"}))
    report, numbers = export(with_sensitive=False)
    assert (report.rows, report.masked, numbers) == (1, 1, [None])
    report, numbers = export()
    assert (report.masked, numbers) == (0, ["1/2006", "2/2006", "3/2006"])
