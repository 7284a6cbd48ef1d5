"""Reads of checks, lots and error rates."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hotich.books.models import Book, BookStatus, Page
from hotich.checking.models import Check, CheckPolicy, Contest, FieldDifference, Lot
from hotich.checking.rules import checkers_for, has_one_keyer, setting_of
from hotich.core.quotas.sampling import Plan
from hotich.core.quotas.switching import Inspection, LotResult, after_lot, reduced, resumed
from hotich.core.rates import Rate
from hotich.core.workflow.independence import could_check
from hotich.entries.models import Entry, Sight
from hotich.entries.operations import hands_in
from hotich.entries.policies import viewer
from hotich.staff.models import Officer, Position
from hotich.support.errors import NotFound
from hotich.support.time import local
from hotich.units.models import Unit

State = Check.State


def open_checks(book: Book) -> int:
    """Checks of a book that are not finished: while there are any, the book cannot go back. A lot counts by the checks it still asks."""
    found = Check.objects.unscoped("of a book the caller has judged").filter(book=book, state__in=Check.OPEN)
    return int(found.exclude(reason=Check.Reason.SEED).count())


def checks_open_to(officer: Officer, now: datetime) -> QuerySet[Check]:
    """Checks the officer may see to: of his units, and those that the rule for units with one keyer gives to another unit's checker."""
    visible = Check.objects.visible_to(viewer(officer, now))
    lent = lent_units(officer, now)
    if not lent:
        return visible.select_related("book__unit", "entry")
    both = Check.objects.unscoped(
        "a unit with one keyer is checked from another unit, by the campaign's rule"
    )
    return both.filter(
        Q(pk__in=visible.values("pk")) | Q(unit_id__in=lent, book__has_images=True, entry__sensitive=False)
    ).select_related("book__unit", "entry")


def book_to_check(officer: Officer, book_id: UUID, now: datetime) -> Book:
    """A book with checks that are open to the officer. Raises NotFound."""
    found = checks_open_to(officer, now).filter(book_id=book_id, state__in=Check.OPEN).first()
    if found is None:
        raise NotFound
    book: Book = found.book
    return book


def lent_units(officer: Officer, now: datetime) -> frozenset[int]:
    """Units of the officer's own town that have one keyer and are checked by another unit's checker."""
    day = local(now).date()
    held = [one for one in viewer(officer, now).scope.positions if one.code == "checker"]
    if not held:
        return frozenset()
    rules = CheckPolicy.objects.unscoped("a rule of work, no figures").filter(
        when_alone=CheckPolicy.WhenAlone.OTHER_UNIT, since__lte=day
    )
    if not rules.exists():
        return frozenset()
    siblings: set[int] = set()
    for one in held:
        parent = one.agency.unit.parent
        for unit in parent.children.all() if parent else ():
            rule = setting_of(unit, day)
            if (
                unit.pk != one.agency.unit_id
                and rule is not None
                and rule.when_alone == CheckPolicy.WhenAlone.OTHER_UNIT
                and has_one_keyer(unit.pk, day)
            ):
                siblings.add(unit.pk)
    return frozenset(siblings)


