"""A town with ten wards, its books, entries and cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

WARDS, PER_BOOK = 10, 200
STATES = (
    ("to_verify", "list_keeper"), ("to_verify", "verifier"), ("verifying", "verifier"), ("to_approve", "police_head"),
    ("concluded", "verifier"), ("with_registrar", "registrar"), ("citizen_guided", "registrar"), ("correcting", "registrar"),
    ("closed", ""),
)  # fmt: skip


def fill(entries: int, cases: int, say: Callable[[str], None]) -> None:
    """One town with ten wards, its books, entries and cases. As the owner of the tables."""
    from hotich.books.models import Book
    from hotich.entries import bulk
    from hotich.support.time import now
    from hotich.units.models import Level, Unit

    moment, rng = now(), Random("hotich-bench-lists")
    town = Unit.objects.create(
        key="bench/town", code="997", name="Đo", type_label="thị xã", level=Level.DISTRICT, valid_from=date(1975, 1, 1), sort_key="0"
    )  # fmt: skip
    officers(town, {"justice_officer": "TP"})
    for number in range(WARDS):
        ward = Unit.objects.create(
            key=f"bench/{number}", code=f"9970{number}", name=f"Đo {number}", type_label="phường", level=Level.COMMUNE,
            parent=town, valid_from=date(1975, 1, 1), sort_key=str(number + 1),
        )  # fmt: skip
        officers(ward, {"list_keeper": "UB", "registrar": "UB", "verifier": "CA"})
        share = entries // WARDS
        books = [
            Book.objects.create(
                kind="KS", office=str(ward), office_key=ward.key, unit=ward, year_opened=1990 + volume % 20,
                volume=f"{volume}", volume_key=f"{volume}", edition="KS/1999", entries_count=PER_BOOK, status="keying",
                created_at=moment,
            )
            for volume in range(1, share // PER_BOOK + 2)
        ]  # fmt: skip
        bulk.load(past(books, share, moment, rng))
        follow(ward, cases // WARDS, moment, rng)
        say(f"  {ward}: {share} trường hợp, {cases // WARDS} hồ sơ")


def officers(unit: Any, wanted: dict[str, str]) -> None:
    from hotich.staff.models import Officer, Position
    from hotich.units.models import Agency

    for code, kind in wanted.items():
        agency, _ = Agency.objects.get_or_create(
            code=f"{unit.code}-{kind}", defaults={"unit": unit, "kind": kind, "name": kind}
        )
        officer = Officer.objects.create(username=f"{code}.{unit.code}", full_name=f"Cán bộ {code}")
        Position.objects.create(officer=officer, code=code, agency=agency, valid_from=date(2020, 1, 1))


def past(books: list[Any], count: int, moment: datetime, rng: Random) -> Iterator[Any]:
    from hotich.entries.bulk import PastAction, PastEntry

    surnames, names = ("Nguyễn", "Trần", "Lê", "Phạm", "Điểu"), ("An", "Bình", "Chi", "Dung", "Hòa")
    for number in range(count):
        fields = {
            "registration.number": str(number % PER_BOOK + 1), "registration.date": "03/05/2001",
            "child.full_name": f"{rng.choice(surnames)} Thị {rng.choice(names)} {number}", "child.sex": "Nữ",
            "child.birth_date": "02/03/2001",
        }  # fmt: skip
        keyed = {
            name: {"v": text, "m": None, "o": "imported", "struck": None} for name, text in fields.items()
        }
        yield PastEntry(
            books[number // PER_BOOK],
            (PastAction("imported", moment - timedelta(days=30), payload={"fields": keyed, "source": {"file": "do.xlsx", "row": number}}),),
            position=number % PER_BOOK + 1,
        )  # fmt: skip


def follow(ward: Any, count: int, moment: datetime, rng: Random) -> None:
    """A case for each of the ward's first entries, with its judgement, its log of two lines and a point that differs."""
    from hotich.audit.digests import row_digest
    from hotich.cases.models import Case, CaseEvent, Discrepancy
    from hotich.entries.models import Entry
    from hotich.linkage.models import Judgement
    from hotich.support.copy import copy_rows
    from hotich.support.ids import uuid7

    rows: dict[Any, list[dict[str, Any]]] = {Judgement: [], Case: [], CaseEvent: [], Discrepancy: []}
    found = Entry.objects.unscoped("the bench's own entries").filter(unit=ward).values_list("pk", flat=True)
    for number, entry in enumerate(found[:count], 1):
        opened = moment - timedelta(days=rng.randrange(1, 30))
        (state, turn), personal = rng.choice(STATES), f"07018{number:07}"
        judgement = {
            "id": uuid7(), "entry_id": entry, "unit_id": ward.pk, "role": "child", "look_up_id": None, "decision": "same_person",
            "outcome": "mismatched", "personal_id": personal, "reason": "", "comparisons": [], "source": "officer", "supersedes_id": None,
            "officer_id": None, "received_at": opened,
        }  # fmt: skip
        rows[Judgement].append(judgement | {"digest": row_digest(judgement)})
        case = uuid7()
        rows[Case].append(
            {
                "id": case, "number": number, "entry_id": entry, "unit_id": ward.pk, "role": "child", "state": state,
                "judgement_id": judgement["id"], "personal_id": personal, "opened_at": opened, "last_event_at": opened, "seq": 2,
                "since": opened, "turn": turn, "due_on": None if state == "closed" else (opened + timedelta(days=20)).date(),
                "conclusion": "book_right" if turn == "registrar" else "",
            }
        )  # fmt: skip
        for seq, kind in enumerate(("opened", "verification_started"), 1):
            line = {
                "id": uuid7(), "case_id": case, "type": kind, "officer_id": None, "received_at": opened,
                "payload": {"judgement": str(judgement["id"]), "state": state}, "seq": seq, "tx_id": None,
            }  # fmt: skip
            rows[CaseEvent].append(line | {"digest": row_digest(line)})
        rows[Discrepancy].append(
            {
                "case_id": case, "judgement_id": judgement["id"], "field": "birth_date", "field_class": "basic",
                "book_value": "02/03/2001", "register_value": "02/03/2002", "note": "",
            }
        )  # fmt: skip
    for model, listed in rows.items():
        copy_rows(model, listed)
