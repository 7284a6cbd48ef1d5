"""The sheets that are known, column by column, and which of their columns hold what."""

from dataclasses import dataclass
from typing import Final, Literal

Format = Literal["moj", "police"]


def _document(prefix: str, *, date: str = "NgayCap", place: str = "NoiCap") -> tuple[str, ...]:
    return (
        f"{prefix}LoaiGiayToTuyThan", f"{prefix}GiayToKhac", f"{prefix}SoGiayToTuyThan",
        f"{prefix}{date}GiayToTuyThan", f"{prefix}{place}GiayToTuyThan",
    )  # fmt: skip


_NOTED: Final = ("NgayGhiChuTuyenBo", "CanCuTuyenBo", "NgayGhiChuHuyTuyenBo", "CanCuHuyTuyenBo")
_FOREIGN: Final = ("soDangKyNuocNgoai", "ngayDangKyNuocNgoai", "cqNuocNgoaiDaDangKy", "qgNuocNgoaiDaDangKy")
_HEAD: Final = ("so", "quyenSo", "trangSo", "ngayDangKy", "loaiDangKy", "noiDangKy")
_SIGNED: Final = ("nguoiKy", "chucVuNguoiKy", "nguoiThucHien", "ghiChu")
_DECLARANT: Final = ("nycHoTen", "nycQuanHe", *_document("nyc"))


def _parent(prefix: str) -> tuple[str, ...]:
    words = (
        "SoDinhDanhCaNhan", "HoTen", "NgaySinh", "DanToc", "QuocTich", "QuocTichStr", "QuocTichKhac",
        "QuocTichKhacStr", "LoaiCuTru", "NoiCuTru", "LoaiGiayToTuyThan", "SoGiayToTuyThan",
    )  # fmt: skip
    return tuple(prefix + word for word in words)


def _person(prefix: str, *between: str) -> tuple[str, ...]:
    words = ("HoTen", "NgaySinh", "DanToc", "QuocTich", "QuocTichKhac", *between, "LoaiCuTru", "NoiCuTru")
    return (*(prefix + word for word in words), *_document(prefix))


KS_70: Final = (
    "STT", *_HEAD, *_SIGNED,
    "nksSoDinhDanh", "nksHoTen", "nksGioiTinh", "nksNgaySinh", "nksNgaySinhBangChu", "nksNoiSinh", "nksNoiSinhDVHC",
    "nksQueQuan", "nksDanToc", "nksQuocTich", "nksQuocTichStr", "nksQuocTichKhac", "nksQuocTichKhacStr",
    "nksLoaiKhaiSinh", "nksMatTich", *(f"nksMatTich{word}" for word in _NOTED), "nksHanCheNangLucHanhVi",
    *(f"nksHanCheNangLucHanhVi{word}" for word in _NOTED[:3]), "nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo",
    *_parent("me"), *_parent("cha"), *_DECLARANT, *_FOREIGN,
)  # fmt: skip
"""The ministry's template of births."""
KS_60: Final = tuple(
    column
    for column in KS_70
    if column != "STT" and "SoDinhDanh" not in column and not column.endswith("Str")
)
"""The same before the personal numbers and the nationalities in words."""
KH_44: Final = (
    *_HEAD, "nguoiKy", "chucVuNguoiKy", "ngayXacLapQuanHeHonNhan", "nguoiThucHien", "ghiChu", "tinhTrangKetHon",
    "huyKetHonNgayGhiChu", "huyKetHonCanCu", "congNhanKetHonNgayGhiChu", "congNhanKetHonCanCu",
    *_person("chong"), *_person("vo"), *_FOREIGN,
)  # fmt: skip
KT_48: Final = (
    *_HEAD, *_SIGNED,
    "nktHoTen", "nktGioiTinh", "nktNgaySinh", "nktDanToc", "nktQuocTich", "nktQuocTichKhac", "nktLoaiCuTru",
    "nktNoiCuTru", *_document("nkt"), "nktNgayChet", "nktNgayChetGhiBangChu", "nktGioPhutChet", "nktNoiChet",
    "nktNguyenNhanChet", "nktTinhTrangTuyenBoViecChet", "nktNgayGhiChuTuyenBoViecChet", "nktCanCuTuyenBoViecChet",
    "nktNgayGhiChuHuyTuyenBoViecChet", "nktCanCuHuyTuyenBoViecChet", "gbtLoai", "gbtSo", "gbtNgay", "gbtCoQuanCap",
    *_DECLARANT, *_FOREIGN,
)  # fmt: skip
CMC_50: Final = (
    "so", "quyenSo", "trangSo", "quyetDinhSo", "ngayDangKy", "loaiDangKy", "loaiXacNhan", "noiDangKy", *_SIGNED,
    *_person("cm", "QueQuan"), *_person("nc", "QueQuan"),
    "nycHoTen", "nycQHNguoiDuocNhan", "nycQHNguoiNhan", *_document("nyc"), *_FOREIGN,
)  # fmt: skip
HN_35: Final = (
    "so", "quyenSo", "trangSo", "ngayDangKy", "noiCap", *_SIGNED,
    "nxnHoTen", "nxnGioiTinh", "nxnNgaySinh", "nxnDanToc", "nxnQuocTich", "nxnQuocTichKhac", "nxnLoaiCuTru",
    "nxnNoiCuTru", *_document("nxn"), "nxnThoiGianCuTruTai", "nxnThoiGianCuTruTu", "nxnThoiGianCuTruDen",
    "nxnTinhTrangHonNhan", "nxnLoaiMucDichSuDung", "nxnMucDichSuDung", *_DECLARANT,
)  # fmt: skip

