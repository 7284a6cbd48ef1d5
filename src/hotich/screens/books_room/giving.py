"""Which verb gives books away: the ordinary one, the loan that opens entries for a note, the return of finished books."""

from collections.abc import Sequence
from datetime import date

from hotich.books.models import Minutes, Purpose, Way
from hotich.books.operations import Given, draw_up
from hotich.books.policies import BookRefused
from hotich.checking.completing.operations import return_books
from hotich.entries.operations import lend_for_note
from hotich.staff.models import Officer
from hotich.support.time import now
from hotich.units.models import Agency


def give_books(
    *,
    actor: Officer,
    given: Sequence[Given],
    to: Agency,
    way: str,
    number: str,
    due_on: date | None,
    purpose: str,
    reason: str,
    entries: str = "",
) -> Minutes:
    """Minutes as a form describes them; `entries` are the numbers whose margin notes a loan is for, with commas between.

    Raises NotAllowed, NotFound, BookRefused.
    """
    if way == Way.LEND_BACK and purpose == Purpose.MARGIN_NOTE:
        if len(given) != 1:
            raise BookRefused(
                "Cho mượn để ghi chú bên lề: lập biên bản riêng cho từng quyển.", code="lending.one_book"
            )
        return lend_for_note(
            actor=actor, now=now(), given=given[0], to_agency=to, numbers=entries.split(","), due_on=due_on,
            minutes_number=number, reason=reason,
        )  # fmt: skip
    if way == Way.RETURN:
        return return_books(actor=actor, now=now(), given=given, to_agency=to, number=number, reason=reason)
    return draw_up(
        actor=actor, now=now(), given=given, to_agency=to, way=way, number=number, due_on=due_on, purpose=purpose,
        reason=reason,
    )  # fmt: skip
