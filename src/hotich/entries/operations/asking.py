"""Questions to the team leader about an entry: asked at the desk, with or without a line, answered by him, closed by either."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from hotich.books.crops import WHOLE
from hotich.books.models import Page
from hotich.core.text import compose
from hotich.entries import policies
from hotich.entries.derivation import edition_of_entry
from hotich.entries.errors import PacketMalformed, QuestionClosed, QuestionRefused
from hotich.entries.fold import EntryState, QuestionState
from hotich.entries.models import ActionType, Entry
from hotich.entries.operations._append import Decision, append
from hotich.entries.packets import Answer, PacketFacts
from hotich.staff.models import Officer
from hotich.support.errors import NotFound

LONGEST = 1000
MOST = 20
"""Questions of one entry: more of them are a talk, and belong on the telephone."""


def ask(
    *,
    actor: Officer,
    entry_id: UUID,
    text: str,
    field: str = "",
    crop: Mapping[str, Any] | None = None,
    now: datetime,
    allowed: bool = False,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Puts a question or a remark about the entry, or one field of it, before the team leader.

    `crop` is the piece of the page it is about: `page` (id) and `box` (x, y, width, height in ten-thousandths). The entry stays
    as it is, finished or not. Raises QuestionRefused, PacketMalformed, NotOpened, NotFound and what `may_key` raises.
    """
    text = _text(text)

    def decide(state: EntryState, entry: Entry) -> Decision:
        if not allowed:
            policies.may_key(
                officer=actor, book=entry.book, station=facts.get("station"), position=entry.position, now=now
            )
        if len(state.questions) >= MOST:
            raise QuestionRefused("Trường hợp này đã có nhiều câu hỏi: gặp trực tiếp Tổ trưởng.")
        form = edition_of_entry(entry)
        if field and (form is None or form.get(field) is None):
            raise PacketMalformed(f"Mẫu sổ không có ô “{field[:80]}”.")
        return Decision({"text": text, "field": field, "crop": _crop(crop, entry)})

    return append(actor=actor, entry_id=entry_id, type=ActionType.ASKED, decide=decide, facts=facts)


def answer_question(
    *,
    actor: Officer,
    entry_id: UUID,
    question: int,
    text: str,
    now: datetime,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """The team leader's answer; a second one takes the first one's place, which stays in the log.

    `question` is the `seq` of the asking. Raises NotAllowed, NotFound, ContentRestricted, QuestionClosed, QuestionRefused.
    """
    text = _text(text)

    def decide(state: EntryState, entry: Entry) -> Decision:
        _may_answer(actor, entry, now)
        _standing(state, question)
        return Decision({"question": question, "text": text})

    return append(actor=actor, entry_id=entry_id, type=ActionType.ANSWERED, decide=decide, facts=facts)


def close_question(
    *, actor: Officer, entry_id: UUID, question: int, now: datetime, **facts: Unpack[PacketFacts]
) -> Answer:
    """Ends a question: by who asked it, or by who may answer it. Raises as `answer_question`."""

    def decide(state: EntryState, entry: Entry) -> Decision:
        if _standing(state, question).asker != actor.pk:
            _may_answer(actor, entry, now)
        return Decision({"question": question})

    return append(actor=actor, entry_id=entry_id, type=ActionType.QUESTION_CLOSED, decide=decide, facts=facts)


def _may_answer(actor: Officer, entry: Entry, now: datetime) -> None:
    policies.check_entry_visible(actor, entry, now)
    policies.check_capability(actor, "questions.answer", now)
    policies.check_content(policies.viewer(actor, now), entry)


def _standing(state: EntryState, seq: int) -> QuestionState:
    found = next((one for one in state.questions if one.seq == seq), None)
    if found is None:
        raise NotFound
    if found.state == "closed":
        raise QuestionClosed
    return found


def _text(text: str) -> str:
    found = compose(text).strip()
    if not found:
        raise QuestionRefused("Ghi nội dung trước khi gửi.")
    if len(found) > LONGEST:
        raise QuestionRefused(f"Nội dung dài quá {LONGEST} chữ: ghi ngắn lại.")
    return found


def _crop(crop: Mapping[str, Any] | None, entry: Entry) -> dict[str, Any] | None:
    if not crop:
        return None
    try:
        page_id = UUID(str(crop["page"]))
        box = [int(part) for part in crop["box"]]
        x, y, width, height = box
    except (KeyError, TypeError, ValueError) as error:
        raise PacketMalformed from error
    if min(x, y) < 0 or min(width, height) < 1 or max(x + width, y + height) > WHOLE:
        raise PacketMalformed
    if not Page.objects.unscoped("whether a page is of the entry's own book").filter(pk=page_id, book_id=entry.book_id).exists():  # fmt: skip
        raise NotFound
    return {"page": str(page_id), "box": box}
