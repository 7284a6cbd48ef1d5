"""What the law makes of a conclusion: which procedure, before whom, within how many working days, with which proof asked for.

Data (``routes.yaml``), the first row that fits. The officer may take another route and says why; the law's answer stays beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from hotich.core.dates import PartialDate

Age = Literal["under_14", "from_14"]
_AGE_OF_ONES_OWN = 14


class BrokenRoutes(ValueError):
    """A file of routes says something it cannot say."""


class NoRoute(LookupError):
    """No row fits: the table has a gap."""


@dataclass(frozen=True, slots=True)
class Route:
    """The way a case goes. ``days`` is None where the law sets no term; ``age_known`` is False where the person's age had to be assumed."""

    id: str
    label: str
    note: str
    authority: str
    authority_label: str
    days: int | None
    more: int
    proofs: tuple[str, ...]
    proof_labels: tuple[str, ...]
    source: str
    closes_by: tuple[str, ...]
    age_known: bool = True


@dataclass(frozen=True, slots=True)
class _Rule:
    conclusions: frozenset[str]
    route: str
    authority: str
    source: str
    proofs: tuple[str, ...] = ()
    days: int | None = None
    more: int = 0
    age: str = ""
    book_empty: bool | None = None
    since: dt.date = dt.date.min
    until: dt.date = dt.date.max


@dataclass(frozen=True, slots=True)
class Routes:
    """The table with its words."""

    conclusions: Mapping[str, str]
    evidence: Mapping[str, str]
    proofs: Mapping[str, str]
    routes: Mapping[str, Mapping[str, Any]]
    authorities: Mapping[str, str]
    rules: tuple[_Rule, ...]
    yardstick: Mapping[str, Any]

    def by_law(
        self, *, conclusion: str, kind: str, age: Age | None, on: dt.date, book_empty: bool = False
    ) -> Route:
        """The route of a conclusion about an entry of this kind. Without an age the person is taken to be 14 or over. Raises NoRoute."""
        assumed: Age = age or "from_14"
        for rule in self.rules:
            if (
                conclusion in rule.conclusions
                and rule.age in ("", assumed)
                and rule.since <= on <= rule.until
                and rule.book_empty in (None, book_empty)
            ):
                return self._made(rule, kind, age_known=age is not None or not rule.age)
        raise NoRoute(f"no route for {conclusion}, {kind}, {assumed} on {on}")

    def chosen(
        self,
        route: str,
        *,
        conclusion: str,
        kind: str,
        age: Age | None,
        on: dt.date,
        book_empty: bool = False,
    ) -> Route:
        """A route the officer chose: with the authority, term and proof of the law where a row of the day leads there. Raises NoRoute."""
        law = self.by_law(conclusion=conclusion, kind=kind, age=age, on=on, book_empty=book_empty)
        if law.id == route:
            return law
        assumed = age or "from_14"
        for rule in self.rules:
            if rule.route == route and rule.age in ("", assumed) and rule.since <= on <= rule.until:
                return self._made(rule, kind, age_known=age is not None or not rule.age)
        raise NoRoute(f"no way of the law is called {route}")

    def closing_documents(self, route: str) -> frozenset[str] | None:
        """Kinds of document a case on this route closes with: those of its procedure, and a letter, which says of any procedure that it
        ended. None where the case is on no route."""
        said = self.routes.get(route)
        return frozenset((*said["closes_by"], "letter")) if said else None

    def _made(self, rule: _Rule, kind: str, *, age_known: bool) -> Route:
        said = self.routes[rule.route]
        proofs, source = rule.proofs, rule.source
        if proofs and kind not in self.yardstick["kinds_but"]:
            proofs = (*proofs, self.yardstick["proof"])
            source = f"{source}; {self.yardstick['source']}"
        return Route(
            id=rule.route,
            label=said["label"],
            note=said["note"],
            authority=rule.authority,
            authority_label=self.authorities[rule.authority],
            days=rule.days,
            more=rule.more,
            proofs=proofs,
            proof_labels=tuple(self.proofs[word] for word in proofs),
            source=source,
            closes_by=tuple(said["closes_by"]),
            age_known=age_known,
        )


def read_routes(text: str) -> Routes:
    """Raises BrokenRoutes."""
    raw = yaml.safe_load(text)
    parts = ("conclusions", "evidence", "proofs", "routes", "authorities", "rules", "yardstick")
    if not isinstance(raw, Mapping) or (missing := [part for part in parts if part not in raw]):
        raise BrokenRoutes(f"routes say {', '.join(parts)}; missing: {missing if raw else 'everything'}")
    rules = tuple(_rule(raw, number, row) for number, row in enumerate(raw["rules"], 1))
    return Routes(**{part: raw[part] for part in parts if part != "rules"}, rules=rules)


def _rule(raw: Mapping[str, Any], number: int, row: Mapping[str, Any]) -> _Rule:
    known = {"conclusion", "age", "book_empty", "from", "to", "route", "authority", "days", "more", "proofs"}
    problems = [f"unknown word {word}" for word in row if word not in {*known, "source"}]
    problems += [f"no conclusion {word}" for word in row["conclusion"] if word not in raw["conclusions"]]
    problems += [f"no proof {word}" for word in row.get("proofs", ()) if word not in raw["proofs"]]
    problems += [f"no route {row['route']}"] if row["route"] not in raw["routes"] else []
    problems += [f"no authority {row['authority']}"] if row["authority"] not in raw["authorities"] else []
    problems += ["it names no source"] if not row.get("source") else []
    problems += ["no such age"] if row.get("age", "") not in ("", "under_14", "from_14") else []
    if problems:
        raise BrokenRoutes(f"route rule {number}: {problems[0]}")
    return _Rule(
        conclusions=frozenset(row["conclusion"]),
        route=row["route"],
        authority=row["authority"],
        source=row["source"],
        proofs=tuple(row.get("proofs", ())),
        days=row.get("days"),
        more=row.get("more", 0),
        age=row.get("age", ""),
        book_empty=row.get("book_empty"),
        since=row.get("from", dt.date.min),
        until=row.get("to", dt.date.max),
    )


@cache
def routes() -> Routes:
    """The table of the house."""
    file = resources.files("hotich.core.workflow").joinpath("routes.yaml")
    return read_routes(file.read_text(encoding="utf-8"))


def age_on(born: PartialDate | None, on: dt.date) -> Age | None:
    """Whether the person is 14 on that day: None where the birth date leaves both possible."""
    first, last = (born.earliest(), born.latest()) if born else (None, None)
    if first is None or last is None:
        return None
    oldest, youngest = _years(first, on), _years(last, on)
    if youngest >= _AGE_OF_ONES_OWN:
        return "from_14"
    return "under_14" if oldest < _AGE_OF_ONES_OWN else None


def _years(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
