"""A small unit at work: agencies, a team, machines, a book of birth entries, officers of each kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from hotich.books.models import Assignment, Book, BookStatus
from hotich.staff.models import Officer, Position, Team
from hotich.stations.models import Station
from hotich.units.models import Agency, Level, Unit

LONG_AGO = date(2020, 1, 1)


@dataclass
class World:
    """What the tests of one unit need; `elsewhere` makes the same in another unit."""

    now: datetime
    unit: Unit
    police: Agency
    committee: Agency
    team: Team
    station: Station
    book: Book
    _numbers: Any = field(default_factory=lambda: count(1))

    def officer(self, code: str, *, agency: Agency | None = None, name: str = "Trần Thị Thử") -> Officer:
        """An officer of a position that holds for years; keyers and helpers join the team."""
        officer = Officer.objects.create(
            username=f"{code}-{self.unit.key}-{next(self._numbers)}", full_name=name, is_active=True
        )
        helper = code == "helper"
        Position.objects.create(
            officer=officer,
            code=code,
            agency=agency
            or (self.committee if code in ("registrar", "unit_head", "list_keeper") else self.police),
            valid_from=LONG_AGO,
            valid_to=date(2099, 1, 1) if helper else None,
            confidentiality_signed_on=LONG_AGO if helper else None,
        )
        if code in ("keyer", "helper", "team_leader"):
            self.team.members.add(officer)
        return officer

    def machine(self, *, checked: bool = True) -> Station:
        number = next(self._numbers)
        return Station.objects.create(
            code=f"{self.unit.code}-P{number}",
            name=f"Máy {number}",
            unit=self.unit,
            team=self.team,
            checked_on=LONG_AGO if checked else None,
        )

    def new_book(self, **values: Any) -> Book:
        number = next(self._numbers)
        return Book.objects.create(
            **{
                "kind": "KS",
                "office": self.unit.name,
                "office_key": self.unit.key,
                "unit": self.unit,
                "year_opened": 2006,
                "volume": f"{number:02}/2006",
                "volume_key": f"{number}",
                "edition": "KS/2006",
                "pages_count": 50,
                "entries_count": 100,
                "status": BookStatus.KEYING,
                "created_at": self.now,
                **values,
            }
        )

    def assign(self, book: Book, officer: Officer | None = None, **values: Any) -> Assignment:
        leader = officer or self.officer("team_leader")
        return Assignment.objects.create(
            **{
                "book": book,
                "team": self.team,
                "officer": officer,
                "assigned_by": leader,
                "assigned_at": self.now - timedelta(days=1),
                **values,
            }
        )


def make_world(key: str, now: datetime) -> World:
    """The world of a unit by its key."""
    unit = Unit.objects.create(
        key=f"test/{key}",
        code=key,
        name=f"Thử {key}",
        type_label="phường",
        level=Level.COMMUNE,
        valid_from=date(1975, 1, 1),
        sort_key=key,
    )
    police = Agency.objects.create(code=f"{key}-CA", unit=unit, kind="CA", name="Công an")
    committee = Agency.objects.create(code=f"{key}-UB", unit=unit, kind="UB", name="UBND")
    team = Team.objects.create(name=f"Tổ {key}", agency=police)
    station = Station.objects.create(
        code=f"{key}-M1", name="Máy 1", unit=unit, team=team, checked_on=LONG_AGO
    )
    book = Book.objects.create(
        kind="KS",
        office=unit.name,
        office_key=unit.key,
        unit=unit,
        year_opened=2006,
        volume="01/2006",
        volume_key="1/2006",
        edition="KS/2006",
        pages_count=50,
        entries_count=100,
        status=BookStatus.KEYING,
        created_at=now,
    )
    return World(now, unit, police, committee, team, station, book)
