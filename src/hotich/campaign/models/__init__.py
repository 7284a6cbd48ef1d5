"""A campaign: its plan and targets, its papers, its money, its closing; one file per noun."""

from hotich.campaign.models.budget import Amount as Amount
from hotich.campaign.models.budget import BudgetItem as BudgetItem
from hotich.campaign.models.budget import Rate as Rate
from hotich.campaign.models.campaigns import Campaign as Campaign
from hotich.campaign.models.campaigns import ReportingUnit as ReportingUnit
from hotich.campaign.models.campaigns import WayOfWorking as WayOfWorking
from hotich.campaign.models.closing import Closing as Closing
from hotich.campaign.models.contacts import ContactPoint as ContactPoint
from hotich.campaign.models.contacts import Topic as Topic
from hotich.campaign.models.evidence import Evidence as Evidence
from hotich.campaign.models.papers import Paper as Paper
from hotich.campaign.models.papers import PaperKind as PaperKind
from hotich.campaign.models.plan import Basis as Basis
from hotich.campaign.models.plan import PaperReceiver as PaperReceiver
from hotich.campaign.models.plan import ReportStep as ReportStep
from hotich.campaign.models.plan import Responsible as Responsible
from hotich.campaign.models.readiness import ReadinessItem as ReadinessItem
from hotich.campaign.models.readiness import ReadinessLine as ReadinessLine
from hotich.campaign.models.targets import TargetLine as TargetLine
from hotich.campaign.models.targets import TargetShare as TargetShare
from hotich.campaign.models.targets import TargetVersion as TargetVersion
from hotich.campaign.models.tasks import ANSWERABLE as ANSWERABLE
from hotich.campaign.models.tasks import Task as Task
from hotich.campaign.models.tasks import TaskPart as TaskPart
