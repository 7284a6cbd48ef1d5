"""`--unit` where a ward and what it became have one code: what goes out is read today, what comes in stays with who keeps the books."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.unit.integration.birth_rows import BIRTH

from hotich.campaign.models import Campaign, Closing
from hotich.campaign.operations import add_reporting_unit, open_campaign
from hotich.integration.imports.units import Custody
from hotich.staff.models import Officer, Position
from hotich.support.time import VIETNAM
from hotich.units.models import Agency, Level, Unit

pytestmark = pytest.mark.django_db

CODE = "25441"
TODAY = date(2026, 11, 23)


@pytest.fixture
def now() -> datetime:
    """A day on which the wards of before 2025 are in force no more."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
def after(town: dict[str, Any]) -> Unit:
    """What the ward became: of the same code and name."""
    made: Unit = Unit.objects.create(
        key="25441@2025", code=CODE, name="Minh Hưng", type_label="phường", level=Level.COMMUNE,
        valid_from=date(2025, 7, 1), sort_key=CODE,
    )  # fmt: skip
    return made


def campaign_over(unit: Unit, code: str, *, days_ago: int, line: str = "") -> Campaign:
    lead, _ = Agency.objects.get_or_create(
        code=f"{unit.key}-TP", unit=unit, kind="TP", name="cơ quan Tư pháp"
    )
    begun = TODAY - timedelta(days=days_ago)
    campaign = open_campaign(
        code=code, name=code, basis="KH 1", lead_agency=lead, scope_until=date(2020, 12, 31), starts_on=begun,
        keying_starts_on=begun, due_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    add_reporting_unit(campaign=campaign, unit=unit, code=line or unit.code, name=str(unit), order=1)
    return campaign


def close(campaign: Campaign) -> None:
    officer = Officer.objects.create(username=f"dong-{campaign.code}", full_name="Trần Thị Thử")
    Closing.objects.create(
        campaign=campaign, figures={"units": [], "total": {}, "cases": {}}, digest="0" * 64, closed_by=officer,
        closed_at=datetime(2026, 11, 20, 17, 0, tzinfo=VIETNAM),
    )  # fmt: skip


def books() -> Any:
    from hotich.books.models import Book

    return Book.objects.unscoped("test")


def birth(number: int, **more: str) -> dict[str, str]:
    return BIRTH | {
        "registration.number": f"{number}/2006",
        "child.personal_id": f"07020600{number:04}",
        **more,
    }


@pytest.fixture
def both(town: dict[str, Any], after: Unit) -> tuple[Campaign, Campaign]:
    """The ward's campaign and that of what it became, both at work."""
    return campaign_over(town[CODE], "KH99", days_ago=21), campaign_over(after, "KH12", days_ago=4)


@pytest.fixture
def numbered(
    both: tuple[Campaign, Campaign], after: Unit, file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    """Entry 1 in a book of the ward, entry 2 in a book of what it became."""
    imported(file_of("moj", [birth(1), birth(2, **{"book.number": "02/2006"})]))
    books().filter(volume="02/2006").update(unit=after)


def numbers(rows: list[dict[str, str]]) -> list[str]:
    return [row["registration.number"] for row in rows]


def test_an_export_of_a_code_has_the_books_of_the_unit_in_force_and_of_those_before_it(
    numbered: None, exported: Callable[..., Any]
) -> None:
    assert sorted(numbers(exported("moj", unit_code=CODE))) == ["1/2006", "2/2006"]


def test_an_officer_exports_that_one_of_the_units_of_a_code_whose_entries_he_may_see(
    numbered: None, town: dict[str, Any], after: Unit, exported: Callable[..., Any]
) -> None:
    for unit, number in ((town[CODE], "1/2006"), (after, "2/2006")):
        officer = Officer.objects.create(username=unit.key, full_name="Trần Thị Thử", is_active=True)
        agency = Agency.objects.create(code=f"{unit.key}-UB", unit=unit, kind="UB", name="UBND")
        Position.objects.create(officer=officer, code="registrar", agency=agency, valid_from=date(2020, 1, 1))
        assert numbers(exported("moj", unit_code=CODE, actor=officer)) == [number]


def test_rows_without_an_office_stay_with_the_unit_that_keeps_the_books_while_its_campaign_is_at_work(
    numbered: None, town: dict[str, Any], file_of: Callable[..., Path], imported: Callable[..., Any]
) -> None:
    first = books().get(unit=town[CODE])
    more = {"registration.place": "", "book.number": first.volume}
    imported(file_of("moj", [birth(3, **more)]), unit_code=CODE)
    assert first.entries.count() == 2
    assert books().count() == 2


def test_once_the_wards_campaign_was_closed_its_code_is_that_of_what_it_became(
    both: tuple[Campaign, Campaign], town: dict[str, Any], after: Unit, file_of: Callable[..., Path],
    imported: Callable[..., Any],
) -> None:  # fmt: skip
    assert Custody(TODAY).keeping(CODE) == town[CODE]
    close(both[0])
    custody = Custody(TODAY)
    assert custody.keeping(CODE) == custody.of_code(CODE) == after
    imported(file_of("moj", [birth(1)], name="co.xlsx"))
    imported(
        file_of("moj", [birth(1, **{"registration.place": "", "book.number": "02/2006"})]), unit_code=CODE
    )
    assert {book.unit for book in books()} == {after}
    assert Custody(date(2026, 11, 20)).keeping(CODE) == town[CODE], "on that day both were at work"


def test_a_ward_at_work_keeps_its_code_while_what_it_became_takes_part_in_nothing(
    town: dict[str, Any], after: Unit
) -> None:
    campaign = campaign_over(town[CODE], "KH99", days_ago=21)
    custody = Custody(TODAY)
    assert custody.keeping(CODE) == custody.of_code(CODE) == town[CODE]
    close(campaign)
    custody = Custody(TODAY)
    assert custody.keeping(CODE) == custody.of_code(CODE) == after


def test_a_unit_that_has_ended_is_named_where_no_other_has_its_code(town: dict[str, Any]) -> None:
    custody = Custody(TODAY)
    assert custody.keeping("25435") == custody.of_code("25435") == town["25435"]


def test_an_offices_code_names_the_unit_it_reports_for_after_the_closing_too(town: dict[str, Any]) -> None:
    campaign = campaign_over(town["697"], "KH99", days_ago=21, line="697-TP")
    assert Custody(TODAY).of_code("697-TP") == Custody(TODAY).keeping("697-TP") == town["697"]
    close(campaign)
    assert Custody(TODAY).of_code("697-TP") == Custody(TODAY).keeping("697-TP") == town["697"]
