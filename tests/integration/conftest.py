"""Worlds for tests of the contexts. Django is imported by the fixtures, once it is set up."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def world(db: None, now: datetime) -> Any:
    """One unit at work."""
    from world import make_world

    return make_world("90001", now)


@pytest.fixture
def elsewhere(db: None, now: datetime) -> Any:
    """The same in another unit."""
    from world import make_world

    return make_world("90002", now)


@pytest.fixture
def desk(world: Any) -> Any:
    """A keyer at his machine, the whole book assigned to him."""
    from desk import Desk

    officer = world.officer("keyer")
    world.assign(world.book, officer)
    return Desk(world, officer)


@pytest.fixture(autouse=True)
def models_afresh() -> Iterator[None]:
    """A process remembers which model answers, and which machines it has heard; the next test has another database."""
    from hotich.population.model_versions import forget
    from hotich.stations.operations import forget_beats

    forget()
    forget_beats()
    yield
    forget()
