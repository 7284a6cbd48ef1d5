"""One transcription as predicates read it: text, dates, meanings, each derived once from the value as written."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from hotich.core.codes import CodeRow
from hotich.core.dates import DateReading, PartialDate, read_date
from hotich.core.forms.context import Context
from hotich.core.forms.model import Edition, FieldValues
from hotich.core.text import compose

_DITTO = frozenset(
    {"nt", "n.t", "n.t.", "-nt-", "- nt -", '"', '""', "''", "〃", '-"-', "như trên", "//", "-//-"}
)


class Span(NamedTuple):
    """The first and last day something can mean."""

    first: date
    last: date


class Reading:
    """An entry's fields under one edition. Nothing is stored back; reading twice gives the same."""

    def __init__(self, edition: Edition, fields: FieldValues, context: Context) -> None:
        self.edition = edition
        self.fields = fields
        self.context = context
        self._texts = {
            field_id: compose(str(value["v"])).strip() or None
            for field_id, value in fields.items()
            if value.get("v") is not None
        }
        self._dates: dict[str, DateReading] = {}
        self._spans: dict[str, Span | None] = {}
        self._meanings: dict[str, str | None] = {}

    def text(self, field_id: str) -> str | None:
        """The value as written, trimmed; None where there is none."""
        return self._texts.get(field_id)

    def reason(self, field_id: str) -> str | None:
        """Why there is no value; None where none was given."""
        reason = self.fields.get(field_id, {}).get("m")
        return str(reason) if reason else None

    def is_answered(self, field_id: str) -> bool:
        """Whether the field says something: a text, or why there is none."""
        return self.text(field_id) is not None or self.reason(field_id) is not None

    def is_ditto(self, field_id: str) -> bool:
        """Whether the book writes "as above" (``nt``, ``〃``) instead of a value."""
        text = self.text(field_id)
        return text is not None and text.lower() in _DITTO

    def date_reading(self, field_id: str) -> DateReading | None:
        """What the text says as a date; None where there is no text."""
        text = self.text(field_id)
        if text is None:
            return None
        if field_id not in self._dates:
            self._dates[field_id] = read_date(text, field=field_id)
        return self._dates[field_id]

    def date(self, field_id: str) -> PartialDate | None:
        """The partial date written in the field."""
        reading = self.date_reading(field_id)
        return reading.value if reading else None

    def span(self, moment: str) -> Span | None:
        """Bounds of a field's date, of an ISO date, or of a fact of the context.

        None where it is not known, or only "khoảng": a circa date contradicts nothing.
        """
        if moment not in self._spans:
            self._spans[moment] = self._span(moment)
        return self._spans[moment]

    def _span(self, moment: str) -> Span | None:
        if moment.startswith("context."):
            known = getattr(self.context, moment.removeprefix("context."))
            return iso_span(known) if known else None
        if moment[:4].isdigit():
            return iso_span(moment)
        return span_of(self.date(moment))

    def meaning(self, field_id: str) -> str | None:
        """The meaning of a coded field; None where the text is in no list."""
        if field_id not in self._meanings:
            self._meanings[field_id] = self._meaning(field_id)
        return self._meanings[field_id]

    def _meaning(self, field_id: str) -> str | None:
        text = self.text(field_id)
        known = self.edition.get(field_id)
        if text is None or known is None or known.codes is None:
            return None
        return self.edition.code_lists[known.codes].read(text)

    def code_row(self, field_id: str) -> CodeRow | None:
        """The value of its list that a coded field means; None where it means none."""
        meaning, known = self.meaning(field_id), self.edition.get(field_id)
        if meaning is None or known is None or known.codes is None:
            return None
        return self.edition.code_lists[known.codes].row(meaning)


@lru_cache(maxsize=1024)
def iso_span(text: str) -> Span:
    """Bounds of ``2006``, ``2006-04`` or ``2006-04-01``."""
    parts = [int(part) for part in text.split("-")]
    value = PartialDate(parts[0], parts[1] if len(parts) > 1 else None, parts[2] if len(parts) > 2 else None)
    span = span_of(value)
    if span is None:
        raise ValueError(f"'{text}' is not a date; write yyyy, yyyy-mm or yyyy-mm-dd")
    return span


def span_of(value: PartialDate | None) -> Span | None:
    """Bounds of a partial date; None where the year is unknown, approximate or impossible."""
    if value is None or value.approximate:
        return None
    first, last = value.earliest(), value.latest()
    return Span(first, last) if first and last else None
