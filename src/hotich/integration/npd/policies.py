"""Who may move an update, and what must be settled before a person is created: each check raises."""

from datetime import date
from typing import Any

from hotich.core.workflow import Transition
from hotich.entries.policies import check_content
from hotich.integration.npd.enums import FLOW, Kind
from hotich.integration.npd.models import Update
from hotich.integration.npd.queries import alike_undecided
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotAllowed, Refusal
from hotich.units.models import AgencyKind

CAPABILITY = "register.update"
LONGEST_REASON = 300


class UpdateRefused(Refusal):
    """The update cannot be moved as it is described."""

    code = "update.refused"
    status = 422


class NotNow(Refusal):
    """The update is in a state in which this is not done."""

    code = "update.state"
    status = 409


class AlikeFirst(Refusal):
    """Somebody else's entry may be of the same person: that is decided before anything goes out."""

    code = "update.alike"
    status = 409
    message = (
        "Còn trường hợp khác có thể là cùng một người: với từng trường hợp, chọn “cùng một người” hoặc “khác người” rồi mới "
        "tạo công dân mới."
    )


class CreatedTwice(Refusal):
    """The same person is on the way already, or was created, from another entry."""

    code = "update.created_twice"
    status = 409
    message = (
        "Cùng họ tên, ngày sinh, giới tính, mẹ đã có cập nhật ở trường hợp khác: không tạo hai lần. Chọn “cùng một người”, hoặc "
        "“khác người” và ghi lý do."
    )


class InHand(Refusal):
    """It is just being sent."""

    code = "update.in_hand"
    status = 409
    message = "Cập nhật này đang được gửi qua kết nối: chờ một phút rồi tải lại trang."


def police_positions(actor: Officer) -> frozenset[str]:
    """His positions in agencies of the police: only these move an update."""
    return frozenset(
        position.code for position in actor.scope.positions if position.agency.kind == AgencyKind.POLICE
    )


def may_act(actor: Officer, update: Update, action: str) -> Transition:
    """The row of the workflow by which he may do it now. Raises NotAllowed, ContentRestricted, NotNow."""
    require(actor, CAPABILITY)
    check_content(actor, update.entry)
    positions = police_positions(actor)
    row = FLOW.allowed(action, update.state, positions)
    if row is not None:
        return row
    words = FLOW.action(action).label
    if FLOW.find(action, update.state) is None:
        raise NotNow(f"Cập nhật này {update.get_state_display()}: không còn {words} được. Tải lại trang.")
    raise NotAllowed(f"Chỉ Công an được quyết định: {words}.")


def reason_of(text: str) -> str:
    """The reason in words. Raises UpdateRefused."""
    said = " ".join(text.split())
    if not said:
        raise UpdateRefused("Ghi lý do.", code="update.reason")
    if len(said) > LONGEST_REASON:
        raise UpdateRefused(f"Lý do dài quá {LONGEST_REASON} ký tự: ghi ngắn lại.", code="update.reason")
    return said


def require_alike_decided(update: Update) -> None:
    """Raises AlikeFirst while an entry that may be of the same person waits for a word."""
    if update.kind == Kind.NEW_CITIZEN and alike_undecided(update):
        raise AlikeFirst


def entered_by_hand(update: Update, *, on: date, today: date, number: str, by: str) -> dict[str, Any]:
    """What is kept of an update that an officer entered on the police machine. Raises UpdateRefused."""
    if on > today:
        raise UpdateRefused("Ngày cập nhật ở tương lai: kiểm tra lại.", code="update.day")
    if on < date(2013, 1, 1):
        raise UpdateRefused("Ngày cập nhật quá xa: kiểm tra lại.", code="update.day")
    by = " ".join(by.split())
    if not by or len(by) > 120:
        raise UpdateRefused("Ghi họ tên người đã cập nhật trên máy Công an.", code="update.by")
    digits = "".join(number.split())
    if update.kind == Kind.NEW_CITIZEN:
        require_number(digits)
        return {"personal_id": digits, "on": on.isoformat(), "by": by}
    if len(number) > 60:
        raise UpdateRefused("Số phiếu dài quá 60 ký tự.", code="update.number")
    return {"reference": number.strip(), "on": on.isoformat(), "by": by}


def require_number(number: str) -> None:
    """Raises UpdateRefused for what is no personal number."""
    if not (len(number) == 12 and number.isascii() and number.isdigit()):
        raise UpdateRefused(
            "Số định danh cá nhân được cấp phải có đủ 12 chữ số: nhập lại theo màn hình máy Công an.",
            code="update.number",
        )
