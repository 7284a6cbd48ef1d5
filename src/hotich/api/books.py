"""Where the fields lie on a book's page images: calibration of the book, nudges of a page."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field, FiniteFloat

from hotich.books.boxes import BookImages
from hotich.books.calibration_page import calibration_page
from hotich.books.models import Book
from hotich.books.operations import calibrate, nudge
from hotich.books.queries import book_for
from hotich.staff.policies import require
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now

router = Router()
_Number = Annotated[int, Field(ge=1, le=100_000)]
_Point = Annotated[list[FiniteFloat], Field(min_length=2, max_length=2)]


class CalibrationIn(Schema):
    page: _Number
    from_page: _Number
    corners: Annotated[list[_Point], Field(min_length=4, max_length=4)] | None


class NudgeIn(Schema):
    dx: FiniteFloat
    dy: FiniteFloat


def _book(request: OfficerRequest, book_id: UUID, capability: str = "align") -> Book:
    require(request.user, capability)
    return book_for(request.user, book_id)


@router.get("/books/{book_id}/calibration", response=dict[str, Any], url_name="calibration")
def calibration(request: OfficerRequest, book_id: UUID, page: _Number | None = None) -> dict[str, Any]:
    """One page with the form's layout, what was calibrated, and the boxes that follow."""
    return calibration_page(request.user, _book(request, book_id), page)


@router.post("/books/{book_id}/calibration", response=dict[str, Any], url_name="calibrate")
def set_calibration(request: OfficerRequest, book_id: UUID, body: CalibrationIn) -> dict[str, Any]:
    """Says where the form's corners lie, from a page on; null corners switch the boxes off."""
    book = _book(request, book_id, "scan")
    calibrate(
        actor=request.user,
        now=now(),
        book=book,
        page=body.page,
        from_page=body.from_page,
        corners=body.corners,
    )
    return calibration_page(request.user, book, body.page)


@router.post("/books/{book_id}/pages/{number}/nudge", response=dict[str, Any], url_name="nudge")
def set_nudge(request: OfficerRequest, book_id: UUID, number: int, body: NudgeIn) -> dict[str, Any]:
    """Says how far a page's boxes lie off, as a whole; answers the page as the desk has it."""
    book = _book(request, book_id)
    nudge(actor=request.user, now=now(), book=book, number=number, dx=body.dx, dy=body.dy)
    return BookImages.of(book, [number]).page_of_shift(number)
