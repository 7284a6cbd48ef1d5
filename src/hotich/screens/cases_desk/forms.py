"""The acts on a case as forms: what each asks for, and which verb it becomes. One description draws the form and reads it back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from hotich.campaign.queries import look_up_way_of
from hotich.cases import operations as cases
from hotich.cases.enums import (
    CLOSING_DOCUMENTS,
    CONCLUSIONS,
    CONTACT_WAYS,
    DIFFERENT_PERSON,
    EVIDENCE,
    SUSPENSIONS,
    UNREACHABLE,
)
from hotich.cases.files import CONCLUSION
from hotich.cases.fold import CaseStanding
from hotich.cases.models import Case
from hotich.cases.policies import CaseRefused
from hotich.core.workflow import Action
from hotich.core.workflow.routes import routes as routes_of_law
from hotich.screens.common import is_uuid
from hotich.staff.models import Officer
from hotich.support.documents import short_day
from hotich.support.errors import NotFound
from hotich.support.time import local

Choices = tuple[tuple[str, str], ...]

TICKED = "cases-ticked"
"""In the session: what was ticked in a list that was sent back."""
SLIP = "cases-slip"
"""In the session: number and day of the slip that was typed below it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks for; `kind` is `text`, `long`, `date`, `choice` or `checks`."""

    name: str
    label: str
    kind: str = "text"
    choices: Choices = ()
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with what stands in it."""

    field: Field
    value: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActForm:
    """An act offered on the page."""

    action: Action
    fields: tuple[Shown, ...]
    is_open: bool = False
    note: str = ""


def _choices(words: Mapping[str, str]) -> Choices:
    return tuple(words.items())


_REACHED: Choices = (("co", "đã gặp, đã nói chuyện"), ("khong", "không liên hệ được"))
_LETTER = (Field("so", "Số văn bản"), Field("ngay", "Ngày văn bản", "date"))

FIELDS: dict[str, tuple[Field, ...]] = {
    "take_up": (),
    "ask_outside": (
        Field("co-quan", "Cơ quan được hỏi", hint="như Công an tỉnh, UBND nơi đăng ký cũ"), *_LETTER,
        Field("noi-dung", "Hỏi điều gì", "long"),
    ),
    "answer_outside": (
        Field("cong-van", "Trả lời công văn", "choice"), *_LETTER, Field("noi-dung", "Nội dung trả lời", "long"),
    ),
    "conclude": (
        Field("ket-luan", "Kết luận", "choice", _choices(CONCLUSIONS)),
        Field("can-cu", "Căn cứ", "checks", _choices(EVIDENCE)),
        Field("noi-dung", "Đã xác minh những gì", "long"),
    ),
    "approve": (),
    "return_conclusion": (Field("noi-dung", "Vì sao trả lại", "long"),),
    "hand_over": (Field("so", "Số phiếu chuyển"), Field("ngay", "Ngày phiếu", "date")),
    "receive": (),
    "give_back": (Field("noi-dung", "Cần xác minh thêm điều gì", "long"),),
    "record_contact": (
        Field("cach", "Cách liên hệ", "choice", _choices(CONTACT_WAYS)), Field("ngay", "Ngày", "date"),
        Field("ket-qua", "Kết quả", "choice", _REACHED),
        Field("vi-sao", "Nếu không được: vì sao", "choice", _choices(UNREACHABLE), required=False),
        Field("noi-dung", "Nội dung", "long", required=False),
    ),
    "guide": (
        Field("cach", "Cách liên hệ", "choice", _choices(CONTACT_WAYS)), Field("ngay", "Ngày", "date"),
        Field("noi-dung", "Đã hướng dẫn những gì", "long"),
    ),
    "start_procedure": (
        Field("ngay", "Ngày nhận đủ hồ sơ", "date"),
        Field("huong", "Hướng xử lý", "choice"),
        Field("noi-dung", "Nếu chọn khác luật: vì sao", "long", required=False),
    ),
    "extend": (Field("noi-dung", "Phải xác minh điều gì", "long"),),
    "ask_look_up": (),
    "suspend": (
        Field("vi-sao", "Lý do", "choice", _choices(SUSPENSIONS)),
        Field("noi-dung", "Nói rõ thêm", "long", required=False),
    ),
    "resume": (Field("noi-dung", "Vì sao tiếp tục", "long"),),
    "close_adjusted": (
        Field("loai", "Đóng bằng", "choice", _choices(CLOSING_DOCUMENTS)), *_LETTER,
        Field("noi", "Nơi ban hành"),
        Field("con-khac", "Nếu vẫn khác, hoặc chưa tra cứu lại được: vì sao", "long", required=False),
    ),
}  # fmt: skip
"""What an act asks for, by the id of its action; an act that is not here has a place of its own on the page."""