def page_to_check(officer: Officer, page_id: UUID) -> Page | None:
    """A page with an entry that the officer is keying again, whatever unit it is in."""
    mine = Check.objects.unscoped("the officer's own work").filter(
        checker=officer, state=State.KEYING, book=OuterRef("book"), entry__page=OuterRef("number")
    )
    found = Page.objects.unscoped("a page of the officer's own work").filter(Exists(mine), pk=page_id)
    page: Page | None = found.defer("source").first()
    return page


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one book: for checkers, for an arbiter; and what the officer himself has begun there."""

    book: Book
    waiting: int
    differing: int
    mine: int


def queue_of(officer: Officer, now: datetime) -> list[Waiting]:
    """Books with something to check or to arbitrate, the fullest first; what he keyed himself is not counted as waiting for him, nor what
    he has seen where somebody else can check it."""
    seen = Sight.objects.filter(entry=OuterRef("entry"), officer=officer)
    open_to_him = checks_open_to(officer, now)
    rows = (
        open_to_him.filter(state__in=Check.OPEN)
        .annotate(seen=Exists(seen))
        .exclude(reason=Check.Reason.SEED)
        .order_by()
        .values("book_id")
        .annotate(
            waiting=Count("pk", filter=Q(state=State.WAITING, seen=False) & ~Q(keyer=officer)),
            differing=Count("pk", filter=Q(state=State.DIFFERING)),
            mine=Count("pk", filter=Q(state=State.KEYING, checker=officer)),
        )
    )
    listed = list(rows)
    books = (
        Book.objects.unscoped("books of checks he may see")
        .select_related("unit")
        .in_bulk([row["book_id"] for row in listed])
    )
    his_alone = _his_alone(open_to_him.filter(Exists(seen), state=State.WAITING), books, local(now).date())
    found = [
        Waiting(
            books[row["book_id"]], row["waiting"] + his_alone[row["book_id"]], row["differing"], row["mine"]
        )
        for row in listed
    ]
    return sorted(found, key=lambda one: (-one.mine, -one.waiting, -one.differing, str(one.book.pk)))


def _his_alone(seen: QuerySet[Check], books: Mapping[UUID, Book], day: date) -> Counter[UUID]:
    """By book, checks of entries he has seen that nobody else can do."""
    counted: Counter[UUID] = Counter()
    waiting = list(seen.exclude(reason=Check.Reason.SEED).values_list("entry_id", "book_id"))
    if not waiting:
        return counted
    hands = hands_in([entry_id for entry_id, _ in waiting])
    able = {book_id: checkers_for(books[book_id], day) for book_id in {book_id for _, book_id in waiting}}
    counted.update(
        book_id for entry_id, book_id in waiting if not could_check(able[book_id], hands[entry_id])
    )
    return counted


def seen_before(officer: Officer, *, since: datetime | None = None) -> Rate:
    """Of the finished checks in the officer's units, those by somebody who had seen what was keyed because nobody else could check."""
    done = Check.objects.visible_to(officer).filter(state__in=Check.COMPARED, finished_at__isnull=False)
    done = done.exclude(reason=Check.Reason.SEED)
    if since is not None:
        done = done.filter(finished_at__gte=since)
    found = done.aggregate(seen=Count("pk", filter=Q(seen_before=True)), whole=Count("pk"))
    return Rate(found["seen"], found["whole"])


def to_arbitrate(officer: Officer, now: datetime) -> QuerySet[Check]:
    """What waits for an arbiter and is not the officer's own, the longest waiting first."""
    return (
        Check.objects.visible_to(viewer(officer, now))
        .filter(state=State.DIFFERING)
        .exclude(keyer=officer)
        .exclude(checker=officer)
        .select_related("book__unit", "entry__book__unit")
        .prefetch_related("differences")
        .order_by("finished_at", "id")
    )


def lots_of(officer: Officer) -> QuerySet[Lot]:
    """Lots of the officer's units with how many checks of each are asked and still open, the newest first."""
    lots = Lot.objects.visible_to(officer).select_related("book", "unit", "drawn_by")
    return lots.annotate(open=_checks_of_lot(state__in=Check.OPEN), asked=_checks_of_lot()).order_by(
        "-drawn_at"
    )


def _checks_of_lot(**those: Any) -> Coalesce:
    checks = Check.objects.unscoped("how many, of a lot the officer sees").filter(lot=OuterRef("pk"), **those)
    return Coalesce(Subquery(checks.order_by().values("lot").annotate(n=Count("pk")).values("n")), 0)


