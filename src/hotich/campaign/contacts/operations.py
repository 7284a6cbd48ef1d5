"""Naming contact points; one that is replaced ends and stays on record."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from hotich.campaign.models import ContactPoint, Topic
from hotich.campaign.policies import check_leads
from hotich.staff.models import Officer, Position
from hotich.support.errors import NotFound, Refusal
from hotich.support.once import refused_if_there
from hotich.support.time import local
from hotich.support.words import fitting
from hotich.units.models import Agency
from hotich.units.queries import with_units_above, with_units_below


class ContactRefused(Refusal):
    """The contact point cannot be as it is described; the message says why."""

    code = "campaign.contact"
    status = 422


@transaction.atomic
def name_contact(
    *,
    actor: Officer,
    campaign_id: int | None,
    topic: str,
    agency: Agency,
    name: str,
    title: str,
    phone: str,
    order: int,
    now: datetime,
    officer: Officer | None = None,
    since: date | None = None,
) -> ContactPoint:
    """From a day on (today) somebody answers for a topic: an account holder of the agency, where one has that name and no other does, so
    that what comes to him he can answer. Raises NotAllowed, NotFound, ContactRefused.
    """
    campaign = check_leads(actor, campaign_id, "campaign.plan")
    if topic not in Topic.values:
        raise ContactRefused("Chọn lĩnh vực có trong danh sách.")
    named = fitting(name, field="Họ và tên", most=120, refusal=ContactRefused)
    title = fitting(title, field="Chức vụ", most=120, refusal=ContactRefused)
    phone = fitting(phone, field="Điện thoại", most=40, refusal=ContactRefused)
    if not named or not title:
        raise ContactRefused("Ghi họ tên và chức vụ của đầu mối.")
    lead = campaign.lead_agency.unit_id
    if agency.unit_id not in with_units_below([lead]) | with_units_above([lead]):
        raise NotFound
    with refused_if_there(ContactRefused(f"{named} đã là đầu mối {Topic(topic).label} của {agency}.")):
        return ContactPoint.objects.create(
            campaign=campaign, topic=topic, agency=agency, officer=officer or _holder(agency, named, now), name=named, title=title,
            phone=phone, order=order, since=since or local(now).date(), named_by=actor, named_at=now,
        )  # fmt: skip


def _holder(agency: Agency, name: str, now: datetime) -> Officer | None:
    """The one account of that name in the agency; None where there is none, or two."""
    asked = " ".join(name.split()).casefold()
    day = local(now).date()
    held = Officer.objects.filter(is_active=True, positions__in=_standing(agency, day)).distinct()
    found = [one for one in held if " ".join(one.full_name.split()).casefold() == asked]
    return found[0] if len(found) == 1 else None


def _standing(agency: Agency, day: date) -> QuerySet[Position]:
    positions = Position.objects.filter(agency=agency, valid_from__lte=day, ended_at__isnull=True)
    return positions.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


@transaction.atomic
def end_contact(*, actor: Officer, contact_id: int, now: datetime) -> ContactPoint:
    """Somebody answers for his topic no longer, from today on. Raises NotAllowed, NotFound."""
    points = ContactPoint.objects.filter(pk=contact_id, until__isnull=True)
    check_leads(actor, points.values_list("campaign_id", flat=True).first(), "campaign.plan")
    found = points.select_for_update().first()
    if found is None:
        raise NotFound
    found.until = max(found.since, local(now).date() - timedelta(days=1))
    found.save(update_fields=["until"])
    return found
