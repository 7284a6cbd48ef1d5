"""Three values: what holds, what does not, what cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.forms import Context, Edition, judge
from hotich.core.forms.predicates import _EVALUATORS, evaluate
from hotich.core.forms.reading import Reading
from hotich.core.forms.vocabulary import VOCABULARY, read_predicate
from hotich.core.registers.catalogue import edition, editions_of

Fields = dict[str, dict[str, Any]]
FORM = edition("KS/2016")
KNOWN = {each.id for each in (*FORM.printed_fields(), *FORM.other_fields)}


def truth(raw: dict[str, Any], fields: Fields, context: Context | None = None) -> bool | None:
    predicate = read_predicate(raw, file="test", where="case", known_fields=KNOWN)
    return evaluate(predicate, Reading(FORM, fields, context or Context()))


def test_every_word_of_the_vocabulary_is_evaluated_and_no_other() -> None:
    assert set(_EVALUATORS) == set(VOCABULARY)


@pytest.mark.parametrize(
    ("born", "registered", "expected"),
    [
        ("01/01/2006", "02/01/2006", True),
        ("01/01/2006", "01/01/2006", True),
        ("02/01/2006", "01/01/2006", False),
        ("01/2006", "2006", None),
        ("2007", "2006", False),
        ("2005", "2006", True),
        ("?/01/2006", "15/01/2006", None),
        ("~2010", "2006", None),
        ("30 tuổi", "2006", None),
        (None, "2006", None),
    ],
)
def test_partial_dates_settle_only_what_every_reading_settles(
    written: Callable[[dict[str, str | None]], Fields],
    born: str | None,
    registered: str,
    expected: bool | None,
) -> None:
    fields = written({"child.birth_date": born, "registration.date": registered})
    assert truth({"not_after": {"a": "child.birth_date", "b": "registration.date"}}, fields) is expected


@pytest.mark.parametrize(
    ("older", "younger", "expected"),
    [
        ("1990", "2003", True),
        ("1990", "2002", None),
        ("1990", "2001", False),
        ("05/06/1990", "04/06/2002", False),
    ],
)
def test_twelve_years_are_counted_in_full(
    written: Callable[[dict[str, str | None]], Fields], older: str, younger: str, expected: bool | None
) -> None:
    fields = written({"mother.birth_date": older, "child.birth_date": younger})
    gap = {"year_gap_at_least": {"older": "mother.birth_date", "younger": "child.birth_date", "years": 12}}
    assert truth(gap, fields) is expected


def test_an_illegible_name_is_neither_present_nor_absent(
    written: Callable[[dict[str, str | None]], Fields],
) -> None:
    fields = written({"father.full_name": "!illegible"})
    assert truth({"present": {"field": "father.full_name"}}, fields) is None
    assert truth({"absent": {"field": "father.full_name"}}, fields) is None
    assert truth({"explained": {"field": "father.full_name"}}, fields) is True


_TEXT = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["Nguyễn Thị Hòa", "Điểu Long", "02/03/2006", "31/02/2006", "1985", "~1985", "12/2006", "Nam", "070206123456"]),
)  # fmt: skip


@settings(max_examples=60)
@given(
    texts=st.dictionaries(st.sampled_from(sorted(KNOWN)), _TEXT, max_size=25),
    form=st.sampled_from(editions_of("KS")),
)
def test_no_transcription_can_stop_the_judge(texts: dict[str, str | None], form: Edition) -> None:
    fields = {field_id: {"v": text, "m": None} for field_id, text in texts.items()}
    first = judge(form, fields)
    assert first == judge(form, fields)
    assert all(each.message and each.fields for each in first)


@settings(max_examples=60)
@given(year=st.integers(1900, 2025), month=st.integers(1, 12), day=st.integers(1, 28))
def test_saying_less_never_raises_more(year: int, month: int, day: int) -> None:
    """A date known only to the year contradicts nothing that the full date does not contradict."""
    whole, only_year = f"{day:02}/{month:02}/{year}", str(year)
    others = {
        "child.birth_date": {"v": "15/06/2000", "m": None},
        "mother.birth_date": {"v": "1988", "m": None},
    }

    def contradictions(text: str) -> set[str]:
        found = judge(FORM, {**others, "registration.date": {"v": text, "m": None}})
        return {each.code for each in found}

    assert contradictions(only_year) <= contradictions(whole)