_FIRST = (
    "receive", "take_up", "conclude", "approve", "hand_over", "guide", "start_procedure", "close_adjusted", "resume",
)  # fmt: skip
"""What usually comes next: the first of these that is offered stands open."""


def forms_for(
    offered: tuple[Action, ...], standing: CaseStanding, typed: QueryDict | None, failed: str, *, today: date,
    routes: Choices = (), law: str = "", note: str = "", closing: str = "",
) -> list[ActForm]:  # fmt: skip
    """The forms of the acts offered: the usual next one open, or the one that was refused, with what was typed into it."""
    first = failed or next((word for word in _FIRST if any(one.id == word for one in offered)), "")
    shown = []
    for action in offered:
        if action.id not in FIELDS:
            continue
        said = typed if typed is not None and action.id == failed else None
        fields = tuple(_shown(one, standing, said, today, routes, law) for one in FIELDS[action.id])
        shown.append(ActForm(action, fields, action.id == first, _note(action.id, standing, note, closing)))
    return sorted(shown, key=lambda form: not form.is_open)


def attach_choices(offered: Iterable[Action], standing: CaseStanding) -> Choices:
    """What a file may be attached to by whom these acts are offered."""
    acts = {action.id for action in offered}
    evidence: Choices = ((CONCLUSION, "căn cứ kết luận"),) if "attach_evidence" in acts else ()
    letters = standing.letters.values() if "attach_to_letter" in acts else ()
    return (*evidence, *((letter.id, f"công văn số {letter.number}, {letter.agency}") for letter in letters))


def _note(action: str, standing: CaseStanding, of_law: str, closing: str) -> str:
    if action == "approve" and standing.concluded == DIFFERENT_PERSON:
        return "Duyệt thì hồ sơ được rút: xác định cũ bị thay, người này vào danh sách chờ tra cứu để tra cứu lại."
    return {"start_procedure": of_law, "close_adjusted": closing}.get(action, "")


def _shown(
    one: Field, standing: CaseStanding, typed: QueryDict | None, today: date, routes: Choices, law: str
) -> Shown:
    choices = one.choices
    if one.name == "cong-van":
        choices = tuple(
            (letter.id, f"số {letter.number}, {letter.agency}") for letter in standing.open_letters
        )
    elif one.name == "huong":
        choices = routes
    elif one.name == "loai":
        known = routes_of_law().closing_documents(str((standing.procedure or {}).get("route") or ""))
        choices = tuple(choice for choice in choices if known is None or choice[0] in known)
    made = Field(one.name, one.label, one.kind, choices, one.required, one.hint)
    if typed is not None:
        return Shown(made, typed.get(one.name, ""), tuple(typed.getlist(one.name)))
    if one.name == "huong":
        return Shown(made, law)
    return Shown(made, today.isoformat() if one.kind == "date" else "")


@dataclass(frozen=True, slots=True)
class _Said:
    """A posted form."""

    data: QueryDict
    common: dict[str, Any] = field(default_factory=dict)
    way: str = ""
    """How the case's unit looks up."""

    def text(self, name: str) -> str:
        return str(self.data.get(name, ""))

    def day(self, name: str) -> date:
        return day_of(self.text(name), "ngày")


