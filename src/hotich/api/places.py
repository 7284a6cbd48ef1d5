"""Places to offer while one is typed for a book; what is typed travels in the body, for an address ends in logs."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from hotich.api.text import Word
from hotich.books.models import Book
from hotich.core.places import Style, suggest_places, today_in_words
from hotich.staff.policies import require
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import today

router = Router(tags=["places"])


class TypedIn(Schema):
    """A few letters, the day of the act, the ids of units the book named before (the latest first), the book's style of writing."""

    typed: Word
    on: date | None = None
    recent: Annotated[list[Word], Field(max_length=20)] = Field(default_factory=list)
    style: Style = Style.FULL


class PlaceOut(Schema):
    """A unit as it was on the day, the text a pick inserts, and what it is today."""

    unit: str
    text: str
    today: str


@router.post(
    "/books/{uuid:book_id}/places", response=list[PlaceOut], summary="Places to offer", url_name="places"
)
def places(request: OfficerRequest, book_id: UUID, body: TypedIn) -> list[dict[str, Any]]:
    """The five likeliest places of the day, the nearest to the book first. Without a day the year in which the book was opened counts."""
    require(request.user, "key")
    book = Book.objects.visible_to(request.user).select_related("unit").filter(pk=book_id).first()
    if book is None:
        raise NotFound
    on = body.on or book.opened_on or (date(book.year_opened, 12, 31) if book.year_opened else today())
    found = suggest_places(
        body.typed, on=on, near=book.unit.key if book.unit else None, recent=body.recent, style=body.style
    )
    return [
        {
            "unit": one.unit.id,
            "text": one.text,
            "today": today_in_words({"unit_now": [unit.id for unit in one.now]}),
        }
        for one in found
    ]
