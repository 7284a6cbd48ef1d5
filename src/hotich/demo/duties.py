"""Teams at work: their rosters, when their machines were heard, what stood and why, and the papers of those who help."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection

from hotich.core.quotas.beats import MINUTE
from hotich.core.quotas.shifts import Shift, shifts_of
from hotich.demo.officers import Staff
from hotich.demo.plan import Plan
from hotich.demo.territory import Holder, Territory
from hotich.staff.models import HelperTerm, Position, PositionCode
from hotich.staff.operations.helpers import undertakings
from hotich.stations.models import Carrier, Duty, Heartbeat, Outage, SecurityCheck, Station
from hotich.stations.operations import security_checklist
from hotich.stations.queries import ordinary_pattern
from hotich.support.copy import copy_rows
from hotich.support.documents import Document, Issuer, Paragraph, Signature, as_pdf
from hotich.support.kept_files import keep
from hotich.support.time import local

AHEAD = 3
"""For so many days to come the roster stands."""
_NOTES = (
    "Đã nhập hết trang đang mở, sổ để ở ngăn trên của tủ số 1. Máy và đường truyền bình thường.",
    "Còn hai trường hợp chữ mờ, đã hỏi Tổ trưởng. Sổ kẹp giấy xanh ở trang nhập tiếp.",
    "Đường truyền chập chờn lúc đầu ca, đã gửi hết. Bàn phím máy này phím cách hơi cứng.",
    "Quyển này sắp xong, quyển kế tiếp Tổ trưởng đã giao, để cạnh máy.",
)
_ORGANISATIONS = ("Đoàn Thanh niên", "Hội Liên hiệp Phụ nữ", "Ban Chỉ huy Quân sự", "Trường Trung học cơ sở")
# unit, day of keying, cause, whether the carrier was told, words
_STOOD = (
    ("25441", 3, "line", True, "Đứt cáp quang trên đường ĐT.756"),
    ("25435", 5, "power", False, "Điện lực cắt điện theo lịch"),
    ("25450", 8, "line", True, "Tín hiệu yếu, nhà mạng thay bộ chuyển đổi"),
    ("25453", 9, "machine", False, "Treo máy, cài lại trình duyệt"),
    ("25439", 12, "line", True, "Mất kết nối toàn xã"),
    ("25444", 14, "power", False, "Mất điện do dông"),
    ("25433", 16, "idle", False, ""),
    ("25432", 18, "line", True, "Modem hỏng, nhà mạng đổi máy khác"),
    ("25447", 20, "power", False, "Mất điện cả phường, trưởng ca báo muộn"),
)
_OPEN_AT = "25441"


def roster(territory: Territory, staff: Staff, plan: Plan, *, now: datetime) -> None:
    """Two shifts a day since keying began, three from today on; who keyed took over and left a note."""
    Duty.objects.bulk_create(
        duty for holder in territory.holders for duty in _duties(holder, staff, plan, now)
    )


def _duties(holder: Holder, staff: Staff, plan: Plan, now: datetime) -> Iterator[Duty]:
    first = plan.second_starts_on if holder.is_second else plan.keying_starts_on
    days = (plan.today - first).days + AHEAD
    starts = ordinary_pattern(plan.today).starts
    keying = staff.keying(holder)
    leader = staff.of(holder, "totruong")
    for number in range(days):
        day = first + timedelta(days=number)
        shifts = shifts_of(day, starts)
        for machine, station in enumerate(_machines(holder, staff)):
            for shift in shifts if day >= plan.today else shifts[:2]:
                officer = keying[machine * 3 + (number + 1 + shift.number - 1) % 3]
                duty = Duty(
                    station=station, unit=holder.unit, team=staff.teams[holder.code], officer=officer, day=day,
                    number=shift.number, starts_at=shift.starts_at, ends_at=shift.ends_at, set_by=leader,
                    set_at=shift.starts_at - timedelta(days=2),
                )  # fmt: skip
                if shift.ends_at <= now:
                    _worked(duty, shift, number + machine)
                yield duty


def _worked(duty: Duty, shift: Shift, turn: int) -> None:
    duty.taken_at = shift.starts_at - timedelta(minutes=4 + turn % 5)
    duty.left_at = shift.ends_at - timedelta(minutes=turn % 4)
    duty.note = _NOTES[(turn + shift.number) % len(_NOTES)]


def _machines(holder: Holder, staff: Staff) -> list[Station]:
    return [station for station in staff.stations[holder.code] if station.checked_on is not None]


def hear() -> None:
    """The machines were heard when their desks sent what is in the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO stations_heartbeat (station_id, hour, minutes)
            SELECT station_id, date_trunc('hour', received_at), bit_or(1::bigint << extract(minute FROM received_at)::int)
            FROM entries_entryaction WHERE station_id IS NOT NULL GROUP BY 1, 2
            """
        )


def lose_lines(territory: Territory, staff: Staff, plan: Plan, *, now: datetime) -> None:
    """Some outages, each in a time in which its machine was not heard; one runs still."""
    noting = staff.officers["duongtruyen.thixa"]
    vnpt = Carrier.objects.create(name="VNPT Chơn Thành", hotline="0271 000 0901", repair_hours=4)
    Carrier.objects.create(name="Viettel Chơn Thành", hotline="0271 000 0902", repair_hours=6)
    made = []
    for number, (code, day, cause, told, words) in enumerate(_STOOD, start=1):
        holder = territory.holder(code)
        station = _machines(holder, staff)[0]
        gap = _longest_silence(station, plan.keying_starts_on + timedelta(days=day - 1))
        if gap is None:
            continue
        told_at = gap[0] + (gap[1] - gap[0]) / 3 if told else None
        made.append(
            Outage(
                station=station, unit=holder.unit, started_at=gap[0], ended_at=gap[1], cause=cause, words=words,
                source=Outage.Source.DESK if cause == "line" else Outage.Source.SILENCE,
                carrier=vnpt if told else None, ticket=f"VT-{4100 + number * 7}" if told else "", told_at=told_at,
                due_at=told_at and told_at + timedelta(hours=vnpt.repair_hours),
                noted_by=noting if words else None, noted_at=gap[1] if words else None,
            )
        )  # fmt: skip
    holder = territory.holder(_OPEN_AT)
    told_at = now - timedelta(hours=1)
    made.append(
        Outage(
            station=_machines(holder, staff)[-1], unit=holder.unit, started_at=now - timedelta(minutes=85),
            cause=Outage.Cause.LINE, source=Outage.Source.SAID, carrier=vnpt, ticket="VT-4199", told_at=told_at,
            due_at=told_at + timedelta(hours=vnpt.repair_hours), words="Cả trụ sở mất kết nối, đã báo nhà mạng",
            noted_by=staff.of(holder, "totruong"), noted_at=told_at,
        )
    )  # fmt: skip
    # The triggers stand still meanwhile: they would say that everything came about today.
    with pgtrigger.ignore("stations.Outage:insert_insert"):
        Outage.objects.bulk_create(made)
    columns = [field.attname for field in Outage._meta.concrete_fields]
    copy_rows(
        apps.get_model("stations", "OutageEvent"),
        [
            {name: getattr(outage, name) for name in columns} | said
            | {"pgh_obj_id": outage.pk, "pgh_context_id": None}
            for outage in made
            for said in _said_of(outage)
        ],
    )  # fmt: skip


def _said_of(outage: Outage) -> Iterator[dict[str, Any]]:
    """What was known of an outage, and when: that a machine is silent, then how it ended or why it stands."""
    silence = timedelta(minutes=ordinary_pattern(local(outage.started_at).date()).silent_minutes)
    opened = outage.started_at + silence
    last = outage.ended_at or outage.told_at or opened
    was_seen = opened < last and outage.source != Outage.Source.SAID
    if was_seen:
        yield {
            "pgh_created_at": opened, "pgh_label": "insert", "ended_at": None, "source": Outage.Source.SILENCE.value,
            "cause": Outage.Cause.UNKNOWN.value, "carrier_id": None, "ticket": "", "told_at": None, "due_at": None,
            "words": "", "noted_by_id": None, "noted_at": None,
        }  # fmt: skip
    yield {"pgh_created_at": last, "pgh_label": "update" if was_seen else "insert"}


def _longest_silence(station: Station, day: date) -> tuple[datetime, datetime] | None:
    """The longest time of a day's work in which a machine was not heard; None where nothing was keyed at it."""
    shift = shifts_of(day, ordinary_pattern(day).starts)
    rows = Heartbeat.objects.unscoped("the demo's own machines").filter(
        station=station, hour__gte=shift[0].starts_at, hour__lt=shift[1].ends_at
    )
    beats = [
        hour + MINUTE * minute
        for hour, bits in rows.order_by("hour").values_list("hour", "minutes")
        for minute in range(60)
        if bits >> minute & 1
    ]
    gaps = [(after - before, before + MINUTE, after) for before, after in zip(beats, beats[1:], strict=False)]
    length, start, end = max(gaps, default=(timedelta(0), None, None))
    return (start, end) if start is not None and end is not None and length > MINUTE else None