def day_of(text: str, what: str) -> date:
    """A day as a browser's date field sends it. Raises CaseRefused."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise CaseRefused(f"Ghi {what} đủ ngày, tháng, năm.", code="case.day") from None


def _hand_over(said: _Said) -> None:
    common = said.common
    cases.hand_over(
        actor=common["actor"], case_ids=[common["case_id"]], letter_number=said.text("so"), letter_date=said.day("ngay"),
        now=common["now"], batch_id=common["tx_id"],
    )  # fmt: skip


def _without_seen(said: _Said) -> dict[str, Any]:
    return {name: value for name, value in said.common.items() if name != "seen"}


_VERBS: dict[str, Callable[[_Said], Any]] = {
    "take_up": lambda said: cases.take_up(**said.common),
    "ask_outside": lambda said: cases.ask_outside(
        **_without_seen(said), agency=said.text("co-quan"), number=said.text("so"), on=said.day("ngay"),
        about=said.text("noi-dung"),
    ),
    "answer_outside": lambda said: cases.answer_outside(
        **_without_seen(said), letter=said.text("cong-van"), number=said.text("so"), on=said.day("ngay"),
        text=said.text("noi-dung"),
    ),
    "conclude": lambda said: cases.conclude(
        **said.common, conclusion=said.text("ket-luan"), evidence=said.data.getlist("can-cu"), text=said.text("noi-dung"),
    ),
    "approve": lambda said: cases.approve(**said.common),
    "return_conclusion": lambda said: cases.return_conclusion(**said.common, reason=said.text("noi-dung")),
    "hand_over": _hand_over,
    "receive": lambda said: cases.receive(**_without_seen(said)),
    "give_back": lambda said: cases.give_back(**said.common, reason=said.text("noi-dung")),
    "record_contact": lambda said: cases.record_contact(
        **_without_seen(said), way=said.text("cach"), reached=said.text("ket-qua") == "co", why=said.text("vi-sao"),
        text=said.text("noi-dung"), on=said.day("ngay"),
    ),
    "guide": lambda said: cases.guide(
        **said.common, way=said.text("cach"), text=said.text("noi-dung"), on=said.day("ngay")
    ),
    "start_procedure": lambda said: cases.start_procedure(
        **said.common, filed_on=said.day("ngay"), route=said.text("huong"), reason=said.text("noi-dung")
    ),
    "extend": lambda said: cases.extend(**said.common, reason=said.text("noi-dung")),
    "ask_look_up": lambda said: cases.ask_look_up(**_without_seen(said)),
    "suspend": lambda said: cases.suspend(**said.common, why=said.text("vi-sao"), text=said.text("noi-dung")),
    "resume": lambda said: cases.resume(**said.common, reason=said.text("noi-dung")),
    "close_adjusted": lambda said: cases.close_adjusted(
        **said.common, document_kind=said.text("loai"), remaining=said.text("con-khac"), way=said.way,
        document={"number": said.text("so"), "date": short_day(said.day("ngay")), "issuer": said.text("noi")},
    ),
}  # fmt: skip


def do(action: str, *, actor: Officer, case: Case, data: QueryDict, now: datetime) -> None:
    """Does what the form says. Raises NotFound for an act that has no form, and what its verb raises."""
    if action not in _VERBS:
        raise NotFound
    common = {"actor": actor, "case_id": case.pk, "now": now, "tx_id": act_id(data), "seen": seen_line(data)}
    _VERBS[action](_Said(data, common, look_up_way_of(case.unit_id, on=local(now).date())))


def seen_line(data: QueryDict) -> int | None:
    """The last line of the log that the page showed on which the officer decides."""
    seen = data.get("den-dong", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None


def act_id(data: QueryDict) -> UUID | None:
    """The id that the page gave to this act: sent twice, it is done once."""
    text = data.get("lan", "")
    return UUID(text) if is_uuid(text) else None
