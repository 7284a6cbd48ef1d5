"""What kinds have in common is said once: sets of fields, groups and findings, and the mistakes of who uses them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hotich.core.forms.loading import load_editions
from hotich.core.forms.model import Edition
from hotich.core.forms.problems import DefinitionError
from hotich.core.forms.sharing import read_common

HERE = Path(__file__).resolve().parent


def load(folder: Path) -> Edition:
    (edition,) = load_editions(folder, core_lists={}, common=read_common(HERE / "common"))
    return edition


def with_file(tmp_path: Path, name: str, text: str) -> Path:
    folder = tmp_path / "kind"
    shutil.copytree(HERE / "sharing", folder)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_set_brings_its_fields_and_a_persons_set_his_columns() -> None:
    edition = load(HERE / "sharing")
    assert [each.id for each in edition.all_fields()] == [
        "registration.number",
        "registration.date",
        "guest.full_name",
        "guest.paper.number",
    ]


def test_what_the_kind_writes_again_changes_only_what_it_names() -> None:
    name = load(HERE / "sharing").get("guest.full_name")
    assert name is not None
    assert (name.label, name.required, name.type, name.personal) == ("Tên khách", True, "name", True)


def test_an_edition_names_a_common_group_and_a_person_by_their_own_words() -> None:
    registration, guest = load(HERE / "sharing").groups
    assert (registration.label, len(registration.fields)) == ("Đăng ký", 2)
    assert (guest.id, guest.label, guest.fields[1].label) == ("guest", "Khách", "Số hộ chiếu")


def test_a_subject_is_made_of_the_columns_he_has() -> None:
    (guest,) = load(HERE / "sharing").subjects
    assert (guest.name, guest.identity, guest.birth_date) == ("guest.full_name", ("guest.full_name",), None)
    assert guest.compared == {"full_name": "guest.full_name"}


def test_a_common_finding_judges_whoever_has_the_columns(tmp_path: Path) -> None:
    assert load(HERE / "sharing").rules == ()
    text = "include: [registration, {set: person, role: guest}]\n"
    (rule,) = load(with_file(tmp_path, "fields.yaml", text)).rules
    assert (rule.code, rule.fields) == (
        "registration.before_birth",
        ("guest.birth_date", "registration.date"),
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "fields.yaml",
            "include: [signing]\n",
            "there is no common set 'signing'; use one of person, registration",
        ),
        (
            "fields.yaml",
            "include: [person]\n",
            "the set 'person' is about a person; add role: whose columns these are",
        ),
        (
            "fields.yaml",
            "include: [{set: person, role: guest, columns: [name]}]\n",
            "the set 'person' has no column 'name'; correct the spelling",
        ),
        (
            "subjects.yaml",
            "- {role: host, label: Chủ, principal: true}\n",
            "host: there is no field 'host.full_name'; add it to fields.yaml or correct the spelling",
        ),
        (
            "subjects.yaml",
            "- {role: guest, label: Khách, principal: true, age: 3}\n",
            "guest: 'age' is not a property of a subject",
        ),
        (
            "subjects.yaml",
            "- {role: guest, label: Khách, principal: true, compared: {sex: guest.sex}}\n",
            "guest: there is no field 'guest.sex'",
        ),
        (
            "findings.yaml",
            "- {code: a, grade: soft, for_each: {types: [name]}, predicate: {present: {field: $field}}, source: s, message: m}\n",
            "for_each names neither fields, types nor columns of a subject",
        ),
    ],
)
def test_a_mistake_says_what_to_do(tmp_path: Path, name: str, text: str, told: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        load(with_file(tmp_path, name, text))
    assert told in str(refused.value)


def test_an_unknown_common_group_is_refused(tmp_path: Path) -> None:
    edition = (HERE / "sharing" / "editions" / "2006.yaml").read_text(encoding="utf-8")
    with pytest.raises(DefinitionError, match="no common group of that name"):
        load(with_file(tmp_path, "editions/2006.yaml", edition.replace("- registration", "- signing")))


def test_a_common_finding_about_a_field_of_no_set_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "common"
    shutil.copytree(HERE / "common", folder)
    findings = (folder / "findings.yaml").read_text(encoding="utf-8")
    (folder / "findings.yaml").write_text(
        findings.replace(", registration.date]", ", foreign.date]"), encoding="utf-8"
    )
    with pytest.raises(DefinitionError, match="no common set has the field 'foreign.date'"):
        read_common(folder)
