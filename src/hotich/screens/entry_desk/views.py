"""The shell of the desk, the choice of the machine, an entry to read, and page images."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from hotich.books.models import Page
from hotich.checking.duplicates.queries import twins_of
from hotich.core.annotations import Amendment, amendments, note_words
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.places import today_in_words
from hotich.core.values import MISSING_LABELS, ORIGIN_LABELS, MissingReason, Origin, said_of
from hotich.entries.derivation import edition_of_entry, sensitive_grounds
from hotich.entries.errors import BlindToThis, ContentRestricted
from hotich.entries.models import Entry, EntryAction
from hotich.entries.operations import show_entry
from hotich.entries.policies import RESTRICTED, readable_fields
from hotich.entries.queries import entry_for, transcription_of
from hotich.linkage.models import Judgement
from hotich.linkage.queries import judgements_of
from hotich.screens.common import desk_asked, needs
from hotich.screens.entry_desk.notes import notes_panel
from hotich.screens.entry_desk.offline import SHELL
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.stations.at_work import checked_spans, held
from hotich.stations.models import Station
from hotich.stations.queries import stations_of
from hotich.stations.requests import remember
from hotich.support.time import now

DESK_PATH = "/nhap/"


@require_safe
@ensure_csrf_cookie
def shell(request: HttpRequest, entry_id: UUID | None = None) -> HttpResponse:
    """The page of the desk: the same bytes for everybody and at every address of the desk, so that a browser can keep it and
    open it with the line down. It shows nothing; what is keyed comes from `/api/desk/shift`, which asks who is there.
    """
    response = HttpResponse(render_to_string(SHELL))
    response.headers["Cache-Control"] = "no-cache"
    return response


@needs("key")
def choose_station(request: OfficerRequest) -> HttpResponse:
    """Which machine this browser is; afterwards the desk is opened."""
    stations = stations_of(request.user)
    chosen = next((one for one in stations if one.code == request.POST.get("may")), None)
    if chosen is not None:
        return remember(redirect(desk_asked(request, DESK_PATH)), chosen)
    return render(request, "entry_desk/choose_station.html", {"stations": stations})


@require_safe
@needs("entries.view")
def entry(request: OfficerRequest, entry_id: UUID) -> HttpResponse:
    """One entry to read: what the book says, what was found, and its log. Opening it is logged."""
    found = entry_for(request.user, entry_id)
    try:
        show_entry(actor=request.user, entry=found, now=now())
    except (ContentRestricted, BlindToThis) as refusal:
        return render(request, "entry_desk/restricted.html", {"entry": found, "refusal": refusal})
    transcription = transcription_of(found)
    fields = readable_fields(request.user, found, transcription.fields) if transcription else {}
    form = edition_of_entry(found)
    # A masked column has no place to show either.
    places = {
        name: norm
        for name, norm in (transcription.normalised if transcription else {}).items()
        if isinstance(norm, dict) and (fields.get(name) or {}).get("v")
    }
    since = amendments(fields, transcription.annotations) if transcription else {}
    said = {
        dotted: _shown(fields.get(dotted, {}), since.get(dotted), places.get(dotted))
        for dotted in (*fields, *since)
    }
    groups = []
    known: set[str] = set()
    for group in form.groups if form else ():
        rows = [(field.label, said[field.id]) for field in group.fields if field.id in said]
        known |= {field.id for field in group.fields}
        if rows:
            groups.append({"label": group.label, "rows": rows})
    rest = [
        (form.label_in_full(dotted) if form else dotted, value)
        for dotted, value in said.items()
        if dotted not in known
    ]
    if rest:
        groups.append({"label": "Các cột khác" if groups else "Các cột", "rows": rest})
    actions = _logged(found)
    judgements = list(judgements_of(request.user, found).select_related("look_up", "officer"))
    return render(
        request,
        "entry_desk/entry.html",
        {
            "entry": found, "groups": groups, "actions": actions, "labels": FIELD_LABELS,
            "grounds": sensitive_grounds(found.book, fields, transcription.annotations if transcription else ()),
            "subjects": found.subjects.order_by("-principal", "role"),
            "judgements": judgements, "standing": _standing(judgements),
            "sees_register": request.user.scope.sees_register,
            "page": Page.objects.visible_to(request.user).filter(book=found.book, number=found.page).first()
            if found.page
            else None,
            "may_link": request.user.may("annotate"),
            "twins": twins_of(request.user, found) if request.user.may("duplicates") else [],
        } | notes_panel(request, found, transcription),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of an entry's log: who, at which machine, and whether its security check did not hold when the server received it."""

    action: EntryAction
    author: Officer | None
    machine: Station | None
    is_unchecked: bool


def _logged(entry: Entry) -> list[Logged]:
    actions = list(EntryAction.objects.filter(entry_id=entry.pk).order_by("seq"))
    officers = Officer.objects.in_bulk({action.author_id for action in actions if action.author_id})
    machines = Station.objects.unscoped("machines named in a log the officer may see").in_bulk(
        {action.station_id for action in actions if action.station_id}
    )
    spans = checked_spans(machines)
    return [
        Logged(
            action,
            officers.get(action.author_id or 0),
            machines.get(action.station_id),
            action.station_id in machines
            and not held(spans.get(action.station_id or 0, ()), action.received_at),
        )
        for action in actions
    ]


def _standing(judgements: Iterable[Judgement]) -> set[UUID]:
    """The newest judgement of each person: it stands, the others were replaced."""
    newest: dict[str, UUID] = {}
    for judgement in judgements:
        newest.setdefault(judgement.role, judgement.pk)
    return set(newest.values())


def _shown(
    value: dict[str, Any], since: Amendment | None, place: dict[str, Any] | None = None
) -> dict[str, str]:
    reason, origin = value.get("m"), value.get("o")
    return {
        "value": value.get("v") or "",
        "missing": _why_missing(reason) if reason else "",
        "struck": value.get("struck") or "",
        # Beside what the book says, never instead of it.
        "today": today_in_words(place) if place else "",
        # Typed from the book is what nobody needs to be told.
        "origin": ORIGIN_LABELS[Origin(origin)] if origin and origin != Origin.TYPED else "",
        "now": said_of(since.value) if since else "",
        "amended": note_words(since.note) if since else "",
    }


def _why_missing(reason: str) -> str:
    return "hạn chế xem" if reason == RESTRICTED else MISSING_LABELS[MissingReason(reason)]
