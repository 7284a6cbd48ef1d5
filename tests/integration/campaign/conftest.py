"""A campaign of two wards under a town, and who leads it. Django is imported by the fixture, once it is set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest


@dataclass
class Led:
    """The campaign with its two units, the town's agencies, who writes and who approves."""

    campaign: Any
    units: list[Any]
    ward: Any
    sister: Any
    justice: Any
    town: Any
    writer: Any
    head: Any
    now: Any

    def counted(self, world: Any, entries: int, **book: Any) -> Any:
        """A book of the ward that has been counted."""
        from hotich.books.models import BookCount

        made = world.new_book(entries_count=entries, **book)
        BookCount.objects.create(
            book=made, entries_count=entries, count_basis=made.count_basis, counted_at=self.now
        )
        return made


@pytest.fixture
def led(world: Any, elsewhere: Any, now: Any) -> Led:
    from making import campaign_of, chain_above
    from world import make_world

    from hotich.support.time import database_now
    from hotich.units.models import Agency

    far = make_world("90003", now)
    chain = chain_above(world, elsewhere, far)
    justice = Agency.objects.create(code="697-TP", unit=chain.town, kind="TP", name="Phòng Tư pháp")
    campaign, units = campaign_of(world, elsewhere, lead_agency=justice)
    return Led(
        campaign, units, world, elsewhere, justice, chain.town, world.officer("justice_officer", agency=justice),
        world.officer("justice_head", agency=justice), database_now() + timedelta(seconds=1),
    )  # fmt: skip
