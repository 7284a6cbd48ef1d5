"""What is typed is kept whole or refused with its field, its length and its limit; nothing is cut unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hotich.campaign.budget.operations import add_item
from hotich.campaign.contacts.operations import name_contact
from hotich.campaign.evidence.operations import attach
from hotich.campaign.models import Evidence
from hotich.campaign.plan.operations import (
    Step,
    add_basis,
    name_responsible,
    set_chain,
    set_programmes,
    set_receivers,
)
from hotich.campaign.steering.operations import announce_visit
from hotich.campaign.targets.operations import draw_up
from hotich.staff.operations import form_team
from hotich.stations.operations import (
    keep_carrier,
    record_security_check,
    register_station,
    retire_station,
    security_checklist,
)
from hotich.support.errors import Refusal
from hotich.support.time import today

pytestmark = pytest.mark.django_db

Place = Callable[[Any, str], Any]


def _contact(led: Any, **said: Any) -> Any:
    return name_contact(
        **{
            "actor": led.writer, "campaign_id": led.campaign.pk, "topic": "line", "agency": led.justice, "name": "Bà Tư",
            "title": "chuyên viên", "phone": "", "order": 1, "now": led.now, **said,
        }
    )  # fmt: skip


def _head(led: Any, **said: Any) -> Any:
    return name_responsible(
        **{
            "actor": led.writer, "reporting_unit_id": led.units[0].pk, "role": "head", "name": "Bà Tư", "title": "Chủ tịch",
            "now": led.now, **said,
        }
    )  # fmt: skip


def _check(led: Any, **said: Any) -> Any:
    results = {item: {"ok": True, "note": said.pop("note", "")} for item in security_checklist(today())}
    return record_security_check(
        **{
            "actor": led.ward.officer("device_officer"), "now": led.now, "station": led.ward.station, "checked_on": today(),
            "expires_on": today(), "minutes": "12/BB", "seal_number": "NP-1", "results": results, **said,
        }
    )  # fmt: skip


PLACES: dict[str, tuple[int, Place]] = {
    "Họ và tên": (120, lambda led, text: _contact(led, name=text)),
    "Chức vụ": (120, lambda led, text: _head(led, title=text)),
    "Điện thoại": (40, lambda led, text: _head(led, phone=text)),
    "Nội dung chi": (
        200,
        lambda led, text: add_item(
            actor=led.writer, now=led.now, campaign=led.campaign, unit_id=led.town.pk, group="devices", name=text,
            source="district",
        ),
    ),
    "Lý do": (
        300,
        lambda led, text: draw_up(actor=led.writer, campaign_id=led.campaign.pk, reason=text, now=led.now),
    ),
    "Tên, trích yếu": (
        400,
        lambda led, text: add_basis(actor=led.writer, campaign_id=led.campaign.pk, sort="law", title=text),
    ),
    "Nơi gửi": (
        200,
        lambda led, text: set_chain(
            actor=led.writer, campaign_id=led.campaign.pk, steps=[Step(text, "UBND", "", "unit")]
        ),
    ),
    "Nơi nhận": (
        200,
        lambda led, text: set_receivers(actor=led.writer, campaign_id=led.campaign.pk, names=[text]),
    ),
    "Tên chương trình": (
        60,
        lambda led, text: set_programmes(actor=led.writer, campaign_id=led.campaign.pk, names=[text]),
    ),
    "Giờ, địa điểm làm việc": (
        200,
        lambda led, text: announce_visit(
            actor=led.ward.officer("inspector", agency=led.justice), reporting_unit_id=led.units[0].pk, agency=led.justice,
            on=today(), hour=text, members=[["Bà Kiểm", "Phòng Tư pháp", "Trưởng đoàn"]], reason="", now=led.now,
        ),
    ),
    "Số niêm phong": (40, lambda led, text: _check(led, seal_number=text)),
    "Số biên bản": (60, lambda led, text: _check(led, minutes=text)),
    "Ghi chú của": (300, lambda led, text: _check(led, note=text)),
    "Tên máy": (
        120,
        lambda led, text: register_station(
            actor=led.ward.officer("device_officer"), name=text, unit_id=led.ward.unit.pk, now=led.now
        ),
    ),
    "Lý do thôi dùng máy": (
        300,
        lambda led, text: retire_station(
            actor=led.ward.officer("device_officer"), code=led.ward.machine().code, from_day=today(), reason=text,
            now=led.now,
        ),
    ),
    "Tên nhà mạng": (
        80,
        lambda led, text: keep_carrier(
            actor=led.ward.officer("team_leader"), name=text, hotline="", repair_hours=4
        ),
    ),
    "Tên Tổ": (
        120,
        lambda led, text: form_team(
            actor=None, now=led.now, name=text, agency=led.ward.police, member_ids=[led.ward.officer("keyer").pk]
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("field", PLACES)
def test_what_is_too_long_is_refused_with_its_field_and_limit(led: Any, field: str) -> None:
    most, place = PLACES[field]
    with pytest.raises(Refusal, match=rf"^{field}.* dài {most + 1} ký tự, nhiều nhất {most} ký tự"):
        place(led, "a" * (most + 1))
    assert place(led, f" {'a' * most} ") is not None


def test_the_name_of_a_file_is_refused_before_the_file_is_kept(led: Any) -> None:
    basis = add_basis(actor=led.writer, campaign_id=led.campaign.pk, sort="law", title="Kế hoạch")
    with pytest.raises(Refusal, match="Tên tài liệu dài 201 ký tự, nhiều nhất 200"):
        attach(
            actor=led.writer, to="basis", owner_id=basis.pk, words="a" * 201, size=10, chunks=[b"%PDF-1.7"], now=led.now
        )  # fmt: skip
    assert not Evidence.objects.filter(basis=basis).exists()
