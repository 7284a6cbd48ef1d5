"""The draw of entries that run without assistance: by chance, repeatable, near the percentage that was set."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from hotich.core.assistance import is_assisted

NAMES = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
MANY = [uuid5(NAMES, str(number)) for number in range(20_000)]
FIRST_AT_FIFTY = [True, True, True, True, True, False, True, False, True, True, False, False]


def test_about_five_in_a_hundred_run_without_assistance() -> None:
    unassisted = sum(not is_assisted(entry, 5) for entry in MANY)
    # Three standard deviations of a binomial are 92.
    assert abs(unassisted - 1000) < 93


def test_nothing_is_drawn_at_zero_and_everything_at_a_hundred() -> None:
    assert all(is_assisted(entry, 0) for entry in MANY[:500])
    assert not any(is_assisted(entry, 100) for entry in MANY[:500])


@given(st.uuids(), st.integers(0, 100), st.integers(0, 100))
def test_an_entry_once_drawn_stays_drawn_when_more_are_asked_for(entry: UUID, one: int, other: int) -> None:
    few, many = sorted((one, other))
    if not is_assisted(entry, few):
        assert not is_assisted(entry, many)


def test_the_draw_never_changes() -> None:
    assert [is_assisted(entry, 50) for entry in MANY[:12]] == FIRST_AT_FIFTY
