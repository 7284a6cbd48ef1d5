"""What a register's printed form is: an edition, its groups, its fields and the rules that judge it.

Everything here is frozen data read from YAML (``loading``) and compiled to JSON for the entry desk
(``compiling``). Nothing here knows a kind of register, a database or today's date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from hotich.core.codes import CodeList

Grade = Literal["hard", "soft", "silent"]
FieldValues = Mapping[str, Mapping[str, Any]]
"""The fields of one transcription by dotted id: ``{"v", "m", "o", "struck"}``."""

FIELD_TYPES = (
    "name",
    "text",
    "long_text",
    "partial_date",
    "code",
    "ethnic_group",
    "country",
    "place",
    "personal_number",
)
CODED_TYPES = ("code", "ethnic_group", "country")
MISSING_REASONS = ("blank_in_book", "illegible", "struck_out", "not_in_edition")


@dataclass(frozen=True, slots=True)
class Predicate:
    """One word of the closed vocabulary with its arguments (see ``predicates.VOCABULARY``)."""

    name: str
    args: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The predicate as the compiled definition writes it."""
        return {"name": self.name, "args": {key: _json(value) for key, value in self.args.items()}}


def _json(value: Any) -> Any:
    if isinstance(value, Predicate):
        return value.as_json()
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class Field:
    """One printed column (or one that only files have), with its label as this page prints it."""

    id: str
    label: str
    type: str
    personal: bool
    codes: str | None = None
    required: bool = False
    required_when: Predicate | None = None
    visible_when: Predicate | None = None
    constant: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together on the page, in the order in which the page is read."""

    id: str
    label: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class SubjectRole:
    """A person the entry speaks of. ``principal`` ones are looked up and decide the entry's outcome.

    An ``optional`` one is there only where the book says something of him: a second guardian, one of two adoptive parents.
    ``compared`` says what of him is compared with the population register, by the register's word for it.
    """

    role: str
    label: str
    principal: bool
    identity: tuple[str, ...]
    name: str
    birth_date: str | None = None
    sex: str | None = None
    implied_sex: str | None = None
    personal_id: str | None = None
    optional: bool = False
    compared: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold. A finding is raised only where ``predicate`` is false in every reading of the entry.

    ``valid_from``/``valid_to`` bound the *date of the act* (``registration.date``): the law of that day
    judges, whatever form the book uses. ``printed`` rules are left out where the page lacks the column.
    ``server`` rules need what only the server has (the campaign's scope, the whole book).
    """

    code: str
    grade: Grade
    fields: tuple[str, ...]
    predicate: Predicate
    source: str
    message: str
    valid_from: date | None = None
    valid_to: date | None = None
    server: bool = False
    printed: bool = False


@dataclass(frozen=True, slots=True)
class SensitiveRule:
    """One ground on which an entry is restricted; exactly one of ``always``, ``when``, ``left_blank``, ``words`` and
    ``margin`` says when it holds.

    ``left_blank``: the book explicitly says nothing in one of these fields. ``words``: one of them stands in an annotation, or in
    one of ``fields``. ``margin``: there is, or was, an annotation of one of these kinds; one taken back can still be read in the log.
    """

    code: str
    label: str
    source: str
    always: bool = False
    when: Predicate | None = None
    left_blank: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    margin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What of a kind is restricted from the start: whole entries by its rules, and single fields. Who sees it is not said here."""

    rules: tuple[SensitiveRule, ...] = ()
    fields: frozenset[str] = frozenset()


NOTHING_SENSITIVE = Sensitivity()


@dataclass(frozen=True, slots=True)
class Edition:
    """A printed form of one kind of register. The book chooses it, never the date of an entry."""

    id: str
    kind: str
    revision: int
    title: str
    valid_from: date | None
    valid_to: date | None
    legal_reference: str
    form_marks: tuple[str, ...]
    unverified: tuple[str, ...]
    subjects: tuple[SubjectRole, ...]
    groups: tuple[Group, ...]
    other_fields: tuple[Field, ...]
    """Columns of the kind this page does not print; a file may still bring a value for them."""
    code_lists: Mapping[str, CodeList]
    rules: tuple[Rule, ...]
    date_of_act: str = "registration.date"
    sensitivity: Sensitivity = NOTHING_SENSITIVE
    _by_id: Mapping[str, Field] = field(init=False, repr=False, compare=False)
    _printed: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {each.id: each for group in self.groups for each in group.fields}
        object.__setattr__(self, "_printed", frozenset(by_id))
        by_id.update({each.id: each for each in self.other_fields})
        object.__setattr__(self, "_by_id", by_id)

    @property
    def full_id(self) -> str:
        """``KS/2006`` for the first revision, ``KS/2006.2`` for the second."""
        return self.id if self.revision == 1 else f"{self.id}.{self.revision}"

    @property
    def file_name(self) -> str:
        """Name of the compiled definition: ``KS-2006.json``."""
        return self.id.replace("/", "-") + ".json"

    def printed_fields(self) -> Iterator[Field]:
        """The page's columns in reading order."""
        for group in self.groups:
            yield from group.fields

    def all_fields(self) -> Iterator[Field]:
        """Every column of the kind: those of the page in reading order, then those it does not print."""
        yield from self.printed_fields()
        yield from self.other_fields

    def always_looked_up(self) -> list[str]:
        """The principal roles every entry of the kind has."""
        return [each.role for each in self.subjects if each.principal and not each.optional]

    def names_subjects(self) -> frozenset[str]:
        """Columns by which the persons are known whom the entry is about, and those through whom they are: the parents of a child."""
        principal = [each for each in self.subjects if each.principal]
        named = {name for each in principal for name in (*each.identity, *each.compared.values())}
        return frozenset(named & self._printed)

    def prints(self, field_id: str) -> bool:
        """Whether this page has the column."""
        return field_id in self._printed

    def get(self, field_id: str) -> Field | None:
        """The field, printed or not; None for an id this kind does not know."""
        return self._by_id.get(field_id)

    def column_of(self, subject: SubjectRole, word: str) -> str | None:
        """The dotted id of a person's column: what the subject names for it, else ``<role>.<word>`` where the kind has it."""
        named = getattr(subject, word, None)
        column = named if isinstance(named, str) else f"{subject.role}.{word}"
        return column if column in self._by_id else None

    def label(self, field_id: str) -> str:
        """The printed label, or the id where this kind does not know the field."""
        known = self._by_id.get(field_id)
        return known.label if known else field_id

    def label_in_full(self, field_id: str) -> str:
        """The label with whose it is, where several people have the same column: ``Dân tộc (người mẹ)``."""
        owner = next((each for each in self.subjects if field_id.startswith(f"{each.role}.")), None)
        label = self.label(field_id)
        alone = owner is not None and owner.principal and sum(each.principal for each in self.subjects) == 1
        if owner is None or alone or owner.label.lower() in label.lower():
            return label
        return f"{label} ({owner.label.lower()})"
