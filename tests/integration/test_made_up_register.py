"""A register nobody has heard of: one folder and one line of the catalogue, and it is inventoried, keyed, checked, looked up and counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, typed
from making import HOA, campaign_of, extract_of, moment, seek

from hotich.books.identity import edition_of as edition_of_the_book
from hotich.books.models import Book
from hotich.cases import operations as cases
from hotich.cli.specs import compiled_files
from hotich.core.quotas import Period
from hotich.core.registers import catalogue
from hotich.entries.models import Entry, Outcome
from hotich.integration.imports.books import import_books
from hotich.integration.reference import describe
from hotich.reports.figures import figures_of

pytestmark = pytest.mark.django_db

FOLDER = {
    "register.yaml": "title: Tên gọi ở nhà\nnames: [tên gọi ở nhà, tên gọi]\n",
    "fields.yaml": (
        "include:\n"
        "  - registration\n"
        "  - notes\n"
        "  - {set: person, role: bearer, columns: [full_name, sex, birth_date, ethnicity]}\n"
        "bearer.full_name: {required: true}\n"
        "nickname.text: {label: Tên ở nhà, type: name, personal: true, required: true}\n"
        "nickname.given_on: {label: Ngày đặt tên, type: partial_date, personal: true}\n"
    ),
    "subjects.yaml": "- {role: bearer, label: Người mang tên, principal: true}\n",
    "findings.yaml": (
        "- code: nickname.before_birth\n"
        "  grade: soft\n"
        "  fields: [nickname.given_on, bearer.birth_date]\n"
        "  predicate: {not_before: {a: nickname.given_on, b: bearer.birth_date}}\n"
        '  source: "Lệ làng"\n'
        '  message: "Đặt tên trước khi sinh. Xem lại hai ngày trong sổ."\n'
    ),
    "editions/2006.yaml": (
        "id: TG/2006\nkind: TG\nrevision: 1\ntitle: Sổ tên gọi ở nhà\n"
        "valid_from: 2006-01-01\nvalid_to: null\n"
        'legal_reference: "Lệ làng"\nform_marks: [TG-2006]\nunverified: ["Sổ bịa để thử."]\n'
        "groups:\n"
        "  - id: registration\n    label: Đăng ký\n    fields: [registration.number, registration.date, registration.place]\n"
        "  - {role: bearer, fields: [full_name, sex, birth_date, ethnicity]}\n"
        "  - id: nickname\n    label: Tên\n    fields: [nickname.text, nickname.given_on]\n"
        "  - notes\n"
    ),
}


@pytest.fixture(autouse=True)
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, text in FOLDER.items():
        path = tmp_path / "nickname" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setitem(catalogue.FOLDERS, "TG", tmp_path / "nickname")
    yield
    for remembered in (catalogue.editions_of, catalogue.register):
        remembered.cache_clear()


@pytest.fixture
def bookkeeper(world: Any) -> Desk:
    edition = edition_of_the_book("TG", 2010, "")
    world.book = world.new_book(kind="TG", edition=edition, year_opened=2010)
    officer = world.officer("keyer")
    world.assign(world.book, officer)
    return Desk(world, officer)


NAMED = {
    "registration.number": typed("7"),
    "registration.date": typed("03/05/2010"),
    "bearer.full_name": typed(HOA["full_name"]),
    "bearer.sex": typed("Nữ"),
    "bearer.birth_date": typed("02/03/2006"),
    "nickname.text": typed("Bé Na"),
    "nickname.given_on": typed("01/01/2006"),
}


def keyed(desk: Desk) -> Entry:
    desk.open()
    desk.key(NAMED)
    return Entry.objects.unscoped("the test's own").get(pk=desk.entry)


def test_its_book_has_its_name_and_its_form(bookkeeper: Desk) -> None:
    assert bookkeeper.world.book.edition == "TG/2006"
    assert bookkeeper.world.book.title.startswith("Sổ tên gọi ở nhà")


def test_an_inventory_may_list_it(tmp_path: Path, world: Any) -> None:
    file = tmp_path / "so.csv"
    file.write_text(
        "Loại sổ,Nơi đăng ký,Quyển số,Năm mở sổ\nSổ tên gọi,UBND xã Thử,01,2010\n", encoding="utf-8"
    )
    import_books(path=file, now=world.now)
    assert Book.objects.unscoped("the test's own").get(kind="TG").edition == "TG/2006"


def test_it_is_keyed_and_checked_by_its_own_rules_and_the_common_ones(bookkeeper: Desk) -> None:
    entry = keyed(bookkeeper)
    assert {finding["code"] for finding in entry.findings} == {"nickname.before_birth"}
    bookkeeper.key({**NAMED, "bearer.birth_date": typed("2011"), "nickname.given_on": typed("2012")})
    entry.refresh_from_db()
    assert "registration.before_birth" in {finding["code"] for finding in entry.findings}


def test_its_person_is_looked_up_and_judged(bookkeeper: Desk) -> None:
    extract_of(HOA)
    entry = keyed(bookkeeper)
    bookkeeper.complete()
    about = {"actor": bookkeeper.officer, "entry_id": entry.pk, "role": "bearer"}
    found = seek(**about)
    assert found.candidates.get(rank=1).personal_id == HOA["personal_id"]
    cases.judge(**about, decision="same_person", look_up_id=found.pk, candidate="1")
    entry.refresh_from_db()
    assert (entry.outcome, entry.kind) == (Outcome.MATCHED, "TG")


def test_it_counts_among_the_other_kinds_of_the_form(bookkeeper: Desk) -> None:
    campaign, units = campaign_of(bookkeeper.world)
    start = moment()
    keyed(bookkeeper)
    bookkeeper.complete()
    line = figures_of(campaign, units, Period(start, moment()))[0]
    assert line.entered["TG"] == 1
    assert line.as_json()["entered"]["total"] == 1


def test_its_form_is_explained_and_compiled_for_the_desk() -> None:
    page = describe("TG")
    assert [group.label for group in page.editions[0].groups] == [
        "Đăng ký",
        "Người mang tên",
        "Tên",
        "Ghi chú",
    ]
    assert "TG-2006.json" in compiled_files()
