"""Nobody has to train a model: the one in force follows the extract, until somebody chooses another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk import Desk
from learning import children, key, register
from making import extract_of

from hotich.core.matching.adapting import LEAST_ENTRIES
from hotich.core.matching.model import default_model
from hotich.linkage.operations.adapting import adapt_model
from hotich.population.model_versions import SHIPPED, model_in_force
from hotich.population.operations import use_version
from hotich.support.time import now as clock
from hotich.support.time import today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(desk: Desk) -> None:
    """An extract, and one entry less than a model is adapted to."""
    rows = register()
    for line, row in enumerate(children(rows, LEAST_ENTRIES - 1), start=1):
        key(desk, line, row)
    extract_of(*rows)


def one_more(desk: Desk) -> None:
    key(desk, LEAST_ENTRIES, children(register(), LEAST_ENTRIES)[-1])


def test_with_few_entries_the_shipped_model_answers(town: None) -> None:
    assert adapt_model(now=clock()) is None
    assert model_in_force() is default_model()


def test_the_model_follows_the_extract_and_says_so(town: None, desk: Desk) -> None:
    one_more(desk)
    use = adapt_model(now=clock())
    assert use is not None
    assert use.officer_id is None
    model = model_in_force()
    assert model.digest == use.model_digest != default_model().digest
    assert model.trained_on["register"]["citizens"] == len(register())
    assert model.trained_on["adapted_from"] == default_model().digest
    shipped = default_model().probabilities
    assert all(p.same == shipped[name].same for name, p in model.probabilities.items())
    assert any(p.unrelated != shipped[name].unrelated for name, p in model.probabilities.items())


def test_nothing_new_to_follow_changes_nothing(town: None, desk: Desk) -> None:
    one_more(desk)
    assert adapt_model(now=clock()) is not None
    assert adapt_model(now=clock()) is None


def test_another_extract_is_followed_too(town: None, desk: Desk) -> None:
    one_more(desk)
    first = adapt_model(now=clock())
    extract_of(*register(), as_of=today() + timedelta(days=1))
    second = adapt_model(now=clock())
    assert first is not None
    assert second is not None
    assert second.version_id != first.version_id


def test_a_model_that_somebody_chose_is_not_overruled(town: None, desk: Desk) -> None:
    one_more(desk)
    use_version(digest=SHIPPED, actor=None, now=clock(), on=today())
    assert adapt_model(now=clock()) is None
    assert model_in_force() is default_model()
