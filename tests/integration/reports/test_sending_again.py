"""What was sent goes out again as another version: with a reason, over the newest one only, and only where it says something else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from frozen_day import INSTANT, Day

from hotich.reports.errors import ReportRefused
from hotich.reports.files import content_of
from hotich.reports.models import Sending
from hotich.reports.operations import send_again, send_town_report, send_unit_report

pytestmark = pytest.mark.django_db


def test_sending_again_needs_a_reason_and_keeps_what_went_before(frozen: Day) -> None:
    early = frozen.at() - timedelta(minutes=5)
    first = send_unit_report(actor=frozen.head, now=early, report_id=frozen.report().pk, obstacles="mất điện")
    with pytest.raises(ReportRefused):
        send_again(actor=frozen.head, now=frozen.at(), sending_id=first.pk, reason=" ")
    second = send_again(
        actor=frozen.head, now=frozen.at() + timedelta(hours=1), sending_id=first.pk, reason="ghi thiếu",
        obstacles="mất điện 2 giờ", proposals="thêm máy",
    )  # fmt: skip
    assert (second.number, second.reason) == (2, "ghi thiếu")
    kept = Sending.objects.unscoped("test").filter(report=frozen.report()).order_by("number")
    assert [one.obstacles for one in kept] == ["mất điện", "mất điện 2 giờ"]
    line = frozen.form()["units"][0]
    assert (line["status"], line["version"], line["proposals"]) == ("submitted", 2, "thêm máy")


def test_who_did_not_see_the_newest_version_does_not_send_over_it(frozen: Day, world: Any) -> None:
    colleague, at = world.officer("unit_head"), frozen.at() + timedelta(minutes=7)
    first = send_unit_report(actor=frozen.head, now=frozen.at(), report_id=frozen.report().pk)
    stale = {"actor": frozen.head, "sending_id": first.pk, "reason": "ghi thiếu", "obstacles": "mất mạng"}
    second = send_again(actor=colleague, now=at, sending_id=first.pk, reason="ghi nhầm", obstacles="mất điện")
    with pytest.raises(ReportRefused) as refused:
        send_again(now=at + timedelta(minutes=1), **stale)
    assert refused.value.message.startswith(
        f"{colleague.full_name} đã gửi bản thứ 2 lúc 14:07 ngày {frozen.day:%d/%m/%Y}"
    )
    assert frozen.form()["units"][0]["obstacles"] == "mất điện"
    assert send_again(now=at + timedelta(minutes=2), **stale | {"sending_id": second.pk}).number == 3


def test_who_did_not_see_the_towns_newest_version_does_not_send_over_it(frozen: Day) -> None:
    said = {"actor": frozen.town, "now": frozen.at()}
    sent = {
        receiver: send_town_report(receiver=receiver, report_id=frozen.of_the_town.pk, **said)
        for receiver in ("inspection", "province")
    }
    again = {"sending_id": sent["province"].pk, "reason": "ghi thiếu"}
    send_again(obstacles="mất điện", **said, **again)
    with pytest.raises(ReportRefused, match="đã gửi bản thứ 2"):
        send_again(obstacles="mất mạng", **said, **again)
    other = again | {"sending_id": sent["inspection"].pk}
    assert send_again(obstacles="mất mạng", **said, **other).number == 2, (
        "the other receiver has his own versions"
    )


def test_a_version_in_which_nothing_changed_is_none(frozen: Day) -> None:
    words = {"obstacles": "mất điện", "proposals": "thêm máy"}
    first = send_unit_report(
        actor=frozen.head, now=frozen.at() - INSTANT, report_id=frozen.report().pk, **words
    )
    again = {"actor": frozen.head, "now": frozen.at(), "sending_id": first.pk, "reason": "gửi cho chắc"}
    with pytest.raises(ReportRefused, match="Không có gì thay đổi so với bản thứ 1"):
        send_again(**again, **words | {"obstacles": " mất điện\n"})
    assert frozen.report().sendings.count() == 1
    assert send_again(**again, **words | {"proposals": ""}).number == 2


def test_the_town_sends_again_when_a_unit_has_sent_meanwhile_and_only_then(frozen: Day) -> None:
    first = send_town_report(
        actor=frozen.town, now=frozen.at("inspection"), report_id=frozen.of_the_town.pk, receiver="inspection"
    )
    later = frozen.at("province")
    again = {"actor": frozen.town, "now": later, "sending_id": first.pk, "reason": "thêm xã gửi muộn"}
    with pytest.raises(ReportRefused, match="Không có gì thay đổi"):
        send_again(**again)
    send_unit_report(actor=frozen.head, now=later - INSTANT, report_id=frozen.report().pk)
    form = json.loads(content_of(send_again(**again).files.get(kind="json")))
    assert [line["status"] for line in form["units"]] == ["late", "silent"]
