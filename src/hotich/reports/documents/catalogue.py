"""The documents of a campaign that are drawn from a form: what each asks, and how it is drawn for an officer and an agency.

To add one: a kind in `campaign.models.PaperKind`, its function in a module of this folder, a line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from hotich.campaign.budget.counting import counted_until
from hotich.campaign.budget.operations import count_keyed
from hotich.campaign.budget.queries import items_for, sums_of
from hotich.campaign.budget.volumes import names_of, total_of, volumes_of
from hotich.campaign.closing.accounts import accounts_of
from hotich.campaign.models import Campaign, Paper, PaperKind, ReportingUnit
from hotich.campaign.papers.operations import draw_paper
from hotich.campaign.papers.policies import READ_WITH, issuing_agencies
from hotich.campaign.queries import campaigns_of, reporting_units_for
from hotich.campaign.targets.queries import approved_version, lines_for, versions_for
from hotich.reports.documents import closing, ending, money, steering, unit_papers
from hotich.reports.documents.asked import Asked, AskedRefused, Values, read_all
from hotich.reports.documents.given import Given
from hotich.reports.documents.letterheads import Sender, deputy_of
from hotich.reports.documents.plan_facts import PlanFacts, counted, with_the_plans_receivers
from hotich.reports.documents.standing import standing_of
from hotich.reports.documents.targets import targets_document
from hotich.reports.models import Receiver
from hotich.reports.papers import form_of, issuing_agency, kept_paper, last_sending, paper_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.documents import Document, as_pdf, short_day
from hotich.support.errors import NotFound
from hotich.units.models import Agency

_DAY: Final = Asked("ngay-bao-cao", "Báo cáo của ngày", "day")
_TO_ABOVE: Final = Asked(
    "noi-nhan", "Báo cáo đã gửi cho", "choice",
    options=tuple((each.value, str(each.label)) for each in (Receiver.PROVINCE, Receiver.INSPECTION)), usual=Receiver.PROVINCE.value,
)  # fmt: skip
_FIRST: Final = Asked("tu-ngay", "Từ ngày", "day")
_LAST: Final = Asked("den-ngay", "Đến ngày", "day")
LONGEST_STRETCH: Final = 400
"""Days of one sheet of volumes."""

_SIGNER: Final = Asked(
    "ky", "Người ký", "choice", options=(("head", "người đứng đầu"), ("deputy", "cấp phó ký thay (KT.)")), usual="head"
)  # fmt: skip
_SIGNER_NAME: Final = Asked("nguoi-ky", "Họ tên người ký", required=False)
_RECIPIENTS: Final = Asked("gui-cho", "Nơi nhận, để trống là theo mẫu", "lines", required=False)


@dataclass(frozen=True, slots=True)
class Form:
    """A document that can be drawn: the fields that are asked for, and the drawing. Figures are computed, never asked.

    Where the head of the agency signs (`by_head`), the form asks whether his deputy does it in his place. What was sent already
    (`as_sent`) is asked neither who signs nor who gets it. Beside `documents.draw` it takes the `capability` to do what the document
    does; what only the level that leads does (`leads`) is drawn in the name of an agency of it. What tells of all units (`to_all`) goes
    to whom the plan names.
    """

    kind: PaperKind
    own: tuple[Asked, ...]
    draw: Callable[[Given], Document]
    by_head: bool = True
    as_sent: bool = False
    capability: str = "documents.draw"
    leads: bool = False
    to_all: bool = False

    @property
    def fields(self) -> tuple[Asked, ...]:
        """Its own fields, then who signs and who gets it."""
        if self.as_sent:
            return self.own
        return (*self.own, *((_SIGNER, _SIGNER_NAME) if self.by_head else ()), _RECIPIENTS)

    @property
    def label(self) -> str:
        return str(self.kind.label)

    def drawn(
        self,
        officer: Officer,
        campaign: Campaign,
        agency: Agency,
        data: Any,
        *,
        now: datetime,
        typed: bool = True,
    ) -> Document:
        """The document of what was typed, or is on record. Raises NotAllowed, AskedRefused, NotFound."""
        require(officer, self.capability)
        given = Given(officer, campaign, agency, read_all(self.fields, data, typed=typed), now)
        if self.leads:
            _of_who_leads(campaign, agency)
        document = self.draw(given)
        if self.as_sent:
            return document
        if self.by_head:
            head = given.sender.head
            signer = deputy_of(head) if given.said[_SIGNER.name] == "deputy" else head
            signer = replace(signer, name=given.said[_SIGNER_NAME.name])
            signatures = tuple(signer if one == head else one for one in document.signatures)
            document = replace(document, signatures=signatures)
        if recipients := given.said[_RECIPIENTS.name]:
            return replace(document, recipients=recipients)
        if self.to_all and agency.unit_id == campaign.lead_agency.unit_id:
            return with_the_plans_receivers(document, campaign, self.kind)
        return document


_Said = Callable[[Sender, PlanFacts, date, Values], Document]


def _plain(draw: _Said) -> Callable[[Given], Document]:
    """A document that is made of what was said and of nothing else."""
    return lambda given: draw(given.sender, given.plan, given.day, given.said)


def _unit_plan(given: Given) -> Document:
    """Within what the campaign asks of the unit: its machines, and its days."""
    code, least = given.reporting.code, max(1, given.reporting.stations_required)
    if given.said["so-may"] < least:
        raise AskedRefused(f"Đợt yêu cầu đơn vị bố trí ít nhất {least} máy: ghi lại số máy.", "so-may")
    first, last = given.campaign.keying_starts_on, given.campaign.due_on
    if not first < given.said["hoan-thanh"] <= last:
        raise AskedRefused(
            f"“Hoàn thành trước ngày” phải sau {short_day(first)} và không quá {short_day(last)}, thời gian của đợt: sửa lại ngày.",
            "hoan-thanh",
        )
    account = next(one for one in accounts_of(given.officer, given.campaign) if one.code == code)
    return unit_papers.unit_plan(
        given.sender, given.plan, given.day, given.said, books=account.books, entries=account.inventory
    )


def _reminder(given: Given) -> Document:
    field = steering.REMINDER[0].name
    unit = reporting_units_for(given.officer, given.campaign).filter(code=given.said[field]).first()
    if unit is None:
        raise AskedRefused("Chọn đơn vị của đợt này.", field)
    standing = standing_of(unit, now=given.now)
    if standing is None:
        raise AskedRefused("Đợt chưa có ngày nào chốt số liệu để đôn đốc.", field)
    return steering.reminder(given.sender, given.plan, given.day, given.said, standing=standing)


def _of_who_leads(campaign: Campaign, agency: Agency) -> None:
    """Raises AskedRefused for an agency of another unit than the one that leads: what speaks for all units is not a ward's to issue."""
    lead = campaign.lead_agency
    if agency.unit_id != lead.unit_id:
        raise AskedRefused(
            f"Văn bản này do cấp chủ trì đợt ({lead}) ban hành: chọn văn bản của đơn vị mình.", ""
        )


