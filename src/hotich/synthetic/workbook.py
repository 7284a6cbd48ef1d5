"""Rows of keyed births as real workbooks have them: mostly right, and dirty in every way that was seen in the wild.

Rows come as dictionaries from column to cell, ready for whatever writes a spreadsheet; what is wrong with each stands
beside it, so that a test can ask whether the importer said so and kept the raw value.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final, Literal

from hotich.synthetic.books.acts import FIRST_DAY, LAST_DAY, write
from hotich.synthetic.books.writing import Act
from hotich.synthetic.people import Citizen, Town, build_town

Format = Literal["moj", "police"]
Cell = str | int | float | date | None

MOJ_COLUMNS: Final = (
    "STT",
    "so",
    "quyenSo",
    "trangSo",
    "ngayDangKy",
    "loaiDangKy",
    "noiDangKy",
    "nguoiKy",
    "chucVuNguoiKy",
    "nguoiThucHien",
    "ghiChu",
    "nksSoDinhDanh",
    "nksHoTen",
    "nksGioiTinh",
    "nksNgaySinh",
    "nksNgaySinhBangChu",
    "nksNoiSinh",
    "nksNoiSinhDVHC",
    "nksQueQuan",
    "nksDanToc",
    "nksQuocTich",
    "nksQuocTichStr",
    "nksQuocTichKhac",
    "nksQuocTichKhacStr",
    "nksLoaiKhaiSinh",
    "nksMatTich",
    "nksMatTichNgayGhiChuTuyenBo",
    "nksMatTichCanCuTuyenBo",
    "nksMatTichNgayGhiChuHuyTuyenBo",
    "nksMatTichCanCuHuyTuyenBo",
    "nksHanCheNangLucHanhVi",
    "nksHanCheNangLucHanhViNgayGhiChuTuyenBo",
    "nksHanCheNangLucHanhViCanCuTuyenBo",
    "nksHanCheNangLucHanhViNgayGhiChuHuyTuyenBo",
    "nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo",
    "meSoDinhDanhCaNhan",
    "meHoTen",
    "meNgaySinh",
    "meDanToc",
    "meQuocTich",
    "meQuocTichStr",
    "meQuocTichKhac",
    "meQuocTichKhacStr",
    "meLoaiCuTru",
    "meNoiCuTru",
    "meLoaiGiayToTuyThan",
    "meSoGiayToTuyThan",
    "chaSoDinhDanhCaNhan",
    "chaHoTen",
    "chaNgaySinh",
    "chaDanToc",
    "chaQuocTich",
    "chaQuocTichStr",
    "chaQuocTichKhac",
    "chaQuocTichKhacStr",
    "chaLoaiCuTru",
    "chaNoiCuTru",
    "chaLoaiGiayToTuyThan",
    "chaSoGiayToTuyThan",
    "nycHoTen",
    "nycQuanHe",
    "nycLoaiGiayToTuyThan",
    "nycGiayToKhac",
    "nycSoGiayToTuyThan",
    "nycNgayCapGiayToTuyThan",
    "nycNoiCapGiayToTuyThan",
    "soDangKyNuocNgoai",
    "ngayDangKyNuocNgoai",
    "cqNuocNgoaiDaDangKy",
    "qgNuocNgoaiDaDangKy",
)
"""The ministry's template: 70 columns."""
_ONLY_MOJ: Final = frozenset(
    c for c in MOJ_COLUMNS if c == "STT" or c.endswith(("Str", "NuocNgoai", "NuocNgoaiDaDangKy"))
)
_RENAMED: Final = {
    "nksMatTichNgayGhiChuTuyenBo": "NKSMATTICHGHICHUTUYENBO",
    "nksMatTichNgayGhiChuHuyTuyenBo": "NKSMATTICHGHICHUHUYTUYENBO",
    "nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo": "NKSHANCHENANGLUCHANHVICANCUHUYTUYENBO",
}
POLICE_COLUMNS: Final = (
    "DC_DVNHAPHUYEN",
    "DC_DVNHAPXA",
    *(_RENAMED.get(column, column.upper()) for column in MOJ_COLUMNS if column not in _ONLY_MOJ),
)
"""The police software's export: 61 columns, 59 of them the ministry's, three under another name."""
_HINTS: Final = {
    "loaiDangKy": "loaiDangKy i=[1,2,3,4,5,6]",
    "nksGioiTinh": "nksGioiTinh ",
    "meHoTen": " meHoTen  ",
}


@dataclass(frozen=True, slots=True)
class Dirt:
    """One thing that is wrong with a cell, by a key of `DIRT`."""

    kind: str
    column: str


@dataclass(frozen=True, slots=True)
class DirtyRow:
    """One row of the sheet, and what is wrong with it."""

    cells: dict[str, Cell]
    dirt: tuple[Dirt, ...]
    personal_id: str | None
    """Whose birth it really is; None for somebody outside the register."""

    @property
    def rejected(self) -> bool:
        """Whether the row cannot become an entry at all: it has neither a number nor anybody's name."""
        return any(dirt.kind == "nobody" for dirt in self.dirt)


