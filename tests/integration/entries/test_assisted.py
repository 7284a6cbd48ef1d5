"""Whether an entry was keyed with assistance stands in its log and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from hotich.entries.models import Entry
from hotich.entries.refolding import refold

pytestmark = pytest.mark.django_db


def _assisted(desk: Any) -> bool | None:
    return Entry.objects.unscoped("a test's own entry").get(pk=desk.entry).assisted


@pytest.mark.parametrize("said", [True, False, None])
def test_an_entry_says_how_it_was_opened(desk: Any, said: bool | None) -> None:
    desk.open(assisted=said)
    assert _assisted(desk) is said
    assert refold().clean


def test_what_the_column_says_against_the_log_is_found(desk: Any) -> None:
    desk.open(assisted=False)
    Entry.objects.unscoped("somebody tampers").filter(pk=desk.entry).update(assisted=True)
    assert [each.what for each in refold().differences] == ["entry: assisted"]
