"""From an entry of the registers of changes, recognitions and adoptions to the one it amends, and what is left to reconcile."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.audit import operations as audit
from hotich.core.annotations import note_words, source_kinds
from hotich.core.registers.catalogue import register
from hotich.entries.margin_notes import (
    linked_from,
    notes_lacking,
    says_of,
    searched_targets,
    sources_unlinked,
    suggested_targets,
)
from hotich.entries.policies import check_content
from hotich.entries.queries import entry_for
from hotich.screens.common import needs, page_of, whole_number
from hotich.screens.entry_desk.notes import prefilled
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now

PARTS = {
    "chua-co-viec": "Ghi chú chưa thấy trường hợp tương ứng",
    "chua-co-le": "Đã đăng ký, lề sổ gốc chưa ghi",
    "chua-noi": "Trường hợp chưa nối với sổ gốc",
}
_LACKS = {"chua-co-viec": "entry", "chua-co-le": "margin"}


@require_safe
@needs("annotate")
def targets(request: OfficerRequest, entry_id: UUID) -> HttpResponse:
    """Which entry it has amended: those that its own columns point to, and a search by number. Opening it is logged."""
    source = entry_for(request.user, entry_id)
    if source.kind not in source_kinds():
        raise NotFound
    check_content(request.user, source)
    says = says_of(source)
    asked = {word: request.GET.get(word, "").strip() for word in ("loai", "so", "nam", "noi")}
    searched = searched_targets(
        request.user, kind=asked["loai"], number=asked["so"], year=whole_number(asked["nam"]), office=asked["noi"]
    )  # fmt: skip
    suggestions = suggested_targets(request.user, source, says)
    audit.record(
        kind="entry.searched", officer=request.user, subject=f"entry:{source.pk}", unit_id=source.unit_id,
        detail={"shown": len(searched) + len(suggestions)}, now=now(),
    )  # fmt: skip
    return render(
        request,
        "entry_desk/targets.html",
        {
            "source": source, "says": says, "kinds": [(kind, register(kind).title) for kind in says.kinds], "asked": asked, "was_asked": bool(asked["so"]),
            "linked": linked_from(request.user, source),
            "suggestions": [
                {"entry": one.entry, "reasons": one.reasons, "address": prefilled(one.entry, source)}
                for one in suggestions
            ],
            "searched": [{"entry": entry, "address": prefilled(entry, source)} for entry in searched],
        },
    )  # fmt: skip


@require_safe
@needs("correct")
def reconcile(request: OfficerRequest) -> HttpResponse:
    """Notes without the entry they rest on, entries without their note: the registrar's list."""
    chosen = request.GET.get("phan", "")
    part = chosen if chosen in PARTS else "chua-co-viec"
    counts = {
        "chua-co-viec": notes_lacking(request.user, "entry").count(),
        "chua-co-le": notes_lacking(request.user, "margin").count(),
        "chua-noi": sources_unlinked(request.user).count(),
    }
    if part == "chua-noi":
        page = page_of(sources_unlinked(request.user), request)
        rows = [{"entry": entry, "words": []} for entry in page]
    else:
        lacks = _LACKS[part]
        page = page_of(notes_lacking(request.user, lacks).prefetch_related("entry__subjects"), request)
        rows = [
            {
                "entry": kept.entry,
                "words": [note_words(note) for note in kept.annotations if note["lacks"] == lacks],
            }
            for kept in page
        ]
    return render(
        request,
        "entry_desk/reconcile.html",
        {
            "part": part, "title": PARTS[part], "page": page, "rows": rows, "query": f"phan={part}&",
            "parts": [{"code": code, "label": label, "count": counts[code]} for code, label in PARTS.items()],
        },
    )  # fmt: skip
