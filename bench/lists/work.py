"""What the other lists hold: entries keyed again, lots, pairs, updates of the population register, books that are late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bench.lists.past import officers

CHECKED, WAITING, DIFFERING, CORRECTED, LOTS, PAIRS, UPDATES = 0.22, 0.015, 0.004, 0.01, 0.3, 0.02, 0.02
"""Shares of a ward's entries (of its books: LOTS)."""
FIELDS = ["child.full_name", "child.birth_date", "child.sex"]
_STATES = ("waiting", "queued", "sent", "acknowledged", "acknowledged", "acknowledged", "dead", "refused")


def fill_all(say: Callable[[str], None]) -> None:
    """Work of every sort in every ward that has its entries and cases. As the owner of the tables."""
    from hotich.support.time import now
    from hotich.units.models import Unit

    rng = Random("hotich-bench-work")
    for ward in Unit.objects.filter(key__startswith="bench/", parent__isnull=False).order_by("code"):
        officers(ward, {"checker": "CA", "team_leader": "CA", "police_head": "CA"})
        fill(ward, now(), rng)
        say(f"  {ward}: kiểm tra, lô, nghi trùng, cập nhật dân cư")


def fill(ward: Any, moment: datetime, rng: Random) -> None:
    """One ward's."""
    from hotich.books.models import Book
    from hotich.entries.models import Entry
    from hotich.staff.models import Officer, Position
    from hotich.units.models import Agency

    agency = Agency.objects.get(code=f"{ward.code}-CA")
    keyers = []
    for number in range(8):
        keyer = Officer.objects.create(
            username=f"keyer{number}.{ward.code}", full_name=f"Cán bộ nhập {number}"
        )
        Position.objects.create(
            officer=keyer, code="keyer", agency=agency, valid_from=moment.date() - timedelta(days=900)
        )
        keyers.append(keyer.pk)
    entries = list(
        Entry.objects.unscoped("the bench's own entries").filter(unit=ward).order_by("pk").values_list("pk", "book_id", "position")
    )  # fmt: skip
    free = entries[len(entries) // 20 :]  # the first ones have cases
    judge(ward)
    check(ward, free, keyers, moment, rng)
    lots(ward, keyers, moment, rng)
    pair(ward, free, keyers, moment, rng)
    update(ward, free[-int(len(entries) * UPDATES) :], moment, rng)
    late = Book.objects.unscoped("the bench's own books").filter(unit=ward).values_list("pk", flat=True)[::10]
    Book.plain.filter(pk__in=list(late)).update(
        custodian=agency, due_back_on=moment.date() - timedelta(days=5), status="handed_over"
    )


_JUDGE = """
    UPDATE {table} found SET outcome = CASE
        WHEN entry.id IN (SELECT entry_id FROM cases_case WHERE unit_id = %(unit)s) THEN 'mismatched'
        WHEN abs(hashtext(entry.id::text)) %% 5 = 0 THEN 'pending' ELSE 'matched' END
    FROM entries_entry entry WHERE found.{key} = entry.id AND entry.unit_id = %(unit)s
"""


def judge(ward: Any) -> None:
    """Whose entries were found: one in five still waits for a look-up, those with cases differ, the rest agree."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_JUDGE.format(table="entries_subject", key="entry_id"), {"unit": ward.pk})
        cursor.execute(_JUDGE.format(table="entries_entry", key="id"), {"unit": ward.pk})


def check(ward: Any, entries: list[Any], keyers: list[int], moment: datetime, rng: Random) -> None:
    """Finished checks for a fifth of the entries, open ones for a few in each book, with what differs."""
    from hotich.checking.models import Check, FieldDifference
    from hotich.support.copy import copy_rows
    from hotich.support.ids import uuid7

    shares = (CHECKED, CORRECTED, WAITING, DIFFERING)
    rows: list[dict[str, Any]] = []
    differing: list[dict[str, Any]] = []
    for entry, book, position in entries:
        (state,) = rng.choices(
            ("agreed", "arbitrated", "waiting", "differing", ""), (*shares, 1 - sum(shares))
        )
        if not state:
            continue
        keyer, checker, arbiter = rng.sample(keyers, 3)
        keyed = moment - timedelta(days=rng.randrange(1, 30), minutes=rng.randrange(600))
        is_done, is_keyed = state in ("agreed", "arbitrated"), state != "waiting"
        rows.append(
            {
                "id": uuid7(), "entry_id": entry, "book_id": book, "unit_id": ward.pk, "kind": "KS", "position": position, "lot_id": None,
                "reason": "risk", "fields": FIELDS, "whys": {}, "first_pass": 0, "pass_number": 1 if is_keyed else None, "state": state,
                "keyer_id": keyer, "keyed_at": keyed, "planned_at": keyed, "checker_id": checker if is_keyed else None, "station_id": None,
                "started_at": keyed if is_keyed else None, "finished_at": keyed + timedelta(hours=3) if is_keyed else None,
                "arbiter_id": arbiter if state == "arbitrated" else None,
                "arbitrated_at": keyed + timedelta(hours=5) if state == "arbitrated" else None,
            }
        )  # fmt: skip
        if state in ("arbitrated", "differing"):
            differing.append(
                {
                    "check_row_id": rows[-1]["id"], "field": FIELDS[0], "first": {"v": "Nguyễn Thị An", "m": None}, "second": {"v": "Nguyễn Thị Ân", "m": None},
                    "decision": "second" if is_done else "", "decided": None, "first_wrong": True if is_done else None,
                    "second_wrong": False if is_done else None,
                }
            )  # fmt: skip
    copy_rows(Check, rows)
    copy_rows(FieldDifference, differing)


def lots(ward: Any, keyers: list[int], moment: datetime, rng: Random) -> None:
    """A lot for some of the books, one in ten still at work."""
    from hotich.books.models import Book
    from hotich.checking.models import Lot
    from hotich.support.copy import copy_rows
    from hotich.support.ids import uuid7

    books = Book.objects.unscoped("the bench's own books").filter(unit=ward).values_list("pk", flat=True)
    number = 0
    rows = []
    for book in books:
        if rng.random() > LOTS:
            continue
        number += 1
        is_open, drawn = number % 10 == 0, moment - timedelta(hours=number)
        rows.append(
            {
                "id": uuid7(), "number": number, "book_id": book, "unit_id": ward.pk, "kind": "KS", "sort": "aql", "size": 200,
                "severity": "normal", "quality_limit": 1.0, "level": "II", "letter": "G", "sample": 32, "accept": 1, "reject": 2,
                "state": "checking" if is_open else "accepted", "wrong": None if is_open else 0, "draw": f"do-{number}", "note": "",
                "drawn_by_id": keyers[0], "drawn_at": drawn, "decided_at": None if is_open else drawn, "ended_at": None if is_open else drawn,
            }
        )  # fmt: skip
    copy_rows(Lot, rows)


def pair(ward: Any, entries: list[Any], keyers: list[int], moment: datetime, rng: Random) -> None:
    """Pairs of neighbours, three in four of them open."""
    from hotich.checking.models import DuplicatePair
    from hotich.support.copy import copy_rows
    from hotich.support.ids import uuid7

    rows = []
    for first, second in zip(entries[::50], entries[1::50], strict=False):
        is_open = rng.random() < 0.75
        rows.append(
            {
                "id": uuid7(), "first_id": min(first[0], second[0]), "second_id": max(first[0], second[0]), "first_unit_id": ward.pk,
                "second_unit_id": ward.pk, "kind": "KS", "by_number": True, "by_persons": rng.random() < 0.5,
                "state": "open" if is_open else "judged", "decision": "" if is_open else "different", "reason": "", "found_at": moment,
                "judged_by_id": None if is_open else keyers[0], "judged_at": None if is_open else moment,
            }
        )  # fmt: skip
    copy_rows(DuplicatePair, rows)


def update(ward: Any, entries: list[Any], moment: datetime, rng: Random) -> None:
    """New citizens for entries whose child the register does not know, each with the judgement it rests on."""
    from hotich.audit.digests import row_digest
    from hotich.integration.npd.models import Update
    from hotich.linkage.models import Judgement
    from hotich.support.copy import copy_rows
    from hotich.support.ids import uuid7

    judgements, updates = [], []
    for entry, _, position in entries:
        made = moment - timedelta(days=rng.randrange(1, 30))
        judgement = {
            "id": uuid7(), "entry_id": entry, "unit_id": ward.pk, "role": "child", "look_up_id": None, "decision": "not_found",
            "outcome": "not_found", "personal_id": "", "reason": "", "comparisons": [], "source": "officer", "supersedes_id": None,
            "officer_id": None, "received_at": made,
        }  # fmt: skip
        judgements.append(judgement | {"digest": row_digest(judgement)})
        updates.append(
            {
                "id": uuid7(), "kind": "new_citizen", "entry_id": entry, "unit_id": ward.pk, "role": "child",
                "judgement_id": judgement["id"], "case_id": None, "facts": {"full_name": "Nguyễn Thị An", "birth_date": "02/03/2001"},
                "person_key": f"{entry}", "name_key": f"nguyen thi an {position % 50}", "key": f"{entry}", "state": rng.choice(_STATES),
                "since": made, "made_at": made, "checked_at": made, "next_try_at": None, "claimed_until": None, "trouble": "", "answer": {},
            }
        )  # fmt: skip
    copy_rows(Judgement, judgements)
    copy_rows(Update, updates)