def _targets(given: Given) -> Document:
    """The version that holds; before the first is approved, the draft, which says that it is one."""
    version = approved_version(given.campaign) or versions_for(given.officer, given.campaign).first()
    if version is None:
        raise AskedRefused("Đợt chưa có bản chỉ tiêu nào: lập chỉ tiêu rồi soạn Phụ lục 01.", "")
    return targets_document(version, lines_for(given.officer, version))


def _unit_report(given: Given) -> Document:
    return _as_sent(given, given.reporting, Receiver.TOWN)


def _town_report(given: Given) -> Document:
    return _as_sent(given, None, given.said[_TO_ABOVE.name])


def _as_sent(given: Given, reporting: ReportingUnit | None, receiver: str) -> Document:
    """The paper of the last version that went out: a report is drawn from its sending and from nothing else, and refused where that gives
    another than the one that is kept, so that what is numbered and signed is what is on record.
    """
    day: date = given.said[_DAY.name]
    sending = last_sending(given.campaign, day, reporting, receiver)
    if sending is None:
        raise AskedRefused(
            f"Báo cáo ngày {short_day(day)} chưa gửi: gửi báo cáo ở “Báo cáo ngày” trước, rồi soạn văn bản từ bản đã gửi.",
            _DAY.name,
        )
    agency = issuing_agency(sending.report, at=sending.sent_at)
    if agency is None or agency.pk != given.agency.pk:
        raise AskedRefused(
            f"Báo cáo này đã gửi dưới tên {agency or 'đơn vị chưa khai báo cơ quan'}: chọn cơ quan ban hành đó.",
            "",
        )
    document = paper_of(sending, form_of(sending))
    assert document is not None  # an agency of it is known
    kept = kept_paper(sending, "pdf")
    if kept is not None and kept != as_pdf(document):
        raise AskedRefused(
            f"Văn bản soạn lại không còn giống từng chữ bản đã gửi ngày {short_day(day)}: tải bản đã gửi (.pdf) ở “Báo cáo ngày”, rồi "
            "ghi nhận nó như văn bản lập ngoài hệ thống.",
            _DAY.name,
        )
    return document


