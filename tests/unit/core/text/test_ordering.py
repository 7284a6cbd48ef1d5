"""A stored key sorts as the Vietnamese alphabet does."""

from hotich.core.text.ordering import sort_key


def test_letters_come_before_tones_and_shapes_are_letters() -> None:
    names = ["An", "An Bình", "Ăn", "Ân", "Bình", "Danh", "Đanh", "Mai", "Mài", "Mãi", "Mạnh", "Ô", "Ơ", "Ư"]
    shuffled = [*names[7:], *names[:7]]
    assert sorted(shuffled, key=sort_key) == names


def test_numbers_sort_by_their_value() -> None:
    assert sorted(["Phường 10", "Phường 2"], key=sort_key) == ["Phường 2", "Phường 10"]


def test_the_key_is_plain_ascii() -> None:
    assert sort_key("Đắk Ơ").isascii()
