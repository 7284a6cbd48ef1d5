"""Filling the demo: once, whole or not at all. Under 30 s on one core, most of it spent deriving what a save derives."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import partial
from random import Random
from time import monotonic

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from hotich.audit.models import AuditEvent
from hotich.audit.operations import record
from hotich.campaign.budget.operations import count_keyed
from hotich.campaign.models import Campaign
from hotich.cases.files import folder
from hotich.demo.campaign import write_plan
from hotich.demo.cases import open_cases, withdraw_one
from hotich.demo.checks import check_work
from hotich.demo.duties import check_machines, hear, lose_lines, roster, sign_undertakings
from hotich.demo.evidence import kept_paper
from hotich.demo.hands import share
from hotich.demo.history import Worked, write_history
from hotich.demo.imported import import_book
from hotich.demo.inventory import Shelf, choose, shelve
from hotich.demo.margins import write_margins
from hotich.demo.officers import Staff, accounts_of, hire
from hotich.demo.papers import issue_papers, spend
from hotich.demo.past import Past
from hotich.demo.plan import Plan
from hotich.demo.reports import freeze_days
from hotich.demo.scanned import scan_book
from hotich.demo.shelves import certify, lay_side_by_side, move_books
from hotich.demo.steering import steer
from hotich.demo.territory import Holder, Territory, open_campaigns, settle_territory
from hotich.demo.updates import tell_register
from hotich.entries import bulk
from hotich.linkage.models import Candidate, FirstComparison, Judgement, LookUp
from hotich.linkage.operations.adapting import adapt_model
from hotich.population.models import Extract
from hotich.population.operations import load, open_extract
from hotich.staff.models import Officer, Position
from hotich.support.copy import copy_rows
from hotich.support.errors import Refusal
from hotich.support.time import VIETNAM
from hotich.synthetic.books import Inventory, build_inventory, past_entries, written_entries
from hotich.synthetic.books import PastEntry as Keyed
from hotich.synthetic.people import POPULATION_COLUMNS, Town, build_town
from hotich.synthetic.people.rows import population_rows

Say = Callable[[str], None]
_BEGUN, _FILLED = "demo.begun", "demo.filled"
_SECOND_A_DAY = 12
_TABLES = (
    "entries_entryaction", "entries_entry", "entries_transcription", "entries_subject", "linkage_lookup",
    "linkage_candidate", "linkage_judgement", "cases_case", "cases_caseevent", "cases_discrepancy", "cases_batch",
    "cases_batchitem", "books_book",
    "books_page", "books_handover", "books_bookcount",
)  # fmt: skip


class HomeInUse(Refusal):
    """The home holds an installation at work: the demo would mix made-up people into it."""

    code = "demo.home_in_use"
    message = "Thư mục này đang dùng cho công việc thật, không dựng thị xã mẫu vào đây được. Chọn thư mục khác bằng --home."


def is_filled() -> bool:
    """Whether the demo stands. Raises HomeInUse where something else does."""
    marks = set(AuditEvent.objects.filter(kind__in=(_BEGUN, _FILLED)).values_list("kind", flat=True))
    if _FILLED in marks:
        return True
    if not marks and (Officer.objects.exists() or Campaign.objects.exists()):
        raise HomeInUse
    return False


def accounts() -> list[dict[str, str]]:
    """The demo's accounts with their positions and units: those that still have its password."""
    shared = Officer.objects.filter(username="quantri").values("password")
    positions = Position.objects.filter(officer__password__in=shared)
    return accounts_of(positions.select_related("officer", "agency__unit").order_by("id"))


