"""The columns of the daily form (Phụ lục 01, biểu báo cáo ngày): one list for the screen and the workbook."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its group and heading, where its figure stands in a line, and whether it is summed."""

    group: str
    heading: str
    path: tuple[str, ...]
    summed: bool = True

    def of(self, line: dict[str, Any]) -> Any:
        """The figure of one line."""
        value: Any = line
        for key in self.path:
            value = value.get(key, 0) if isinstance(value, dict) else 0
        return value


def other_kinds(figures: dict[str, int]) -> int:
    """What is neither birth, marriage nor death."""
    return figures["total"] - sum(figures.get(kind, 0) for kind in ("KS", "KH", "KT"))


def _by_kind(group: str, name: str) -> list[Column]:
    return [
        Column(group, "Khai sinh", (name, "KS")),
        Column(group, "Kết hôn", (name, "KH")),
        Column(group, "Khai tử", (name, "KT")),
        Column(group, "Khác", (name, "other")),
        Column(group, "Cộng", (name, "total")),
    ]


COLUMNS: tuple[Column, ...] = (
    Column("", "Tổng phải nhập", ("required",)),
    *_by_kind("Nhập trong kỳ", "entered"),
    Column("Nhập trong kỳ", "Nhập từ tệp", ("from_files",)),
    Column("Nhập trong kỳ", "Điều chỉnh", ("adjusted",)),
    *_by_kind("Lũy kế", "cumulative"),
    Column("Lũy kế", "Tỷ lệ %", ("percent",), summed=False),
    Column("", "Còn lại", ("remaining",)),
    Column("Khai báo bằng tệp", "Trong kỳ", ("declared_entered",)),
    Column("Khai báo bằng tệp", "Lũy kế", ("declared",)),
    Column("Phân loại lũy kế", "Trùng khớp", ("outcomes", "matched")),
    Column("Phân loại lũy kế", "Không trùng khớp", ("outcomes", "mismatched")),
    Column("Phân loại lũy kế", "Không tìm thấy", ("outcomes", "not_found")),
    Column("Phân loại lũy kế", "Chờ tra cứu", ("outcomes", "pending")),
    Column("Phân loại lũy kế", "Không tra cứu được", ("outcomes", "unavailable")),
    Column("Phân loại lũy kế", "Không đọc được", ("outcomes", "unreadable")),
    Column("Danh sách theo dõi riêng", "Đang xác minh", ("cases", "verifying")),
    Column("Danh sách theo dõi riêng", "Đã xác minh", ("cases", "verified")),
    Column("Danh sách theo dõi riêng", "Đã hướng dẫn công dân", ("cases", "guided")),
    Column("Danh sách theo dõi riêng", "Đã cải chính, điều chỉnh", ("cases", "corrected")),
    Column("Máy", "Hoạt động", ("stations", "working")),
    Column("Máy", "Tổng số", ("stations", "total")),
    Column("Máy", "Số ca", ("stations", "shifts")),
    Column("Máy", "Giờ gián đoạn", ("lost_hours",)),
    Column("", "Đạt chỉ tiêu ngày %", ("quota_percent",), summed=False),
    Column("Tốc độ 7 ngày", "Mỗi ngày", ("pace",)),
    Column("", "Dự kiến xong", ("forecast",), summed=False),
    Column("Số sổ", "Đã bàn giao", ("books", "handed_over")),
    Column("Số sổ", "Đang nhập", ("books", "keying")),
    Column("Số sổ", "Xong", ("books", "complete")),
    Column("Số sổ", "Đã trả", ("books", "returned")),
)


def percent(part: int, whole: int) -> float | None:
    """With one decimal; None where there is nothing to take a part of."""
    return round(100 * part / whole, 1) if whole else None


_NO_FORECAST = {False: "chưa đủ số liệu", True: "gửi bằng tệp"}
"""What stands in the place of a day, by whether the unit sends files."""


def shown(line: dict[str, Any]) -> dict[str, Any]:
    """A line with what the form derives from it: other kinds, percentages, the remainder. Hours and shifts that nobody counted yet when the
    line was frozen are left empty, not zero; so is what a unit that sends files has not declared, and a share of work that is not in the
    log. The share of a total is that of the units whose work is.
    """
    entered = line["entered"] | {"other": other_kinds(line["entered"])}
    cumulative = line["cumulative"] | {"other": other_kinds(line["cumulative"])}
    forecast, apart = line.get("forecast_date"), line.get("apart", {"required": 0, "cumulative": 0})
    by_file = line.get("without_access", False)
    done, required = cumulative["total"] - apart["cumulative"], line["required"] - apart["required"]
    found = line | {
        "lost_hours": line.get("lost_hours"),
        "stations": line["stations"] | {"shifts": line["stations"].get("shifts")},
        "entered": entered,
        "cumulative": cumulative,
        "percent": None if by_file else percent(done, required),
        "remaining": line["required"] - cumulative["total"],
        "quota_percent": percent(line.get("toward_quota", entered["total"]), line.get("quota") or 0),
        "forecast": "/".join(reversed(forecast.split("-"))) if forecast else _NO_FORECAST[by_file],
    }
    if by_file and line.get("source") != "declared":
        found |= {"declared_entered": None, "declared": line.get("declared") or None}
    return found


def said_of_apart(total: dict[str, Any]) -> str:
    """What the total's share and forecast leave out; nothing where every unit works in the product."""
    apart = total.get("apart")
    if not apart:
        return ""
    return (
        f"Tỷ lệ, dự kiến xong của dòng Tổng cộng không tính {apart['units']} đơn vị gửi biểu bằng tệp: số các đơn vị này phải nhập nằm "
        "trong “Tổng phải nhập” và “Còn lại”, số khai báo đứng ở cột riêng."
    )
