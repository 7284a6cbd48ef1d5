"""Marriages, deaths, recognitions of parent and child, and certificates of marital status, in the ministry's columns."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Final

from hotich.synthetic.books.acts import FIRST_DAY, LAST_DAY, write
from hotich.synthetic.books.writing import Act, birth_place_on, hamlet, hometown_on, written_date
from hotich.synthetic.people import Citizen, Town
from hotich.synthetic.words import date_in_words

from .row import Row, dotted

_SIGNERS: Final = (("Lê Văn Tư", "Chủ tịch"), ("Nguyễn Thị Sáu", "KT. Chủ tịch – Phó Chủ tịch"))
_CLERKS: Final = ("Trần Thị Bảy", "Phạm Văn Chín", "Thị Brới")
_POLICE: Final = "Công an tỉnh Bình Phước"


def acts_of(kind: str, town: Town) -> list[Act]:
    """What the town had to register of a kind, in the order of days."""
    if kind == "KH":
        acts = [
            Act("KH", couple.married, couple.area, couple=couple)
            for couple in town.couples
            if FIRST_DAY <= couple.married <= LAST_DAY
        ]
    else:
        days = {"KT": _day_of_death, "CMC": _day_of_recognition, "HN": _day_of_certificate}[kind]
        acts = [
            Act(kind, day, citizen.area or citizen.home_area, citizen=citizen)
            for citizen in town.citizens
            if (citizen.area or citizen.home_area)
            and (day := days(citizen)) is not None
            and FIRST_DAY <= day <= LAST_DAY
        ]
    return sorted(acts, key=lambda act: (act.day, act.office, _first_id(act)))


def _first_id(act: Act) -> str:
    citizen = act.citizen or (act.couple.husband if act.couple else None)
    return citizen.personal_id if citizen else ""


def _day_of_death(citizen: Citizen) -> date | None:
    return citizen.died + timedelta(days=5) if citizen.died else None


def _day_of_recognition(citizen: Citizen) -> date | None:
    return citizen.registered + timedelta(days=400) if citizen.father and citizen.area else None


def _day_of_certificate(citizen: Citizen) -> date | None:
    return citizen.born + timedelta(days=23 * 365 + citizen.born.day)


def _head(rng: Random, act: Act, number: int, *, type: str | None, place: str = "noiDangKy") -> Row:
    year = act.day.year
    signer, title = _SIGNERS[int(rng.random() * len(_SIGNERS))]
    row = Row({}, _first_id(act) or None)
    row.cells.update(
        so=f"{number}/{year}",
        quyenSo=f"01/{year}",
        trangSo=str(number),
        ngayDangKy=dotted(written_date(act.day)),
        nguoiKy=signer,
        chucVuNguoiKy=title,
        nguoiThucHien=_CLERKS[int(rng.random() * len(_CLERKS))],
    )
    row.cells[place] = act.office
    if type is not None:
        row.cells["loaiDangKy"] = type
    return row


def _lives(rng: Random, row: Row, prefix: str, act: Act) -> None:
    row.cells[f"{prefix}LoaiCuTru"] = "1"
    row.cells[f"{prefix}NoiCuTru"] = hamlet(rng, act)


def _holds(rng: Random, row: Row, prefix: str, act: Act) -> None:
    row.cells[f"{prefix}LoaiGiayToTuyThan"] = "1"
    row.cells[f"{prefix}SoGiayToTuyThan"] = f"28{int(rng.random() * 10_000_000):07d}"
    row.cells[f"{prefix}NgayCapGiayToTuyThan"] = dotted(written_date(act.day - timedelta(days=900)))
    row.cells[f"{prefix}NoiCapGiayToTuyThan"] = _POLICE


def _person(row: Row, prefix: str, role: str, fields: dict[str, str | None]) -> None:
    row.cells[f"{prefix}HoTen"] = fields.get(f"{role}.full_name")
    row.cells[f"{prefix}NgaySinh"] = dotted(fields.get(f"{role}.birth_date"))
    row.cells[f"{prefix}DanToc"] = fields.get(f"{role}.ethnicity")
    row.cells[f"{prefix}QuocTich"] = fields.get(f"{role}.nationality")


def _itself(row: Row, prefix: str, citizen: Citizen) -> None:
    row.cells[f"{prefix}HoTen"] = citizen.full_name
    row.cells[f"{prefix}NgaySinh"] = dotted(citizen.birth_date)
    row.cells[f"{prefix}DanToc"] = citizen.ethnicity
    row.cells[f"{prefix}QuocTich"] = citizen.nationality


def _declares(rng: Random, row: Row, act: Act, *, name: str | None, relation: str | None) -> None:
    row.cells["nycHoTen"] = name
    if relation is not None:
        row.cells["nycQuanHe"] = relation
    _holds(rng, row, "nyc", act)


def marriage_row(rng: Random, town: Town, act: Act, number: int) -> Row:
    """One marriage without a fault."""
    row = _head(rng, act, number, type="1")
    entry = write(rng, town, act, number=str(number), page=1, line=1, book_number="1")
    for prefix, role in (("chong", "husband"), ("vo", "wife")):
        _person(row, prefix, role, entry.fields)
        _lives(rng, row, prefix, act)
        _holds(rng, row, prefix, act)
    if act.day.year >= 2016:
        row.cells["ngayXacLapQuanHeHonNhan"] = row.cells["ngayDangKy"]
    row.numbers = tuple((one.role, one.personal_id) for one in entry.truth if one.personal_id)
    return row


def death_row(rng: Random, town: Town, act: Act, number: int) -> Row:
    """One death without a fault."""
    citizen = act.citizen
    assert citizen is not None and citizen.died is not None
    entry = write(rng, town, act, number=str(number), page=1, line=1, book_number="1")
    row = _head(rng, act, number, type="1" if entry.fields["registration.type"] == "Đúng hạn" else "4")
    _person(row, "nkt", "deceased", entry.fields)
    row.cells["nktGioiTinh"] = "1" if entry.fields["deceased.sex"] == "Nam" else "2"
    _lives(rng, row, "nkt", act)
    _holds(rng, row, "nkt", act)
    row.cells["nktNgayChet"] = dotted(written_date(citizen.died))
    row.cells["nktNgayChetGhiBangChu"] = date_in_words(citizen.died)
    row.cells["nktGioPhutChet"] = f"{number % 24:02d}:{number * 7 % 60:02d}"
    row.cells["nktNoiChet"] = entry.fields["deceased.death_place"]
    row.cells["nktNguyenNhanChet"] = "Bệnh già" if citizen.died.year - citizen.born.year > 65 else "Bệnh"
    row.cells["gbtLoai"] = "1"
    row.cells["gbtSo"] = f"{number}/GBT"
    row.cells["gbtNgay"] = dotted(written_date(citizen.died + timedelta(days=1)))
    row.cells["gbtCoQuanCap"] = act.office
    _declares(rng, row, act, name=citizen.mother_full_name or citizen.full_name, relation="Con")
    row.numbers = (("deceased", citizen.personal_id),) if citizen.personal_id else ()
    return row


def recognition_row(rng: Random, town: Town, act: Act, number: int) -> Row:
    """One recognition without a fault: the father recognises the child."""
    citizen = act.citizen
    assert citizen is not None and citizen.father is not None
    row = _head(rng, act, number, type="1")
    row.cells["quyetDinhSo"] = f"{number}/QĐ-UBND"
    row.cells["loaiXacNhan"] = "1"
    father = citizen.father
    row.cells["cmHoTen"], row.cells["cmNgaySinh"] = father.full_name, dotted(father.birth_date)
    row.cells["cmDanToc"] = father.ethnicity or "Kinh"
    row.cells["cmQuocTich"] = father.nationality
    row.cells["cmQueQuan"] = row.cells["ncQueQuan"] = hometown_on(citizen, act.day)
    _itself(row, "nc", citizen)
    for prefix in ("cm", "nc"):
        _lives(rng, row, prefix, act)
    _holds(rng, row, "cm", act)
    row.cells["ncLoaiGiayToTuyThan"] = "8"
    row.cells["ncGiayToKhac"] = "Giấy khai sinh"
    row.cells["ncSoGiayToTuyThan"] = f"{number}/{citizen.registered.year}"
    _declares(rng, row, act, name=father.full_name, relation=None)
    row.cells["nycQHNguoiDuocNhan"] = "Cha"
    row.cells["nycQHNguoiNhan"] = "Bản thân"
    known = (("parent", father.personal_id), ("child", citizen.personal_id))
    row.numbers = tuple((role, each) for role, each in known if each)
    return row


def certificate_row(rng: Random, town: Town, act: Act, number: int) -> Row:
    """One certificate without a fault."""
    citizen = act.citizen
    assert citizen is not None
    row = _head(rng, act, number, type=None, place="noiCap")
    _itself(row, "nxn", citizen)
    row.cells["nxnGioiTinh"] = citizen.sex
    _lives(rng, row, "nxn", act)
    _holds(rng, row, "nxn", act)
    row.cells["nxnThoiGianCuTruTai"] = birth_place_on(citizen, act.day)
    row.cells["nxnThoiGianCuTruTu"] = str(citizen.born.year + 18)
    row.cells["nxnThoiGianCuTruDen"] = dotted(written_date(act.day))[3:]  # type: ignore[index]
    row.cells["nxnTinhTrangHonNhan"] = "Chưa đăng ký kết hôn với ai"
    row.cells["nxnLoaiMucDichSuDung"] = "1" if number % 4 else "5"
    row.cells["nxnMucDichSuDung"] = "Để đăng ký kết hôn" if number % 4 else "Bổ sung hồ sơ vay vốn"
    _declares(rng, row, act, name=citizen.full_name, relation="Bản thân")
    row.numbers = (("holder", citizen.personal_id),) if citizen.personal_id else ()
    return row


MAKERS: Final[dict[str, Callable[[Random, Town, Act, int], Row]]] = {
    "KH": marriage_row,
    "KT": death_row,
    "CMC": recognition_row,
    "HN": certificate_row,
}

_NOTE_DAYS: Final = ("05.03.2010", "17.11.2014", "02.2016", "2012")
_BASES: Final = ("QĐ 12/2010/QĐST-DS của TAND huyện Chơn Thành", "Bản án 05/2014/DS-ST")
_TEXTS: Final = ("Ghi theo sổ gốc", "– nt –", "=A1, không phải công thức", "Xem “trang 12”; 'gạch một phần'")
_FOREIGN_COUNTRIES: Final = ("Hoa Kỳ", "Lào", "Nhật Bản")


def rare_values(kind: str) -> dict[str, tuple[str, ...]]:
    """Columns that one entry in many fills, with values in the formats' own writing."""
    notes = {
        "ghiChu": ("Đã cấp lại bản chính ngày 03.04.2012", "Cải chính năm sinh theo QĐ 07/QĐ-UBND", *_TEXTS)
    }
    abroad = {
        "soDangKyNuocNgoai": ("2010-00123",),
        "ngayDangKyNuocNgoai": _NOTE_DAYS,
        "cqNuocNgoaiDaDangKy": ("Cơ quan đăng ký hộ tịch thành phố Seoul",),
        "qgNuocNgoaiDaDangKy": _FOREIGN_COUNTRIES,
    }
    if kind == "KS":
        court: dict[str, tuple[str, ...]] = {}
        for prefix in ("nksMatTich", "nksHanCheNangLucHanhVi"):
            court |= {
                prefix: ("1", "2"),
                f"{prefix}NgayGhiChuTuyenBo": _NOTE_DAYS,
                f"{prefix}CanCuTuyenBo": _BASES,
                f"{prefix}NgayGhiChuHuyTuyenBo": _NOTE_DAYS,
                f"{prefix}CanCuHuyTuyenBo": _BASES,
            }
        court["nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo"] = _BASES
        words = {
            f"{who}QuocTich{what}Str": ("Việt Nam",) for who in ("nks", "me", "cha") for what in ("", "Khac")
        }
        others = {f"{who}QuocTichKhac": _FOREIGN_COUNTRIES for who in ("nks", "me", "cha")}
        papers = {f"{who}LoaiGiayToTuyThan": ("1", "4", "8") for who in ("me", "cha")}
        numbers = {f"{who}SoGiayToTuyThan": ("285123456", "B1234567") for who in ("me", "cha")}
        unit = {
            "nksNoiSinhDVHC": ("tỉnh Bình Phước",),
            "nksQueQuan": ("xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé",),
            "nycLoaiGiayToTuyThan": ("1",),
            "nycSoGiayToTuyThan": ("285123456",),
            "nycGiayToKhac": ("Sổ hộ khẩu",),
        }
        signed = {
            "nguoiKy": tuple(name for name, _ in _SIGNERS),
            "chucVuNguoiKy": tuple(title for _, title in _SIGNERS),
            "nguoiThucHien": _CLERKS,
            "nycNgayCapGiayToTuyThan": _NOTE_DAYS,
            "nycNoiCapGiayToTuyThan": (_POLICE,),
        }
        return notes | abroad | court | words | others | papers | numbers | unit | signed
    if kind == "KH":
        return (
            notes
            | abroad
            | {
                "tinhTrangKetHon": ("Đã ly hôn", "Đã hủy việc kết hôn"),
                "huyKetHonNgayGhiChu": _NOTE_DAYS,
                "huyKetHonCanCu": _BASES,
                "congNhanKetHonNgayGhiChu": _NOTE_DAYS,
                "congNhanKetHonCanCu": _BASES,
                "chongQuocTichKhac": _FOREIGN_COUNTRIES,
                "voQuocTichKhac": _FOREIGN_COUNTRIES,
                "chongGiayToKhac": ("Hộ chiếu cũ",),
                "voGiayToKhac": ("Hộ chiếu cũ",),
            }
        )
    if kind == "KT":
        return (
            notes
            | abroad
            | {
                "nktQuocTichKhac": _FOREIGN_COUNTRIES,
                "nktGiayToKhac": ("Sổ hộ khẩu",),
                "nycGiayToKhac": ("Sổ hộ khẩu",),
                "nktTinhTrangTuyenBoViecChet": ("1", "2"),
                "nktNgayGhiChuTuyenBoViecChet": _NOTE_DAYS,
                "nktCanCuTuyenBoViecChet": _BASES,
                "nktNgayGhiChuHuyTuyenBoViecChet": _NOTE_DAYS,
                "nktCanCuHuyTuyenBoViecChet": _BASES,
            }
        )
    if kind == "CMC":
        others = {f"{who}QuocTichKhac": _FOREIGN_COUNTRIES for who in ("cm", "nc")}
        return (
            notes
            | abroad
            | others
            | {
                "cmGiayToKhac": ("Sổ hộ khẩu",),
                "nycGiayToKhac": ("Sổ hộ khẩu",),
                "ncNgayCapGiayToTuyThan": _NOTE_DAYS,
                "ncNoiCapGiayToTuyThan": (_POLICE,),
            }
        )
    return notes | {
        "nxnQuocTichKhac": _FOREIGN_COUNTRIES,
        "nxnGiayToKhac": ("Sổ hộ khẩu",),
        "nycGiayToKhac": ("Sổ hộ khẩu",),
    }
