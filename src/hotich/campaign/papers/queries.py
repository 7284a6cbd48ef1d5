"""Reads of the register of documents."""

from typing import Any, Final

from django.db.models import QuerySet

from hotich.campaign.models import Campaign, Paper, PaperKind
from hotich.campaign.papers.files import begins_with, content_of
from hotich.campaign.papers.policies import READ_WITH, PaperBroken
from hotich.staff.models import Officer
from hotich.support.documents import Document, as_pdf, from_data
from hotich.support.errors import NotFound

FOUNDING: Final = (PaperKind.UNIT_PLAN, PaperKind.TEAM_DECISION)
"""What a unit issues before it begins."""


def readable(officer: Officer) -> QuerySet[Paper]:
    """The documents of an officer's units without the kinds whose matter is not his."""
    closed = [kind for kind, capability in READ_WITH.items() if not officer.may(capability)]
    return Paper.objects.visible_to(officer).exclude(kind__in=closed)


def kinds_for(officer: Officer) -> list[tuple[str, str]]:
    """Value and label of the kinds of document he may read."""
    return [
        (value, str(label))
        for value, label in PaperKind.choices
        if value not in READ_WITH or officer.may(READ_WITH[value])
    ]


def papers_for(
    officer: Officer, *, kind: str = "", state: str = "", campaign_id: int | None = None
) -> QuerySet[Paper]:
    """The documents of an officer's units, the newest first."""
    papers = readable(officer).select_related("agency", "unit", "campaign", "drawn_by")
    if campaign_id is not None:
        papers = papers.filter(campaign_id=campaign_id)
    if kind:
        papers = papers.filter(kind=kind)
    if state == "draft":
        papers = papers.filter(numbered_at__isnull=True, withdrawn_at__isnull=True)
    elif state == "numbered":
        papers = papers.filter(numbered_at__isnull=False, signed_at__isnull=True, withdrawn_at__isnull=True)
    elif state == "signed":
        papers = papers.filter(signed_at__isnull=False, withdrawn_at__isnull=True)
    elif state == "withdrawn":
        papers = papers.filter(withdrawn_at__isnull=False)
    return papers.order_by("-drawn_at", "-id")


def founding_papers(officer: Officer, campaign: Campaign) -> dict[int, list[Paper]]:
    """By unit of his its plan under the campaign and the decisions on its teams, in the order of their days."""
    found: dict[int, list[Paper]] = {}
    listed = papers_for(officer, campaign_id=campaign.pk).filter(kind__in=FOUNDING, withdrawn_at__isnull=True)
    for paper in listed.order_by("kind", "dated", "drawn_at"):
        found.setdefault(paper.unit_id, []).append(paper)
    return found


def team_decisions(officer: Officer, unit_id: int) -> QuerySet[Paper]:
    """The decisions on a unit's teams that have their number, the newest first."""
    papers = papers_for(officer, kind=PaperKind.TEAM_DECISION).filter(
        unit_id=unit_id, numbered_at__isnull=False, withdrawn_at__isnull=True
    )
    return papers.order_by("-dated", "-numbered_at")


def paper_for(officer: Officer, paper_id: Any) -> Paper:
    """One document. Raises NotFound."""
    found: Paper | None = (
        readable(officer)
        .select_related(
            "agency__unit", "unit", "campaign", "drawn_by", "numbered_by", "signed_by", "withdrawn_by", "replaces"
        )
        .filter(pk=paper_id)
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def document_of(paper: Paper) -> Document:
    """The document with the number and the day it was given. Raises NotFound for one that was made elsewhere."""
    if paper.said is None:
        raise NotFound("Văn bản này lập ngoài hệ thống, chỉ có bản đã ký.")
    said = paper.said | ({"number": paper.number} if paper.number else {})
    return from_data(said | ({"day": paper.dated.isoformat()} if paper.dated else {}))


def pdf_of(paper: Paper) -> bytes:
    """The PDF: from its numbering on the very bytes that were drawn then. Raises NotFound, PaperBroken."""
    if not paper.issued_digest:
        return as_pdf(document_of(paper))
    content = content_of(paper.issued_digest)
    if content is None:
        raise PaperBroken
    return content


def signs_what_was_issued(paper: Paper) -> bool | None:
    """Whether the signed file is the issued one with something added behind it, as programs that sign digitally leave it; a scan never
    is. None where there is no signed file, or none was issued here.
    """
    issued = content_of(paper.issued_digest) if paper.issued_digest and paper.signed_digest else None
    return None if issued is None else begins_with(paper.signed_digest, issued)
