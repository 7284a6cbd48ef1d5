"""The page that carries the desk, an entry to read, and page images."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from hotich.books.models import Book, Page
from hotich.core.annotations import Amendment, amendments, note_words
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.places import today_in_words
from hotich.core.values import MISSING_LABELS, ORIGIN_LABELS, MissingReason, Origin
from hotich.entries.derivation import edition_of_entry, sensitive_grounds
from hotich.entries.errors import ContentRestricted, NothingToKey
from hotich.entries.models import Entry, EntryAction
from hotich.entries.operations import Place, place_at, place_of, show_entry
from hotich.entries.operations import next_entry as next_place
from hotich.entries.policies import RESTRICTED, readable_fields
from hotich.entries.queries import entry_for, transcription_of
from hotich.linkage.models import Judgement
from hotich.linkage.queries import judgements_of
from hotich.screens.common import needs
from hotich.screens.entry_desk.notes import notes_panel
from hotich.screens.entry_desk.page_data import as_script, desk_data
from hotich.screens.entry_desk.stations import remember, station_of
from hotich.screens.note_form import said_of
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.stations.models import Station
from hotich.stations.queries import stations_of
from hotich.support.errors import NotFound
from hotich.support.time import now

# A place in the book has no entry until its first field is kept; the session remembers which place an address means.
_PLACES = "places"
_REMEMBERED = 20


def _choose_station(request: OfficerRequest) -> HttpResponse:
    stations = stations_of(request.user)
    chosen = next((one for one in stations if one.code == request.POST.get("may")), None)
    if chosen is not None:
        return remember(redirect(request.get_full_path()), chosen)
    return render(request, "entry_desk/choose_station.html", {"stations": stations})


@needs("key")
def next_entry(request: OfficerRequest) -> HttpResponse:
    """The next entry of the officer at this machine; `?so=` asks for one of his books."""
    station = station_of(request)
    if station is None:
        return _choose_station(request)
    try:
        place = next_place(
            actor=request.user, station=station, now=now(), book_id=_uuid(request.GET.get("so", ""))
        )
    except NothingToKey as refusal:
        return render(request, "entry_desk/nothing.html", {"refusal": refusal})
    _keep(request, place)
    return redirect("desk", entry_id=place.entry_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _keep(request: OfficerRequest, place: Place) -> None:
    places = dict(request.session.get(_PLACES, {}))
    places[str(place.entry_id)] = [str(place.book.pk), place.position]
    request.session[_PLACES] = dict(list(places.items())[-_REMEMBERED:])


@needs("key")
def desk(request: OfficerRequest, entry_id: UUID) -> HttpResponse:
    """The desk over one entry, or over the free place that bears this id. Opening an entry is logged."""
    station = station_of(request)
    if station is None:
        return _choose_station(request)
    officer: Officer = request.user
    moment = now()
    entry = Entry.objects.visible_to(officer).select_related("book").filter(pk=entry_id).first()
    if entry is not None:
        place = place_of(actor=officer, station=station, entry=entry, now=moment)
        show_entry(actor=officer, entry=entry, now=moment)
    else:
        place = _free_place(request, officer, station, entry_id)
    data = desk_data(request, place=place, station=station, entry=entry)
    return render(
        request,
        "entry_desk/desk.html",
        # `as_script` leaves no character that could end the element.
        {"place": place, "entry": entry, "data": mark_safe(as_script(data))},  # noqa: S308
    )


def _free_place(request: OfficerRequest, officer: Officer, station: Station, entry_id: UUID) -> Place:
    remembered = request.session.get(_PLACES, {}).get(str(entry_id))
    if remembered is None:
        raise NotFound
    book = Book.objects.visible_to(officer).filter(pk=remembered[0]).first()
    if book is None:
        raise NotFound
    place = place_at(actor=officer, station=station, book=book, position=remembered[1], now=now())
    return replace(place, entry_id=entry_id) if place.is_new else place


@require_safe
@needs("entries.view")
def entry(request: OfficerRequest, entry_id: UUID) -> HttpResponse:
    """One entry to read: what the book says, what was found, and its log. Opening it is logged."""
    found = entry_for(request.user, entry_id)
    try:
        show_entry(actor=request.user, entry=found, now=now())
    except ContentRestricted as refusal:
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
    actions = list(EntryAction.objects.filter(entry_id=found.pk).order_by("seq"))
    judgements = list(judgements_of(request.user, found).select_related("look_up", "officer"))
    officers = Officer.objects.in_bulk({action.author_id for action in actions if action.author_id})
    for action in actions:
        action.author = officers.get(action.author_id)  # type: ignore[attr-defined]
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
        } | notes_panel(request, found, transcription),
    )  # fmt: skip


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
