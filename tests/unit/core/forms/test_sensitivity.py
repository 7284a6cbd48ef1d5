"""What a kind's definition restricts, and on what grounds."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hotich.core.forms.loading import load_editions
from hotich.core.forms.model import Edition
from hotich.core.forms.sensitivity import grounds_of
from hotich.core.registers.catalogue import edition, editions_of

SOUND = Path(__file__).parents[3] / "spec" / "sound"


def said(**texts: str) -> dict[str, Mapping[str, Any]]:
    """Fields as keyed; a text in angle brackets is the reason why there is none."""
    return {
        name.replace("__", "."): {"v": None, "m": text[1:-1]} if text.startswith("<") else {"v": text}
        for name, text in texts.items()
    }


def codes(form: Edition, fields: Mapping[str, Any], *margin: Mapping[str, Any]) -> list[str]:
    return [ground.code for ground in grounds_of(form, fields, margin)]


ORDINARY = said(child__full_name="Điểu Long", mother__full_name="Thị Brới", father__full_name="Điểu Krá")


@pytest.mark.parametrize("form", editions_of("KS"), ids=lambda form: form.id)
def test_an_ordinary_birth_is_open_in_every_edition(form: Edition) -> None:
    assert codes(form, ORDINARY) == []


@pytest.mark.parametrize(
    ("ticked", "restricted"),
    [
        ("Trẻ chưa xác định được cha", True),
        ("3", True),
        ("Chưa xác định được mẹ", True),
        ("Chưa xác định được cả hai", True),
        ("Trẻ bị bỏ rơi", True),
        ("Đã xác định được cả cha lẫn mẹ", False),
        ("chữ lạ", False),
    ],
)
def test_the_ticked_parentage_restricts(ticked: str, restricted: bool) -> None:
    found = codes(edition("KS/2016"), ORDINARY | said(child__parentage=ticked))
    assert found == (["parents_unknown"] if restricted else [])


@pytest.mark.parametrize(
    ("reason", "restricted"), [("blank_in_book", True), ("illegible", False), ("not_in_edition", False)]
)
def test_a_father_left_blank_in_the_book_restricts_and_one_nobody_can_read_does_not(
    reason: str, restricted: bool
) -> None:
    fields = ORDINARY | said(father__full_name=f"<{reason}>")
    assert codes(edition("KS/1999"), fields) == (["parent_left_blank"] if restricted else [])


def test_a_father_nobody_has_reached_yet_says_nothing() -> None:
    fields = {name: value for name, value in ORDINARY.items() if not name.startswith("father.")}
    assert codes(edition("KS/2006"), fields) == []


def test_a_father_who_recognised_the_child_later_does_not_open_the_entry() -> None:
    fields = ORDINARY | said(father__full_name="<blank_in_book>")
    recognised = {"text": "Cha nhận con ngày 02/3/2010", "amends": said(father__full_name="Điểu Krá")}
    assert codes(edition("KS/2006"), fields, recognised) == ["parent_left_blank"]


@pytest.mark.parametrize(
    "note",
    [
        {"text": "Đã cho làm con nuôi theo Quyết định số 12/2009/QĐ-UBND"},
        {"text": "da cho lam CON NUOI"},
        {"type": "other", "document": {"kind": "Quyết định công nhận nuôi con nuôi"}},
        {"text": "Bổ sung tên cha nuôi"},
    ],
)
def test_an_annotation_of_an_adoption_restricts_whatever_part_says_it(note: dict[str, Any]) -> None:
    assert codes(edition("KS/2006"), ORDINARY, note) == ["adopted"]


def test_a_note_that_was_only_keyed_restricts_as_an_annotation_does() -> None:
    assert codes(edition("KS/2006"), ORDINARY | said(notes="Nuôi con nuôi, QĐ 12/2009")) == ["adopted"]


@pytest.mark.parametrize("note", ["Cải chính họ tên con", "Nuôi dưỡng tại Trung tâm", "Con Nguyễn Văn Nuôi"])
def test_a_note_about_something_else_restricts_nothing(note: str) -> None:
    assert codes(edition("KS/2006"), ORDINARY | said(notes=note)) == []


def made_up(tmp_path: Path, sensitive: str) -> Edition:
    folder = tmp_path / "kind"
    shutil.copytree(SOUND, folder)
    (folder / "sensitive.yaml").write_text(sensitive, encoding="utf-8")
    return load_editions(folder, core_lists={})[0]


def test_a_kind_can_be_restricted_as_a_whole(tmp_path: Path) -> None:
    form = made_up(tmp_path, "entries: [{code: adoption, label: nuôi con nuôi, source: luật, always: true}]")
    assert codes(form, {}) == ["adoption"]


def test_a_kind_can_restrict_single_columns(tmp_path: Path) -> None:
    form = made_up(tmp_path, "fields: [child.birth_date]")
    assert form.sensitivity.fields == {"child.birth_date"}
    assert codes(form, said(child__birth_date="1990")) == []


def test_a_kind_without_the_file_restricts_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "kind"
    shutil.copytree(SOUND, folder)
    (form,) = load_editions(folder, core_lists={})
    assert form.sensitivity.rules == ()
    assert form.sensitivity.fields == frozenset()


@pytest.mark.parametrize("kind", ["adoption", "recognition", "ethnic_redetermination", "sex_redetermination"])
@pytest.mark.parametrize("state", ["in_force", "withdrawn"])
def test_what_stands_or_stood_in_the_margin_restricts(kind: str, state: str) -> None:
    note = {"kind": kind, "text": "theo quyết định", "state": state}
    assert codes(edition("KS/2006"), ORDINARY, note) == ["margin"]


def test_a_correction_in_the_margin_does_not() -> None:
    assert codes(edition("KS/2006"), ORDINARY, {"kind": "correction", "text": "Cải chính năm sinh"}) == []
