"""A small campaign at its end, beside the town's own: one book lost, one still out; and the moment when that one is not asked for any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

UNIT = "25453@2022"
BOOKS = {"01/1999": ("lost", 40), "02/1999": ("handed_over", 12)}


def ending() -> dict[str, Any]:
    """The campaign, its one unit with its books, and the head of Phòng Tư pháp who may close it."""
    from tests.functional.town import LONG_AGO, PASSWORD

    from hotich.books.models import Book
    from hotich.books.operations import record_book
    from hotich.campaign.operations import add_reporting_unit, open_campaign
    from hotich.staff.models import Officer
    from hotich.staff.operations import give_position, open_account
    from hotich.support.time import now as clock
    from hotich.support.time import today
    from hotich.units.models import Agency
    from hotich.units.operations import load_units, open_agency

    now, unit = clock(), load_units(keys=[UNIT])[UNIT]
    justice = Agency.objects.get(unit__code="697", kind="TP")
    keeper = open_agency(unit=unit, kind="UB")
    head = open_account(
        actor=None, now=now, username="truong.tuphap", full_name="Lý Thị Trưởng", password=PASSWORD
    )
    give_position(actor=None, now=now, officer=head, code="justice_head", agency=justice, valid_from=LONG_AGO)
    campaign = open_campaign(
        code="DOT-CUOI", name="Đợt nhập bổ sung", basis="Kế hoạch 12/KH-UBND", lead_agency=justice,
        scope_until=today() - timedelta(days=900), starts_on=today() - timedelta(days=40),
        keying_starts_on=today() - timedelta(days=30), due_on=today(),
    )  # fmt: skip
    add_reporting_unit(campaign=campaign, unit=unit, code=unit.code, name=str(unit), order=1, agency=keeper)
    clerk = Officer.objects.get(username="tuphap.thixa")
    for volume, (status, count) in BOOKS.items():
        book, _ = record_book(
            actor=clerk, now=now, kind="KS", office=f"UBND {unit}", unit=unit, year_opened=1999, volume=volume, pages_count=20,
            entries_count=count, custodian=keeper, first_number="1", last_number=str(count), year_from=1999, year_to=1999,
        )  # fmt: skip
        Book.objects.unscoped("the journey's own book").filter(pk=book.pk).update(status=status)
    return {"campaign": campaign.code, "unit": unit.code}


def come_home() -> dict[str, Any]:
    """The book that was out is not asked for any more."""
    from hotich.books.models import Book

    book = Book.objects.unscoped("the journey's own book").get(unit__key=UNIT, volume="02/1999")
    book.marked_for_entry = False
    book.save()
    return {}
