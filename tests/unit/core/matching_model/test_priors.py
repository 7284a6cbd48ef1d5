"""The prior of a book: its own judgements and evidence, held towards the general one."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from hotich.core.matching.evidence import MISSED
from hotich.core.matching.priors import GENERAL_WEIGHT, LEAST, MOST, prior_of, priors_of


def test_a_book_nobody_knows_anything_of_has_the_general_prior() -> None:
    assert prior_of([], [], 0.8) == pytest.approx(0.8)


def test_a_few_judgements_move_the_prior_a_little_and_many_decide_it() -> None:
    few = prior_of([0.0] * 5, [0.0] * 5, 0.8)
    many = prior_of([0.0] * 400, [0.0] * 400, 0.8)
    assert few == pytest.approx(GENERAL_WEIGHT * 0.8 / (5 + GENERAL_WEIGHT))
    assert 0.7 < few < 0.8
    assert many < 0.1


def test_what_was_only_searched_counts_as_far_as_its_evidence_speaks() -> None:
    strong, none = 1e6, 0.0
    found = prior_of([strong] * 200, [nan] * 200, 0.5)
    gone = prior_of([none] * 200, [nan] * 200, 0.5)
    even = prior_of([1.0 - MISSED] * 200, [nan] * 200, 0.5)
    assert gone < 0.2 < 0.8 < found
    assert even == pytest.approx(0.5)


def test_a_judgement_outweighs_what_the_evidence_said_of_the_same_entry() -> None:
    evidence = [1e6] * 100
    assert prior_of(evidence, [0.0] * 100, 0.8) < 0.3 < prior_of(evidence, [nan] * 100, 0.8)


def test_no_book_proves_that_everybody_or_nobody_is_there() -> None:
    assert prior_of([0.0] * 100_000, [0.0] * 100_000, 0.001) == LEAST
    assert prior_of([1e9] * 100_000, [1.0] * 100_000, 0.9999) == MOST


def test_books_do_not_speak_for_each_other() -> None:
    scope = np.array([0] * 200 + [1] * 200)
    evidence = np.concatenate([np.zeros(200), np.full(200, 1e6)])
    gone, found = priors_of(evidence, scope, np.array([0.5, 0.5]))
    assert gone < 0.2 < 0.8 < found