def _volume_sheet(given: Given) -> Document:
    first, last = given.said[_FIRST.name], given.said[_LAST.name]
    if not first <= last < first + timedelta(days=LONGEST_STRETCH):
        raise AskedRefused("“Đến ngày” phải sau “Từ ngày”, không quá một năm.", _LAST.name)
    unit = given.reporting
    _count_again(given)
    volumes = volumes_of(given.campaign, [unit.unit_id], first=first, last=last)
    return money.volume_sheet(
        given.sender, given.plan, given.day, unit=unit.name, first=first, last=last, volumes=volumes, names=names_of(volumes),
        total=total_of(volumes, unit.unit_id), rates=rates_in_words(given.campaign, first, last),
    )  # fmt: skip


def rates_in_words(campaign: Campaign, first: date, last: date) -> list[tuple[date, str]]:
    """The rates that held over some days, with their days and basis."""
    rates = list(campaign.rates.filter(since__lte=last).order_by("since"))
    before = [one for one in rates if one.since <= first]
    held = [*before[-1:], *(one for one in rates if one.since > first)]
    return [
        (
            one.since,
            f"{_dong(one.per_entry)}/trường hợp; mục ngắn {_dong(one.per_short)}, vừa {_dong(one.per_medium)}, dài {_dong(one.per_long)} ({one.basis})",
        )
        for one in held
    ]


def _dong(value: int) -> str:
    return f"{counted(value)} đ"


def _count_again(given: Given) -> None:
    """Brings the counts of keyed work up to now: what came since the worker last counted. The first count reads every entry there is, so
    that it is the worker's. Raises AskedRefused before it.
    """
    if counted_until() is None:
        raise AskedRefused(
            "Máy chủ chưa đếm khối lượng nhập lần nào: chờ tiến trình nền đếm xong (15 phút một lần) rồi soạn lại.",
            "",
        )
    count_keyed(now=given.now)


def _budget(given: Given) -> Document:
    _count_again(given)
    units, total = sums_of(items_for(given.officer, given.campaign), given.campaign, now=given.now)
    return money.budget(given.sender, given.plan, given.day, units=units, total=total)


