"""Who waits for an officer's decision: what he finished himself first, then what helpers of his books keyed."""

from dataclasses import asdict
from typing import Any

from django.db.models import Case, IntegerField, When
from ninja import Router

from hotich.campaign.queries import reporting_unit_of, works_blind
from hotich.core.registers.catalogue import register
from hotich.entries.derivation import edition_of_entry
from hotich.entries.models import Subject
from hotich.entries.operations import show_names
from hotich.entries.queries import awaiting_look_up, transcription_of
from hotich.linkage.policies import identity_of
from hotich.linkage.terms import people_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now, today

router = Router()
MOST = 50


@router.get("/look-ups/waiting")
def waiting(request: OfficerRequest) -> dict[str, Any]:
    """Finished entries keyed here of which nobody decided yet whose they are, the officer's own newest first. Nothing of the
    population register is in it."""
    officer = request.user
    require(officer, "look_up")
    found = awaiting_look_up(officer).filter(entry__from_file=False)
    own = found.filter(entry__completed_by=officer).count()
    others = found.exclude(entry__completed_by=officer).count()
    rows = list(
        found.annotate(
            theirs=Case(When(entry__completed_by=officer, then=0), default=1, output_field=IntegerField())
        )
        .order_by("theirs", "-entry__first_completed_at", "entry_id", "role")
        .select_related("entry__book", "entry__completed_by")[:MOST]
    )
    show_names(actor=officer, entries={row.entry for row in rows}, where="look-ups:waiting", now=now())
    return {"own": own, "others": others, "rows": [_row(row, officer) for row in rows]}


def _row(subject: Subject, officer: Officer) -> dict[str, Any]:
    entry = subject.entry
    role = people_of(entry.kind)[subject.role]
    form = edition_of_entry(entry)
    identity = identity_of(entry, role.role)
    kept = transcription_of(entry)
    reporting = reporting_unit_of(entry.unit_id, on=today())
    place = [f"trang {entry.page}"] if entry.page else []
    if entry.line:
        place.append(f"dòng {entry.line}")
    return {
        "entry": str(entry.pk),
        "book": str(entry.book_id),
        "title": entry.book.title,
        "register": register(entry.kind).title,
        "number": entry.number,
        "place": ", ".join(place),
        "name": subject.full_name,
        "own": entry.completed_by_id == officer.pk,
        "by": str(entry.completed_by or ""),
        "way": "blind" if works_blind(entry.unit_id, entry.kind, on=today()) else "confirm",
        "recorded": reporting is None or reporting.look_up_way == "recorded",
        "subject": asdict(role) | {"identity": identity, "compared": dict(role.compared)},
        # Of the book, for noting down what was searched on the police machine.
        "values": {
            dotted: value["v"]
            for dotted in identity
            if kept is not None and (value := kept.fields.get(dotted)) and value.get("v")
        },
        "labels": {
            dotted: form.label(dotted)
            for dotted in (*identity, *role.compared.values())
            if form is not None and form.get(dotted) is not None
        },
    }
