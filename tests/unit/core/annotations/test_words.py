"""Notes in words, and what the entries of other registers say of what they amend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hotich.core.annotations import document_words, note_words, source_kinds, source_says
from hotich.core.annotations.sources import _read
from hotich.core.annotations.words import KINDS, kinds
from hotich.core.codes import code_list, read_code
from hotich.core.forms.problems import DefinitionError
from hotich.core.parameters import parameter


def typed(text: str) -> dict[str, Any]:
    return {"v": text, "m": None, "o": "typed", "struck": None}


def test_a_note_is_told_with_its_day_and_its_paper() -> None:
    note = {
        "kind": "correction", "date": "12/05/2010",
        "document": {"name": "Quyết định", "number": "12/QĐ-UBND", "date": "10/05/2010", "issuer": "UBND xã A"},
    }  # fmt: skip
    assert (
        note_words(note)
        == "đã cải chính ngày 12/05/2010 theo Quyết định số 12/QĐ-UBND ngày 10/05/2010 của UBND xã A"
    )
    assert note_words({"kind": "other"}) == "đã ghi chú"
    assert document_words({"number": "5"}) == "văn bản số 5"


def test_every_kind_that_needs_an_entry_is_a_kind_and_its_register_a_source() -> None:
    wanted = parameter("annotation_sources").value
    assert set(wanted) <= {kind for kind, _ in kinds()}
    assert {register for each in wanted.values() for register in each} <= set(source_kinds())
    assert "60/2014/QH13" in code_list(KINDS).legal_reference


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Cải chính hộ tịch", "correction"),
        ("Xác định lại dân tộc", "ethnic_redetermination"),
        ("Bổ sung", "supplement"),
    ],
)
def test_a_kind_is_read_as_books_write_it(written: str, kind: str) -> None:
    assert read_code(KINDS, written) == kind


def test_an_entry_of_changes_says_which_entry_it_changed_and_why() -> None:
    says = source_says(
        "TD",
        {
            "target.kind": typed("Giấy khai sinh"),
            "target.number": typed("12"),
            "target.date": typed("03/05/2006"),
            "target.place": typed("UBND xã Minh Hưng"),
            "subject.full_name": typed("nguyễn thị hòa"),
            "change.type": typed("Thay đổi"),
            "change.content": typed("Thay đổi tên từ Hòa thành Hoa"),
            "decision.number": typed("7/QĐ-UBND"),
            "decision.date": typed("2012"),
        },
    )
    assert (says.kinds, says.number, says.place, says.note) == (("KS",), "12", "UBND xã Minh Hưng", "change")
    assert says.names == ("Nguyễn Thị Hòa",)
    assert says.registered is not None
    assert says.registered.edtf() == "2006-05-03"
    assert (says.text, says.document) == (
        "Thay đổi tên từ Hòa thành Hoa", {"number": "7/QĐ-UBND", "date": "2012"},
    )  # fmt: skip


def test_without_a_kind_every_register_it_can_amend_is_looked_into() -> None:
    assert source_says("TD", {}).kinds[0] == "KS"
    assert len(source_says("TD", {}).kinds) > 3
    assert source_says("CMC", {"child.full_name": typed("Điểu Long")}).names == ("Điểu Long",)
    assert source_says("KS", {}).kinds == ()


def test_the_registers_whose_entries_amend_others_are_known_by_their_folders() -> None:
    assert source_kinds() == ("CMC", "TD", "CN")
    assert {kind: source_says(kind, {}).note for kind in source_kinds()} == {
        "CMC": "recognition", "TD": "correction", "CN": "adoption",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("Giấy khai sinh", ("KS",)),
        ("GIẤY CHỨNG NHẬN KẾT HÔN", ("KH",)),
        ("Trích lục khai tử", ("KT",)),
        ("Giấy khai sanh", ("KS",)),
    ],
)
def test_the_name_of_a_paper_tells_the_register_it_was_issued_from(
    written: str, kinds: tuple[str, ...]
) -> None:
    assert source_says("TD", {"target.kind": typed(written)}).kinds == kinds


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("kinds: [KS]\nnames: [subject.full_name]\nnote: correction\n", "'decision' is missing"),
        (
            "kinds: [XX]\nnames: [subject.full_name]\nnote: correction\ndecision: {number: decision.number}\n",
            "no register 'XX'",
        ),
        (
            "kinds: [KS]\nnames: [subject.full_name]\nnote: rename\ndecision: {number: decision.number}\n",
            "'rename' is no kind",
        ),
        (
            "kinds: [KS]\nnames: [subject.nickname]\nnote: correction\ndecision: {number: decision.number}\n",
            "no column 'subject.nickname'",
        ),
        (
            "kinds: [KS]\nname: x\nnames: [subject.full_name]\nnote: correction\ndecision: {number: decision.number}\n",
            "unknown word 'name'",
        ),
    ],
)
def test_a_broken_definition_says_what_is_wrong(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "amends.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=problem):
        _read(path, "TD")
