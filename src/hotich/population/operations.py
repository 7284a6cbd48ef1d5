"""Loading and wiping of extracts. Rows with the same personal number are one citizen: the newer extract's row stays."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.db import connection, transaction

from hotich.core.codes import read_code
from hotich.core.text import compose, squeeze
from hotich.population.keys import date_keys, name_keys
from hotich.population.models import Citizen, Coverage, Extract
from hotich.support.errors import Refusal

COLUMNS = (
    "personal_id", "full_name", "sex", "birth_date", "birth_place", "birth_registration_place", "hometown",
    "ethnicity", "nationality", "mother_full_name", "mother_birth_date", "father_full_name", "father_birth_date",
    "spouse_full_name", "marital_status", "residence", "old_id_number", "death_date",
)  # fmt: skip
KEYS = (
    "name_search", "given_key", "surname_key", "name_bag", "mother_given_key", "father_given_key", "birth_year",
    "birth_day",
)  # fmt: skip
BATCH = 20_000
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
    """A new extract, or the one already opened under the same name, date and coverage. Raises ExtractRefused."""
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
    return extract


def load(*, extract: Extract, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Loaded:
    """Takes rows (number as the file shows it, values by column name) in batches, each whole, in bounded memory.

    A row without a twelve-digit personal number or without a name is rejected with its number and a sentence.
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
    return result


def _prepared(
    batch: list[tuple[int, Mapping[str, str]]], extract: Extract, rejected: list[tuple[int, str]]
) -> Iterator[tuple[object, ...]]:
    by_number: dict[str, tuple[object, ...]] = {}
    repeated = 0
    for number, row in batch:
        values = {name: squeeze(compose(row.get(name) or "")) for name in COLUMNS}
        personal_id = values["personal_id"]
        if not (len(personal_id) == 12 and personal_id.isascii() and personal_id.isdigit()):
            rejected.append(
                (number, "Số định danh cá nhân phải có đủ 12 chữ số: sửa ô này rồi nhập lại dòng.")
            )
            continue
        if not values["full_name"]:
            rejected.append((number, "Chưa có họ và tên: bổ sung ô này rồi nhập lại dòng."))
            continue
        if personal_id in by_number:
            repeated += 1
            rejected.append((number, "Số định danh cá nhân lặp lại trong tệp: giữ lại một dòng."))
            continue
        sex = (
            _SEX.get(values["sex"].lower())
            or (read_code("sex", values["sex"]) if values["sex"] else None)
            or ""
        )
        values["sex"] = sex if sex in {"male", "female"} else ""
        name = name_keys(values["full_name"])
        birth = date_keys(values["birth_date"])
        by_number[personal_id] = (
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
    yield from by_number.values()


@transaction.atomic
def _merge(rows: list[tuple[object, ...]]) -> int:
    """Copies into a scratch table and merges it; says how many citizens are new or changed."""
    columns = ", ".join(("extract_id", *COLUMNS, *KEYS))
    changed = " OR ".join(f"c.{name} IS DISTINCT FROM excluded.{name}" for name in COLUMNS)
    updates = ", ".join(
        f"{name} = excluded.{name}" for name in ("extract_id", *COLUMNS, *KEYS) if name != "personal_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE arriving ON COMMIT DROP AS SELECT {columns} FROM population_citizen WITH NO DATA"
        )
        with cursor.copy(f"COPY arriving ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"""
            INSERT INTO population_citizen AS c ({columns}) SELECT {columns} FROM arriving
            ON CONFLICT (personal_id) DO UPDATE SET {updates} WHERE {changed}
            """
        )
        return int(cursor.rowcount)


@transaction.atomic
def wipe(*, extract: Extract, now: datetime) -> int:
    """Deletes the citizens of an extract on the day its basis ends; the extract's own row stays as evidence."""
    count, _ = Citizen.objects.filter(extract=extract).delete()
    extract.wiped_at = now
    extract.save(update_fields=["wiped_at"])
    return count
