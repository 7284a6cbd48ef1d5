"""How a unit's target is shared out: as the unit decided, else by the rule; and in which week each of its books should be finished."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from hotich.books.models import Book
from hotich.campaign.models import TargetLine, TargetShare
from hotich.core.quotas.splitting import Week, by_weeks, ends_in, evenly
from hotich.entries.queries import progress_of
from hotich.staff.models import Team
from hotich.stations.models import Station
from hotich.support.errors import Conflict
from hotich.support.time import local

By = TargetShare.By


@dataclass(frozen=True, slots=True)
class Part:
    """One team, machine or week with its entries; `key` names it in a form. `held` is what stands where something else was typed."""

    key: str
    label: str
    entries: int
    held: int | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """One way of sharing a target out."""

    by: str
    parts: Sequence[Part]
    decided: TargetShare | None
    """A share of the unit's own decision; None where the rule stands."""
    mark: str
    """What the unit has decided, in short: another one as soon as one of its parts is."""

    @property
    def label(self) -> str:
        return str(By(self.by).label)


@dataclass(frozen=True, slots=True)
class BookPart:
    """A book of the target: its entries, how many are keyed, and by when it should be finished."""

    book: Book
    keyed: int
    week: Week | None


def things_of(line: TargetLine, by: str, *, on: date) -> dict[str, Any]:
    """What a target can be shared among, by the key of a form: teams, machines that are there, weeks of its time."""
    if by == By.TEAM:
        teams = Team.objects.filter(kind=Team.Kind.DATA_ENTRY, agency__unit_id=line.unit_id).order_by("id")
        return {str(team.pk): team for team in teams}
    if by == By.STATION:
        machines = Station.objects.unscoped("machines of the unit whose target the officer sees")
        return {
            station.code: station
            for station in machines.filter(unit_id=line.unit_id).order_by("code")
            if station.retired_on is None or station.retired_on > on
        }
    return {
        week.monday.isoformat(): week for week in by_weeks(line.entries_total, line.starts_on, line.due_on)
    }


def split_of(line: TargetLine, by: str, *, on: date) -> Split:
    """The parts as the unit decided them, else by the rule: teams by their machines, machines alike, weeks by their days."""
    things = things_of(line, by, on=on)
    ruled = dict(zip(things, _by_rule(line, by, things), strict=True))
    decided = _decided(line, by)
    # What was decided for a machine that has gone since no longer adds up: the rule stands until the unit decides anew.
    holds = (
        bool(decided) and sum(decided[key].entries for key in things if key in decided) == line.entries_total
    )
    return Split(
        by,
        [
            Part(key, _label(by, thing), (decided[key].entries if key in decided else 0) if holds else ruled[key])
            for key, thing in things.items()
        ],
        _newest(decided.values()) if holds else None,
        _mark(decided),
    )  # fmt: skip


def _newest(shares: Iterable[TargetShare]) -> TargetShare:
    return max(shares, key=lambda share: share.decided_at)


def _mark(decided: Mapping[str, TargetShare]) -> str:
    said = "|".join(f"{key}={decided[key].entries}" for key in sorted(decided))
    return blake2b(said.encode(), digest_size=8).hexdigest()


def check_unchanged(line: TargetLine, by: str, seen: str) -> None:
    """Raises Conflict, with who shared out anew and when, where the parts are no longer those of the `mark` that was seen. The line is
    locked: two who save at once come one after the other.
    """
    decided = _decided(line, by)
    if _mark(decided) == seen:
        return
    if not decided:
        raise Conflict("Trang này không còn đúng với cách chia đang lưu: tải lại trang rồi chia lại.")
    last = _newest(decided.values())
    raise Conflict(
        f"{last.decided_by} đã lưu cách chia theo {By(by).label} lúc {local(last.decided_at):%H:%M %d/%m/%Y}, sau khi đồng chí mở trang:"
        " số đang lưu ghi cạnh ô khác với nó, xem rồi lưu lại."
    )


def _decided(line: TargetLine, by: str) -> dict[str, TargetShare]:
    shares = TargetShare.objects.unscoped("parts of a line that the officer sees").filter(line=line, by=by)
    return {_key(share): share for share in shares.select_related("team", "station", "decided_by")}


def _by_rule(line: TargetLine, by: str, things: Mapping[str, Any]) -> list[int]:
    if by == By.WEEK:
        return [week.entries for week in things.values()]
    if by == By.STATION:
        return evenly(line.entries_total, [1] * len(things))
    machines: dict[int, int] = {}
    for team_id in (
        Station.objects.unscoped("counts of machines by team")
        .filter(unit_id=line.unit_id, team__isnull=False)
        .values_list("team_id", flat=True)
    ):
        machines[team_id] = machines.get(team_id, 0) + 1
    return evenly(line.entries_total, [machines.get(team.pk, 0) for team in things.values()])


def _key(share: TargetShare) -> str:
    if share.station is not None:
        return str(share.station.code)
    return str(share.team_id) if share.team_id is not None else str(share.week)


def _label(by: str, thing: Any) -> str:
    if by != By.WEEK:
        return str(thing)
    return (
        f"{thing.first:%d/%m}" if thing.first == thing.last else f"{thing.first:%d/%m} đến {thing.last:%d/%m}"
    )


def books_of(line: TargetLine) -> list[BookPart]:
    """The unit's books in the order in which they are keyed: those begun, then the newest years first, as eras are asked for."""
    books = list(
        Book.objects.unscoped("books of a unit whose target the officer sees; titles and counts only")
        .filter(unit_id=line.unit_id, marked_for_entry=True, entries_count__gt=0)
        .order_by("-year_opened", "kind", "volume")
    )
    keyed = {pk: progress.keyed for pk, progress in progress_of([book.pk for book in books]).items()}
    books.sort(key=lambda book: not keyed.get(book.pk, 0))
    weeks = by_weeks(line.entries_total, line.starts_on, line.due_on)
    ends = ends_in([book.entries_count or 0 for book in books], weeks)
    return [BookPart(book, keyed.get(book.pk, 0), week) for book, week in zip(books, ends, strict=True)]