Change = Callable[[Random, str, dict[str, Cell]], Cell]


def _slashes(rng: Random, value: str, row: dict[str, Cell]) -> Cell:
    return value.replace(".", "/")


def _spaced(rng: Random, value: str, row: dict[str, Cell]) -> Cell:
    return f" {value}  "


def _as_number(rng: Random, value: str, row: dict[str, Cell]) -> Cell:
    """A date as the number a spreadsheet makes of `yyyy`, or of any other figures."""
    return int(value[-4:]) if value.count(".") == 2 else float(value)


def _as_date(rng: Random, value: str, row: dict[str, Cell]) -> Cell:
    day, month, year = value.split(".")
    return date(int(year), int(month), int(day))


def _without_zero(rng: Random, value: str, row: dict[str, Cell]) -> Cell:
    return int(value)


def _impossible_year(rng: Random, value: str, row: dict[str, Cell]) -> Cell:
    return value[:-4] + "5005"


def _decomposed(rng: Random, value: str, row: dict[str, Cell]) -> Cell:
    return unicodedata.normalize("NFD", value)


DIRT: Final[dict[str, tuple[tuple[str, ...], Change]]] = {
    "date_with_slashes": (("ngayDangKy", "nksNgaySinh"), _slashes),
    "trailing_space": (("nksHoTen", "noiDangKy", "nksDanToc"), _spaced),
    "year_as_number": (("meNgaySinh", "chaNgaySinh"), _as_number),
    "date_as_cell": (("ngayDangKy", "nksNgaySinh"), _as_date),
    "sentinel_date": (("ngayDangKy",), lambda rng, value, row: "19.11.1999"),
    "impossible_year": (("nksNgaySinh", "ngayDangKy"), _impossible_year),
    "trailing_slash": (("so",), lambda rng, value, row: value.split("/")[0] + "/"),
    "bare_commas": (("nksNoiSinh", "nksQueQuan", "noiDangKy"), lambda rng, value, row: ", , "),
    "upper_case": (("nksHoTen", "meHoTen", "chaHoTen"), lambda rng, value, row: value.upper()),
    "lower_case": (("nksHoTen", "meHoTen"), lambda rng, value, row: value.lower()),
    "lost_zero": (("nksSoDinhDanh",), _without_zero),
    "decomposed": (("nksHoTen", "nksQueQuan"), _decomposed),
    "look_alike": (("nksHoTen", "chaHoTen", "noiDangKy"), lambda rng, value, row: value.replace("Đ", "Ð")),
    "no_registration_type": (("loaiDangKy",), lambda rng, value, row: None),
    "no_personal_number": (("nksSoDinhDanh",), lambda rng, value, row: None),
}
"""Kind → the columns it strikes, under the ministry's names, and what it does to a cell. Two more strike whole rows:
`number_twice` (the number of the row before) and `nobody` (neither a number nor a name)."""


def columns_of(format: Format) -> tuple[str, ...]:
    """The sheet's clean column names in their order."""
    return MOJ_COLUMNS if format == "moj" else POLICE_COLUMNS


def dirty_header(format: Format) -> list[str]:
    """The header row as found: hints behind a name, spaces around another; the ministry's in another letter case."""
    return (
        [_HINTS.get(column, column) for column in columns_of(format)]
        if format == "moj"
        else [f"{column} " if index % 9 == 4 else column for index, column in enumerate(columns_of(format))]
    )


def dirty_rows(format: Format, n: int, seed: int, *, share: float = 0.3) -> list[DirtyRow]:
    """`n` rows of births of one invented town; about `share` of them have one or two things wrong.

    With some 120 rows every kind of dirt occurs. `share=0` gives a clean sheet.
    """
    rng = Random(f"hotich-workbook-{format}-{seed}-{n}")
    town = build_town(seed, max(400, min(30_000, n * 4)))
    births = sorted(
        (
            c
            for c in town.citizens
            if c.area and FIRST_DAY <= c.registered <= LAST_DAY and not c.is_foreign_element
        ),
        key=lambda c: (c.registered, c.personal_id),
    )
    numbers: Counter[tuple[str, int]] = Counter()
    rows: list[DirtyRow] = []
    waiting: list[str] = []
    every = max(2, round(1 / share)) if share else 0
    for index in range(n):
        citizen = births[index % len(births)]
        row = _clean(rng, town, citizen, numbers, index + 1)
        dirt: list[Dirt] = []
        if every and index % every == every - 1:
            waiting = waiting or [*DIRT, "number_twice", "nobody"]
            # Not every row has what a kind of dirt needs (a Đ, a full date): that kind waits for the next one.
            for kind in list(waiting):
                dirt.extend(_struck(rng, kind, row, rows))
                if dirt:
                    waiting.remove(kind)
                    break
            if dirt and dirt[0].kind != "nobody" and rng.random() < 0.25:
                dirt.extend(_struck(rng, "trailing_space", row, rows))
        rows.append(DirtyRow(row, tuple(dirt), citizen.personal_id))
    return rows if format == "moj" else [_for_police(row) for row in rows]


