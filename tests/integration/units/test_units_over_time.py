"""A code is a key only together with a day; what lies below a unit follows the reporting tree."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from making import chain_above
from world import make_world

from hotich.units.models import Level, Unit
from hotich.units.queries import unit_by_code, with_units_below

pytestmark = pytest.mark.django_db

CHANGED = date(2022, 10, 1)


def unit(key: str, code: str, **dates: Any) -> Unit:
    return Unit.objects.create(
        key=key, code=code, name=key, type_label="xã", level=Level.COMMUNE, sort_key=key, **dates
    )


def test_a_code_used_again_is_another_unit_on_another_day() -> None:
    before = unit("cu", "25441", valid_to=CHANGED - timedelta(days=1))
    after = unit("moi", "25441", valid_from=CHANGED)
    assert unit_by_code("25441", on=date(1990, 1, 1)) == before
    assert unit_by_code("25441", on=CHANGED - timedelta(days=1)) == before
    assert unit_by_code("25441", on=CHANGED) == after
    assert unit_by_code("25442", on=CHANGED) is None


def test_a_unit_does_not_end_before_it_began() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        unit("sai", "1", valid_from=CHANGED, valid_to=CHANGED - timedelta(days=1))


def test_below_a_unit_lie_its_own_and_no_others(world: Any, elsewhere: Any, now: Any) -> None:
    far = make_world("90003", now)
    chain = chain_above(world, elsewhere, far)
    town = {chain.town.pk, world.unit.pk, elsewhere.unit.pk}
    assert with_units_below([]) == frozenset()
    assert with_units_below([world.unit.pk]) == {world.unit.pk}
    assert with_units_below([chain.town.pk]) == town
    assert with_units_below([chain.province.pk]) == town | {chain.province.pk}
    assert with_units_below([world.unit.pk, chain.far_province.pk]) == {
        world.unit.pk, far.unit.pk, chain.far_province.pk,
    }  # fmt: skip
