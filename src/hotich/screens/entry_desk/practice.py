"""The practice book: synthetic pages and what they say, for a first shift that reaches no server."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from hotich.core.registers.catalogue import edition
from hotich.screens.common import needs
from hotich.staff.requests import OfficerRequest

_BOOK = Path(__file__).with_name("practice.json")
_CONSTANT = "registration.place"


@cache
def practice_book() -> dict[str, Any]:
    """The book as the practice desk reads it, apart from who asks."""
    book: dict[str, Any] = json.loads(_BOOK.read_text(encoding="utf-8"))
    printed = {*book["labels"], _CONSTANT}
    form = edition(book["edition"])
    return book | {
        "off": [field.id for field in form.printed_fields() if field.id not in printed],
        "edition_url": staticfiles_storage.url(f"specs/{form.id.replace('/', '-')}.json"),
        "images": {
            page: staticfiles_storage.url(f"entry_desk/practice-{page}.webp") for page in book["boxes"]
        },
    }


@require_safe
@needs("key")
def practice_data(request: OfficerRequest) -> JsonResponse:
    """The practice book, with whose practice it is: how far he has come is kept in his browser under his number."""
    officer = {"id": request.user.pk, "name": request.user.full_name}
    response = JsonResponse(practice_book() | {"officer": officer})
    response.headers["Cache-Control"] = "private, no-cache"
    return response
