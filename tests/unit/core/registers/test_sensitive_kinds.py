"""What each kind of register restricts from the start."""

from __future__ import annotations

from typing import Any

import pytest

from hotich.core.forms.sensitivity import grounds_of
from hotich.core.registers.catalogue import editions_of, kinds

RESTRICTED_COLUMNS = {"KT": {"deceased.death_cause"}}


def grounds(kind: str, **texts: str) -> set[tuple[str, ...]]:
    """The grounds in every edition of the kind: they must be the same in all."""
    fields: dict[str, Any] = {name.replace("__", "."): {"v": text} for name, text in texts.items()}
    return {tuple(each.code for each in grounds_of(form, fields)) for form in editions_of(kind)}


@pytest.mark.parametrize("kind", kinds())
def test_single_columns_are_restricted_where_the_definition_says_so(kind: str) -> None:
    for form in editions_of(kind):
        assert form.sensitivity.fields == RESTRICTED_COLUMNS.get(kind, set()), form.id


@pytest.mark.parametrize("kind", kinds())
def test_an_ordinary_entry_is_open_but_for_an_adoption(kind: str) -> None:
    assert grounds(kind, registration__number="12") == ({("adoption",)} if kind == "CN" else {()})


@pytest.mark.parametrize("kind", kinds())
def test_a_note_of_an_adoption_restricts_an_entry_of_every_kind(kind: str) -> None:
    for found in grounds(kind, notes="Đã cho làm con nuôi theo QĐ 12/2009"):
        assert "adopted" in found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Xác định lại dân tộc", ("ethnicity_redetermined",)),
        ("Xác định lại giới tính", ("sex_redetermined",)),
        ("Cải chính", ()),
        ("Bổ sung hộ tịch", ()),
    ],
)
def test_a_re_determination_is_restricted_and_a_correction_is_not(
    written: str, found: tuple[str, ...]
) -> None:
    assert grounds("TD", change__type=written) == {found}


def test_every_ground_has_a_label_and_a_source() -> None:
    for kind in kinds():
        for form in editions_of(kind):
            for ground in form.sensitivity.rules:
                assert ground.label
                assert ground.source
