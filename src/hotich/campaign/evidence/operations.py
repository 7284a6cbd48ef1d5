"""Files come to what was reported: a basis, a task, a line of the checklist. What was attached stays as it came."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from hotich.audit import operations as audit
from hotich.books.imaging.kinds import HEAD, against_paper, kind_of
from hotich.campaign.models import ANSWERABLE, Basis, Evidence, ReadinessLine, Task, TaskPart
from hotich.campaign.policies import check_leads
from hotich.campaign.queries import campaigns_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound, Refusal
from hotich.support.kept_files import keep, path_of
from hotich.support.words import fitting

MOST_FILES: Final = 20
"""Of one thing."""
OWNERS: Final = ("basis", "part", "readiness")


class EvidenceRefused(Refusal):
    """The file cannot be kept; the message says why."""

    code = "campaign.file"
    status = 422


class EvidenceBroken(Refusal):
    """The bytes are not those that were attached, or not there any more."""

    code = "campaign.file_broken"
    status = 409
    message = "Tệp trên máy chủ không còn đúng như khi đính kèm: báo người quản trị khôi phục từ bản sao lưu."


def folder() -> Path:
    """The folder of all files of campaigns."""
    return Path(settings.HOME) / "campaign-files"


def attach(
    *, actor: Officer, to: str, owner_id: Any, words: str, size: int, chunks: Iterable[bytes], now: datetime
) -> Evidence:
    """Attaches a file (PDF, JPEG, PNG, TIFF by its content) to one of `OWNERS`. Who may report on a thing may prove it,
    while it is in force: what was withdrawn stays as it stood.

    Raises NotAllowed, NotFound, EvidenceRefused.
    """
    owner = _to_prove(actor, to, owner_id)
    said = fitting(words, field="Tên tài liệu", most=200, refusal=EvidenceRefused)
    if not said:
        raise EvidenceRefused("Ghi tài liệu này là gì: số, ngày văn bản.")
    stream = iter(chunks)
    first = next(stream, b"")
    # Before a byte is kept: whether it is what it must be.
    if reason := against_paper(first, size):
        raise EvidenceRefused(reason)
    with transaction.atomic():
        _check_in_force(_locked(owner))
        mine = Evidence.objects.filter(**{to: owner})
        if mine.count() >= MOST_FILES:
            raise EvidenceRefused(f"Đã có {MOST_FILES} tài liệu: gộp các trang vào một tệp PDF.")
        digest, kept = keep(folder(), chain([first], stream))
        if mine.filter(digest=digest).exists():
            raise EvidenceRefused("Tệp này đã đính kèm rồi.")
        return Evidence.objects.create(
            **{to: owner}, words=said, kind=str(kind_of(first[:HEAD])), size=kept, digest=digest, added_by=actor,
            added_at=now,
        )  # fmt: skip


def _to_prove(actor: Officer, to: str, owner_id: Any) -> Basis | TaskPart | ReadinessLine:
    """The thing, for who may report on it. Raises NotAllowed, NotFound, EvidenceRefused for one that was withdrawn."""
    found: Any = None
    if to == "basis":
        found = Basis.objects.filter(pk=owner_id).first()
        check_leads(actor, found.campaign_id if found else None, "campaign.plan", when_closed=True)
        _check_in_force(found)
        return found  # type: ignore[no-any-return]  # check_leads raises NotFound without a campaign
    require(actor, "tasks.report")
    own = actor.scope.own_unit_ids
    if to == "part":
        found = (
            TaskPart.objects.visible_to(actor)
            .filter(pk=owner_id, agency_id__in=actor.scope.agency_ids, role__in=ANSWERABLE)
            .select_related("task")
        )
    elif to == "readiness":
        found = ReadinessLine.objects.visible_to(actor).filter(pk=owner_id, unit_id__in=own)
    one: TaskPart | ReadinessLine | None = found.first() if found is not None else None
    if one is None:
        raise NotFound
    _check_in_force(one)
    return one


def _check_in_force(owner: Basis | TaskPart | ReadinessLine) -> None:
    """Raises EvidenceRefused for what was withdrawn."""
    if isinstance(owner, Basis) and owner.withdrawn_on is not None:
        raise EvidenceRefused("Văn bản này đã thôi áp dụng: đính kèm vào văn bản thay thế.")
    if isinstance(owner, TaskPart) and owner.task.withdrawn_at is not None:
        raise EvidenceRefused("Nhiệm vụ này đã rút: không nhận thêm tài liệu.")


def _locked(owner: Basis | TaskPart | ReadinessLine) -> Any:
    """The same as it is now, and stays: while the file came it may have been withdrawn. A part stands and falls with its task."""
    if isinstance(owner, TaskPart):
        Task.objects.select_for_update().get(pk=owner.task_id)
    return type(owner)._base_manager.select_for_update().get(pk=owner.pk)


def open_file(*, actor: Officer, file_id: Any, now: datetime) -> tuple[Evidence, bytes]:
    """A file with its bytes, for who sees what it proves; that he opened it is logged. Raises NotAllowed, NotFound, EvidenceBroken."""
    require(actor, "campaign.view")
    file = Evidence.objects.select_related("basis", "part", "readiness").filter(pk=file_id).first()
    if file is None or not _sees(actor, file):
        raise NotFound
    audit.record(
        kind="campaign.file_opened", officer=actor, subject=f"evidence:{file.pk}", detail={}, now=now
    )
    try:
        content = path_of(folder(), file.digest).read_bytes()
    except OSError as error:
        raise EvidenceBroken from error
    if hashlib.sha256(content).hexdigest() != file.digest:
        raise EvidenceBroken
    return file, content


def _sees(actor: Officer, file: Evidence) -> bool:
    if file.basis is not None:
        return campaigns_of(actor).filter(pk=file.basis.campaign_id).exists()
    owner = file.part or file.readiness
    return owner is not None and owner.unit_id in actor.scope.unit_ids
