"""Who may move a case: the positions he holds in the case's own unit, against the table of the workflow."""

from datetime import datetime

from hotich.cases.enums import LONGEST_TEXT
from hotich.cases.fold import CaseStanding
from hotich.cases.models import Case
from hotich.core.workflow import Action, Transition, workflow
from hotich.entries.policies import check_capability, check_content, keeps_book_of, viewer
from hotich.staff.models import Officer
from hotich.support.errors import Conflict, NotAllowed, Refusal
from hotich.units.models import Agency

FLOW = workflow("case")
# Acts that put down what a person's own data say, or that rest on them: the entry must be open to who does them.
_SEES_CONTENT = frozenset(
    {
        "conclude",
        "record_contact",
        "guide",
        "start_procedure",
        "close_corrected",
        "close_adjusted",
        "attach_evidence",
        "attach_to_letter",
    }  # fmt: skip
)
_NEEDS_RECEIPT = frozenset(row.action for row in FLOW.transitions if "received" in row.needs)


class CaseRefused(Refusal):
    """What was asked of the case does not go, or not as it is described."""

    code = "case.refused"
    status = 422


def positions_at(officer: Officer, unit_id: int | None, now: datetime) -> frozenset[str]:
    """The codes of the positions he holds in agencies of that unit: not of units below, which have officers of their own."""
    return frozenset(
        position.code
        for position in viewer(officer, now).scope.positions
        if position.agency.unit_id == unit_id
    )


def agency_acting(officer: Officer, unit_id: int, codes: frozenset[str], now: datetime) -> Agency:
    """The agency of the unit for which he acts in one of these positions. Raises NotAllowed."""
    for position in viewer(officer, now).scope.positions:
        if position.code in codes and position.agency.unit_id == unit_id:
            return position.agency
    raise NotAllowed


def may_touch(actor: Officer, case: Case, action: str, now: datetime) -> None:
    """Whether his positions carry the action at all, whatever state the case is in. Raises NotAllowed, ContentRestricted."""
    check_capability(actor, "cases.view", now)
    held = positions_at(actor, case.unit_id, now)
    able = {code for row in FLOW.transitions if row.action == action for code in row.positions}
    if not able & held:
        raise NotAllowed(
            f"Vị trí công tác của đồng chí ở đơn vị của hồ sơ không có quyền: {FLOW.action(action).label}."
        )
    if action in _SEES_CONTENT:
        check_content(viewer(actor, now), case.entry)


def may_move(actor: Officer, case: Case, standing: CaseStanding, action: str, now: datetime) -> Transition:
    """The row of the table that lets him, with the case locked. Raises NotAllowed, ContentRestricted, CaseRefused."""
    may_touch(actor, case, action, now)
    row = FLOW.allowed(action, standing.state, positions_at(actor, case.unit_id, now))
    said = FLOW.action(action).label
    if row is None:
        raise CaseRefused(
            f"Hồ sơ số {case.number} đang ở bước “{FLOW.state(standing.state).label}”: bước này không {said} được. Tải lại trang để "
            "thấy việc vừa làm.",
            code="case.state",
        )
    if action in _NEEDS_RECEIPT and not standing.received:
        raise CaseRefused(
            "Bấm “nhận hồ sơ” trước, rồi mới ghi việc của công chức hộ tịch.", code="case.receipt"
        )
    if action == "send" and standing.batch:
        raise CaseRefused(f"Hồ sơ số {case.number} đã gửi xác minh rồi.", code="case.sent")
    if action == "receive" and standing.received:
        raise CaseRefused(f"Hồ sơ số {case.number} đã được nhận rồi.", code="case.receipt")
    if action == "answer_outside" and not standing.open_letters:
        raise CaseRefused("Không có công văn nào đang chờ trả lời.", code="case.letter")
    if action == "ask_look_up" and standing.look_up_asked:
        raise CaseRefused("Đã đề nghị tra cứu lại rồi.", code="case.look_up")
    if action == "extend":
        _check_extension(standing)
    if "another" in row.needs and standing.conclusion and standing.conclusion.by == actor.pk:
        raise CaseRefused(
            "Người duyệt phải khác người kết luận: để lãnh đạo khác duyệt.", code="case.own_conclusion"
        )
    return row


def _check_extension(standing: CaseStanding) -> None:
    procedure = standing.procedure or {}
    if not procedure.get("more") or standing.due_on is None:
        raise CaseRefused("Luật không cho gia hạn thủ tục này.", code="case.extension")
    if procedure.get("extended"):
        raise CaseRefused("Thời hạn đã gia hạn một lần rồi.", code="case.extension")


def offered(officer: Officer, case: Case, standing: CaseStanding, now: datetime) -> tuple[Action, ...]:
    """What the screen offers him: every action that `may_move` would let him do now."""
    found = []
    for action in FLOW.offered(standing.state, positions_at(officer, case.unit_id, now)):
        try:
            may_move(officer, case, standing, action.id, now)
        except Refusal:
            continue
        found.append(action)
    return tuple(found)


def acts_for(officer: Officer, case: Case, now: datetime) -> bool:
    """Whether he holds a position in the case's own unit that may do anything with cases."""
    return bool(positions_at(officer, case.unit_id, now) & set(FLOW.positions))


def may_close(actor: Officer, case: Case, now: datetime) -> None:
    """Who corrects the books of the case's own unit. Raises NotAllowed."""
    check_capability(actor, "cases.view", now)
    check_capability(actor, "correct", now)
    if not keeps_book_of(actor, case.entry, now):
        raise NotAllowed("Hồ sơ của đơn vị nào do công chức hộ tịch của đơn vị đó đóng.")


def check_seen(standing: CaseStanding, seen: int | None) -> None:
    """Raises Conflict where the case has moved since the page that the officer decides on was shown."""
    if seen is not None and standing.moved_seq > seen:
        raise Conflict(
            "Người khác vừa xử lý hồ sơ này: xem việc vừa làm ở phần Diễn biến rồi mới quyết định."
        )


def check_text(text: str, what: str, *, required: bool = True) -> str:
    """The text trimmed. Raises CaseRefused where it is missing or too long."""
    said = text.strip()
    if required and not said:
        raise CaseRefused(f"Chưa ghi {what}.", code="case.text")
    if len(said) > LONGEST_TEXT:
        raise CaseRefused(f"{what.capitalize()} dài quá {LONGEST_TEXT} chữ: ghi ngắn lại.", code="case.text")
    return said
