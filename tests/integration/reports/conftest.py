"""Helpers beside these tests can be imported by their names."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def frozen(world: Any, elsewhere: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A frozen day of two units, and a folder of its own for what is sent of it."""
    from django.conf import settings
    from frozen_day import freeze_a_day

    monkeypatch.setattr(settings, "HOME", tmp_path)
    return freeze_a_day(world, elsewhere)
