"""The columns of a printed form as the confirmation screen shows them, and as its form says them again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from hotich.core.forms.model import Edition
from hotich.core.forms.variants import EXTRA_GROUP, apply_variant, extra_id, is_extra

BLANK_ROWS = 3
AT_THE_END = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the page: whether the book has it, and how many entries already say something in it."""

    id: str
    label: str
    is_on: bool
    is_fixed: bool
    is_extra: bool
    keyed: int
    after: str = AT_THE_END


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Columns that stand together on the page."""

    label: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole form to be confirmed: its columns in print order, the added ones among them."""

    edition: Edition
    groups: tuple[ColumnGroup, ...]
    places: tuple[tuple[str, str], ...] = field(default=())

    @property
    def added(self) -> tuple[Column, ...]:
        return tuple(column for group in self.groups for column in group.columns if column.is_extra)

    @property
    def given_up(self) -> tuple[Column, ...]:
        """Columns switched off that entries already say something in."""
        return tuple(c for group in self.groups for c in group.columns if c.keyed and not c.is_on)


def printed_columns(edition: Edition, variant: Mapping[str, Any], keyed: Mapping[str, int]) -> Printed:
    """The columns of an edition with those a book adds; what the variant switches off is there, not ticked."""
    whole = apply_variant(edition, {"extra": variant.get("extra", ())})
    off = set(variant.get("off", ()))
    fixed = {subject.name for subject in edition.subjects if subject.principal}
    after = {each["id"]: each.get("after") for each in variant.get("extra", ())}
    groups = tuple(
        ColumnGroup(
            group.label,
            tuple(
                Column(
                    id=each.id,
                    label=whole.label_in_full(each.id) if group.id != EXTRA_GROUP else each.label,
                    is_on=each.id not in off,
                    is_fixed=each.id in fixed,
                    is_extra=is_extra(each.id),
                    keyed=keyed.get(each.id, 0),
                    after=AT_THE_END if after.get(each.id) is None else after[each.id],
                )
                for each in group.fields
            ),
        )
        for group in whole.groups
    )
    places = tuple((each.id, whole.label_in_full(each.id)) for each in whole.printed_fields())
    return Printed(edition, groups, places)


def variant_said(data: QueryDict, edition: Edition) -> dict[str, Any]:
    """The variant that the screen's form states: ticked columns, and the rows of added ones with label and place."""
    ticked = set(data.getlist("cot"))
    extra: list[dict[str, Any]] = []
    taken: set[str] = set()
    for known, label, place in _rows(data):
        if not label or (known and known not in ticked):
            continue
        field_id = known if is_extra(known) and known not in taken else extra_id(label, taken)
        taken.add(field_id)
        extra.append({"id": field_id, "label": label} | ({} if place == AT_THE_END else {"after": place}))
    there = {each.id for each in edition.printed_fields()}
    for column in extra:
        # A column whose neighbour was dropped with the same form stands at the end, where it is seen.
        if column.get("after") and column["after"] not in there:
            del column["after"]
        there.add(column["id"])
    off = [each.id for each in edition.printed_fields() if each.id not in ticked]
    return ({"off": off} if off else {}) | ({"extra": extra} if extra else {})


def _rows(data: QueryDict) -> Iterator[tuple[str, str, str]]:
    labels = [" ".join(text.split())[:120] for text in data.getlist("nhan")]
    return zip(data.getlist("ma"), labels, data.getlist("sau"), strict=False)