def fill(*, now: datetime, say: Say, people: int = 30_000) -> None:
    """Builds the town as of `now`; one that was left half built is begun anew. What is left is to `seal`.

    Runs as the owner of the tables (`support.postgres.owner_role`), outside a transaction.
    """
    plan = Plan(now.astimezone(VIETNAM).date())
    was_enabled = gc.isenabled()
    gc.disable()  # everything made here lives until the end
    try:
        _start_over()
        with _step(say, "dân cư và sổ sách"):
            town = build_town(n=people)
            inventory = build_inventory(town)
            keyed: dict[str, list[Keyed]] = {}
            for one in past_entries(inventory):
                keyed.setdefault(one.unit, []).append(one)
        with _step(say, "đơn vị, cán bộ, máy, danh mục sổ, bàn giao, phân công"), transaction.atomic():
            record(kind=_BEGUN, detail={"today": plan.today.isoformat()}, now=now)
            territory = settle_territory()
            campaigns = open_campaigns(territory, plan)
            staff = hire(territory, plan)
            shelf = shelve(choose(inventory, territory), inventory, staff, plan)
            extract = _extract(plan, now)
            for holder in territory.second:
                keyed[holder.code] = list(_second_past(holder, shelf, inventory, plan))
            worked = _worked(territory, keyed, plan)
            write_history(shelf, worked)
        with _step(say, "kế hoạch, nhiệm vụ, đầu mối, chỉ tiêu"), transaction.atomic():
            write_plan(campaigns, territory, staff, plan)
        jobs = [lambda: _population(extract, town, say)]
        jobs += [
            partial(_past_of, holder, keyed[holder.code], shelf, staff, town, extract, plan, now, say)
            for holder in territory.holders
        ]
        kept_paper(folder())
        share(jobs)
        with (
            _step(say, "lịch trực, kiểm tra máy, tín hiệu, gián đoạn, lực lượng hỗ trợ"),
            transaction.atomic(),
        ):
            check_machines(staff, plan)
            sign_undertakings(staff, territory, plan)
            roster(territory, staff, plan, now=now)
            hear()
            lose_lines(territory, staff, plan, now=now)
        with _step(say, "báo cáo các ngày đã chốt"):
            _analyze()
            share(
                [
                    partial(freeze_days, campaign, staff=staff, territory=territory, now=now)
                    for campaign in campaigns
                ]
            )
        with _step(say, "ảnh quét của một quyển"):
            scan_book(shelf, inventory, staff, now=now)
        with _step(say, "mô hình đối chiếu theo trích xuất"):
            adapt_model(now=now)
        with _step(say, "một quyển nhập từ tệp, đối chiếu, chờ xác định"):
            import_book(shelf, inventory, staff, now=now)
        with _step(say, "ghi chú bên lề theo sổ cải chính"):
            write_margins(territory, staff, now=now)
            withdraw_one(staff=staff, now=now)
        with _step(say, "kiểm tra: nhập lại, phân xử, lô"):
            check_work(territory, staff, now=now)
        with _step(say, "hoàn thành quyển, bàn giao hôm nay, nghi trùng"), transaction.atomic():
            certify(shelf, staff, worked)
            move_books(shelf, territory, staff, now=now)
            lay_side_by_side(shelf, staff, now=now)
        with _step(say, "văn bản, kinh phí của đợt"), transaction.atomic():
            issue_papers(campaigns[0], territory, staff, plan, now=now)
            spend(campaigns[0], territory, staff, plan)
            count_keyed(now=now)
        with _step(say, "điều hành: cảnh báo, đôn đốc, kiểm tra, vướng mắc"), transaction.atomic():
            steer(campaigns[0], territory, staff, plan, now=now)
        with _step(say, "cập nhật sang dữ liệu dân cư"):
            tell_register(territory, staff, now=now)
            record(kind=_FILLED, detail={"today": plan.today.isoformat()}, now=now)
    finally:
        if was_enabled:
            gc.enable()


def _start_over() -> None:
    """Takes away what an earlier attempt left. Only a demo that was begun and never finished comes here."""
    if not AuditEvent.objects.filter(kind=_BEGUN).exists():
        return
    tables = sorted(
        model._meta.db_table for model in apps.get_models() if model.__module__.startswith("hotich.")
    )
    with transaction.atomic(), connection.cursor() as cursor:
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