def _struck(rng: Random, kind: str, row: dict[str, Cell], before: list[DirtyRow]) -> list[Dirt]:
    if kind == "number_twice":
        if not before or before[-1].rejected:
            return []
        row["so"], row["quyenSo"] = before[-1].cells["so"], before[-1].cells["quyenSo"]
        row["noiDangKy"], row["ngayDangKy"] = before[-1].cells["noiDangKy"], before[-1].cells["ngayDangKy"]
        return [Dirt(kind, "so")]
    if kind == "nobody":
        for column in ("so", "nksHoTen", "meHoTen", "chaHoTen", "nycHoTen"):
            row[column] = None
        return [Dirt(kind, "nksHoTen")]
    columns, change = DIRT[kind]
    for column in rng.sample(columns, len(columns)):
        value = row[column]
        if isinstance(value, str) and (kind not in ("date_as_cell",) or value.count(".") == 2):
            changed = change(rng, value, row)
            if changed != value or type(changed) is not type(value):
                row[column] = changed
                return [Dirt(kind, column)]
    return []


def _clean(
    rng: Random, town: Town, citizen: Citizen, numbers: Counter[tuple[str, int]], position: int
) -> dict[str, Cell]:
    """One row without a fault, in the ministry's columns and its way of writing."""
    act = Act("KS", citizen.registered, citizen.area or "", citizen=citizen)
    numbers[act.office, act.day.year] += 1
    number = numbers[act.office, act.day.year]
    year = act.day.year
    entry = write(
        rng, town, act, number=f"{number}/{year}", page=number, line=1, book_number=f"01/{year}", full=True
    )
    fields = entry.fields
    row: dict[str, Cell] = dict.fromkeys(MOJ_COLUMNS)
    row["STT"] = str(position)
    row["trangSo"] = str(entry.page)
    row["loaiDangKy"] = {"Đúng hạn": "1", "Đăng ký lại": "2", "Quá hạn": "4"}[
        fields["registration.type"] or ""
    ]
    row["nksGioiTinh"] = "1" if fields["child.sex"] == "Nam" else "2"
    row["nksSoDinhDanh"] = citizen.personal_id
    row["nksLoaiKhaiSinh"] = "1" if citizen.father else "3"
    for column, name in _PLAIN.items():
        row[column] = fields.get(name)
    for column, name in _DATES.items():
        written = fields.get(name)
        row[column] = written.replace("/", ".") if written else None
    for prefix, role, parent in (("me", "mother", citizen.mother), ("cha", "father", citizen.father)):
        if parent is not None:
            row[f"{prefix}SoDinhDanhCaNhan"] = parent.personal_id
            row[f"{prefix}LoaiCuTru"] = "1" if fields.get(f"{role}.residence") else None
    if fields.get("declarant.id_document.number"):
        row["nycLoaiGiayToTuyThan"] = "1"
    return row


_PLAIN: Final = {
    "so": "registration.number",
    "quyenSo": "book.number",
    "noiDangKy": "registration.place",
    "nksHoTen": "child.full_name",
    "nksNgaySinhBangChu": "child.birth_date_words",
    "nksNoiSinh": "child.birth_place",
    "nksQueQuan": "child.hometown",
    "nksDanToc": "child.ethnicity",
    "nksQuocTich": "child.nationality",
    "meHoTen": "mother.full_name",
    "meDanToc": "mother.ethnicity",
    "meQuocTich": "mother.nationality",
    "meNoiCuTru": "mother.residence",
    "chaHoTen": "father.full_name",
    "chaDanToc": "father.ethnicity",
    "chaQuocTich": "father.nationality",
    "chaNoiCuTru": "father.residence",
    "nycHoTen": "declarant.full_name",
    "nycQuanHe": "declarant.relation",
    "nycSoGiayToTuyThan": "declarant.id_document.number",
}
_DATES: Final = {
    "ngayDangKy": "registration.date",
    "nksNgaySinh": "child.birth_date",
    "meNgaySinh": "mother.birth_date",
    "chaNgaySinh": "father.birth_date",
}


def _for_police(row: DirtyRow) -> DirtyRow:
    """The same row under the police software's column names, with the unit that keyed it."""
    name = {column: _RENAMED.get(column, column.upper()) for column in MOJ_COLUMNS}
    cells: dict[str, Cell] = {"DC_DVNHAPHUYEN": "Thị xã Chơn Thành", "DC_DVNHAPXA": "Phường Hưng Long"}
    cells.update({name[c]: value for c, value in row.cells.items() if c not in _ONLY_MOJ})
    dirt = tuple(Dirt(d.kind, name[d.column]) for d in row.dirt)
    return DirtyRow(cells, dirt, row.personal_id)
