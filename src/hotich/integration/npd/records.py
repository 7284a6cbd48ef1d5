"""What the register answered to a question, read: persons by the columns of a citizen, or an answer that cannot be used.

Nothing is repaired. One person whose number or name cannot be is a broken answer, not one person less: who would be missing would look
as if he were not there.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from hotich.core.text import compose, squeeze
from hotich.population.gateways import NoAnswer, Query, Records
from hotich.population.models import Citizen, Coverage

ANSWER = 512 * 1024
"""Bytes of an answer; more is garbage."""
_MOST_SEARCHED = 10_000_000_000
_UNREADABLE = "Không hiểu trả lời của dữ liệu dân cư cho lần tra cứu này"
_COLUMNS = {
    field.attname: int(field.max_length or 0)
    for field in Citizen._meta.concrete_fields
    if isinstance(field, models.CharField)
}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SEXES = ("male", "female", "")


def records_of(answer: Any, query: Query) -> Records:
    """Raises NoAnswer for an answer to another question, one that is not what was agreed, or more persons than were asked for."""
    if not isinstance(answer, dict) or answer.get("key") != query.key:
        raise NoAnswer("Trả lời của dữ liệu dân cư không phải cho lần tra cứu này")
    people, coverage, searched = answer.get("people"), answer.get("coverage"), answer.get("searched")
    if not isinstance(people, list) or len(people) > query.limit or coverage not in Coverage.values:
        raise NoAnswer(_UNREADABLE)
    if type(searched) is not int or not max(len(people), 1) <= searched <= _MOST_SEARCHED:
        raise NoAnswer(_UNREADABLE)
    try:
        as_of = date.fromisoformat(str(answer.get("as_of")))
    except ValueError:
        raise NoAnswer(_UNREADABLE) from None
    read = tuple(_person(one) for one in people)
    if len({one["personal_id"] for one in read}) < len(read):
        raise NoAnswer(_UNREADABLE)
    return Records(read, str(coverage), as_of, searched)


def _person(said: Any) -> Mapping[str, str]:
    if not isinstance(said, dict):
        raise NoAnswer(_UNREADABLE)
    person = {}
    for column, longest in _COLUMNS.items():
        text = said.get(column)
        if text is None:
            text = ""
        if not isinstance(text, str) or _UNSTORABLE.search(text):
            raise NoAnswer(_UNREADABLE)
        person[column] = squeeze(compose(text))
        if len(person[column]) > longest:
            raise NoAnswer(_UNREADABLE)
    number = person["personal_id"]
    if not (len(number) == 12 and number.isascii() and number.isdigit()) or not person["full_name"]:
        raise NoAnswer(_UNREADABLE)
    if person["sex"] not in _SEXES:
        raise NoAnswer(_UNREADABLE)
    return person