POLICE_LACKS: Final = frozenset(
    column for column in KS_70 if column == "STT" or column.endswith("Str") or column in _FOREIGN
)
POLICE_NAMES: Final = {
    "nksMatTichNgayGhiChuTuyenBo": "NKSMATTICHGHICHUTUYENBO",
    "nksMatTichNgayGhiChuHuyTuyenBo": "NKSMATTICHGHICHUHUYTUYENBO",
    "nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo": "NKSHANCHENANGLUCHANHVICANCUHUYTUYENBO",
}


def police_name(column: str) -> str:
    """What the police's software calls a column of the ministry's."""
    return POLICE_NAMES.get(column, column.upper())


KS_POLICE: Final = (
    "DC_DVNHAPHUYEN",
    "DC_DVNHAPXA",
    *(police_name(column) for column in KS_70 if column not in POLICE_LACKS),
)
"""The police software's export: 61 columns, 59 of them the ministry's, three under another name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One layout of one kind. The groups name columns as the ministry does, the principal person's first."""

    name: str
    kind: str
    format: Format
    columns: tuple[str, ...]
    names: tuple[str, ...]
    births: tuple[str, ...]
    years: tuple[str, ...]
    places: tuple[str, ...]
    ethnic: tuple[str, ...]
    codes: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    office: str = "noiDangKy"

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every column with somebody's name who is no official."""
        return tuple(column for column in (*self.names, "nycHoTen") if column in _known(self))


def _known(sheet: Sheet) -> frozenset[str]:
    return frozenset(KS_70 if sheet.format == "police" else sheet.columns)


def _births(name: str, format: Format, columns: tuple[str, ...], *, numbers: bool) -> Sheet:
    return Sheet(
        name, "KS", format, columns,
        names=("nksHoTen", "meHoTen", "chaHoTen"),
        births=("nksNgaySinh",),
        years=("meNgaySinh", "chaNgaySinh"),
        places=("nksNoiSinh", "nksQueQuan"),
        ethnic=("nksDanToc", "meDanToc"),
        codes=("nksGioiTinh", "loaiDangKy", "nksLoaiKhaiSinh"),
        numbers=("nksSoDinhDanh",) if numbers else (),
    )  # fmt: skip


SHEETS: Final[dict[str, Sheet]] = {
    sheet.name: sheet
    for sheet in (
        _births("KS-70", "moj", KS_70, numbers=True),
        _births("KS-60", "moj", KS_60, numbers=False),
        _births("KS-police", "police", KS_POLICE, numbers=True),
        Sheet(
            "KH-44", "KH", "moj", KH_44,
            names=("chongHoTen", "voHoTen"), births=("chongNgaySinh", "voNgaySinh"),
            years=("chongNgaySinh", "voNgaySinh"), places=("chongNoiCuTru", "voNoiCuTru"),
            ethnic=("chongDanToc", "voDanToc"), codes=("loaiDangKy", "chongLoaiGiayToTuyThan", "voLoaiCuTru"),
            documents=("chongSoGiayToTuyThan", "voSoGiayToTuyThan"),
        ),
        Sheet(
            "KT-48", "KT", "moj", KT_48,
            names=("nktHoTen",), births=("nktNgaySinh", "nktNgayChet"), years=("nktNgaySinh",),
            places=("nktNoiCuTru", "nktNoiChet"), ethnic=("nktDanToc",),
            codes=("nktGioiTinh", "loaiDangKy", "gbtLoai"), documents=("nktSoGiayToTuyThan",),
        ),
        Sheet(
            "CMC-50", "CMC", "moj", CMC_50,
            names=("cmHoTen", "ncHoTen"), births=("ncNgaySinh",), years=("cmNgaySinh",),
            places=("cmNoiCuTru", "ncQueQuan"), ethnic=("cmDanToc", "ncDanToc"),
            codes=("loaiXacNhan", "loaiDangKy", "cmLoaiCuTru"), documents=("cmSoGiayToTuyThan",),
        ),
        Sheet(
            "HN-35", "HN", "moj", HN_35,
            names=("nxnHoTen",), births=("nxnNgaySinh",), years=("nxnNgaySinh",),
            places=("nxnNoiCuTru", "nxnThoiGianCuTruTai"), ethnic=("nxnDanToc",),
            codes=("nxnGioiTinh", "nxnLoaiMucDichSuDung"), documents=("nxnSoGiayToTuyThan",), office="noiCap",
        ),
    )
}  # fmt: skip
"""By name. `numbers` are the columns for personal numbers; a sheet without any carries them in its second sheet."""
