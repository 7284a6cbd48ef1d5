"""The closed vocabulary, evaluated over one entry in three values: True, False, or None for *cannot be told*.

A date without a day, an illegible name or a fact the desk does not have makes a predicate None, and None
raises no finding: only what is impossible in every reading does. ``all``, ``any`` and ``not`` follow Kleene.

``frontend/src/core/predicates.ts`` is the port of this module; ``tests/vectors/predicates.jsonl`` holds both
to the same results.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hotich.core.dates import DateAgreement, compare_dates, read_date, read_words
from hotich.core.forms.model import Predicate
from hotich.core.forms.numbers import RegistrationNumber, read_number
from hotich.core.forms.reading import Reading, Span, iso_span, span_of
from hotich.core.identifiers import read_personal_number
from hotich.core.text import comparison_key

Truth = bool | None

# Families of the Xtiêng and Mnông: Điểu for men, Thị for women. There "Thị" is a surname and says nothing
# about the sex of anybody whose surname differs.
_SURNAMES_THAT_ARE_MARKERS = frozenset({"điểu", "thị"})
_BOOK_SPAN_YEARS = 5
"""A book whose closing is not known is taken to have been in use for so many years."""


def evaluate(predicate: Predicate, reading: Reading) -> Truth:
    """Whether the predicate holds for the entry; None where that cannot be told."""
    return _EVALUATORS[predicate.name](predicate, reading)


# --- values ------------------------------------------------------------------------------------------------


def _present(p: Predicate, r: Reading) -> Truth:
    if r.text(p.args["field"]) is not None:
        return True
    return None if r.reason(p.args["field"]) in ("illegible", "struck_out") else False


def _absent(p: Predicate, r: Reading) -> Truth:
    return _not(_present(p, r))


def _explained(p: Predicate, r: Reading) -> Truth:
    return r.is_answered(p.args["field"])


def _equals(p: Predicate, r: Reading) -> Truth:
    return _is_one_of(r, p.args["field"], (p.args["value"],))


def _one_of(p: Predicate, r: Reading) -> Truth:
    return _is_one_of(r, p.args["field"], p.args["values"])


def _is_one_of(r: Reading, field_id: str, values: tuple[str, ...]) -> Truth:
    text = r.text(field_id)
    if text is None:
        return None
    known = r.edition.get(field_id)
    if known is not None and known.codes is not None:
        meaning = r.meaning(field_id)
        return None if meaning is None else meaning in values
    return comparison_key(text) in {comparison_key(value) for value in values}


def _same_text(p: Predicate, r: Reading) -> Truth:
    a, b = r.text(p.args["a"]), r.text(p.args["b"])
    return None if a is None or b is None else comparison_key(a) == comparison_key(b)


def _ends_with(p: Predicate, r: Reading) -> Truth:
    text = r.text(p.args["field"])
    return None if text is None else text.endswith(p.args["text"])


def _has_text(p: Predicate, r: Reading) -> Truth:
    text = r.text(p.args["field"])
    return None if text is None else any(each.isalnum() for each in text)


def _usual_case(p: Predicate, r: Reading) -> Truth:
    text = r.text(p.args["field"])
    if text is None or text.lower() == text.upper():
        return None
    return text not in (text.lower(), text.upper())


def _known_code(p: Predicate, r: Reading) -> Truth:
    return None if r.text(p.args["field"]) is None else r.meaning(p.args["field"]) is not None


def _code_in_force(p: Predicate, r: Reading) -> Truth:
    """Whether the value could stand on a paper of the day of the act: a card that did not exist yet is a slip of somebody's pen."""
    row, act = r.code_row(p.args["field"]), r.span(r.edition.date_of_act)
    if row is None or act is None:
        return None
    if (row.valid_from and row.valid_from > act.last) or (row.valid_to and row.valid_to < act.first):
        return False
    return True if row.valid_on(act.first) and row.valid_on(act.last) else None


