"""Drawing what was sent as papers: by the worker, after the sending. Whoever sends at the last minute does not wait for pages, and a report
is never refused because its pages cannot be drawn.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hotich.audit import operations as audit
from hotich.reports.files import keep_bytes
from hotich.reports.models import ReportFile, Sending
from hotich.reports.papers import DRAWN_WITHIN, ISSUERS, form_of, papers_of
from hotich.support.worker import ask_worker
from hotich.units.models import Agency

TASK: Final = "hotich.draw_report"


def ask_for_papers(sending: Sending) -> None:
    """Has the worker draw it when it is sent. Drawn twice, it gives the same bytes."""
    ask_worker(TASK, once=f"{TASK}:{sending.pk}", alone=False, sending_id=sending.pk)


def draw_papers(*, sending_id: int, now: datetime) -> list[ReportFile]:
    """The papers of what was sent, kept beside its figures; gives those that were not there yet. Nothing where no agency is known to issue
    them. Idempotent. Raises ReportFileBroken.
    """
    found = Sending.objects.unscoped("the worker draws what an officer sent").filter(pk=sending_id)
    sending = found.select_related("report__campaign", "report__unit", "report__reporting_unit").first()
    if sending is None:
        return []
    contents = papers_of(sending, form_of(sending))
    with transaction.atomic():
        kept = [
            ReportFile.objects.get_or_create(
                sending=sending, kind=kind, defaults={"digest": keep_bytes(content), "size": len(content), "made_at": now}
            )
            for kind, content in contents.items()
        ]  # fmt: skip
        made = [file for file, is_new in kept if is_new]
        if made:
            audit.record(
                kind="report.drawn", subject=f"report:{sending.report_id}", unit_id=sending.unit_id, now=now,
                detail={
                    "receiver": sending.receiver, "version": sending.number, "files": {file.kind: file.digest for file in made},
                },
            )  # fmt: skip
    return made


@transaction.atomic
def sweep_papers(*, now: datetime) -> int:
    """Asks again for what was sent lately and is not drawn: the asking was lost, or the drawing failed. Gives how many were asked for."""
    known = Agency.objects.filter(unit=OuterRef("unit"), kind__in=ISSUERS)
    waiting = (
        Sending.objects.unscoped("the worker draws what officers sent")
        .filter(Q(report__reporting_unit__agency__isnull=False) | Exists(known))
        .filter(sent_at__gt=now - DRAWN_WITHIN, sent_at__lte=now, files__kind="json")
        .exclude(files__kind="pdf")
    )
    listed = list(waiting)
    for sending in listed:
        ask_for_papers(sending)
    return len(listed)
