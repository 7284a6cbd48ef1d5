"""What is done with a document: drawn, numbered, kept signed, withdrawn."""

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from hotich.audit import operations as audit
from hotich.campaign.models import Campaign, Paper, PaperKind
from hotich.campaign.papers.files import MAX_SIGNED, SignedFile, content_of, folder, too_large
from hotich.campaign.papers.policies import (
    LONGEST_ABOUT,
    NUMBER,
    PaperBroken,
    PaperRefused,
    check_ended,
    check_issuer,
    check_open,
    check_replaced_is_withdrawn,
    earliest_day,
)
from hotich.campaign.papers.queries import document_of, readable
from hotich.campaign.queries import campaigns_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.canonical import digest
from hotich.support.documents import Document, as_data, as_pdf
from hotich.support.errors import NotFound
from hotich.support.kept_files import keep
from hotich.support.time import local
from hotich.units.models import Agency


@transaction.atomic
def draw_paper(
    *,
    actor: Officer,
    now: datetime,
    campaign: Campaign,
    agency: Agency,
    kind: str,
    document: Document,
    replaces: Paper | None = None,
) -> Paper:
    """Puts a document into the register as a draft: number and day are the clerk's, whatever the drawing says of them.

    What it `replaces` is a document of the same campaign, agency and kind; that one stays in force until it is withdrawn, which is asked
    for before this one gets its number. Documents of the catalogue come here through `reports.documents.catalogue.issue`. Raises
    NotAllowed, NotFound, PaperRefused.
    """
    require(actor, "documents.draw")
    document = dataclasses.replace(document, number="", day=None)
    return _registered(
        actor=actor, now=now, campaign=campaign, agency=agency, kind=kind, about=document.about or document.title,
        symbol=document.symbol, said=as_data(document), replaces=replaces,
    )  # fmt: skip


@transaction.atomic
def record_paper(
    *, actor: Officer, now: datetime, campaign: Campaign, agency: Agency, about: str, symbol: str,
    kind: str = PaperKind.OTHER,
) -> Paper:  # fmt: skip
    """Enters a document that was made elsewhere; its number and its signed file follow. Raises as `draw_paper`."""
    require(actor, "documents.draw")
    if not about.strip():
        raise PaperRefused("Ghi trích yếu của văn bản.", code="paper.about")
    return _registered(
        actor=actor, now=now, campaign=campaign, agency=agency, kind=kind, about=about.strip(),
        symbol=symbol.strip()[:30], said=None, replaces=None,
    )  # fmt: skip


def _registered(
    *, actor: Officer, now: datetime, campaign: Campaign, agency: Agency, kind: str, about: str, symbol: str,
    said: dict[str, Any] | None, replaces: Paper | None,
) -> Paper:  # fmt: skip
    if kind not in PaperKind.values:
        raise PaperRefused("Chọn loại văn bản có trong danh sách.", code="paper.kind")
    check_issuer(actor, agency.pk)
    if not campaigns_of(actor).filter(pk=campaign.pk).exists():
        raise NotFound
    if replaces is not None and (replaces.campaign_id, replaces.agency_id, replaces.kind) != (
        campaign.pk,
        agency.pk,
        kind,
    ):
        raise PaperRefused(
            "Văn bản thay thế phải cùng đợt, cùng cơ quan ban hành, cùng loại với văn bản cũ: chọn lại, hoặc soạn văn bản mới.",
            code="paper.replaces",
        )
    made: Paper = Paper.objects.create(
        campaign=campaign, unit_id=agency.unit_id, agency=agency, kind=kind, about=about[:LONGEST_ABOUT], symbol=symbol,
        said=said, digest=digest(said).hex() if said is not None else "", drawn_by=actor, drawn_at=now,
        replaces=replaces,
    )  # fmt: skip
    _on_record("paper.drawn", actor, made, now, digest=made.digest)
    return made