FORMS: Final[dict[str, Form]] = {
    form.kind.value: form
    for form in (
        Form(PaperKind.UNIT_PLAN, unit_papers.UNIT_PLAN, _unit_plan),
        Form(PaperKind.TEAM_DECISION, unit_papers.TEAM_DECISION, _plain(unit_papers.team_decision)),
        Form(PaperKind.TARGETS, (), _targets, by_head=False, capability="campaign.view", leads=True, to_all=True),
        Form(PaperKind.UNIT_REPORT, (_DAY,), _unit_report, as_sent=True, capability="report.view"),
        Form(
            PaperKind.TOWN_REPORT, (_DAY, _TO_ABOVE), _town_report, as_sent=True, capability="report.view", leads=True, to_all=True,
        ),
        Form(
            PaperKind.INSPECTION_NOTICE, steering.INSPECTION_NOTICE, _plain(steering.inspection_notice),
            capability="inspect", leads=True,
        ),
        Form(
            PaperKind.INSPECTION_MINUTES, steering.INSPECTION_MINUTES, _plain(steering.inspection_minutes), by_head=False,
            capability="inspect", leads=True,
        ),
        Form(PaperKind.REMINDER, steering.REMINDER, _reminder, capability="steer", leads=True),
        Form(
            PaperKind.CORRECTION, steering.CORRECTION, _plain(steering.correction), capability="steer", leads=True
        ),
        Form(
            PaperKind.CONFIDENTIALITY,
            unit_papers.CONFIDENTIALITY,
            _plain(unit_papers.confidentiality),
            by_head=False,
        ),
        Form(PaperKind.DEVICE_CHECK, steering.DEVICE_CHECK, _plain(steering.device_check), by_head=False),
        Form(PaperKind.VOLUME_SHEET, (_FIRST, _LAST), _volume_sheet, capability=READ_WITH[PaperKind.VOLUME_SHEET]),
        Form(PaperKind.BUDGET, (), _budget, capability=READ_WITH[PaperKind.BUDGET], to_all=True),
        Form(
            PaperKind.CLOSING_REPORT, closing.CLOSING_REPORT, ending.closing_report, capability="closing.view", to_all=True
        ),
        Form(
            PaperKind.ACCEPTANCE, closing.ACCEPTANCE, ending.acceptance, by_head=False,
            capability="closing.view",
        ),
    )
}  # fmt: skip


def kinds_to_all() -> list[PaperKind]:
    """The documents that tell of all units: for these the plan may name receivers of their own."""
    return [form.kind for form in FORMS.values() if form.to_all]


def forms_for(officer: Officer) -> list[Form]:
    """The documents that somebody may draw who does what they do; those that speak for all units where he acts for the level that leads."""
    own = {agency.unit_id for agency in issuing_agencies(officer)}
    leads = campaigns_of(officer).filter(lead_agency__unit_id__in=own).exists()
    return [
        form
        for form in FORMS.values()
        if officer.may("documents.draw") and officer.may(form.capability) and (leads or not form.leads)
    ]


def check_may_record(officer: Officer, campaign: Campaign, agency: Agency, kind: str) -> None:
    """Whether a document made elsewhere may be entered as of a kind: who may not draw one does not issue it either. Raises NotAllowed,
    AskedRefused.
    """
    form = FORMS.get(kind)
    if form is None:
        return
    require(officer, form.capability)
    if form.leads:
        _of_who_leads(campaign, agency)


def issue(
    *, actor: Officer, now: datetime, campaign: Campaign, agency: Agency, kind: str, said: Mapping[str, Any],
    replaces: Paper | None = None, typed: bool = True,
) -> Paper:  # fmt: skip
    """Draws a document of a kind and puts it into the register as a draft, which the clerk then numbers: the one door for every room
    that issues something (a reminder, a notice of inspection, its minutes).

    `said` are the fields of the kind's form by their names (`FORMS[kind].fields`, e.g. `steering.REMINDER`), as text: a day as
    `2023-06-16`, a unit by its code in the campaign, lines one below the other, the cells of a row parted by semicolons. What is
    not said has its usual text; what is not `typed` but stands on record may be of any length. `agency` issues it: one of `papers.policies.issuing_agencies(actor)`. Figures are computed, never
    said. Raises NotAllowed, NotFound, PaperRefused, and AskedRefused, which names the field that cannot be read.
    """
    form = FORMS.get(kind)
    if form is None:
        raise NotFound("Không có mẫu của loại văn bản này.")
    data = {one.name: said.get(one.name, one.usual) for one in form.fields}
    return draw_paper(
        actor=actor, now=now, campaign=campaign, agency=agency, kind=form.kind, replaces=replaces,
        document=form.drawn(actor, campaign, agency, data, now=now, typed=typed),
    )  # fmt: skip
