"""The outbox in sentences: what an update says, and what happened to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.integration.npd.enums import FLOW, Kind
from hotich.integration.npd.models import Update, UpdateEvent
from hotich.integration.xlsx.writer import write_workbook
from hotich.staff.models import Officer
from hotich.support.time import local

_MADE = {"made": "lập từ kết quả xác định, kết luận", "person_created": "công dân đã tạo từ trường hợp kia"}
COLUMNS = (
    "STT", "Việc", "Tình trạng", "Từ lúc", "Đơn vị", "Sổ", "Số", "Họ, chữ đệm, tên", "Ngày sinh", "Giới tính",
    "Họ tên mẹ", "Số định danh", "Nội dung cập nhật", "Vướng mắc",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an update's log for a screen."""

    at: datetime
    what: str
    more: str
    who: str


def lines_of(events: Iterable[UpdateEvent]) -> list[Line]:
    """The log in words. One query for the names, however long it is."""
    kept = list(events)
    names = {
        officer.pk: str(officer) for officer in Officer.objects.filter(pk__in={one.officer_id for one in kept if one.officer_id})
    }  # fmt: skip
    return [
        Line(one.received_at, _what(one.type), _more(one.payload), names.get(one.officer_id or 0, "hệ thống"))
        for one in kept
    ]


def _what(type: str) -> str:
    action = FLOW.event_action(type)
    return action.label if action else _MADE.get(type, type)


def _more(payload: dict[str, Any]) -> str:
    said = []
    if "try" in payload:
        said.append(f"lần {payload['try']}")
    if why := payload.get("why") or payload.get("reason"):
        said.append(str(why))
    if number := payload.get("personal_id"):
        said.append(f"số định danh {number}")
    if reference := payload.get("reference"):
        said.append(f"số phiếu {reference}")
    if by := payload.get("by"):
        said.append(f"{by} cập nhật ngày {date.fromisoformat(payload['on']):%d/%m/%Y}")
    return "; ".join(said)


def told_of(update: Update) -> list[tuple[str, str, str]]:
    """What the register is told: the field by its label, its code, and the value."""
    facts = update.facts
    if update.kind == Kind.ADJUSTMENT:
        return [
            (
                FIELD_LABELS.get(word, word),
                word,
                f"{change['from'] or '(trống)'} → {change['to'] or '(trống)'}",
            )
            for word, change in facts["changes"].items()
        ]
    return [(label, word, facts[word]) for word, label in FIELD_LABELS.items() if facts.get(word)]


def write_pending(updates: Iterable[Update], path: Path) -> int:
    """The list of what is pending as a workbook, for working it off on the police machine; how many rows. Restricted entries go
    without who they are about."""
    with write_workbook(path) as book:
        sheet = book.sheet("Cho cap nhat dan cu", COLUMNS)
        for number, update in enumerate(updates, start=1):
            sheet.append(_cells(number, update))
        return sheet.rows


def _cells(number: int, update: Update) -> Iterator[str]:
    entry, facts = update.entry, update.facts
    subject = next((one for one in entry.subjects.all() if one.role == update.role), None)
    shut = entry.restricted
    yield str(number)
    yield update.get_kind_display()
    yield update.get_state_display()
    yield f"{local(update.since):%H:%M %d/%m/%Y}"
    yield str(update.unit or "")
    yield entry.book.title
    yield entry.number
    yield "(hạn chế)" if shut else facts.get("full_name") or (subject.full_name if subject else "")
    yield "" if shut else facts.get("birth_date", "")
    yield "" if shut else {"male": "Nam", "female": "Nữ"}.get(facts.get("sex", ""), "")
    yield "" if shut else facts.get("mother_full_name", "")
    yield "" if shut else facts.get("personal_id", "")
    yield "" if shut else _in_one_cell(update)
    yield update.trouble


def _in_one_cell(update: Update) -> str:
    if update.kind == Kind.NEW_CITIZEN:
        return ""
    return "; ".join(
        f"{label}: {value}"
        for label, word, value in told_of(update)
        if word not in ("personal_id", "full_name")
    )
