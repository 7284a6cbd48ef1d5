"""The registers explained: kinds, their printed forms, columns, rules and sources. Nothing of any entry stands here."""

from functools import cache

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.core.registers.catalogue import kinds
from hotich.integration.reference import KindPage, describe
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound


@cache
def _page(kind: str) -> KindPage:
    return describe(kind)


def _known(kind: str) -> KindPage:
    if kind not in kinds():
        raise NotFound("Không có loại sổ này. Chọn lại trong danh sách các loại sổ.")
    return _page(kind)


@require_safe
def listing(request: OfficerRequest) -> HttpResponse:
    """Every kind of register with its forms."""
    return render(request, "registers_room/listing.html", {"pages": [_page(kind) for kind in kinds()]})


@require_safe
def kind_page(request: OfficerRequest, kind: str) -> HttpResponse:
    """The newest form of a kind."""
    page = _known(kind)
    return _edition(request, page, page.editions[-1].id)


@require_safe
def edition_page(request: OfficerRequest, kind: str, first_year: str) -> HttpResponse:
    """One form: `KS/2006`."""
    return _edition(request, _known(kind), f"{kind}/{first_year}")


def _edition(request: OfficerRequest, page: KindPage, edition_id: str) -> HttpResponse:
    edition = next((each for each in page.editions if each.id.partition(".")[0] == edition_id), None)
    if edition is None:
        raise NotFound("Không có mẫu sổ này. Chọn lại trong các mẫu của loại sổ.")
    forms = [(each, each.id.partition(".")[0].partition("/")[2]) for each in page.editions]
    return render(request, "registers_room/edition.html", {"kind": page, "edition": edition, "forms": forms})
