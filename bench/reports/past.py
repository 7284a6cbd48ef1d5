"""A province's past: units, books, machines by the models; the log of two million entries by one statement in the database.

`entries.bulk` derives what a save derives and takes some 25 minutes for as many; the figures read nothing of that. What they do read is
here as a save writes it: openings, fields, completions, outcomes, some of them weeks later, voids, reopenings, cases with their log.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

WARDS, BOOKS_A_WARD, STATIONS = 240, 80, 2

_ENTRIES = """
CREATE TEMPORARY TABLE made AS
SELECT number, book.id AS book_id, book.unit_id, book.kind, at,
    (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(number::text), 1, 19))::uuid AS id,
    hashint4(number) AS draw, machines.first + abs(hashint4(number)) %% 2 AS machine
FROM (
    SELECT number, %(since)s::timestamptz + (%(until)s::timestamptz - %(since)s::timestamptz) * (number::float / %(entries)s) AS at
    FROM generate_series(0, %(entries)s - 1) number
) drawn
JOIN (
    SELECT id, unit_id, kind, row_number() OVER (ORDER BY id) - 1 AS place FROM books_book
) book ON book.place = drawn.number %% %(books)s
JOIN (SELECT unit_id, min(id) AS first FROM stations_station GROUP BY unit_id) machines ON machines.unit_id = book.unit_id
"""
_LOG = """
INSERT INTO entries_entryaction (
    entry_id, seq, tx_id, type, author_id, station_id, received_at, pass_number, edition, late, bulk, payload, payload_digest, digest
)
SELECT id, seq, gen_random_uuid(), type, unit_id, machine, at + later, 0, 'KS/1999#1', false, true, payload, '', ''
FROM made CROSS JOIN LATERAL (
    VALUES
        (1, 'entry_opened', interval '0', jsonb_build_object('kind', kind, 'principal', jsonb_build_array('child')), true),
        (2, 'fields_keyed', interval '60 s', jsonb_build_object('child.full_name', jsonb_build_object('v', repeat('Nguyễn ', 60))), true),
        (3, 'completed', interval '90 s', '{}'::jsonb, true),
        (4, 'outcome_recorded', CASE WHEN draw %% 10 = 0 THEN interval '20 days' ELSE interval '100 s' END,
            jsonb_build_object('role', 'child', 'outcome', CASE WHEN draw %% 20 = 0 THEN 'mismatched' ELSE 'matched' END), true),
        (5, 'voided', interval '30 days', '{}'::jsonb, draw %% 400 = 3),
        (5, 'reopened', interval '15 days', '{}'::jsonb, draw %% 200 = 5)
) line (seq, type, later, payload, happens)
WHERE happens AND at + later < %(until)s
"""
_PROJECTION = """
INSERT INTO entries_entry (
    id, book_id, unit_id, kind, edition, position, status, seq, outcome, void, unreadable, out_of_scope, sensitive, from_file, reopened,
    duplicate_suspected, station_id, completed_station_id, opened_at, first_completed_at, last_action_at, number, number_suffix,
    registered_on, findings, core_version
)
SELECT id, book_id, unit_id, kind, 'KS/1999', number, 'completed', 4,
    CASE WHEN at + CASE WHEN draw %% 10 = 0 THEN interval '20 days' ELSE interval '100 s' END >= %(until)s THEN 'pending'
        WHEN draw %% 20 = 0 THEN 'mismatched' ELSE 'matched' END,
    draw %% 400 = 3 AND at + interval '30 days' < %(until)s, false, false, false, false,
    draw %% 200 = 5 AND at + interval '15 days' < %(until)s, false, NULL, machine, at, at + interval '90 s',
    at + interval '100 s', '', '', '', '[]', 'bench'
FROM made WHERE at + interval '90 s' < %(until)s
"""
_JUDGEMENTS = """
INSERT INTO linkage_judgement (
    id, entry_id, unit_id, role, decision, outcome, personal_id, reason, reason_words, comparisons, source, received_at, digest
)
SELECT id, id, unit_id, 'child', 'same_person', 'mismatched', '', '', '', '[]', 'officer', at + interval '100 s', ''
FROM made WHERE draw %% 20 = 0 AND at + interval '100 s' < %(until)s
"""
_CASES = """
INSERT INTO cases_case (
    id, number, entry_id, unit_id, role, state, judgement_id, personal_id, opened_at, last_event_at, since, seq, turn, level, conclusion,
    received, agreed, look_up_asked
)
SELECT id, number, id, unit_id, 'child', reached.state, id, '', at + interval '100 s', at + reached.later, at + reached.later,
    reached.seq, reached.turn, 0, '', false, false, false
