"""For whom an officer issues, and what may still be done with a document."""

import re
from datetime import date, timedelta
from typing import Final

from hotich.campaign.models import Paper, PaperKind
from hotich.staff.models import Officer
from hotich.support.errors import Refusal
from hotich.support.time import local
from hotich.units.models import Agency, AgencyKind

LONGEST_ABOUT: Final = 300
READ_WITH: Final[dict[str, str]] = {
    PaperKind.VOLUME_SHEET: "volumes.view",
    PaperKind.BUDGET: "budget.view",
}
"""Which capability a kind takes beside that of seeing documents: on paper nobody reads money that the screens do not show him."""
AT_THE_END: Final = frozenset({PaperKind.CLOSING_REPORT, PaperKind.ACCEPTANCE})
"""What says how a campaign ended: drafts before it has, issued after."""
OF_THE_MOMENT: Final = AT_THE_END | {PaperKind.VOLUME_SHEET, PaperKind.BUDGET, PaperKind.REMINDER}
"""What tells the figures of the moment it was drawn: nobody signed it on an earlier day."""
NUMBER: Final = re.compile(r"[1-9]\d{0,6}[a-zđ]{0,2}", re.IGNORECASE)
"""A document's number: Arabic figures (Nghị định 30/2020/NĐ-CP, phụ lục I, II.3), with the letter clerks give one that was left out."""


class PaperRefused(Refusal):
    """The document is not in a state in which this can be done, or what was said of it cannot be so."""

    code = "paper.refused"
    status = 409


class PaperBroken(Refusal):
    """The bytes are not those that were kept, or not there any more."""

    code = "paper.broken"
    status = 409
    message = "Tệp trên máy chủ không còn đúng như khi lưu: báo người quản trị khôi phục từ bản sao lưu."


def issuing_agencies(officer: Officer) -> list[Agency]:
    """The agencies in whose name he draws documents: his own, and the committee of their unit, for which its offices draft."""
    own = [position.agency for position in officer.scope.positions]
    civil = {agency.unit_id for agency in own if agency.kind != AgencyKind.POLICE}
    committees = Agency.objects.filter(kind=AgencyKind.COMMITTEE, unit_id__in=civil)
    found = {agency.pk: agency for agency in [*own, *committees.select_related("unit__parent")]}
    return sorted(found.values(), key=lambda agency: agency.pk)


def check_issuer(officer: Officer, agency_id: int) -> None:
    """Raises PaperRefused where he does not act for the agency."""
    if agency_id not in {agency.pk for agency in issuing_agencies(officer)}:
        raise PaperRefused(
            "Văn bản này của cơ quan khác: cán bộ của cơ quan ban hành thực hiện.", code="paper.agency"
        )


def check_open(paper: Paper) -> None:
    """Raises PaperRefused for a document that was withdrawn."""
    if paper.withdrawn_at is not None:
        raise PaperRefused("Văn bản này đã hủy: lập văn bản mới thay thế.", code="paper.withdrawn")


def check_replaced_is_withdrawn(paper: Paper) -> None:
    """Raises PaperRefused while the numbered document that this one replaces is in force: there would be two of one matter."""
    old = paper.replaces
    if old is not None and old.numbered_at is not None and old.withdrawn_at is None:
        raise PaperRefused(
            f"Văn bản cũ số {old.full_number} còn hiệu lực: hủy văn bản đó, nêu lý do, rồi ghi số văn bản này.",
            code="paper.replaced_in_force",
        )


def earliest_day(paper: Paper) -> date:
    """The first day that the document may bear: it may have been signed before it was entered here, but not long before."""
    drawn = local(paper.drawn_at).date()
    if paper.said is None:
        return date.min
    return drawn if paper.kind in OF_THE_MOMENT else drawn - timedelta(days=366)


def check_ended(paper: Paper) -> None:
    """Raises PaperRefused for a closing document of a campaign that still runs, or with figures from before it was closed."""
    if paper.kind not in AT_THE_END or paper.said is None:
        return
    closing = getattr(paper.campaign, "closing", None)
    if closing is None:
        raise PaperRefused(
            "Đợt chưa kết thúc, số liệu của bản này còn thay đổi: kết thúc đợt, soạn lại văn bản rồi ghi số.",
            code="paper.not_ended",
        )
    if paper.drawn_at < closing.closed_at:
        raise PaperRefused(
            "Bản này soạn trước khi đợt kết thúc, số liệu chưa phải số cuối: hủy bản này, soạn lại rồi ghi số.",
            code="paper.not_ended",
        )
