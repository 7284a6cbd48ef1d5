"""Officers at their screens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest


@pytest.fixture
def two_wards(db: None, now: datetime) -> tuple[Any, Any]:
    """The officers' own ward and a foreign one, in another town of another province."""
    from tests.integration.screens.town import make_side

    own = make_side("90001", unit_name="An Hòa", surname="Lê", volume="11/2006", number="311", at=now)
    foreign = make_side(
        "90002", unit_name="Bình Sơn Ngoại", surname="Quàng", volume="77/1998", number="8642", at=now
    )
    return own, foreign


@pytest.fixture
def own(two_wards: tuple[Any, Any]) -> Any:
    """The officers' own ward."""
    return two_wards[0]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of refusals are the point here; the log of a failure must stay readable."""
    caplog.set_level("ERROR", logger="django.request")
    caplog.set_level("ERROR", logger="django.security.csrf")
