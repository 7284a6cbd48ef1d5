"""Births, in the ministry's seventy columns."""

from random import Random
from typing import Final

from hotich.synthetic.books.acts import FIRST_DAY, LAST_DAY, write
from hotich.synthetic.books.writing import Act
from hotich.synthetic.people import Town

from .columns import KS_70
from .row import Row, dotted


def birth_acts(town: Town) -> list[Act]:
    """The town's births in the order of their day."""
    births = (
        citizen
        for citizen in town.citizens
        if citizen.area and FIRST_DAY <= citizen.registered <= LAST_DAY and not citizen.is_foreign_element
    )
    return [
        Act("KS", citizen.registered, citizen.area or "", citizen=citizen)
        for citizen in sorted(births, key=lambda citizen: (citizen.registered, citizen.personal_id))
    ]


def birth_row(rng: Random, town: Town, act: Act, number: int) -> Row:
    """One birth without a fault."""
    citizen = act.citizen
    assert citizen is not None
    year = act.day.year
    entry = write(
        rng, town, act, number=f"{number}/{year}", page=number, line=1, book_number=f"01/{year}", full=True
    )
    fields = entry.fields
    row = Row(dict.fromkeys(KS_70), citizen.personal_id)
    cells = row.cells
    cells["trangSo"] = str(entry.page)
    cells["loaiDangKy"] = {"Đúng hạn": "1", "Đăng ký lại": "2", "Quá hạn": "4"}[
        fields["registration.type"] or ""
    ]
    cells["nksGioiTinh"] = "1" if fields["child.sex"] == "Nam" else "2"
    cells["nksSoDinhDanh"] = citizen.personal_id
    cells["nksLoaiKhaiSinh"] = "1" if citizen.father else "3"
    for column, name in _PLAIN.items():
        cells[column] = fields.get(name)
    for column, name in _DATES.items():
        cells[column] = dotted(fields.get(name))
    for prefix, role, parent in (("me", "mother", citizen.mother), ("cha", "father", citizen.father)):
        if parent is not None:
            cells[f"{prefix}SoDinhDanhCaNhan"] = parent.personal_id
            cells[f"{prefix}LoaiCuTru"] = "1" if fields.get(f"{role}.residence") else None
    if fields.get("declarant.id_document.number"):
        cells["nycLoaiGiayToTuyThan"] = "1"
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
