"""Whether an entry belongs to the campaign: judged by entry, by the day it was registered, never by book."""

from datetime import date, datetime
from uuid import UUID

from hotich.campaign.models import Campaign
from hotich.campaign.queries import reporting_unit_of
from hotich.core.dates import read_date
from hotich.entries.models import Entry
from hotich.entries.operations import flag
from hotich.entries.queries import transcription_of
from hotich.support.time import local


def is_outside(campaign: Campaign, registered: str) -> bool:
    """Whether a registration date as written lies after the campaign's scope however it is read; unknown is inside."""
    value = read_date(registered).value if registered else None
    earliest: date | None = value.earliest() if value is not None else None
    return earliest is not None and earliest > campaign.scope_until


def settle_scope(*, entry_id: UUID, now: datetime) -> bool:
    """Marks a finished entry that lies outside its campaign, or takes the mark away after a correction.

    Says whether the mark changed. For doors that finish an entry: desk, import. Raises nothing for an entry of no campaign.
    """
    entry = (
        Entry.objects.unscoped("a rule of the campaign over an entry just finished")
        .filter(pk=entry_id)
        .first()
    )
    if entry is None or entry.first_completed_at is None:
        return False
    reporting = reporting_unit_of(entry.unit_id, on=local(now).date())
    transcription = transcription_of(entry)
    if reporting is None or transcription is None:
        return False
    written = (transcription.fields.get("registration.date") or {}).get("v") or ""
    outside = is_outside(reporting.campaign, written)
    if outside == entry.out_of_scope:
        return False
    until = reporting.campaign.scope_until.strftime("%d/%m/%Y")
    reason = f"đăng ký sau ngày {until}" if outside else f"đăng ký đến ngày {until}"
    flag(actor=None, entry_id=entry.pk, flags={"out_of_scope": outside}, reason=reason, now=now)
    return True
