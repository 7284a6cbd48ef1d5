"""A unit shares out its own target: the parts add up to it, whoever shares and however."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hotich.campaign.models import TargetShare
from hotich.campaign.targets.operations import TargetRefused, approve, draw_up, split_target
from hotich.campaign.targets.queries import lines_for
from hotich.campaign.targets.splitting import Split, books_of, split_of
from hotich.staff.models import Team
from hotich.support.errors import Conflict, NotAllowed, NotFound
from hotich.support.time import local, today

pytestmark = pytest.mark.django_db

TEAM, STATION, WEEK = TargetShare.By.TEAM, TargetShare.By.STATION, TargetShare.By.WEEK


@pytest.fixture
def line(led: Any) -> Any:
    """The ward's line of an approved version: 1,001 entries, two machines."""
    led.counted(led.ward, 600, year_opened=2008)
    led.counted(led.ward, 401, year_opened=1998)
    led.ward.machine()
    version = draw_up(
        actor=led.writer, campaign_id=led.campaign.pk, reason="lập", now=led.now + timedelta(seconds=1)
    )
    approve(
        actor=led.head, version_id=version.pk, seen=version.changed_at, now=led.now + timedelta(seconds=2)
    )
    return lines_for(led.writer, version)[0]


def split(line: Any, by: str) -> Split:
    return split_of(line, by, on=today())


def shared(led: Any, line: Any, by: str, shares: dict[str, int], **more: Any) -> Any:
    return split_target(
        **{"actor": led.ward.officer("team_leader"), "line_id": line.pk, "by": by, "shares": shares, "seen": split(line, by).mark if by in TargetShare.By else "", "now": led.now, **more}
    )  # fmt: skip


def test_without_a_decision_the_rule_shares_out_and_adds_up(led: Any, line: Any) -> None:
    for by in (TEAM, STATION, WEEK):
        found = split(line, by)
        assert sum(part.entries for part in found.parts) == 1_001
        assert found.decided is None
    assert [part.entries for part in split(line, STATION).parts] == [501, 500]


def test_a_team_has_a_part_as_large_as_its_machines(led: Any, line: Any) -> None:
    second = Team.objects.create(name="Tổ hai", agency=led.ward.police)
    led.ward.team = second
    led.ward.machine()
    assert [part.entries for part in split(line, TEAM).parts] == [667, 334]


def test_the_units_own_parts_stand_and_must_add_up(led: Any, line: Any) -> None:
    first, second = (part.key for part in split(line, STATION).parts)
    with pytest.raises(TargetRefused, match="cộng lại 1.000,"):
        shared(led, line, STATION, {first: 600, second: 400})
    shared(led, line, STATION, {first: 700, second: 301})
    found = split(line, STATION)
    assert [part.entries for part in found.parts] == [700, 301]
    assert found.decided is not None
    shared(led, line, STATION, {first: 1_001})
    assert [part.entries for part in split(line, STATION).parts] == [1_001, 0]


def test_parts_saved_from_an_older_page_do_not_replace_what_another_saved(led: Any, line: Any) -> None:
    first, second = (part.key for part in split(line, STATION).parts)
    opened, colleague = split(line, STATION).mark, led.ward.officer("team_leader", name="Lê Tổ Trưởng")
    shared(led, line, STATION, {first: 700, second: 301}, seen=opened, actor=colleague)
    with pytest.raises(Conflict, match="Lê Tổ Trưởng đã lưu cách chia theo máy lúc") as refusal:
        shared(led, line, STATION, {first: 1_001}, seen=opened)
    assert f"{local(led.now):%H:%M %d/%m/%Y}" in refusal.value.message
    assert [part.entries for part in split(line, STATION).parts] == [700, 301]
    week = split(line, WEEK)
    shared(led, line, WEEK, {part.key: part.entries for part in week.parts}, seen=week.mark)
    shared(led, line, STATION, {first: 1_001})
    assert [part.entries for part in split(line, STATION).parts] == [1_001, 0]


def test_who_is_second_sees_what_he_typed_beside_what_is_held_and_may_save_it(led: Any, line: Any) -> None:
    page, mine, other = f"/ke-hoach/chi-tieu/don-vi/{line.pk}/", Client(), led.ward.officer("team_leader")
    mine.force_login(led.ward.officer("team_leader"))
    first, second = (part.key for part in split(line, STATION).parts)
    opened = split(line, STATION).mark
    assert f'name="thay" value="{opened}"' in mine.get(page).content.decode()
    shared(led, line, STATION, {first: 700, second: 301}, actor=other)
    typed = {"theo": "station", "thay": opened, f"phan-{first}": 1001, f"phan-{second}": 0}
    answer = mine.post(f"{page}chia/", typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert f"{other} đã lưu cách chia" in shown
    assert f'name="phan-{first}" value="1001"' in shown and "đang lưu 700" in shown
    wrong = mine.post(f"{page}chia/", typed | {"thay": split(line, STATION).mark, f"phan-{first}": 1})
    assert wrong.status_code == 422 and 'value="1"' in wrong.content.decode()
    told = split(line, STATION).mark
    assert f'name="thay" value="{told}"' in shown, "who was told may save over it"
    assert mine.post(f"{page}chia/", typed | {"thay": told}).status_code == 302
    assert [part.entries for part in split(line, STATION).parts] == [1_001, 0]


def test_a_machine_that_has_gone_brings_the_rule_back(led: Any, line: Any) -> None:
    first, second = (part.key for part in split(line, STATION).parts)
    shared(led, line, STATION, {first: 700, second: 301})
    type(led.ward.station).objects.unscoped("a test's own machine").filter(code=second).update(
        retired_on=today()
    )
    found = split(line, STATION)
    assert (found.decided, [part.entries for part in found.parts]) == (None, [1_001])
    with pytest.raises(TargetRefused, match="Không còn"):
        shared(led, line, STATION, {first: 700, second: 301})


def test_only_the_unit_itself_shares_out_and_only_what_was_approved(led: Any, line: Any) -> None:
    key = split(line, TEAM).parts[0].key
    with pytest.raises(NotFound):
        shared(led, line, TEAM, {key: 1_001}, actor=led.sister.officer("team_leader"))
    with pytest.raises(NotFound):
        shared(led, line, TEAM, {key: 1_001}, actor=led.writer)
    with pytest.raises(NotAllowed):
        shared(led, line, TEAM, {key: 1_001}, actor=led.ward.officer("registrar"))
    with pytest.raises(NotFound):
        shared(led, line, "moon", {key: 1_001})
    draft = draw_up(actor=led.writer, campaign_id=led.campaign.pk, reason="lại", now=led.now)
    with pytest.raises(TargetRefused, match="đã duyệt"):
        shared(led, lines_for(led.writer, draft)[0], TEAM, {key: 1_001})


def test_books_are_planned_newest_first_each_in_its_week(led: Any, line: Any) -> None:
    found = books_of(line)
    years = [part.book.year_opened for part in found]
    assert years == sorted(years, reverse=True)
    # The world's own book has 100 entries that no count has brought into the target: the last book no longer fits.
    assert sum(part.book.entries_count or 0 for part in found) == 1_101
    assert [part.week is None for part in found].count(True) == 1