def _analyze() -> None:
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"ANALYZE {table}")


def _extract(plan: Plan, now: datetime) -> Extract:
    """The whole synthetic country, handed over for the campaign before its keying began."""
    return open_extract(
        name="Trích xuất dân cư phục vụ nhập liệu sổ hộ tịch",
        as_of=plan.keying_starts_on - timedelta(days=1),
        coverage="nation",
        basis="Công văn số 215/CAT-PC06 của Công an tỉnh Bình Phước",
        expires_on=plan.due_on + timedelta(days=30),
        actor_id=None,
        now=now,
    )


def _population(extract: Extract, town: Town, say: Say) -> None:
    with _step(say, f"trích xuất dân cư: {len(town.citizens)} công dân"):
        rows = (dict(zip(POPULATION_COLUMNS, row, strict=True)) for row in population_rows(town.citizens))
        load(extract=extract, rows=enumerate(rows, start=2))


def _past_of(
    holder: Holder, keyed: list[Keyed], shelf: Shelf, staff: Staff, town: Town, extract: Extract, plan: Plan,
    now: datetime, say: Say,
) -> None:  # fmt: skip
    with _step(say, f"{holder.title}: {len(keyed)} trường hợp đã nhập"), transaction.atomic():
        _load_past(holder, keyed, shelf, staff, town, extract, plan, now)


def _load_past(
    holder: Holder, keyed: list[Keyed], shelf: Shelf, staff: Staff, town: Town, extract: Extract, plan: Plan,
    now: datetime,
) -> None:  # fmt: skip
    past = Past(holder, staff, town, extract)
    timed = ((one, _finished(holder, one, plan)) for one in keyed)
    bulk.load(past.entries(timed, shelf.books))
    copy_rows(LookUp, past.rows.look_ups)
    copy_rows(Candidate, past.rows.candidates)
    copy_rows(Judgement, past.rows.judgements)
    copy_rows(FirstComparison, past.rows.first_comparisons)
    open_cases(past.rows.mismatches, holder=holder, staff=staff, now=now)


def _finished(holder: Holder, one: Keyed, plan: Plan) -> datetime:
    first = plan.second_starts_on if holder.is_second else plan.keying_starts_on
    return datetime.combine(first + timedelta(days=one.day - 1), one.at, tzinfo=VIETNAM)


def _worked(territory: Territory, keyed: dict[str, list[Keyed]], plan: Plan) -> dict[str, Worked]:
    """When each book's first and last entry was keyed."""
    found: dict[str, Worked] = {}
    for holder in territory.holders:
        for one in keyed[holder.code]:
            moment = _finished(holder, one, plan)
            found[one.book_key] = (found[one.book_key][0] if one.book_key in found else moment, moment)
    return found


def _second_past(holder: Holder, shelf: Shelf, inventory: Inventory, plan: Plan) -> Iterator[Keyed]:
    """The few days of a successor: a dozen entries a day out of its own books."""
    rng = Random(f"hotich-demo-second-{holder.code}")
    stream = (
        (spec, entry)
        for owner, spec in shelf.specs
        if owner.code == holder.code
        for entry in written_entries(inventory, spec)
    )
    for day in range(1, (plan.today - plan.second_starts_on).days + 1):
        for number in range(_SECOND_A_DAY):
            found = next(stream, None)
            if found is None:
                return
            spec, entry = found
            minute = 7 * 60 + 30 + number * 17 + int(rng.random() * 12)
            at = time(minute // 60, minute % 60)
            yield Keyed(holder.code, spec.key, 0, number % 2, day, at, entry.outcome, entry)


@contextmanager
def _step(say: Say, what: str) -> Iterator[None]:
    began = monotonic()
    yield
    say(f"{what} ({monotonic() - began:.1f} s)")