def books_to_draw(officer: Officer) -> QuerySet[Book]:
    """Books of the officer's units in which something was keyed and of which no lot is open, those still in custody first."""
    keyed = Entry.objects.unscoped("which visible books have a lot to draw").filter(
        book=OuterRef("pk"), first_completed_at__isnull=False, from_file=False, void=False
    )
    open_lots = Lot.objects.unscoped("which visible books have a lot at work").filter(
        book=OuterRef("pk"), state__in=Lot.OPEN
    )
    books = Book.objects.visible_to(officer).filter(Exists(keyed), ~Exists(open_lots))
    return (
        books.exclude(status=BookStatus.RETURNED)
        .select_related("unit")
        .order_by("unit__sort_key", "kind", "year_opened", "id")
    )


def inspection_of(unit_id: int | None, kind: str) -> Inspection:
    """How the next lot of a unit and kind is inspected, from what became of those before it."""
    state = Inspection()
    decided = Lot.objects.unscoped("a rule that follows from lots, no content").filter(
        unit_id=unit_id, kind=kind, sort=Lot.Sort.QUALITY, decided_at__isnull=False
    )
    for lot in decided.order_by("number"):
        if state.stopped:
            state = resumed(state)
        if lot.severity == Lot.Severity.REDUCED and state.may_reduce:
            state = reduced(state)
        result = LotResult(lot.size, Plan(lot.sample, lot.accept, lot.reject, lot.letter), lot.wrong or 0)
        state = after_lot(state, result, aql=lot.quality_limit, level=lot.level)
    return state


def corrections_of(officer: Officer) -> QuerySet[FieldDifference]:
    """Columns of the officer's own keying that an arbiter found wrong, the newest first."""
    return (
        FieldDifference.objects.filter(check_row__keyer=officer, first_wrong__isnull=False)
        .filter(Q(first_wrong=True) | Q(contest__isnull=False))
        .exclude(check_row__reason=Check.Reason.SEED)
        .select_related("check_row__entry__book__unit", "check_row__book", "contest")
        .order_by("-check_row__arbitrated_at", "-id")
    )


def contests_for(officer: Officer, *, state: str = Contest.State.OPEN) -> QuerySet[Contest]:
    """Objections in the officer's units, his own and those to his decisions aside, what waits longest first."""
    return (
        Contest.objects.visible_to(officer)
        .filter(state=state)
        .exclude(officer=officer)
        .exclude(difference__check_row__arbiter=officer)
        .exclude(difference__check_row__checker=officer)
        .select_related(
            "difference__check_row__entry__book__unit", "difference__check_row__book", "answered_by"
        )
        .order_by("contested_at")
    )


def units_with_policies(officer: Officer) -> QuerySet[Unit]:
    """Units of the officer's whose work is checked, with those above them loaded."""
    return (
        Unit.objects.filter(pk__in=officer.scope.unit_ids)
        .select_related("parent__parent__parent")
        .order_by("-level", "sort_key")
    )


def unit_to_set(officer: Officer, unit_id: int) -> Unit:
    """A unit of the officer's. Raises NotFound."""
    found: Unit | None = units_with_policies(officer).filter(pk=unit_id).first()
    if found is None:
        raise NotFound
    return found


def policies_set_by_day(officer: Officer) -> QuerySet[CheckPolicy]:
    """What was set for the officer's units, the newest day first."""
    rows = CheckPolicy.objects.visible_to(officer).select_related("unit", "set_by")
    return rows.order_by("-since", "-set_at", "-pk")


def followers_of(unit: Unit, on: date) -> list[int]:
    """The unit, and those below it that have nothing set of their own nearer than it: whom its setting reaches."""
    found, level = [unit.pk], [unit.pk]
    while level:
        own = CheckPolicy.objects.unscoped("a rule of work, no figures").filter(
            unit=OuterRef("pk"), since__lte=on
        )
        below = Unit.objects.filter(~Exists(own), parent__in=level).exclude(pk__in=found)
        level = list(below.values_list("pk", flat=True))
        found += level
    return found


BY = {
    "field": "asked.field",
    "kind": "checked.kind",
    "officer": "checked.keyer_id::text",
    "hour": "extract(hour FROM checked.keyed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int::text",
    "all": "''",
    "unit": "checked.unit_id::text",
}
"""By what error rates are told apart."""

