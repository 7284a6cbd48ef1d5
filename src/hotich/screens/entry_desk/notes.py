"""Ghi chú bên lề: the panel of an entry's notes, the form that adds or replaces one, and taking one back."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.cases.operations import annotate
from hotich.cases.operations import withdraw_note as withdraw
from hotich.core.annotations import IN_FORCE, in_force, kind_label, source_kinds
from hotich.entries.derivation import findings_of_notes
from hotich.entries.errors import NoteGone, NoteRefused
from hotich.entries.margin_notes import linked_from, says_of, sources_of
from hotich.entries.models import Entry, Transcription
from hotich.entries.operations import saw
from hotich.entries.policies import check_content, may_annotate
from hotich.entries.queries import entry_for, state_of, transcription_of
from hotich.screens.common import is_uuid, needs, whole_number
from hotich.screens.note_form import NoteForm, Row, of_note, offered, posted, shown_notes
from hotich.staff.requests import OfficerRequest
from hotich.stations.requests import station_of
from hotich.support.errors import Refusal
from hotich.support.time import now

DESK = "nhap"
"""Where an officer came from who goes back to the entry desk."""


def notes_panel(request: OfficerRequest, entry: Entry, kept: Transcription | None) -> dict[str, Any]:
    """What the panel shows: every note, where it comes from, what it lacks, and what this entry has changed elsewhere."""
    rows = shown_notes(entry, kept)
    sources = sources_of(request.user, (row["note"] for row in rows))
    for row in rows:
        row["source"] = sources.get(row["note"].get("source") or "")
    is_source = entry.kind in source_kinds()
    return {
        "notes": [row for row in rows if row["counts"]],
        "ended_notes": [row for row in rows if not row["counts"]],
        "note_findings": findings_of_notes(entry.book, state_of(entry.pk)) if rows else (),
        "may_note": _may_note(request, entry),
        "is_source": is_source,
        "linked": linked_from(request.user, entry) if is_source else [],
    }


def _may_note(request: OfficerRequest, entry: Entry) -> bool:
    if not request.user.may("annotate"):
        return False
    try:
        may_annotate(officer=request.user, entry=entry, station=station_of(request), now=now())
    except Refusal:
        return False
    return True


@require_safe
@needs("annotate")
def note_form(request: OfficerRequest, entry_id: UUID) -> HttpResponse:
    """A new note; `?thay=` another reading of one in force, `?nguon=` one that comes from an entry of another register.

    Opening it is logged: it shows what the entry says.
    """
    entry = entry_for(request.user, entry_id)
    may_annotate(officer=request.user, entry=entry, station=station_of(request), now=now())
    kept = transcription_of(entry)
    saw(actor=request.user, entries=[entry], now=now())
    audit.record(
        kind="entry.viewed", officer=request.user, subject=f"entry:{entry.pk}", unit_id=entry.unit_id, now=now()
    )  # fmt: skip
    return _shown(request, entry, kept, _begun(request, kept))


def _begun(request: OfficerRequest, kept: Transcription | None) -> NoteForm:
    replaced = whole_number(request.GET.get("thay", ""))
    if replaced is not None:
        chain = kept.annotations if kept else []
        note = next((each for each in chain if each["seq"] == replaced and each["state"] == IN_FORCE), None)
        if note is None:
            raise NoteGone
        return of_note(note)
    source_id = request.GET.get("nguon", "")
    if not is_uuid(source_id):
        return NoteForm()
    source = entry_for(request.user, UUID(source_id))
    check_content(request.user, source)
    alone = None if "moi" in request.GET else _to_be_linked(kept, source)
    if alone is not None:
        return replace(
            of_note(alone), source=str(source.pk), reason=f"nối với trường hợp trong sổ {source.kind}"
        )
    says = says_of(source)
    return NoteForm(
        kind=says.note, text=says.text, document=dict(says.document), source=str(source.pk), in_margin=None,
        rows=[Row()],
    )  # fmt: skip


def _to_be_linked(kept: Transcription | None, source: Entry) -> dict[str, Any] | None:
    """The note of the margin that the entry of the other register most probably is about: it is linked, not written twice."""
    waiting = [
        note
        for note in (in_force(kept.annotations) if kept else ())
        if note["lacks"] == "entry" and source.kind in note["wants"]
    ]
    numbers = set(says_of(source).document.values())
    waiting.sort(key=lambda note: -len(numbers & set(note["document"].values())))
    return dict(waiting[0]) if waiting else None


def _shown(
    request: OfficerRequest,
    entry: Entry,
    kept: Transcription | None,
    form: NoteForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    source = None
    if is_uuid(form.source):
        source = sources_of(request.user, [{"source": form.source}]).get(form.source)
    return render(
        request,
        "entry_desk/note.html",
        {
            "entry": entry, "refusal": refusal, "source": source, "back": _back(request),
            "linking": "nguon" in request.GET,
            "notes_in_page": ((kept.fields if kept else {}).get("notes") or {}).get("v"),
            **offered(entry, kept, form),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_POST
@needs("annotate")
def write_note(request: OfficerRequest, entry_id: UUID) -> HttpResponse:
    """Keeps the note; what cannot be kept comes back with the sentence and everything that was typed."""
    entry = entry_for(request.user, entry_id)
    form = posted(request.POST)
    try:
        annotate(
            actor=request.user, entry_id=entry.pk, note=form.note(), replaces=form.replaces, reason=form.reason,
            now=now(), station=station_of(request),
        )  # fmt: skip
    except (NoteRefused, NoteGone) as refusal:
        return _shown(request, entry, transcription_of(entry), form, refusal)
    except Refusal as refusal:
        if refusal.code != "reason.needed":
            raise
        return _shown(request, entry, transcription_of(entry), form, refusal)
    messages.success(request, f"Đã ghi: {kind_label(form.kind).lower()}.")
    return _onwards(request, entry)


@require_POST
@needs("annotate")
def withdraw_note(request: OfficerRequest, entry_id: UUID) -> HttpResponse:
    """Takes one note back."""
    entry = entry_for(request.user, entry_id)
    note = whole_number(request.POST.get("so", ""))
    if note is None:
        raise NoteGone
    withdraw(
        actor=request.user, entry_id=entry.pk, note=note, reason=request.POST.get("ly-do", ""), now=now(),
        station=station_of(request),
    )  # fmt: skip
    messages.success(request, "Đã rút ghi chú: trường hợp trở lại như khi chưa có ghi chú ấy.")
    return _onwards(request, entry)


def _back(request: OfficerRequest) -> str:
    said = request.POST if request.method == "POST" else request.GET
    return DESK if said.get("ve") == DESK else ""


def _onwards(request: OfficerRequest, entry: Entry) -> HttpResponse:
    if _back(request):
        return redirect("desk", entry_id=entry.pk)
    return redirect(f"{reverse('entry', args=[entry.pk])}#ghi-chu")


def prefilled(entry: Entry, source: Entry) -> str:
    """The address of the form on the amended entry, filled from the entry it comes from."""
    return f"{reverse('note_form', args=[entry.pk])}?{urlencode({'nguon': source.pk})}"
