"""Who may check and who may arbitrate: nobody his own work, and nobody checks what he has seen. Pure, and the one place that says it;
the database says it a second time.

`Hands` is who had a hand in an entry, as its log tells. Reasons are sentences for the officer, none where he may.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

KEYED = "Đồng chí đã nhập trường hợp này nên không kiểm tra hay phân xử được: phải là người khác."
CHECKED = "Đồng chí đã nhập lại trường hợp này khi kiểm tra nên không phân xử được: phải là người thứ ba."
ARBITRATED = "Đồng chí đã phân xử trường hợp này, đã thấy cả hai bản nhập nên không kiểm tra lại được."
SEEN = "Đồng chí đã mở xem trường hợp này trước khi kiểm tra nên không còn nhập lại độc lập được: cán bộ khác kiểm tra."


@dataclass(frozen=True, slots=True)
class Hands:
    """Officers by what they did with one entry: wrote its accepted transcription or part of it, keyed it again to check it, decided
    between the two; had what was keyed before them."""

    keyed: frozenset[int] = frozenset()
    checked: frozenset[int] = frozenset()
    arbitrated: frozenset[int] = frozenset()
    seen: frozenset[int] = frozenset()


def hands(
    *,
    keyed: Iterable[int | None],
    checked: Iterable[int | None] = (),
    arbitrated: Iterable[int | None] = (),
    seen: Iterable[int | None] = (),
) -> Hands:
    """Of rows of a log; those without an officer are nobody's."""
    return Hands(_known(keyed), _known(checked), _known(arbitrated), _known(seen))


def why_not_check(officer: int, of: Hands, *, nobody_else: bool = False) -> str | None:
    """Why the officer may not check the entry; None where he may. Who checked it before may check it again; who has seen what was keyed
    may only where `nobody_else` can, and the check says so."""
    if officer in of.keyed:
        return KEYED
    if officer in of.arbitrated:
        return ARBITRATED
    if officer in of.seen and not nobody_else:
        return SEEN
    return None


def could_check(officers: Iterable[int], of: Hands) -> frozenset[int]:
    """Those of the officers who had no hand in the entry and have not seen it: they key it again without knowing anything."""
    return frozenset(officers) - of.keyed - of.arbitrated - of.seen


def why_not_arbitrate(officer: int, of: Hands) -> str | None:
    """Why the officer may not decide between the two keyings; None where he may."""
    if officer in of.keyed:
        return KEYED
    if officer in of.checked:
        return CHECKED
    return None


def may_check(officer: int, of: Hands) -> bool:
    """Whether the officer may check the entry."""
    return why_not_check(officer, of) is None


def may_arbitrate(officer: int, of: Hands) -> bool:
    """Whether the officer may decide between the two keyings of the entry."""
    return why_not_arbitrate(officer, of) is None


def _known(officers: Iterable[int | None]) -> frozenset[int]:
    return frozenset(officer for officer in officers if officer is not None)
