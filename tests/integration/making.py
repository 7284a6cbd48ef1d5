"""What tests of look-ups, cases and reports need beside a unit at work: an extract, its citizens, a campaign, a chain of units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from desk import Desk, blank, typed

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.operations import add_reporting_unit, open_campaign
from hotich.population.models import Extract
from hotich.population.operations import load, open_extract
from hotich.support.time import database_now
from hotich.units.models import Level, Unit

HOA = {
    "personal_id": "070306000012",
    "full_name": "Nguyễn Thị Hòa",
    "sex": "2",
    "birth_date": "02/03/2006",
    "birth_place": "",
    "hometown": "",
    "ethnicity": "Kinh",
    "nationality": "Việt Nam",
    "mother_full_name": "Trần Thị Bé",
    "father_full_name": "Nguyễn Văn Ba",
}
"""The citizen whom the desk's ordinary entry is about."""


def citizen(**values: str) -> dict[str, str]:
    return HOA | values


def extract_of(*rows: dict[str, str], coverage: str = "nation", **values: Any) -> Extract:
    """An extract in force with these citizens."""
    now = database_now()
    extract = open_extract(
        **{
            "name": "trích xuất thử",
            "as_of": now.date() - timedelta(days=3),
            "coverage": coverage,
            "basis": "CV 12/CA",
            "expires_on": now.date() + timedelta(days=30),
            "actor_id": None,
            "now": now,
            **values,
        }
    )
    load(extract=extract, rows=enumerate(rows, start=2))
    return extract


def entry_about(desk: Desk, **values: str) -> Any:
    """A finished entry whose parents agree with HOA's; values by dotted id with `__` for the dot."""
    said = {"mother__full_name": "Trần Thị Bé", "father__full_name": "Nguyễn Văn Ba", **values}
    return desk.whole(line=said.pop("line", 1), **said)  # type: ignore[arg-type]


def seek(*, actor: Any, entry_id: Any, role: str, **more: Any) -> Any:
    """A look-up as a patient officer makes it: what differs is keyed a second time as it stands, then the answer is his."""
    from hotich.cases.operations import search
    from hotich.entries.models import Entry
    from hotich.linkage.operations import key_again
    from hotich.linkage.policies import to_key_again
    from hotich.linkage.terms import accepted
    from hotich.linkage.working import ORDINARY

    working = more.get("working", ORDINARY)
    found = search(actor=actor, entry_id=entry_id, role=role, **more)
    entry = Entry.objects.unscoped("a test's own entry").get(pk=entry_id)
    kept = accepted(entry)
    again = to_key_again(actor, entry, found, kept, working)
    if not again:
        return found
    said = {name: kept.fields[name]["v"] for name in again}
    return key_again(actor=actor, entry_id=entry_id, look_up_id=found.pk, said=said, working=working)


def identity_only(desk: Desk, line: int = 1, **values: str) -> Any:
    """An entry of which only the child's identity has been keyed so far."""
    desk.open(line=line)
    desk.key({name.replace("__", "."): typed(text) for name, text in values.items()} or None)
    return desk.entry


def births_from_file(book: Any, *births: dict[str, str], now: datetime | None = None) -> list[Any]:
    """Finished entries of a book as a workbook brings them, one a birth; values by dotted id with `__` for the dot."""
    from uuid import uuid5

    from hotich.entries.models import Entry
    from hotich.entries.operations import FileRow, record_imports
    from hotich.integration.interchange.reading import imported

    before = book.entries.count()
    rows = [
        FileRow(
            tx_id=uuid5(book.pk, f"tx {number}"),
            entry_id=uuid5(book.pk, str(number)),
            book=book,
            fields={
                name: imported(text)
                for name, text in {
                    "registration.number": str(number),
                    "registration.date": "03/05/2006",
                    "child.sex": "Nữ",
                    "child.birth_date": "02/03/2006",
                    "mother.full_name": "Trần Thị Bé",
                    "father.full_name": "Nguyễn Văn Ba",
                    **{name.replace("__", "."): text for name, text in birth.items()},
                }.items()
            },
            position=number,
            source={"file": "vao.xlsx", "row": number + 1},
        )
        for number, birth in enumerate(births, start=before + 1)
    ]
    record_imports(actor=None, rows=rows, now=now or database_now())
    found = Entry.objects.unscoped("a test's own entries").in_bulk([row.entry_id for row in rows])
    return [found[row.entry_id] for row in rows]