def check_machines(staff: Staff, plan: Plan) -> None:
    """The security check of every machine that may key, item by item."""
    device_officer = staff.officers["thietbi.thixa"]
    met = {item: {"ok": True, "note": ""} for item in security_checklist(plan.today)}
    SecurityCheck.objects.bulk_create(
        SecurityCheck(
            station=station, unit_id=station.unit_id, checked_on=station.checked_on,
            expires_on=station.check_expires_on, passed=True, minutes_number=station.check_minutes,
            seal_number=station.seal_number, results=met, checked_by=device_officer,
            recorded_at=shifts_of(station.checked_on, ordinary_pattern(plan.today).starts)[0].ends_at,
        )
        for stations in staff.stations.values()
        for station in stations
        if station.checked_on is not None
    )  # fmt: skip


def sign_undertakings(staff: Staff, territory: Territory, plan: Plan) -> None:
    """What every helper's position rests on."""
    digest, size = keep(undertakings(), [_paper()])
    leaders = {
        staff.teams[holder.code].agency.unit_id: staff.of(holder, "totruong") for holder in territory.holders
    }
    helpers = Position.objects.filter(code=PositionCode.HELPER).select_related("agency__unit").order_by("id")
    taken_at = shifts_of(plan.starts_on, ordinary_pattern(plan.today).starts)[0].ends_at
    HelperTerm.objects.bulk_create(
        HelperTerm(
            position=position, organisation=f"{_ORGANISATIONS[number % len(_ORGANISATIONS)]} {position.agency.unit}",
            paper_digest=digest, paper_size=size, signed_until=position.valid_to,
            taken_by=leaders[position.agency.unit_id], taken_at=taken_at,
        )
        for number, position in enumerate(helpers)
    )  # fmt: skip


@cache
def _paper() -> bytes:
    return as_pdf(
        Document(
            issuer=Issuer("Ủy ban nhân dân phường, xã"),
            title="Cam kết bảo mật",
            about="của lực lượng hỗ trợ nhập dữ liệu Sổ hộ tịch",
            body=(
                Paragraph("Tôi cam kết chỉ dùng tài khoản được cấp, không cho người khác dùng chung, không chụp, chép, mang dữ liệu ra ngoài."),
                Paragraph("Tôi chỉ nhập nội dung của sổ được giao, không tra cứu, không tiết lộ thông tin của công dân, kể cả sau khi thôi hỗ trợ."),
            ),
            signatures=(Signature("NGƯỜI CAM KẾT"),),
        )
    )  # fmt: skip