def _is_ditto(p: Predicate, r: Reading) -> Truth:
    return None if r.text(p.args["field"]) is None else r.is_ditto(p.args["field"])


def _name_has_marker(p: Predicate, r: Reading) -> Truth:
    text = r.text(p.args["field"])
    if text is None:
        return None
    words = comparison_key(text).split(" ")
    if words[0] in _SURNAMES_THAT_ARE_MARKERS:
        return None
    return comparison_key(p.args["marker"]) in words[1:-1]


# --- logic -------------------------------------------------------------------------------------------------


def _all(p: Predicate, r: Reading) -> Truth:
    results = [evaluate(each, r) for each in p.args["of"]]
    if False in results:
        return False
    return None if None in results else True


def _any(p: Predicate, r: Reading) -> Truth:
    results = [evaluate(each, r) for each in p.args["of"]]
    if True in results:
        return True
    return None if None in results else False


def _negated(p: Predicate, r: Reading) -> Truth:
    return _not(evaluate(p.args["of"], r))


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


# --- dates -------------------------------------------------------------------------------------------------


def _not_after(p: Predicate, r: Reading) -> Truth:
    return _ordered(r.span(p.args["a"]), r.span(p.args["b"]))


def _not_before(p: Predicate, r: Reading) -> Truth:
    return _ordered(r.span(p.args["b"]), r.span(p.args["a"]))


def _ordered(earlier: Span | None, later: Span | None) -> Truth:
    if earlier is None or later is None:
        return None
    if earlier.last <= later.first:
        return True
    return False if earlier.first > later.last else None