FROM made CROSS JOIN LATERAL (
    SELECT * FROM (
        VALUES (1, 'to_verify', 'verifier', interval '100 s'), (2, 'verifying', 'verifier', interval '3 days'),
            (3, 'with_registrar', 'registrar', interval '9 days'), (4, 'closed', '', interval '25 days')
    ) step (seq, state, turn, later)
    WHERE at + later < %(until)s ORDER BY seq DESC LIMIT 1
) reached
WHERE draw %% 20 = 0
"""
_CASE_LOG = """
INSERT INTO cases_caseevent (id, case_id, type, received_at, payload, digest, seq)
SELECT gen_random_uuid(), id, 'moved', at + later, jsonb_build_object('state', state), '', seq
FROM made CROSS JOIN LATERAL (
    VALUES (1, 'to_verify', interval '100 s'), (2, 'verifying', interval '3 days'), (3, 'with_registrar', interval '9 days'),
        (4, 'closed', interval '25 days')
) step (seq, state, later)
WHERE draw %% 20 = 0 AND at + later < %(until)s
"""


def fill(entries: int, days: int, until: datetime, say: Callable[[str], None]) -> Any:
    """One province of 240 wards that has keyed for so many days. As the owner of the tables; gives its campaign."""
    from django.db import transaction

    with transaction.atomic():
        return _fill(entries, days, until, say)


def _fill(entries: int, days: int, until: datetime, say: Callable[[str], None]) -> Any:
    import pgtrigger
    from django.db import connection

    campaign = _places(days, until)
    since = datetime.combine(campaign.keying_starts_on, campaign.cut_off, tzinfo=until.tzinfo) - timedelta(
        days=1
    )
    asked = {
        "since": since,
        "until": until,
        "entries": entries,
        "books": WARDS * BOOKS_A_WARD,
    }
    with connection.cursor() as cursor:
        for name, statement in (
            ("rút", _ENTRIES), ("trường hợp", _PROJECTION), ("nhật ký", _LOG), ("xác định", _JUDGEMENTS), ("hồ sơ", _CASES),
            ("diễn biến hồ sơ", _CASE_LOG),
        ):  # fmt: skip
            cursor.execute(statement, asked)
            say(f"  {name}: {cursor.rowcount}")
        # Whose history began with the loading would have to be looked up for every past day.
        with pgtrigger.ignore("books.BookEvent:append_only"):
            cursor.execute(
                "UPDATE books_bookevent SET pgh_created_at = book.created_at FROM books_book book WHERE book.id = pgh_obj_id"
            )
        cursor.execute("DROP TABLE made")
    return campaign


def _places(days: int, until: datetime) -> Any:
    from hotich.books.models import Book, BookCount
    from hotich.campaign.models import ReportingUnit
    from hotich.campaign.operations import open_campaign
    from hotich.stations.models import Station
    from hotich.units.models import Agency, Level, Unit

    begun = until.date() - timedelta(days=days)
    province = Unit.objects.create(
        key="bench/province", code="99", name="Đo", type_label="tỉnh", level=Level.PROVINCE, valid_from=date(1975, 1, 1), sort_key="0"
    )  # fmt: skip
    office = Agency.objects.create(code="99-STP", unit=province, kind="TP", name="Sở Tư pháp")
    wards = Unit.objects.bulk_create(
        Unit(
            key=f"bench/{number}", code=f"99{number:03}", name=f"Đo {number}", type_label="xã", level=Level.COMMUNE,
            parent=province, valid_from=date(1975, 1, 1), sort_key=f"{number:04}",
        )
        for number in range(WARDS)
    )  # fmt: skip
    Station.objects.bulk_create(
        Station(code=f"M{number}", name=f"Máy {number}", unit=wards[number // STATIONS], checked_on=begun)
        for number in range(WARDS * STATIONS)
    )
    at = until - timedelta(days=days + 20)
    books = Book.objects.bulk_create(
        Book(
            kind=("KS", "KH", "KT")[number % 3], office=str(ward), office_key=ward.key, unit=ward, year_opened=1990,
            volume=f"{number}", volume_key=f"{number}", edition="KS/1999", entries_count=120, status="keying", created_at=at,
        )
        for ward in wards
        for number in range(BOOKS_A_WARD)
    )  # fmt: skip
    BookCount.objects.bulk_create(
        BookCount(book=book, entries_count=120, count_basis="counted", counted_at=at) for book in books
    )
    campaign = open_campaign(
        code="DO", name="Đợt đo", basis="Đo", lead_agency=office, scope_until=date(2019, 4, 1), starts_on=begun,
        keying_starts_on=begun, due_on=until.date() + timedelta(days=30),
    )  # fmt: skip
    ReportingUnit.objects.bulk_create(
        ReportingUnit(campaign=campaign, unit=ward, code=ward.code, name=ward.name, order=number)
        for number, ward in enumerate(wards)
    )
    return campaign