def change_entry(desk: Desk, **values: str) -> Any:
    """A finished entry of a book of changes, as a file brings one, about the desk's ordinary entry."""
    from hotich.entries.models import Entry
    from hotich.entries.operations import FileRow, record_imports
    from hotich.support.ids import uuid7

    said = {
        "registration.number": "3", "registration.date": "10/05/2012", "subject.full_name": "Nguyễn Thị Hòa",
        "target.number": "12", "target.date": "03/05/2006", **{k.replace("__", "."): v for k, v in values.items()},
    }  # fmt: skip
    row = FileRow(
        tx_id=uuid7(), entry_id=uuid7(), book=desk.world.new_book(kind="TD", edition="TD/2006"), position=1,
        fields={name: typed(text, o="imported") for name, text in said.items()},
        source={"file": "td.xlsx", "row": 2},
    )  # fmt: skip
    record_imports(actor=None, rows=[row], now=desk.world.now)
    return Entry.objects.unscoped("a test's own entry").get(pk=row.entry_id)


def campaign_of(*worlds: Any, **values: Any) -> tuple[Campaign, list[ReportingUnit]]:
    """A campaign over the units of these worlds, keying since ten days ago."""
    today = database_now().date()
    campaign = open_campaign(
        **{
            "code": "thu",
            "name": "Đợt thử",
            "basis": "KH 1",
            "lead_agency": worlds[0].committee,
            "scope_until": date(2020, 12, 31),
            "starts_on": today - timedelta(days=12),
            "keying_starts_on": today - timedelta(days=10),
            "due_on": today + timedelta(days=30),
            "cut_off": time(13, 30),
            # By chance one entry in twenty would go without a look-up: tests of that say so.
            "unassisted_percent": 0,
            **values,
        }
    )
    units = [
        add_reporting_unit(
            campaign=campaign, unit=world.unit, code=world.unit.code, name=world.unit.name, order=number
        )
        for number, world in enumerate(worlds, start=1)
    ]
    return campaign, units


def moved(campaign: Campaign, cut_off: time) -> Campaign:
    """The campaign with another cut-off, as `set_terms` leaves it."""
    campaign.cut_off = cut_off
    campaign.save(update_fields=["cut_off"])
    return campaign


@dataclass
class Chain:
    """A province above a town above two wards; `far` lies in another province."""

    province: Unit
    town: Unit
    far_province: Unit


def chain_above(ward: Any, sister: Any, far: Any) -> Chain:
    """Puts the units of three worlds under a town and its province, and under a province of their own."""

    def unit(key: str, level: str, parent: Unit | None) -> Unit:
        return Unit.objects.create(
            key=f"test/{key}",
            code=key,
            name=key,
            type_label="",
            level=level,
            parent=parent,
            valid_from=date(1975, 1, 1),
            sort_key=key,
        )

    province = unit("70", Level.PROVINCE, None)
    town = unit("697", Level.DISTRICT, province)
    far_province = unit("79", Level.PROVINCE, None)
    for world, parent in ((ward, town), (sister, town), (far, far_province)):
        world.unit.parent = parent
        world.unit.save(update_fields=["parent"])
    return Chain(province, town, far_province)


def moment() -> datetime:
    """The database's clock: what `received_at` is measured against."""
    return database_now()


__all__ = ["blank", "typed"]
