"""Loading and wiping of extracts. Every extract keeps its own rows, so that wiping one takes nothing from another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from hotich.audit import operations as audit
from hotich.core.codes import read_code
from hotich.core.text import compose, squeeze
from hotich.population.keys import date_keys, name_keys
from hotich.population.models import Citizen, Coverage, Extract
from hotich.support.errors import Refusal
from hotich.support.time import local

COLUMNS = (
    "personal_id", "full_name", "sex", "birth_date", "birth_place", "birth_registration_place", "hometown",
    "ethnicity", "nationality", "mother_full_name", "mother_birth_date", "father_full_name", "father_birth_date",
    "spouse_full_name", "marital_status", "residence", "old_id_number", "death_date",
)  # fmt: skip
KEYS = (
    "name_search", "given_key", "surname_key", "name_bag", "mother_given_key", "father_given_key", "birth_year",
    "birth_day",
)  # fmt: skip
BATCH = 10_000
_TYPES = {"extract_id": "bigint", "birth_year": "smallint", "birth_day": "integer"}
_LONGEST = {
    field.column: field.max_length
    for field in Citizen._meta.concrete_fields
    if field.column in COLUMNS and field.max_length
}
_SEX = {"1": "male", "2": "female", "male": "male", "female": "female"}


class ExtractRefused(Refusal):
    """The extract cannot be taken in as it is described."""

    code = "extract.refused"


@dataclass(slots=True)
class Loaded:
    """What a loading did, row by row of the file."""

    extract: Extract
    imported: int = 0
    unchanged: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)


def open_extract(
    *,
    name: str,
    as_of: date,
    coverage: str,
    basis: str,
    expires_on: date | None,
    actor_id: int | None,
    now: datetime,
) -> Extract:
    """A new extract, or the one already opened under the same name, date and coverage.

    Raises ExtractRefused for a coverage or dates that cannot be, and for one that was wiped.
    """
    if coverage not in Coverage.values:
        raise ExtractRefused(f"Phạm vi “{coverage}” không có: chọn {', '.join(Coverage.values)}.")
    if expires_on is not None and expires_on <= as_of:
        raise ExtractRefused("Ngày xóa trích xuất phải sau ngày số liệu.")
    extract, _ = Extract.objects.get_or_create(
        name=name,
        as_of=as_of,
        coverage=coverage,
        defaults={"basis": basis, "expires_on": expires_on, "loaded_at": now, "loaded_by_id": actor_id},
    )
    if extract.wiped_at is not None:
        raise ExtractRefused("Trích xuất này đã xóa theo hạn: nhập bản mới dưới tên tệp khác.")
    return extract


def load(*, extract: Extract, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Loaded:
    """Takes rows (number as the file shows it, values by column name) in batches, each whole, in bounded memory.

    A row that is in another extract with the same values counts as unchanged, and is kept for this one too. One without a
    twelve-digit personal number or without a name, or with a value too long to keep, is rejected with its number and a sentence.
    Only when every row was read is the extract in force: a loading that breaks off answers no search, and goes on when run again.
    """
    result = Loaded(extract)
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        good = list(_prepared(batch, extract, result.rejected))
        imported = _merge(good)
        result.imported += imported
        result.unchanged += len(good) - imported
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE population_citizen")
    if result.imported or result.unchanged:
        Extract.objects.filter(pk=extract.pk).update(
            complete_at=Coalesce("complete_at", Now()), size=Citizen.objects.filter(extract=extract).count()
        )
    return result


def _prepared(
    batch: list[tuple[int, Mapping[str, str]]], extract: Extract, rejected: list[tuple[int, str]]
) -> Iterator[tuple[object, ...]]:
    seen: set[str] = set()
    for number, row in batch:
        values = {name: squeeze(compose(row.get(name) or "")) for name in COLUMNS}
        if sentence := _wrong(values, seen):
            rejected.append((number, sentence))
            continue
        seen.add(values["personal_id"])
        values["sex"] = _sex(values["sex"])
        name = name_keys(values["full_name"])
        birth = date_keys(values["birth_date"])
        yield (
            extract.pk,
            *(values[column] for column in COLUMNS),
            name.search,
            name.given[:60],
            name.surname[:60],
            name.bag,
            name_keys(values["mother_full_name"]).given[:60],
            name_keys(values["father_full_name"]).given[:60],
            birth.year,
            birth.day,
        )


def _wrong(values: Mapping[str, str], seen: set[str]) -> str:
    """Why a row cannot be a citizen, with the remedy; empty where it can."""
    personal_id = values["personal_id"]
    if not (len(personal_id) == 12 and personal_id.isascii() and personal_id.isdigit()):
        return "Số định danh cá nhân phải có đủ 12 chữ số: sửa ô này rồi nhập lại dòng."
    if not values["full_name"]:
        return "Chưa có họ và tên: bổ sung ô này rồi nhập lại dòng."
    if personal_id in seen:
        return "Số định danh cá nhân lặp lại trong tệp: giữ lại một dòng."
    for name, longest in _LONGEST.items():
        if len(values[name]) > longest:
            return f"Cột {name} dài quá {longest} ký tự: sửa ô này rồi nhập lại dòng."
    return ""


def _sex(text: str) -> str:
    meaning = _SEX.get(text.lower()) or (read_code("sex", text) if text else None) or ""
    return meaning if meaning in {"male", "female"} else ""


@transaction.atomic
def _merge(rows: list[tuple[object, ...]]) -> int:
    """Adds the rows of one extract or changes those it has; says how many citizens no extract had, or had otherwise.

    The rows come as arrays and not through a scratch table: the application's role may make none.
    """
    names = ("extract_id", *COLUMNS, *KEYS)
    columns = ", ".join(names)
    arrays = ", ".join(f"%s::{_TYPES.get(name, 'text')}[]" for name in names)
    same = " AND ".join(f"known.{name} = arriving.{name}" for name in COLUMNS)
    differs = " OR ".join(f"c.{name} <> excluded.{name}" for name in COLUMNS)
    updates = ", ".join(f"{name} = excluded.{name}" for name in (*COLUMNS, *KEYS) if name != "personal_id")
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH arriving AS MATERIALIZED (SELECT * FROM unnest({arrays}) AS row({columns})),
            fresh AS (
                SELECT count(*) AS n FROM arriving WHERE NOT EXISTS (
                    SELECT FROM population_citizen known
                    WHERE known.personal_id = arriving.personal_id AND {same})
            ),
            written AS (
                INSERT INTO population_citizen AS c ({columns}) SELECT {columns} FROM arriving
                ON CONFLICT (personal_id, extract_id) DO UPDATE SET {updates} WHERE {differs}
            )
            SELECT n FROM fresh
            """,
            [list(column) for column in zip(*rows, strict=True)],
        )
        return int(cursor.fetchone()[0])


def wipe(*, extract: Extract, now: datetime) -> int:
    """Deletes the citizens of an extract on the day its basis ends; the extract's own row stays as evidence.

    A hundred thousand at a time, so that nobody waits; interrupted, it goes on where it stopped. Says how many it deleted.
    """
    if extract.wiped_at is None:
        # First, so that nothing is searched any more in what is being taken away.
        extract.wiped_at = now
        extract.save(update_fields=["wiped_at"])
        audit.record(kind="population.wiped", subject=f"extract:{extract.pk}", now=now)
    count = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "DELETE FROM population_citizen WHERE id IN"
                " (SELECT id FROM population_citizen WHERE extract_id = %s LIMIT %s)",
                [extract.pk, 10 * BATCH],
            )
            if not cursor.rowcount:
                return count
            count += cursor.rowcount


def wipe_expired(*, now: datetime) -> list[str]:
    """Wipes every extract past its day, and what an interrupted wiping left; their names. Run it as often as you like."""
    past = Extract.objects.filter(expires_on__lt=local(now).date()).filter(
        Q(wiped_at__isnull=True) | Q(citizens__isnull=False)
    )
    done = []
    for extract in past.distinct():
        wipe(extract=extract, now=now)
        done.append(extract.name)
    return done
