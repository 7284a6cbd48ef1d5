"""Officers at their screens."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest


@pytest.fixture(scope="module")
def wards_of_the_module(
    django_db_setup: None, django_db_blocker: Any, now: datetime
) -> Iterator[tuple[Any, Any]]:
    """Made once for all tests of a file, in a transaction around them: each undoes what it did itself."""
    from django.db import transaction
    from tests.integration.screens.town import make_two_wards

    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        made = make_two_wards(now)
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def two_wards(wards_of_the_module: tuple[Any, Any], db: None) -> tuple[Any, Any]:
    """The officers' own ward and a foreign one, in another town of another province."""
    return deepcopy(wards_of_the_module)


@pytest.fixture
def own(two_wards: tuple[Any, Any]) -> Any:
    """The officers' own ward."""
    return two_wards[0]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of refusals are the point here; the log of a failure must stay readable."""
    caplog.set_level("ERROR", logger="django.request")
    caplog.set_level("ERROR", logger="django.security.csrf")
