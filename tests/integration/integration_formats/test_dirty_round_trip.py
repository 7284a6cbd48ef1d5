"""A workbook from the wild goes in and comes out: what could be kept is as it was, what could not is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.integration.test_dirty_workbooks import written

from hotich.core.text import compose
from hotich.integration.formats import layout_of
from hotich.synthetic.workbook import columns_of, dirty_rows

pytestmark = pytest.mark.django_db


def test_every_text_of_a_dirty_workbook_comes_back(
    tmp_path: Path, imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    layout = layout_of("moj", "KS")
    rows = dirty_rows("moj", 70, seed=21)
    report = imported(written(tmp_path / "so.xlsx", "moj", rows))
    assert report.rejected == sum(row.rejected for row in rows)
    assert report.imported == len(rows) - report.rejected
    sent: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        if not row.rejected and all(value is None or isinstance(value, str) for value in row.cells.values()):
            texts = {
                layout.by_key[c.casefold()].dotted_id: compose(str(row.cells[c] or ""))
                for c in columns_of("moj")
            }
            texts["registration.type"] = texts["registration.type"] or "6"
            sent[tuple(texts[field] for field in layout.by_id)] += 1
    back: dict[tuple[str, ...], int] = defaultdict(int)
    for row in exported("moj"):
        back[tuple(row[field] for field in layout.by_id)] += 1
    missing = {texts: count for texts, count in sent.items() if back[texts] != count}
    assert not missing, f"{len(missing)} rows came back changed, the first: {next(iter(missing))}"
    assert "date.sentinel_suspected" in {message.code for message in report.messages}
