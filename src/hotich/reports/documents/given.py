"""For whom a document of a campaign is drawn, in whose name, and what was said."""

from dataclasses import dataclass
from datetime import date, datetime

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import reporting_units_for
from hotich.reports.documents.asked import Values
from hotich.reports.documents.letterheads import Sender, drafter_for, sender_of
from hotich.reports.documents.plan_facts import PlanFacts, facts_of
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.support.time import local
from hotich.units.models import Agency


@dataclass(frozen=True, slots=True)
class Given:
    """For whom a document is drawn, in whose name, of which campaign, when, and what was said in its form."""

    officer: Officer
    campaign: Campaign
    agency: Agency
    said: Values
    now: datetime

    @property
    def sender(self) -> Sender:
        own = (position.agency for position in self.officer.scope.positions)
        return sender_of(self.agency, drafter=drafter_for(self.agency, own))

    @property
    def plan(self) -> PlanFacts:
        return facts_of(self.campaign)

    @property
    def day(self) -> date:
        return local(self.now).date()

    @property
    def reporting(self) -> ReportingUnit:
        """The campaign's line of the agency's unit. Raises NotFound where the campaign has none."""
        found = reporting_units_for(self.officer, self.campaign).filter(unit_id=self.agency.unit_id).first()
        if found is None:
            raise NotFound("Cơ quan này không phải đơn vị báo cáo của đợt: chọn cơ quan của đơn vị.")
        return found
