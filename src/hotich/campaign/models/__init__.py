"""The campaign: the plan being executed and its units, its documents, its money, its closing."""

from hotich.campaign.models.budget import Amount as Amount
from hotich.campaign.models.budget import BudgetItem as BudgetItem
from hotich.campaign.models.budget import Rate as Rate
from hotich.campaign.models.campaigns import Campaign as Campaign
from hotich.campaign.models.campaigns import ReportingUnit as ReportingUnit
from hotich.campaign.models.campaigns import WayOfWorking as WayOfWorking
from hotich.campaign.models.closing import Closing as Closing
from hotich.campaign.models.papers import Paper as Paper
from hotich.campaign.models.papers import PaperKind as PaperKind
