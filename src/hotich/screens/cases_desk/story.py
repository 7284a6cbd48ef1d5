"""A case's log in sentences: who, when, what. Words that may hold what a restricted entry says stay out for whom it is shut."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotich.cases.enums import CONCLUSIONS, CONTACT_WAYS, EVIDENCE, UNREACHABLE
from hotich.cases.files import CONCLUSION
from hotich.cases.fold import CaseStanding
from hotich.cases.models import Case, CaseEvent, CaseState
from hotich.cases.queries import recorded_since
from hotich.linkage.models import Way
from hotich.staff.models import Officer
from hotich.support.time import local

_STATES = {str(value): str(label) for value, label in CaseState.choices}
_TURNS = {
    "list_keeper": "người theo dõi danh sách", "verifier": "cán bộ xác minh", "police_head": "lãnh đạo Công an",
    "registrar": "công chức hộ tịch",
}  # fmt: skip


FRESH = {
    "agrees": "tra cứu lại đã khớp", "differs": "tra cứu lại còn khác", "not_there": "tra cứu lại không thấy số định danh",
    "unavailable": "chưa tra cứu lại được", "none": "chưa tra cứu lại",
}  # fmt: skip
"""What the look-up came to on which a case was closed."""


def closing_note(case: Case, standing: CaseStanding, way: str) -> str:
    """What closing the case will do, where the unit looks up in this way."""
    if not case.personal_id:
        return "Hồ sơ chưa có số định danh nên khi đóng không tra cứu lại được: phải ghi vì sao."
    if way != Way.RECORDED:
        return (
            "Khi đóng, hệ thống tra cứu lại người này theo số định danh và so với trường hợp; còn khác hoặc không tra cứu được "
            "thì phải ghi vì sao."
        )
    recorded = recorded_since(case, standing.since)
    if recorded is None:
        return (
            f"Từ ngày {local(standing.since):%d/%m/%Y} chưa ghi lần tra cứu nào trên máy Công an thấy người này: đề nghị tra cứu "
            "lại rồi đóng, hoặc ghi vì sao đóng khi chưa tra cứu."
        )
    return f"Khi đóng, hệ thống so với lần tra cứu trên máy Công an lúc {local(recorded.looked_up_at):%H:%M %d/%m/%Y}."


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the log as the page tells it."""

    at: datetime
    who: str
    what: str
    more: str = ""


def story_of(lines: Iterable[CaseEvent], officers: Mapping[int, Officer], *, shut: bool) -> list[Told]:
    """The lines in sentences, the newest first."""
    told = []
    for line in lines:
        payload: Mapping[str, Any] = line.payload or {}
        what, more = _WORDS.get(line.type, _plain)(payload)
        officer = officers.get(line.officer_id) if line.officer_id is not None else None
        who = str(officer) if officer else "hệ thống"
        told.append(Told(line.received_at, who, what or _state(payload), "" if shut else more))
    return told[::-1]


def turn_of(code: str) -> str:
    """Whose turn it is, in words."""
    return _TURNS.get(code, "")


def _state(payload: Mapping[str, Any]) -> str:
    return _STATES.get(str(payload.get("state")), "")


def _plain(payload: Mapping[str, Any]) -> tuple[str, str]:
    return "", str(payload.get("reason") or "")


def _of(what: str, part: str = "reason") -> Callable[[Mapping[str, Any]], tuple[str, str]]:
    return lambda payload: (what, str(payload.get(part) or ""))


def _concluded(payload: Mapping[str, Any]) -> tuple[str, str]:
    found = CONCLUSIONS.get(str(payload.get("conclusion")), "")
    evidence = "; ".join(EVIDENCE.get(word, word) for word in payload.get("evidence") or ())
    return f"kết luận: {found}; căn cứ: {evidence}", str(payload.get("text") or "")


def _letter(payload: Mapping[str, Any]) -> tuple[str, str]:
    said = payload.get("letter") or {}
    return f"hỏi {said.get('agency')} bằng công văn số {said.get('number')} ngày {_day(said.get('on'))}", str(
        said.get("about") or ""
    )


