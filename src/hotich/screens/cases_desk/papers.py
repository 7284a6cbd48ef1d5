"""Papers about cases, for who may see what stands on them; each drawing is on record."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from hotich.campaign.plan.citing import cited
from hotich.campaign.plan.queries import cleaning_plan_of
from hotich.campaign.queries import reporting_unit_of
from hotich.cases.models import Batch, Case
from hotich.cases.policies import positions_at
from hotich.cases.policies.moving import FLOW
from hotich.cases.queries import (
    batch_of,
    case_of,
    cases_in,
    keepers_of,
    standing_of,
    standings_of,
    tracking_list,
    units_with_cases,
)
from hotich.cases.routing import age_of, route_chosen
from hotich.core.workflow.routes import NoRoute
from hotich.entries.operations import show_names
from hotich.entries.policies import check_content
from hotich.reports.documents.cases import (
    citizen_notice,
    tracking_list_document,
    transfer_slip,
    verification_letter,
    verification_reply,
)
from hotich.screens.cases_desk.route import route_shown
from hotich.screens.cases_desk.views import SPECIAL, filter_of
from hotich.screens.common import needs
from hotich.screens.documents import drawn
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import now, today
from hotich.units.models import Agency, AgencyKind

MOST_ON_PAPER = 2000


@require_safe
@needs("cases.view")
def batch_paper(request: OfficerRequest, batch_id: UUID, paper: str, format: str) -> HttpResponse:
    """`cong-van`, `phieu-tra-loi` of a batch to the police; `phieu-chuyen` of one to the registrar."""
    batch = batch_of(request.user, batch_id)
    if batch is None:
        raise NotFound
    _check_acts(request.user, batch.unit_id)
    listed = list(cases_in(request.user, batch))
    show_names(
        actor=request.user, entries=[case.entry for case in listed], where=f"batch:{batch.pk}", now=now()
    )
    verification = batch.kind == Batch.Kind.VERIFICATION
    if paper == "cong-van" and verification:
        document = verification_letter(batch, listed, campaign=_campaign(batch.unit_id))
    elif paper == "phieu-tra-loi" and verification:
        document = verification_reply(batch, listed, standings_of(listed))  # type: ignore[arg-type]
    elif paper == "phieu-chuyen" and not verification:
        document = transfer_slip(batch, listed, standings_of(listed))  # type: ignore[arg-type]
    else:
        raise NotFound
    return drawn(
        request, document, format=format, name=f"{paper}-dot-{batch.number}", subject=f"batch:{batch.pk}",
        unit_id=batch.unit_id, cases=[str(case.pk) for case in listed],
    )  # fmt: skip


@require_safe
@needs("correct")
def case_paper(request: OfficerRequest, case_id: UUID, format: str) -> HttpResponse:
    """Thông báo hướng dẫn công dân, by the law of today or the procedure that is under way."""
    case = case_of(request.user, case_id)
    if case is None:
        raise NotFound
    _check_acts(request.user, case.unit_id)
    check_content(request.user, case.entry)
    standing = standing_of(case)
    law = route_shown(case, standing, today())
    if law is None or law.route is None or case.unit_id is None:
        raise NotFound
    route = law.route
    if standing.procedure:
        try:
            route = route_chosen(case, standing, today(), str(standing.procedure.get("route")))
        except NoRoute:
            route = law.route
    document = citizen_notice(
        case, standing, route, issuer_for(request.user, case.unit_id), day=today(),
        under_14=age_of(case, today()) == "under_14",
    )  # fmt: skip
    return drawn(
        request, document, format=format, name=f"huong-dan-ho-so-{case.number}", subject=f"case:{case.pk}",
        unit_id=case.unit_id,
    )  # fmt: skip


@require_safe
@needs("cases.view")
def list_paper(request: OfficerRequest, format: str) -> HttpResponse:
    """The tracking list as it is filtered; for officers who act on it in a unit of their own, and the town's for those above."""
    officer = request.user
    asked = filter_of(request.GET, units_with_cases(officer))
    cases: list[Case] = list(tracking_list(officer, asked=asked, on=today())[:MOST_ON_PAPER])
    show_names(actor=officer, entries=[case.entry for case in cases], where="tracking_list", now=now())
    units = {case.unit_id for case in cases if case.unit_id is not None}
    own = next((position.agency for position in officer.scope.positions), None)
    if own is None:
        raise NotAllowed
    unit_id = units.pop() if len(units) == 1 else None
    keeper = keepers_of(officer, [unit_id]).get(unit_id) if unit_id is not None else None
    words = [
        case_state for case_state in (_state_words(asked.state), SPECIAL.get(asked.special, "")) if case_state
    ]
    document = tracking_list_document(
        cases, issuer_for(officer, own.unit_id), day=today(), asked=", ".join(words) or "đang theo dõi",
        keeper=str(keeper.officer) if keeper else "", drawn_for=f"{officer} ({own.name})", cleaning=_cleaning(own.unit_id),
    )  # fmt: skip
    return drawn(
        request, document, format=format, name="danh-sach-theo-doi-rieng", subject="tracking_list", unit_id=own.unit_id,
        cases=len(cases),
    )  # fmt: skip


def issuer_for(officer: Officer, unit_id: int) -> Agency:
    """The agency in whose name an officer draws a paper about a unit's case: his own there, else the unit's committee."""
    for position in officer.scope.positions:
        if position.agency.unit_id == unit_id:
            return position.agency
    found = Agency.objects.filter(unit_id=unit_id, kind=AgencyKind.COMMITTEE).order_by("id").first()
    if found is None:
        raise NotFound
    return found


def _check_acts(officer: Officer, unit_id: int | None) -> None:
    """Papers that go out are drawn by those who act on the unit's cases. Raises NotAllowed."""
    if not positions_at(officer, unit_id, now()) & set(FLOW.positions):
        raise NotAllowed("Văn bản của đơn vị nào do cán bộ của đơn vị đó lập.")


def _campaign(unit_id: int) -> str:
    reporting = reporting_unit_of(unit_id, on=today())
    return reporting.campaign.basis if reporting else ""


def _cleaning(unit_id: int | None) -> str:
    """The plan that receives the tracking list of the unit's campaign; empty where none is written down."""
    reporting = reporting_unit_of(unit_id, on=today())
    plan = cleaning_plan_of(reporting.campaign) if reporting else None
    return cited(plan) if plan else ""


def _state_words(state: str) -> str:
    return FLOW.state(state).label if state else ""
