"""Why an entry is restricted: the grounds of its kind that hold for what the book says and what stands in its margin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hotich.core.forms.context import NOTHING_KNOWN
from hotich.core.forms.model import Edition, FieldValues, SensitiveRule
from hotich.core.forms.predicates import evaluate
from hotich.core.forms.reading import Reading
from hotich.core.text import search_key


def grounds_of(
    edition: Edition, fields: FieldValues, annotations: Iterable[Mapping[str, Any]] = ()
) -> tuple[SensitiveRule, ...]:
    """The grounds that hold, in the definition's order; none where the entry is not restricted.

    What the book first said decides: a father who recognised his child later does not open the entry.
    """
    if not edition.sensitivity.rules:
        return ()
    reading = Reading(edition, fields, NOTHING_KNOWN)
    margin = tuple(annotations)
    return tuple(rule for rule in edition.sensitivity.rules if _holds(rule, reading, margin))


def _holds(rule: SensitiveRule, reading: Reading, margin: tuple[Mapping[str, Any], ...]) -> bool:
    if rule.when is not None:
        return evaluate(rule.when, reading) is True
    if rule.left_blank:
        return any(reading.reason(field_id) == "blank_in_book" for field_id in rule.left_blank)
    if rule.words:
        texts = (*(reading.text(field_id) or "" for field_id in rule.fields), *_texts(margin))
        return any(_says(text, word) for text in texts for word in rule.words)
    if rule.margin:
        return any(note.get("kind") in rule.margin for note in margin)
    return rule.always


def _texts(said: Any) -> Iterator[str]:
    """Every text of annotations, whatever their parts are called: their words, their document, what they amend."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _texts(value)
    elif isinstance(said, (list, tuple)):
        for value in said:
            yield from _texts(value)


def _says(text: str, word: str) -> bool:
    """Whether the word stands in the text as whole syllables; margins are often written without marks."""
    return f" {search_key(word)} " in f" {search_key(text)} "
