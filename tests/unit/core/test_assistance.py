"""Which entries run without assistance: as many as the campaign says, the same ones whoever asks."""

from uuid import UUID, uuid5

from hotich.core.assistance import is_assisted

SPACE = UUID("00000000-0000-0000-0000-000000000001")


def drawn(percent: int, count: int = 4000) -> float:
    ids = (uuid5(SPACE, str(number)) for number in range(count))
    return sum(not is_assisted(each, unassisted_percent=percent) for each in ids) / count


def test_the_share_is_the_campaigns() -> None:
    assert drawn(0) == 0
    assert drawn(100) == 1
    assert 0.04 < drawn(5) < 0.06


def test_the_draw_is_the_entrys_own() -> None:
    entry = uuid5(SPACE, "7")
    assert len({is_assisted(entry, unassisted_percent=5) for _ in range(3)}) == 1
    without = [n for n in range(200) if not is_assisted(uuid5(SPACE, str(n)), unassisted_percent=5)]
    more = [n for n in range(200) if not is_assisted(uuid5(SPACE, str(n)), unassisted_percent=20)]
    assert set(without) < set(more), "a higher share adds entries and changes none"
