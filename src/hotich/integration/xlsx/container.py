"""The package around a workbook: told by its content, never by its name, and bounded before anything is unpacked."""

import re
import zipfile
from pathlib import Path

from hotich.integration.refusals import MEGABYTE, FileRefused, Limits

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_DIRECTORY = 2 * MEGABYTE
_SAVE_AS = "Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) → Excel Workbook (.xlsx), rồi nhập lại."
_SPLIT = "Hãy tách thành nhiều tệp, mỗi quyển một tệp, rồi nhập lần lượt."

_SIGNATURES = (
    (b"%PDF", "tài liệu PDF"),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén gzip"),
    (b"PAR1", "tệp parquet"),
    (b"MZ", "chương trình Windows"),
    (b"\x7fELF", "chương trình Linux"),
    (b"{\\rtf", "tài liệu RTF"),
)


def kind_of_file(path: Path) -> str:
    """`xlsx`, `text`, `parquet` or `other`, by the first bytes alone. Raises FileRefused when there is nothing to read."""
    if not path.is_file():
        raise FileRefused(f"Không có tệp {path.name}. Kiểm tra lại đường dẫn.", code="file.missing")
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head:
        raise FileRefused(
            f"Tệp {path.name} rỗng (0 byte). Chép lại tệp từ nơi gửi rồi nhập lại.", code="file.empty"
        )
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return "xlsx"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_OLE) or _named(head) or b"\x00" in head:
        return "other"
    return "text"


def open_container(path: Path, limits: Limits) -> zipfile.ZipFile:
    """The zip of an xlsx workbook whose declared sizes are inside the limits.

    The declared sizes bind: `zipfile` unpacks no more of a member than its directory entry says and then compares
    the checksum, so a member that lies about its size ends as a damaged file and never as a full disk or memory.
    Raises FileRefused for everything that is not such a workbook.
    """
    size = path.stat().st_size if path.is_file() else 0
    if size > limits.packed:
        raise FileRefused(
            f"Tệp {path.name} nặng {size / MEGABYTE:.0f} MB, giới hạn là {limits.packed // MEGABYTE} MB. {_SPLIT}",
            code="file.too_large",
        )
    kind = kind_of_file(path)
    if kind != "xlsx":
        raise FileRefused(_why_not_a_workbook(path), code="file.wrong_type")
    if _directory_size(path) > _MAX_DIRECTORY:
        raise FileRefused(
            f"Tệp {path.name} chứa quá nhiều phần bên trong, không phải sổ tính bình thường. {_SAVE_AS}",
            code="file.too_large",
        )
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise damaged(path.name) from error
    try:
        _check_members(path, package, limits)
    except FileRefused:
        package.close()
        raise
    return package


def damaged(name: str) -> FileRefused:
    """The file breaks off or contradicts itself."""
    return FileRefused(
        f"Tệp {name} bị hỏng hoặc chép chưa xong. Chép lại từ nơi gửi; nếu vẫn lỗi, mở bằng Excel, chọn sửa chữa "
        "(Open and Repair), lưu lại rồi nhập.",
        code="file.damaged",
    )


def _check_members(path: Path, package: zipfile.ZipFile, limits: Limits) -> None:
    members = package.infolist()
    names = {member.filename for member in members}
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked:
        raise FileRefused(
            f"Tệp {path.name} khi giải nén là {unpacked / MEGABYTE:,.0f} MB, giới hạn là "
            f"{limits.unpacked // MEGABYTE} MB. {_SPLIT}",
            code="file.too_large",
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise _encrypted(path)
    if "xl/workbook.xml" not in names:
        raise FileRefused(_what_zip(path, names), code="file.wrong_type")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise FileRefused(
            f"Sổ tính {path.name} có liên kết tới tệp khác, nên không biết chắc giá trị trong ô lấy từ đâu. "
            "Trong Excel chọn Dữ liệu (Data) → Sửa liên kết (Edit Links) → Ngắt liên kết (Break Link), lưu lại rồi nhập.",
            code="workbook.external_link",
        )


def _encrypted(path: Path) -> FileRefused:
    return FileRefused(
        f"Tệp {path.name} được đặt mật khẩu. Mở bằng Excel, vào Tệp → Thông tin → Bảo vệ sổ làm việc, bỏ mật khẩu, "
        "lưu lại rồi nhập.",
        code="file.encrypted",
    )


def _named(head: bytes) -> str | None:
    return next((name for signature, name in _SIGNATURES if head.startswith(signature)), None)


def _why_not_a_workbook(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4096)
        if head.startswith(_OLE):
            return _what_ole(path, head + stream.read())
    named = _named(head)
    if named:
        return f"Tệp {path.name} là {named}, không phải sổ tính Excel. {_SAVE_AS}"
    if re.match(rb"(\xef\xbb\xbf)?\s*<", head):
        return f"Tệp {path.name} là trang web hoặc XML mang tên sổ tính. {_SAVE_AS}"
    if b"\x00" not in head:
        return f"Tệp {path.name} là văn bản (csv, txt), không phải sổ tính Excel. {_SAVE_AS}"
    return f"Tệp {path.name} không phải sổ tính Excel (.xlsx). {_SAVE_AS}"


def _what_ole(path: Path, content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _encrypted(path)
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return f"Tệp {path.name} là sổ tính Excel đời cũ (.xls). {_SAVE_AS}"
    return f"Tệp {path.name} là tài liệu Office đời cũ, không phải sổ tính .xlsx. {_SAVE_AS}"


def _what_zip(path: Path, names: set[str]) -> str:
    if "word/document.xml" in names:
        what = "tài liệu Word"
    elif "xl/workbook.bin" in names:
        what = "sổ tính nhị phân (.xlsb)"
    elif "ppt/presentation.xml" in names:
        what = "bài trình chiếu"
    elif "content.xml" in names and "mimetype" in names:
        what = "tài liệu OpenDocument (.ods, .odt)"
    elif any(name.lower().endswith((".xlsx", ".xls", ".zip")) for name in names):
        return f"Tệp {path.name} là tệp nén chứa tệp khác. Giải nén rồi nhập từng sổ tính .xlsx."
    else:
        what = "tệp nén"
    return f"Tệp {path.name} là {what}, không phải sổ tính Excel (.xlsx). {_SAVE_AS}"


def _directory_size(path: Path) -> int:
    """Bytes of the zip's directory as its end record states them: a directory of a million names is refused unread."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 65_557))
        tail = stream.read()
    end = tail.rfind(_EMPTY_ZIP)
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
