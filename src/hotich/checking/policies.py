"""Who may check and arbitrate: each check raises."""

from datetime import datetime

from hotich.books.models import Book
from hotich.checking.errors import NotYoursToCheck
from hotich.checking.models import Check, CheckPolicy
from hotich.checking.rules import checkers_for, has_one_keyer, setting_of
from hotich.core.workflow.independence import could_check, why_not_arbitrate, why_not_check
from hotich.entries.operations import hands_in
from hotich.entries.operations.checks import refuse
from hotich.entries.policies import check_capability, viewer
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.support.time import local

REGISTRAR = CheckPolicy.WhenAlone.REGISTRAR


def may_check_in(officer: Officer, book: Book, now: datetime) -> None:
    """Checkers of the unit; where it has one keyer, whom its setting names. Raises NotAllowed, NotYoursToCheck."""
    check_capability(officer, "check", now)
    day = local(now).date()
    positions = viewer(officer, now).scope.positions
    if any(held.code == "checker" and held.agency.unit_id == book.unit_id for held in positions):
        return
    if not has_one_keyer(book.unit_id, day):
        raise NotYoursToCheck
    setting = setting_of(book.unit, day)
    rule = setting.when_alone if setting else REGISTRAR
    own = any(held.code == "registrar" and held.agency.unit_id == book.unit_id for held in positions)
    other = book.has_images and any(held.code == "checker" for held in positions)
    if not (own if rule == REGISTRAR else other):
        raise NotYoursToCheck


def may_check(officer: Officer, check: Check, now: datetime) -> bool:
    """Whether he checks it although he has seen what was keyed, because nobody else can: the check says so then (ADR 27).

    Raises NotAllowed, NotYoursToCheck, NotIndependent.
    """
    may_check_in(officer, check.book, now)
    of = hands_in([check.entry_id])[check.entry_id]
    seen_before = officer.pk in of.seen and not could_check(checkers_for(check.book, local(now).date()), of)
    refuse(why_not_check(officer.pk, of, nobody_else=seen_before))
    return seen_before


def may_arbitrate(officer: Officer, check: Check, now: datetime) -> None:
    """Neither who keyed nor who checked. Raises NotAllowed, NotFound outside his units, NotIndependent."""
    check_capability(officer, "arbitrate", now)
    if not Check.objects.visible_to(viewer(officer, now)).filter(pk=check.pk).exists():
        raise NotFound
    refuse(why_not_arbitrate(officer.pk, hands_in([check.entry_id])[check.entry_id]))


def may_draw(officer: Officer, book: Book, now: datetime) -> None:
    """Raises NotAllowed, NotFound."""
    check_capability(officer, "lots.draw", now)
    if not Book.objects.visible_to(viewer(officer, now)).filter(pk=book.pk).exists():
        raise NotFound