_RATES = """
    SELECT {by} AS key, count(*) FILTER (WHERE differing.first_wrong), count(*)
    FROM checking_check checked
    CROSS JOIN LATERAL jsonb_array_elements_text(checked.fields) AS asked(field)
    LEFT JOIN checking_fielddifference differing
        ON differing.check_row_id = checked.id AND differing.field = asked.field
    WHERE checked.state IN ('agreed', 'arbitrated') AND checked.reason <> 'seed' AND checked.first_pass = 0
      AND checked.finished_at IS NOT NULL AND checked.unit_id = ANY(%(units)s)
      AND (%(since)s::timestamptz IS NULL OR checked.finished_at >= %(since)s)
      AND (%(keyer)s::bigint IS NULL OR checked.keyer_id = %(keyer)s)
      AND (differing.id IS NULL OR differing.first_wrong IS NOT NULL)
    GROUP BY 1
"""


def error_rates(
    officer: Officer, *, by: str, since: datetime | None = None, keyer: int | None = None
) -> dict[str, Rate]:
    """Wrong columns among those keyed again, the worst first; columns that cannot be read are counted apart. Of the units whose figures
    the officer may see; `by` is a key of BY."""
    return rates_in(officer.scope.unit_ids, by=by, since=since, keyer=keyer)


def rates_in(
    unit_ids: Iterable[int], *, by: str, since: datetime | None = None, keyer: int | None = None
) -> dict[str, Rate]:
    """The same of any units: for rules that look at every one."""
    with connection.cursor() as cursor:
        cursor.execute(_RATES.format(by=BY[by]), {"units": list(unit_ids), "since": since, "keyer": keyer})
        rates = {str(key or ""): Rate(wrong, whole) for key, wrong, whole in cursor.fetchall()}
    return dict(sorted(rates.items(), key=lambda item: (-(item[1].value or 0.0), -item[1].whole)))


def own_rate(officer: Officer) -> Rate:
    """The officer's own rate, over everything of his that was keyed again."""
    with connection.cursor() as cursor:
        cursor.execute(
            _RATES.format(by=BY["all"]).replace("checked.unit_id = ANY(%(units)s)", "true"),
            {"since": None, "keyer": officer.pk},
        )
        row = cursor.fetchone()
    return Rate(row[1], row[2]) if row else Rate(0, 0)


def seed_rates(officer: Officer) -> list[tuple[Officer, Rate]]:
    """How many of the columns with a known answer each checker of the officer's units got wrong."""
    seeds = Check.objects.visible_to(officer).filter(reason=Check.Reason.SEED, state=State.AGREED)
    asked: dict[int, int] = {}
    for checker_id, fields in seeds.values_list("checker_id", "fields"):
        asked[checker_id] = asked.get(checker_id, 0) + len(fields)
    wrong = dict(
        FieldDifference.objects.filter(check_row__in=seeds, second_wrong=True)
        .order_by()
        .values_list("check_row__checker")
        .annotate(n=Count("pk"))
    )
    officers = Officer.objects.in_bulk(asked)
    return sorted(
        ((officers[pk], Rate(wrong.get(pk, 0), whole)) for pk, whole in asked.items()),
        key=lambda item: -(item[1].value or 0),
    )


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """Officers' names by id, as `error_rates` gives them."""
    found = Officer.objects.in_bulk([int(one) for one in ids if one])
    return {str(pk): officer.full_name for pk, officer in found.items()}


def checkers_of(unit_id: int, now: datetime) -> int:
    """How many officers check for a unit: with none, nothing will be checked."""
    day = local(now).date()
    held = Position.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        agency__unit_id=unit_id, code="checker", valid_from__lte=day,
    )  # fmt: skip
    return int(held.values("officer_id").distinct().count())


def checked_progress(officer: Officer) -> dict[str, Any]:
    """How far checking is in the officer's units: checks by state."""
    rows = (
        Check.objects.visible_to(officer)
        .exclude(reason=Check.Reason.SEED)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    return dict(rows)
