"""The committed vectors are what the reference answers today, so the port is held to it."""

import pytest
from tests.vectors import generate


@pytest.mark.parametrize("module", sorted(generate.modules()))
def test_the_committed_vectors_are_the_references_answers(module: str) -> None:
    assert generate.differences(module) == []


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="vector"):
        generate.jsonable(object())
