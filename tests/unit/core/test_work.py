"""Numbers about how an entry was keyed: bounded, whole, and never a reason to refuse what was keyed."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hotich.core.work import MEASURED, counted, read_work

ANYTHING: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from([*MEASURED, "typed", "clipped"]), ANYTHING))
def test_whatever_a_desk_sends_is_kept_as_whole_numbers_within_bounds(raw: dict[str, Any]) -> None:
    found = read_work(raw)
    assert found is not None
    clipped = found.pop("clipped", [])
    assert found.keys() == MEASURED.keys()
    assert all(type(value) is int and 0 <= value <= MEASURED[name] for name, value in found.items())
    assert set(clipped) <= MEASURED.keys()
    assert read_work(found) == found


@given(ANYTHING.filter(lambda value: not isinstance(value, dict)))
def test_what_is_no_set_of_numbers_is_nothing(raw: Any) -> None:
    assert read_work(raw) is None


def test_a_number_that_is_not_believed_is_named() -> None:
    found = read_work({"keys": 103, "mouse": -1, "active_ms": 10**12, "paint_p95": 12.5, "picks": True})
    assert found is not None
    assert (found["keys"], found["mouse"], found["active_ms"]) == (103, 0, MEASURED["active_ms"])
    assert found["clipped"] == ["mouse", "active_ms", "picks", "paint_p95"]
    assert read_work(found) == found


def test_what_the_transcription_tells_leaves_out_what_nobody_keyed() -> None:
    def value(v: str | None, o: str = "typed", m: str | None = None) -> dict[str, Any]:
        return {"v": v, "m": m, "o": o, "struck": None}

    assert counted(
        {
            "book.number": value("01/2006", "constant"),
            "child.full_name": value("Nguyễn Thị H?a"),
            "child.sex": value("Nữ", "picked"),
            "child.ethnicity": value("Kinh", "carried"),
            "mother.full_name": value(None, m="illegible"),
            "father.full_name": value(None, m="blank_in_book"),
            "father.residence": value(None),
        }
    ) == {"fields": 5, "carried": 1, "picked": 1, "illegible": 2, "blank": 1}