def full_years(birth: date, day: date) -> int:
    """Whole years from ``birth`` to ``day``; negative where the day lies before the birth."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _year_gap_at_least(p: Predicate, r: Reading) -> Truth:
    older, younger = r.span(p.args["older"]), r.span(p.args["younger"])
    if older is None or younger is None:
        return None
    if full_years(older.last, younger.first) >= p.args["years"]:
        return True
    return False if full_years(older.first, younger.last) < p.args["years"] else None


def _age_between(p: Predicate, r: Reading) -> Truth:
    birth, at = r.span(p.args["birth"]), r.span(p.args["at"])
    if birth is None or at is None:
        return None
    youngest, oldest = full_years(birth.last, at.first), full_years(birth.first, at.last)
    if youngest >= p.args["min"] and oldest <= p.args["max"]:
        return True
    return False if oldest < p.args["min"] or youngest > p.args["max"] else None


def _days_between_more_than(p: Predicate, r: Reading) -> Truth:
    a, b = r.span(p.args["a"]), r.span(p.args["b"])
    if a is None or b is None:
        return None
    if (b.first - a.last).days > p.args["days"]:
        return True
    return False if (b.last - a.first).days <= p.args["days"] else None


def _words_match_digits(p: Predicate, r: Reading) -> Truth:
    text, digits = r.text(p.args["words"]), r.date(p.args["date"])
    words = read_words(text) if text is not None else None
    agreement = compare_dates(words, digits)
    if agreement in (DateAgreement.DIFFERENT, DateAgreement.SWAPPED):
        return False
    return True if agreement is DateAgreement.EQUAL else None


def _looks_like_sentinel(p: Predicate, r: Reading) -> Truth:
    span, sentinel = r.span(p.args["field"]), r.span(p.args["date"])
    if span is None or sentinel is None:
        return None
    if span != sentinel:
        return False
    year = sentinel.first.year
    if r.context.book_opened is not None:
        opened = iso_span(r.context.book_opened).first.year
        closed = r.context.book_closed
        last = iso_span(closed).last.year if closed else opened + _BOOK_SPAN_YEARS
        if not opened - p.args["oldest"] <= year <= last - p.args["youngest"]:
            return True
    return _neighbours_contradict(p, r, year)


def _neighbours_contradict(p: Predicate, r: Reading, year: int) -> Truth:
    spans = [_context_span(each.get(p.args["field"])) for each in r.context.neighbours]
    known = [each for each in spans if each is not None]
    if not known:
        return False if r.context.book_opened is not None else None
    reach = p.args["oldest"] - p.args["youngest"] + 1
    return all(each.first.year > year + reach or each.last.year < year - reach for each in known)


def _context_span(text: str | None) -> Span | None:
    return span_of(read_date(text).value) if text else None


# --- numbers -----------------------------------------------------------------------------------------------


def _number_fits(p: Predicate, r: Reading) -> Truth:
    text = r.text(p.args["number"])
    number = read_personal_number(text) if text is not None else None
    if number is None:
        return None
    part, against = p.args["part"], p.args["against"]
    if part == "sex":
        sex = r.meaning(against)
        return number.sex == sex if sex in ("male", "female") else None
    if part == "province":
        codes = r.context.province_codes
        return number.province_code in codes if codes else None
    span = r.span(against)
    if span is None:
        return None
    if span.first.year == span.last.year:
        return bool(number.birth_year == span.first.year)
    return None if span.first.year <= number.birth_year <= span.last.year else False


def _year_of(number: RegistrationNumber, span: Span | None) -> int | None:
    if number.year is not None:
        return number.year
    return span.first.year if span and span.first.year == span.last.year else None


def _in_sequence(p: Predicate, r: Reading) -> Truth:
    before = r.context.previous
    number = read_number(r.text(p.args["field"]))
    last = read_number(before.get(p.args["field"])) if before else None
    if number is None or last is None or before is None:
        return None
    if number.value == last.value + 1 or (number.value == last.value and number.suffix != last.suffix):
        return True
    year = _year_of(number, r.span(p.args["date"]))
    last_year = _year_of(last, _context_span(before.get(p.args["date"])))
    if number.value == 1 and (year is None or last_year is None):
        return None
    return number.value == 1 and year != last_year


def _not_repeated(p: Predicate, r: Reading) -> Truth:
    number = read_number(r.text(p.args["field"]))
    if number is None:
        return None
    year = _year_of(number, r.span(p.args["date"]))
    unsure = False
    for known in r.context.numbers:
        other = read_number(known.number)
        if other is None or (other.value, other.suffix) != (number.value, number.suffix):
            continue
        other_year = other.year if other.year is not None else known.year
        if year is None or other_year is None:
            unsure = True
        elif year == other_year:
            return False
    return None if unsure else True


def _number_year_fits(p: Predicate, r: Reading) -> Truth:
    number = read_number(r.text(p.args["field"]))
    span = r.span(p.args["date"])
    if number is None or number.year is None or span is None:
        return None
    if span.first.year == span.last.year:
        return number.year == span.first.year
    return None if span.first.year <= number.year <= span.last.year else False


_EVALUATORS: dict[str, Callable[[Predicate, Reading], Truth]] = {
    "present": _present,
    "absent": _absent,
    "explained": _explained,
    "equals": _equals,
    "one_of": _one_of,
    "all": _all,
    "any": _any,
    "not": _negated,
    "not_after": _not_after,
    "not_before": _not_before,
    "year_gap_at_least": _year_gap_at_least,
    "age_between": _age_between,
    "days_between_more_than": _days_between_more_than,
    "words_match_digits": _words_match_digits,
    "looks_like_sentinel": _looks_like_sentinel,
    "number_fits": _number_fits,
    "in_sequence": _in_sequence,
    "not_repeated": _not_repeated,
    "number_year_fits": _number_year_fits,
    "name_has_marker": _name_has_marker,
    "same_text": _same_text,
    "ends_with": _ends_with,
    "has_text": _has_text,
    "usual_case": _usual_case,
    "known_code": _known_code,
    "code_in_force": _code_in_force,
    "is_ditto": _is_ditto,
}
