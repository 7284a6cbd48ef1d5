"""Margin notes of a register: what each is, what it amends, and what an entry says once all of them are read.

A note is a mapping, as the log of an entry keeps it: ``kind``, ``date`` as written and ``on`` (its first possible day, ISO, for the
order), ``text``, ``officer`` who wrote it in the margin, ``document`` ``{name, number, date, issuer}``, ``amends`` ``{dotted id: value}``,
``source`` (the entry of another register that it comes from), ``in_margin`` (whether the page itself has it), ``wants`` (kinds of
register that must have such an entry), ``replaces`` with its ``reason``. The fold adds ``seq``, ``by``, ``state``, ``ended`` and ``lacks``.
"""

from hotich.core.annotations.amending import (
    IN_FORCE,
    SUPERSEDED,
    WITHDRAWN,
    Amendment,
    Note,
    amended,
    amendments,
    in_force,
    with_added,
    with_withdrawn,
)
from hotich.core.annotations.findings import current_findings, note_findings
from hotich.core.annotations.reading import AnnotationRefused, read_note
from hotich.core.annotations.sources import SourceSays, source_kinds, source_says
from hotich.core.annotations.words import KINDS, document_words, kind_label, note_words

__all__ = [
    "IN_FORCE",
    "KINDS",
    "SUPERSEDED",
    "WITHDRAWN",
    "Amendment",
    "AnnotationRefused",
    "Note",
    "SourceSays",
    "amended",
    "amendments",
    "current_findings",
    "document_words",
    "in_force",
    "kind_label",
    "note_findings",
    "note_words",
    "read_note",
    "source_kinds",
    "source_says",
    "with_added",
    "with_withdrawn",
]
