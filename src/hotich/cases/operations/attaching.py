"""Files come to a case: what the conclusion rests on, a letter, its answer. What was attached stays as it came."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any, Final
from uuid import UUID

from hotich.audit import operations as audit
from hotich.books.imaging.kinds import HEAD, against_paper, kind_of
from hotich.cases.files import CONCLUSION, CaseFile, files_of, folder
from hotich.cases.fold import CaseStanding
from hotich.cases.models import Case
from hotich.cases.operations.log import is_done, move
from hotich.cases.policies import CaseRefused, check_text, may_move
from hotich.cases.queries import case_of, lines_of, standing_of
from hotich.entries.policies import check_capability, check_content, viewer
from hotich.staff.models import Officer
from hotich.support.errors import NotFound, Refusal
from hotich.support.ids import uuid7
from hotich.support.kept_files import keep

MOST_FILES: Final = 40
"""Of one case."""


class FileBroken(Refusal):
    """The bytes are not those that were attached, or not there any more."""

    code = "case.file_broken"
    status = 409
    message = "Tệp trên máy chủ không còn đúng như khi đính kèm: báo người quản trị khôi phục từ bản sao lưu."


def attach(
    *, actor: Officer, case_id: Any, about: str, words: str, size: int, chunks: Iterable[bytes], now: datetime,
    tx_id: UUID | None = None,
) -> Case:  # fmt: skip
    """Attaches a file (PDF, JPEG, PNG, TIFF by its content) to what the conclusion will rest on, or to a letter, by the letter's id. Who decides
    on the case after that has to have seen it. Raises as `move`.
    """
    action = "attach_evidence" if about == CONCLUSION else "attach_to_letter"
    case = case_of(actor, case_id)
    if case is None:
        raise NotFound
    # Before a byte is kept: who may, where it goes, and whether it is what it must be. Only a race leaves bytes that nothing names.
    if not (tx_id is not None and is_done(case, tx_id, action)):
        may_move(actor, case, standing_of(case), action, now)
        _check_room(case, standing_of(case), about)
    said = check_text(words, "tài liệu này là gì")
    stream = iter(chunks)
    first = next(stream, b"")
    kind = _kind(first, size)
    digest, kept = keep(folder(), chain([first], stream))

    def decide(case: Case, standing: CaseStanding, row: Any) -> dict[str, Any]:
        _check_room(case, standing, about)
        return {
            "file": {
                "id": str(uuid7()), "about": about, "words": said, "kind": kind, "size": kept, "digest": digest,
            }
        }  # fmt: skip

    return move(actor=actor, case_id=case_id, action=action, now=now, tx_id=tx_id, decide=decide)


def _check_room(case: Case, standing: CaseStanding, about: str) -> None:
    if about != CONCLUSION and about not in standing.letters:
        raise CaseRefused("Công văn này không thuộc hồ sơ: tải lại trang rồi chọn lại.", code="case.letter")
    if len(files_of(lines_of(case))) >= MOST_FILES:
        raise CaseRefused(
            f"Hồ sơ đã có {MOST_FILES} tài liệu: gộp các trang vào một tệp PDF.", code="case.files"
        )


def _kind(first: bytes, size: int) -> str:
    if reason := against_paper(first, size):
        raise CaseRefused(reason, code="case.file")
    return str(kind_of(first[:HEAD]))


def open_file(*, actor: Officer, case_id: Any, file_id: Any, now: datetime) -> tuple[CaseFile, bytes]:
    """A file with its bytes, for who may see what the case is about; that he opened it is logged. Raises NotFound, NotAllowed,
    ContentRestricted, FileBroken.
    """
    check_capability(actor, "cases.view", now)
    case = case_of(actor, case_id)
    if case is None:
        raise NotFound
    check_content(viewer(actor, now), case.entry)
    file = next((one for one in files_of(lines_of(case)) if one.id == str(file_id)), None)
    if file is None:
        raise NotFound
    audit.record(
        kind="case.file_opened", officer=actor, subject=f"case:{case.pk}", unit_id=case.unit_id,
        detail={"file": file.id}, now=now,
    )  # fmt: skip
    content = file.content()
    if content is None:
        raise FileBroken
    return file, content