@transaction.atomic
def number_paper(*, actor: Officer, now: datetime, paper_id: Any, number: str, dated: date | None) -> Paper:
    """Gives the number and the day that the clerk entered in his register; what is drawn with them is kept byte for byte.

    Raises NotAllowed, NotFound, PaperRefused for a number that another document of the year has, or one given already, and while a
    numbered document that this one replaces is in force, or the campaign runs that it says has ended.
    """
    paper = _locked(actor, paper_id)
    if paper.numbered_at is not None:
        raise PaperRefused(
            f"Văn bản đã có số {paper.number}: số sai thì hủy văn bản này và lập lại.", code="paper.numbered"
        )
    said = number.strip().lstrip("0")  # the form writes 05 for 5: they are one number of the clerk's register
    if not said or dated is None:
        raise PaperRefused("Ghi số và ngày của văn bản theo sổ đăng ký văn bản đi.", code="paper.number")
    if not NUMBER.fullmatch(said):
        raise PaperRefused(
            "Số của văn bản ghi bằng chữ số, như 21 hoặc 21a; ký hiệu đã có sẵn sau dấu gạch chéo.",
            code="paper.number",
        )
    if not earliest_day(paper) <= dated <= local(now).date():
        raise PaperRefused(
            f"Ngày của văn bản phải từ {earliest_day(paper):%d/%m/%Y} đến hôm nay: ghi lại ngày."
            if paper.said is not None
            else "Ngày của văn bản sau hôm nay: ghi lại ngày.",
            code="paper.day",
        )
    check_ended(paper)
    check_replaced_is_withdrawn(paper)
    paper.number, paper.dated, paper.numbered_by, paper.numbered_at = said, dated, actor, now
    try:
        with transaction.atomic():
            paper.save(update_fields=["number", "dated", "numbered_by", "numbered_at"])
    except IntegrityError as error:
        raise PaperRefused(
            f"Số {said} đã cấp cho một văn bản khác cùng ký hiệu trong năm: kiểm tra sổ đăng ký văn bản đi.",
            code="paper.number_taken",
        ) from error
    # Drawn when the number is his: a number that is refused leaves no file behind.
    if paper.said is not None:
        paper.issued_digest, _ = keep(folder(), [as_pdf(document_of(paper))])
        paper.save(update_fields=["issued_digest"])
    _on_record("paper.numbered", actor, paper, now, number=said, issued=paper.issued_digest)
    return paper


@transaction.atomic
def keep_signed(*, actor: Officer, now: datetime, paper_id: Any, size: int, chunks: Iterable[bytes]) -> Paper:
    """Keeps the PDF that came back signed, unchanged; how many digital signatures it carries is noted, not judged. Raises NotAllowed, NotFound, PaperRefused."""
    paper = _locked(actor, paper_id)
    if paper.numbered_at is None:
        raise PaperRefused(
            "Văn bản chưa có số: ghi số, ngày trước rồi lưu bản đã ký.", code="paper.no_number"
        )
    if paper.signed_at is not None:
        raise PaperRefused(
            "Bản đã ký đã lưu và không thay được: văn bản sai thì hủy và lập lại.", code="paper.signed"
        )
    if size > MAX_SIGNED:
        raise too_large()
    file = SignedFile(chunks)
    paper.signed_digest, paper.signed_size = keep(folder(), file)
    if paper.signed_digest == paper.issued_digest:
        raise PaperRefused(
            "Đây đúng là tệp hệ thống đã lập, chưa có chữ ký nào: gửi bản quét có chữ ký, con dấu hoặc tệp đã ký số.",
            code="paper.unsigned",
        )
    paper.signatures = file.signatures
    paper.signed_by, paper.signed_at = actor, now
    paper.save(update_fields=["signed_digest", "signed_size", "signatures", "signed_by", "signed_at"])
    _on_record("paper.signed", actor, paper, now, digest=paper.signed_digest)
    return paper


@transaction.atomic
def withdraw_paper(*, actor: Officer, now: datetime, paper_id: Any, reason: str) -> Paper:
    """Takes a document out of force; it stays in the register with the reason. Raises NotAllowed, NotFound, PaperRefused."""
    paper = _locked(actor, paper_id)
    if not reason.strip():
        raise PaperRefused("Ghi lý do hủy văn bản.", code="paper.reason")
    paper.withdrawn_by, paper.withdrawn_at, paper.withdraw_reason = actor, now, reason.strip()[:300]
    paper.save(update_fields=["withdrawn_by", "withdrawn_at", "withdraw_reason"])
    _on_record("paper.withdrawn", actor, paper, now)
    return paper


def open_signed(*, actor: Officer, now: datetime, paper: Paper) -> bytes:
    """The signed file as it came; that it was opened is on record. Raises NotAllowed, NotFound, PaperBroken."""
    require(actor, "documents.view")
    if not paper.signed_digest:
        raise NotFound("Văn bản này chưa có bản đã ký.")
    content = content_of(paper.signed_digest)
    if content is None:
        raise PaperBroken
    _on_record("paper.opened", actor, paper, now)
    return content


def _locked(actor: Officer, paper_id: Any) -> Paper:
    require(actor, "documents.number")
    paper: Paper | None = readable(actor).select_for_update(of=("self",)).filter(pk=paper_id).first()
    if paper is None:
        raise NotFound
    check_issuer(actor, paper.agency_id)
    check_open(paper)
    return paper


def _on_record(kind: str, actor: Officer, paper: Paper, now: datetime, **detail: Any) -> None:
    audit.record(
        kind=kind, officer=actor, subject=f"paper:{paper.pk}", unit_id=paper.unit_id, now=now,
        detail={"kind": paper.kind, **detail},
    )  # fmt: skip