def _file(payload: Mapping[str, Any]) -> tuple[str, str]:
    said = payload.get("file") or {}
    about = "căn cứ kết luận" if said.get("about") == CONCLUSION else "văn bản hỏi, trả lời"
    return f"đính kèm tài liệu ({about})", str(said.get("words") or "")


def _answer(payload: Mapping[str, Any]) -> tuple[str, str]:
    said = payload.get("answer") or {}
    return f"ghi trả lời: công văn số {said.get('number')} ngày {_day(said.get('on'))}", str(
        said.get("text") or ""
    )


def _contact(payload: Mapping[str, Any]) -> tuple[str, str]:
    said = payload.get("contact") or {}
    way = CONTACT_WAYS.get(str(said.get("way")), "")
    guided = payload.get("state") == CaseState.CITIZEN_GUIDED
    if not said:
        return "đã hướng dẫn công dân", ""
    if not said.get("reached"):
        return f"liên hệ công dân ({way}, {_day(said.get('on'))}): không được", UNREACHABLE.get(
            str(said.get("why")), ""
        ) + (f": {said['text']}" if said.get("text") else "")
    return f"{'hướng dẫn' if guided else 'liên hệ'} công dân ({way}, {_day(said.get('on'))})", str(
        said.get("text") or ""
    )


def _procedure(payload: Mapping[str, Any]) -> tuple[str, str]:
    said = payload.get("procedure") or {}
    if not said:
        return "bắt đầu thủ tục", ""
    what = f"bắt đầu thủ tục {said.get('label')}; nhận đủ hồ sơ {_day(said.get('filed_on'))}; {said.get('authority_label')}"
    if said.get("reason"):
        what += " (khác hướng của luật)"
    return what, str(said.get("reason") or "")


def _closed(payload: Mapping[str, Any]) -> tuple[str, str]:
    paper = payload.get("document") or {}
    named = " ".join(str(paper.get(part) or "") for part in ("name",)).strip() or "văn bản"
    rest = payload.get("remaining") or payload.get("reason") or ""
    fresh = FRESH.get(str(payload.get("fresh")), "")
    return (
        f"đóng hồ sơ bằng {named} số {paper.get('number')} ngày {_day(paper.get('date'))}, {paper.get('issuer')}"
        + (f"; {fresh}" if fresh else ""),
        f"còn khác vì: {rest}" if rest else "",
    )


def _reminded(payload: Mapping[str, Any]) -> tuple[str, str]:
    above = ", báo cấp trên" if payload.get("level") == 2 else ""
    turn = turn_of(str(payload.get("turn")))
    return f"nhắc {turn or 'đơn vị'}: quá hạn {payload.get('overdue')} ngày làm việc{above}", ""


def _day(text: Any) -> str:
    parts = str(text or "").split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else str(text or "")


_WORDS: dict[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "opened": _of("mở hồ sơ"),
    "judged_again": _of("xác định lại, vẫn còn khác"),
    "sent": _of("gửi Công an cùng cấp xác minh"),
    "verification_started": _of("nhận xác minh"),
    "letter_sent": _letter,
    "letter_answered": _answer,
    "file_attached": _file,
    "paper_attached": _file,
    "concluded": _concluded,
    "approved": _of("duyệt kết luận"),
    "approved_different_person": _of("duyệt kết luận không cùng một người: rút hồ sơ, người này tra cứu lại"),
    "conclusion_returned": _of("trả lại kết luận"),
    "handed_to_registrar": _of("chuyển công chức hộ tịch"),
    "received": _of("nhận hồ sơ"),
    "given_back": _of("đề nghị xác minh thêm"),
    "contact_recorded": _contact,
    "citizen_guided": _contact,
    "correction_started": _procedure,
    "extended": _of("gia hạn theo luật"),
    "look_up_asked": _of("đề nghị tra cứu lại"),
    "agreed": _of("tra cứu, so lại: đã khớp"),
    "suspended": _of("tạm dừng"),
    "resumed": _of("tiếp tục"),
    "withdrawn": lambda payload: (f"rút: {payload.get('reason') or 'xác định lại không còn khác'}", ""),
    "reminded": _reminded,
    "closed": _closed,
    "closed_adjusted": _closed,
}
