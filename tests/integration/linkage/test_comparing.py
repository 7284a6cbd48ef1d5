"""What a look-up keeps, and what of an entry is compared with whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk, blank
from making import HOA, citizen, entry_about, extract_of, identity_only, seek

from hotich.books.models import Book
from hotich.cases import operations as cases
from hotich.linkage.models import LookUp
from hotich.linkage.operations import LookUpRefused, record_look_up
from hotich.linkage.policies import require_identity_keyed
from hotich.linkage.queries import judgement_of, judgements_of, look_up_of, look_ups_of
from hotich.linkage.terms import IdentityMissing, accepted
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db


def looked_up(desk: Desk) -> dict[str, dict[str, Any]]:
    """The comparisons with the first candidate, by field."""
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    candidate = found.candidates.first()
    assert candidate is not None
    return {field["field"]: field for field in candidate.comparisons["fields"]}


def differing(desk: Desk) -> set[str]:
    return {name for name, field in looked_up(desk).items() if field["is_discrepancy"]}


@pytest.mark.parametrize(
    ("register", "field"),
    [
        ({"full_name": "Nguyễn Thị Hoài"}, "full_name"),
        ({"birth_date": "03/02/2006"}, "birth_date"),
        ({"sex": "1"}, "sex"),
        ({"nationality": "Lào"}, "nationality"),
        ({"mother_full_name": "Trần Thị Bích"}, "mother_full_name"),
    ],
)
def test_what_truly_differs_is_a_discrepancy(desk: Desk, register: dict[str, str], field: str) -> None:
    extract_of(citizen(**register))
    entry_about(desk, child__nationality="Việt Nam")
    assert differing(desk) == {field}


def test_a_value_that_an_annotation_has_changed_counts_as_changed_and_is_shown(desk: Desk) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    entry_about(desk)
    assert differing(desk) == {"birth_date"}

    desk.annotate({"child.birth_date": "02/03/2007"}, document={"number": "12/QĐ-UBND"})
    shown = looked_up(desk)["birth_date"]
    assert (shown["is_discrepancy"], shown["agreement"], shown["book"]) == (
        False, "agrees_shown", "02/03/2007",
    )  # fmt: skip
    assert "02/03/2006" in shown["note"]


def test_an_annotation_after_the_judgement_closes_the_difference(desk: Desk) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    entry_about(desk)
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    cases.judge(
        actor=desk.officer, entry_id=desk.entry, role="child", decision="same_person", look_up_id=found.id,
        candidate="1",
    )  # fmt: skip
    desk.annotate({"child.birth_date": "02/03/2007"})
    (renewed,) = cases.compare_again(entry_id=desk.entry)
    assert renewed.outcome == "matched"


def test_a_search_in_an_extract_keeps_what_was_asked_where_and_as_of_when(desk: Desk) -> None:
    extract = extract_of(citizen())
    entry_about(desk)
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child", station=desk.station)
    kept = LookUp.objects.unscoped("test").get(pk=found.pk)
    assert (kept.way, kept.state, kept.coverage, kept.as_of, kept.extract) == (
        "extract", "answered", "nation", extract.as_of, extract,
    )  # fmt: skip
    assert kept.asked["full_name"] == "Nguyễn Thị Hòa"
    assert (kept.asked["sex"], kept.officer, kept.station, kept.found) == (
        "female", desk.officer, desk.station, 1,
    )  # fmt: skip


# -- recorded on the police machine


def record(desk: Desk, **more: Any) -> LookUp:
    said: dict[str, Any] = {
        "actor": desk.officer, "entry_id": desk.entry, "role": "child", "found": True, "available": True,
        "searched": {"full_name": "Nguyễn Thị Hòa", "birth_date": ""}, "personal_id": HOA["personal_id"],
        "seen": {"full_name": " Nguyễn Thị Hòa ", "birth_date": "02/03/2006"},
        "looked_up_at": clock() - timedelta(minutes=2),
    }  # fmt: skip
    return record_look_up(**said | more)


def test_a_recorded_search_keeps_what_the_officer_says_and_works_without_an_extract(desk: Desk) -> None:
    entry_about(desk)
    kept = LookUp.objects.unscoped("test").get(pk=record(desk).pk)
    assert (kept.way, kept.state, kept.coverage, kept.found) == ("recorded", "answered", "nation", 1)
    assert kept.asked == {"full_name": "Nguyễn Thị Hòa"}
    assert kept.seen == {
        "full_name": "Nguyễn Thị Hòa", "birth_date": "02/03/2006", "personal_id": HOA["personal_id"],
    }  # fmt: skip
    assert kept.looked_up_at < kept.received_at


def test_of_nobody_nothing_was_seen(desk: Desk) -> None:
    entry_about(desk)
    assert record(desk, found=False, personal_id="").seen == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"searched": {"full_name": " "}},
        {"searched": {}},
        {"personal_id": "12345"},
        {"personal_id": "٠70306000012"},
        {"seen": {"birth_date": "02/03/2006"}},
        {"seen": {"full_name": "x" * 1001}},
        {"coverage": "world"},
        {"looked_up_at": clock() + timedelta(hours=1)},
    ],
)
def test_a_search_that_cannot_have_been_so_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    entry_about(desk)
    with pytest.raises(LookUpRefused):
        record(desk, **wrong)
    assert not LookUp.objects.unscoped("test").exists()


def test_a_field_nobody_noted_is_not_compared(desk: Desk) -> None:
    entry_about(desk)
    fields = {field["field"]: field for field in record(desk).candidates.get().comparisons["fields"]}
    assert fields["full_name"]["agreement"] == "agrees"
    assert fields["mother_full_name"]["agreement"] == "not_compared"


# -- identity


def test_an_identity_field_may_hold_the_reason_why_there_is_none(desk: Desk) -> None:
    identity_only(desk, child__full_name="Nguyễn Thị Hòa", child__sex="Nữ")
    entry = desk.world.book.entries.unscoped("test").get()
    with pytest.raises(IdentityMissing):
        require_identity_keyed(entry, "child", accepted(entry))
    desk.key({"child.birth_date": blank()})
    require_identity_keyed(entry, "child", accepted(entry))


def test_a_column_that_the_book_lacks_is_not_asked_for(desk: Desk) -> None:
    Book.objects.unscoped("test").filter(pk=desk.world.book.pk).update(variant={"off": ["child.sex"]})
    desk.world.book.refresh_from_db()
    identity_only(desk, child__full_name="Nguyễn Thị Hòa", child__birth_date="02/03/2006")
    entry = desk.world.book.entries.unscoped("test").get()
    require_identity_keyed(entry, "child", accepted(entry))


# -- reads


def test_reads_are_for_somebody(desk: Desk, elsewhere: Any) -> None:
    extract_of(citizen())
    entry_about(desk)
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    cases.judge(
        actor=desk.officer, entry_id=desk.entry, role="child", decision="same_person", look_up_id=found.id,
        candidate="1",
    )  # fmt: skip
    entry = desk.world.book.entries.unscoped("test").get()
    stranger, head = elsewhere.officer("team_leader"), desk.world.officer("unit_head")
    assert judgement_of(desk.officer, entry, "child") is not None
    assert look_up_of(desk.officer, found.id) == found
    for officer in (stranger, head):
        assert judgement_of(officer, entry, "child") is None
        assert not judgements_of(officer, entry)
        assert look_up_of(officer, found.id) is None
        assert not look_ups_of(officer, entry, "child")
