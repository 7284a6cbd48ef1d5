"""A book that came from a file is looked up once, in slices, by nobody; nobody has judged or seen anything by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk, typed
from making import births_from_file, citizen, entry_about, extract_of

from hotich.support.time import database_now

pytestmark = pytest.mark.django_db

GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nga", "Oanh", "Phương")


def girl(number: int) -> dict[str, str]:
    """A girl of the extract, unlike every other."""
    return citizen(
        personal_id=f"9903060000{number:02}",
        full_name=f"Nguyễn Thị {GIVEN[number]}",
        birth_date=f"{number + 1:02}/03/2006",
        mother_full_name=f"Trần Thị {GIVEN[-1 - number]}",
    )


def birth(number: int, **values: str) -> dict[str, str]:
    """Her entry in the book."""
    known = girl(number)
    return {
        "child__full_name": known["full_name"],
        "child__birth_date": known["birth_date"],
        "mother__full_name": known["mother_full_name"],
        **values,
    }


def link(book: Any, **options: Any) -> Any:
    from hotich.linkage.operations import books

    return books.link_book(book_id=book.pk, now=database_now(), **options)


def look_ups() -> Any:
    from hotich.linkage.models import LookUp

    return LookUp.objects.unscoped("a test's own")


def test_everybody_of_the_book_is_looked_up_by_nobody(world: Any) -> None:
    extract = extract_of(girl(0), girl(1))
    entries = births_from_file(world.book, birth(0), birth(1), birth(2))
    assert link(world.book).looked_up == 3
    found = look_ups().order_by("entry__position")
    assert [(one.entry_id, one.role, one.officer_id, one.way, one.extract_id) for one in found] == [
        (entry.pk, "child", None, "extract", extract.pk) for entry in entries
    ]
    assert [one.verdict for one in found][:2] == ["link", "link"]
    assert {one.model for one in found} == {found[0].model} != {None}
    assert [one.candidates.get(rank=1).personal_id for one in found[:2]] == ["990306000000", "990306000001"]


def test_the_machine_judges_nothing_and_has_seen_nothing_for_anybody(world: Any) -> None:
    from hotich.entries.models import EntryAction
    from hotich.linkage.models import Judgement, Showing

    extract_of(girl(0))
    (entry,) = births_from_file(world.book, birth(0))
    link(world.book)
    entry.refresh_from_db()
    assert (entry.outcome, entry.subjects.get(role="child").outcome) == ("pending", "pending")
    assert not Judgement.objects.unscoped("a test's own").exists()
    assert not Showing.objects.exists()
    assert list(EntryAction.objects.values_list("type", flat=True)) == ["imported"]


def test_a_second_run_changes_nothing(world: Any) -> None:
    extract_of(girl(0))
    births_from_file(world.book, birth(0), birth(1))
    link(world.book)
    before = list(look_ups().order_by("pk").values())
    assert link(world.book) == link(world.book)
    assert link(world.book).looked_up == 0
    assert list(look_ups().order_by("pk").values()) == before


def test_a_thick_book_is_linked_slice_by_slice_and_every_slice_takes_one_prior(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotich.linkage.operations import books

    monkeypatch.setattr(books, "SLICE", 4)
    monkeypatch.setattr(books, "BATCH", 2)
    extract_of(*(girl(number) for number in range(6)))
    births_from_file(world.book, *(birth(number) for number in range(10)))
    runs = [link(world.book) for _ in range(3)]
    assert [(run.looked_up, run.more) for run in runs] == [(4, True), (4, True), (2, False)]
    assert look_ups().count() == 10
    assert look_ups().values("prior").distinct().count() == 1


def test_the_prior_is_the_books_own(world: Any) -> None:
    """Of one book everybody is in the register, of the other nobody."""
    from hotich.population.queries import model_in_force

    others = world.new_book()
    extract_of(*(girl(number) for number in range(12)))
    births_from_file(world.book, *(birth(number) for number in range(12)))
    births_from_file(
        others,
        *(
            {"child__full_name": f"Hoàng Văn {name}", "child__birth_date": "11/12/1999", "child__sex": "Nam",
             "mother__full_name": "Lý Thị Xuân", "father__full_name": "Hoàng Văn Sáng"}
            for name in GIVEN
        ),
    )  # fmt: skip
    link(world.book)
    link(others)
    present, absent = (look_ups().filter(entry__book=book).first().prior for book in (world.book, others))
    assert absent < model_in_force().prior < present


def test_a_run_that_was_killed_is_taken_up_where_it_stopped(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotich.linkage.operations import books

    monkeypatch.setattr(books, "BATCH", 2)
    extract_of(*(girl(number) for number in range(6)))
    births_from_file(world.book, *(birth(number) for number in range(6)))
    make, made = books.answer_rows, []

    def killed_at_the_fourth(**what: Any) -> Any:
        if len(made) == 3:
            raise KeyboardInterrupt
        made.append(what["entry"])
        return make(**what)

    monkeypatch.setattr(books, "answer_rows", killed_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        link(world.book)
    assert look_ups().count() == 2, "the batch that was being written is there as a whole or not at all"
    monkeypatch.setattr(books, "answer_rows", make)
    assert link(world.book).looked_up == 4
    assert look_ups().values("entry").distinct().count() == 6


def test_an_entry_that_says_something_else_now_is_looked_up_again(world: Any) -> None:
    from hotich.entries import operations as entries

    extract_of(girl(0), girl(1))
    entry, _ = births_from_file(world.book, birth(0), birth(1))
    link(world.book)
    entries.record_correction(
        actor=None, entry_id=entry.pk, fields={"child.birth_date": typed("03/03/2006")}, now=database_now()
    )
    assert link(world.book).looked_up == 1
    newest = look_ups().filter(entry=entry).order_by("-received_at").first()
    assert newest.asked["birth_date"] == "03/03/2006"
    assert look_ups().filter(entry=entry).count() == 2, "the old one stays on record"


def test_an_entry_is_looked_up_again_after_a_margin_note_and_after_it_was_withdrawn(world: Any) -> None:
    from hotich.entries import operations as entries

    extract_of(girl(0))
    (entry,) = births_from_file(world.book, birth(0))
    link(world.book)
    by = {"actor": world.officer("registrar"), "entry_id": entry.pk, "now": database_now()}
    amends = {"child.birth_date": typed("03/03/2006")}
    note = entries.annotate(**by, note={"kind": "correction", "text": "Cải chính", "amends": amends})
    assert link(world.book).looked_up == 1
    entries.withdraw_note(**by, note=note.seq, reason="nhầm trường hợp")
    assert link(world.book).looked_up == 1
    asked = [one.asked["birth_date"] for one in look_ups().filter(entry=entry).order_by("received_at")]
    assert asked == [asked[0], "03/03/2006", asked[0]]


def test_what_says_nothing_new_of_the_person_asks_nobody_again(world: Any) -> None:
    from hotich.entries import operations as entries

    extract_of(girl(0))
    (entry,) = births_from_file(world.book, birth(0))
    link(world.book)
    entries.flag(actor=None, entry_id=entry.pk, flags={"out_of_scope": True}, now=database_now())
    assert link(world.book).looked_up == 0


def test_a_new_extract_is_asked_about_those_who_still_wait(world: Any) -> None:
    extract_of(girl(0), coverage="town")
    births_from_file(world.book, birth(0), birth(1))
    link(world.book)
    extract_of(girl(0), girl(1), name="trích xuất mới", as_of=database_now().date() - timedelta(days=1))
    assert link(world.book).looked_up == 2
    assert set(look_ups().values_list("coverage", flat=True)) == {"town", "nation"}


def test_an_extract_that_only_answers_beside_the_widest_one_is_asked_too(world: Any) -> None:
    extract_of(girl(0), coverage="nation")
    births_from_file(world.book, birth(1))
    link(world.book)
    extract_of(girl(1), coverage="town", name="của thị xã")
    assert link(world.book).looked_up == 1
    newest = look_ups().order_by("-received_at").first()
    assert newest.candidates.get(rank=1).personal_id == "990306000001"


def test_without_an_extract_nothing_is_done(world: Any) -> None:
    births_from_file(world.book, birth(0))
    assert link(world.book).looked_up == 0
    assert not look_ups().exists()


def test_who_needs_no_look_up_is_left_alone(world: Any, desk: Desk) -> None:
    from hotich.cases.operations import record_and_judge
    from hotich.entries import operations as entries

    extract_of(girl(0), girl(1))
    entry_about(desk, line=9)
    void, unreadable, nameless, judged = births_from_file(
        world.book, birth(0), birth(1), birth(2, child__full_name=""), birth(3)
    )
    leader = world.officer("team_leader")
    for entry in (void, unreadable):
        entries.reopen(
            actor=leader, entry_id=entry.pk, reason="đọc lại sổ", now=world.now, station=world.station
        )
    entries.void(
        actor=desk.officer, entry_id=void.pk, reason="bỏ trống", now=world.now, station=world.station
    )
    entries.mark_unreadable(
        actor=desk.officer, entry_id=unreadable.pk, reason="ố", now=world.now, station=world.station
    )
    record_and_judge(
        actor=desk.officer, entry_id=judged.pk, role="child", searched={"full_name": "x"}, seen={},
        searched_again={"full_name": "y"}, personal_id="", outcome="not_found", reason="emigrated", looked_up_at=database_now(),
    )  # fmt: skip
    assert link(world.book).looked_up == 0


def test_a_kind_whose_terms_are_not_defined_waits_without_a_fault(world: Any) -> None:
    marriages = world.new_book(kind="KH", edition="KH/2006")
    extract_of(girl(0))
    births_from_file(marriages, {"husband__full_name": "Nguyễn Văn Ba"})
    assert link(marriages).looked_up == 0


def test_look_ups_of_the_machine_are_sealed_like_any_others(world: Any) -> None:
    from hotich.audit.digests import digest_of

    extract_of(girl(0))
    births_from_file(world.book, birth(0))
    link(world.book)
    row = look_ups().get()
    assert bytes(row.digest) == digest_of(row)
    assert row.unit_id == world.unit.pk
