"""A week of steering in the town: flags by the campaign's own numbers, a reminder answered late, a visit with findings turned into tasks,
obstacles raised, escalated, answered, and answered again from what was answered before."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from hotich.campaign.models import Campaign, Measure, Obstacle, Paper, PaperKind, ReportingUnit, Visit
from hotich.campaign.steering.operations import (
    announce_visit,
    answer_obstacle,
    close_obstacle,
    draw_samples,
    end_measure,
    escalate_overdue,
    escalate_unanswered,
    give_measure,
    hold_visit,
    put_on_paper,
    put_visit_on_paper,
    raise_obstacle,
    record_finding,
    reply_to_measure,
    set_rule,
    settle_finding,
)
from hotich.campaign.steering.queries import earlier_answers
from hotich.campaign.tasks.operations import report_part
from hotich.core.steering.prefill import asked_for
from hotich.demo.officers import Staff
from hotich.demo.papers import SLOW
from hotich.demo.plan import Plan, at
from hotich.demo.territory import Holder, Territory, reporting_units
from hotich.reports.models import DailyReport, Receiver, Sending
from hotich.reports.operations.watching import moment_due, taken_of, watch_campaign
from hotich.reports.queries import deadline_of
from hotich.reports.steering_papers import minutes_of
from hotich.staff.models import Officer

_DAYS: Final = 7
_REMINDED: Final = "25441"
"""The ward that answered late, and is visited next."""
_NUMBERS: Final[Mapping[str, Mapping[str, int]]] = {
    "pace": {"percent": 30, "days": 3},
    "case_ageing": {"cases": 50},
}
"""By what the machines of the town have shown, so that a flag tells one unit from another."""


def steer(campaign: Campaign, territory: Territory, staff: Staff, plan: Plan, *, now: datetime) -> None:
    """The week up to today."""
    town = _Town(campaign, territory, staff, plan)
    town.set_numbers()
    for ago in range(_DAYS, 0, -1):
        day = plan.today - timedelta(days=ago)
        town.watch(day)
        town.take_up(day)
        _EVENTS.get(ago, _nothing)(town, day)
        for hour in (10, 12, 15, 17):
            escalate_overdue(now=at(day, hour))
        escalate_unanswered(now=at(day, 23, 55))
    town.last(now)


class _Town:
    """Who acts, and on which units."""

    def __init__(self, campaign: Campaign, territory: Territory, staff: Staff, plan: Plan) -> None:
        self.campaign, self.territory, self.staff, self.plan = campaign, territory, staff, plan
        self.units = reporting_units(campaign)
        self.writer, self.inspector = staff.officers["chuyenvien.tuphap"], staff.officers["kiemtra1.thixa"]
        self.justice = territory.agencies["697-TP"]

    def unit(self, code: str) -> ReportingUnit:
        return self.units[self.territory.holder(code).unit.pk]

    def of(self, code: str, login: str) -> Officer:
        return self.staff.of(self.territory.holder(code), login)

    def holder(self, code: str) -> Holder:
        return self.territory.holder(code)

    def set_numbers(self) -> None:
        since = self.plan.today - timedelta(days=_DAYS + 1)
        for rule, values in _NUMBERS.items():
            set_rule(
                actor=self.writer, campaign_id=self.campaign.pk, rule=rule, since=since, values=values, active=True,
                now=at(since, 8),
            )  # fmt: skip

    def watch(self, day: date) -> None:
        """The two rounds of a day: at its cut-off, and when the units' hour has passed."""
        if (
            not DailyReport.objects.unscoped("the demo's own")
            .filter(campaign=self.campaign, date=day)
            .exists()
        ):
            return
        closed = (
            DailyReport.objects.unscoped("the demo's own")
            .filter(campaign=self.campaign, date=day)
            .earliest("pk")
        )
        for moment in (closed.period_to, deadline_of(self.campaign, day, Receiver.TOWN)):
            watch_campaign(self.campaign, moment=moment, now=moment)

    def take_up(self, day: date) -> None:
        sendings = Sending.objects.unscoped("the demo's own").filter(
            report__campaign=self.campaign, report__date=day, receiver=Receiver.TOWN
        )
        for sending in sendings.exclude(obstacles="").select_related("report").order_by("sent_at"):
            taken_of(sending, now=sending.sent_at)

    def last(self, now: datetime) -> None:
        """What has come by now."""
        moment = moment_due(self.campaign, now)
        if moment is not None:
            watch_campaign(self.campaign, moment=moment, now=now)
        if now - at(self.plan.today, 0) > timedelta(hours=3):
            self.raised(
                "25439",
                "software",
                "Phần mềm quay lâu khi lưu trang có nhiều ghi chú",
                now - timedelta(hours=1),
            )
        escalate_overdue(now=now)
        escalate_unanswered(now=now)

    def raised(self, code: str, topic: str, text: str, moment: datetime, **values: Any) -> Obstacle:
        return raise_obstacle(
            actor=self.of(code, "totruong"), reporting_unit_id=self.unit(code).pk, topic=topic, text=text, now=moment,
            **values,
        )  # fmt: skip

    def paper(self, kind: PaperKind) -> Paper | None:
        """The newest of a kind that the town has sent."""
        found = Paper.objects.unscoped("the demo's own").filter(
            campaign=self.campaign, kind=kind, numbered_at__isnull=False
        )
        newest: Paper | None = found.order_by("-drawn_at").first()
        return newest


def _nothing(town: _Town, day: date) -> None:
    """A day on which nothing of this happened."""


_ASKED: Final = (
    "Sổ khai sinh năm 1978 ghi hai ngày đăng ký khác nhau ở đầu trang và ở cột, nhập theo ngày nào?"
)


def _first_question(town: _Town, day: date) -> None:
    """A question that the ward's own contact leaves lying, so that it goes to the town."""
    town.raised(SLOW, "justice", _ASKED, at(day, 8, 10))


def _first_answer(town: _Town, day: date) -> None:
    """The town's answer, which serves everybody."""
    asked = Obstacle.objects.unscoped("the demo's own").get(reporting_unit=town.unit(SLOW), text=_ASKED)
    answer_obstacle(
        actor=town.writer, obstacle_id=asked.pk, now=at(day, 9), reusable=True,
        said="Nhập nguyên văn ngày ghi ở cột của trường hợp; ngày ở đầu trang ghi vào ô ghi chú. Không tự chọn ngày hợp lý hơn.",
        question="Sổ ghi hai ngày đăng ký khác nhau ở đầu trang và ở cột, nhập theo ngày nào?",
    )  # fmt: skip
    close_obstacle(actor=town.of(SLOW, "totruong"), obstacle_id=asked.pk, now=at(day, 10))


def _remind_and_announce(town: _Town, day: date) -> None:
    """A reminder to a ward behind its quota, which did not answer in time; and the notice of a visit."""
    give_measure(
        actor=town.writer, reporting_unit_id=town.unit(_REMINDED).pk, kind=Measure.Kind.REMINDER, agency=town.justice,
        finding="Hai máy mà ba ngày liền nhập dưới 100 trường hợp một ngày, chưa bằng một phần năm chỉ tiêu.",
        asked=asked_for("pace"), due_on=day + timedelta(days=3), now=at(day, 9, 20),
    )  # fmt: skip
    notice = town.paper(PaperKind.INSPECTION_NOTICE)
    visit = announce_visit(
        actor=town.inspector, reporting_unit_id=town.unit(SLOW).pk, agency=town.justice, on=day + timedelta(days=3),
        hour="8 giờ 00, tại trụ sở đơn vị", reason="Bình quân 7 ngày dưới 100 trường hợp một ngày",
        members=[
            [str(town.inspector), "Phòng Tư pháp", "Trưởng đoàn"],
            [str(town.staff.officers["kiemtra2.thixa"]), "UBND thị xã", "Thành viên"],
        ],
        now=at(day, 9),
    )  # fmt: skip
    if notice is not None:
        put_visit_on_paper(actor=town.inspector, visit_id=visit.pk, which="notice", paper=notice)


def _line_down(town: _Town, day: date) -> None:
    """The line of a commune; answered within the hour, and of use to the next."""
    asked = town.raised(
        "25435", "line", "Mất đường truyền cả trụ sở từ 9 giờ, các máy không gửi được", at(day, 9, 15)
    )
    answer_obstacle(
        actor=town.staff.officers["duongtruyen.thixa"], obstacle_id=asked.pk, now=at(day, 9, 50), reusable=True,
        said="Gọi tổng đài nhà mạng 0271 000 0901 báo hỏng, ghi số phiếu vào trang Đường truyền. Trong lúc chờ cứ nhập tiếp: máy tự lưu và gửi khi có mạng.",
        question="Mất đường truyền, máy không gửi được thì làm gì?",
    )  # fmt: skip
    close_obstacle(actor=town.of("25435", "totruong"), obstacle_id=asked.pk, now=at(day, 11, 30))


def _visit(town: _Town, day: date) -> None:
    """What the visit found, and its minutes."""
    visit = _running(town, SLOW)
    inspector = town.inspector
    drawn = draw_samples(actor=inspector, visit_id=visit.pk, now=at(day, 8, 30))
    found: tuple[tuple[str, str, str, int], ...] = (
        ("machines", "light", "Tem niêm phong máy số 1 bị bong một góc", 0),
        ("shifts", "serious", "Ca 22 giờ ba đêm gần nhất không có người nhận ca", 5),
        ("confidentiality", "grave", "Mật khẩu dán ở cạnh màn hình", 2),
    )
    findings = [
        record_finding(
            actor=inspector, visit_id=visit.pk, item=item, severity=severity, words=words, now=at(day, 10, number),
            due_on=day + timedelta(days=days) if days else None,
        )
        for number, (item, severity, words, days) in enumerate(found)
    ]  # fmt: skip
    fault = {item for item, *_ in found}
    held = hold_visit(
        actor=inspector, visit_id=visit.pk, now=at(day, 11, 15),
        results={code: ("fault" if code in fault else "met", "") for code in visit.lines},
        samples={one.pk: "wrong" if one.order == 7 else "right" for one in drawn},
        conclusion="Đơn vị đã bố trí người nhưng ca đêm bỏ trống nên chậm; phải khắc phục ca trực và bảo mật như các việc giao ở dưới.",
    )  # fmt: skip
    minutes = minutes_of(actor=inspector, visit=held, now=at(day, 11, 30))
    put_visit_on_paper(actor=inspector, visit_id=visit.pk, which="minutes", paper=minutes)
    grave = findings[-1]
    assert grave.task is not None
    part = grave.task.parts.get(role="perform")
    report_part(
        actor=town.of(SLOW, "hotich"), part_id=part.pk, state="done", said="Đã gỡ, đổi mật khẩu, nhắc cả Tổ", now=at(day, 15)
    )  # fmt: skip
    settle_finding(
        actor=inspector,
        finding_id=grave.pk,
        words="Đã kiểm tra lại qua điện thoại và nhật ký đăng nhập",
        now=at(day, 16),
    )


def _running(town: _Town, code: str) -> Visit:
    found = Visit.objects.unscoped("the demo's own").filter(
        reporting_unit=town.unit(code), held_at__isnull=True, called_off_at__isnull=True
    )
    running: Visit = found.latest("announced_at")
    return running


def _late_answer(town: _Town, day: date) -> None:
    """The ward answers a day late; and another finds its answer where it was given before."""
    measure = (
        Measure.objects.unscoped("the demo's own")
        .filter(reporting_unit=town.unit(_REMINDED))
        .latest("given_at")
    )
    reply_to_measure(
        actor=town.of(_REMINDED, "hotich"), measure_id=measure.pk, now=at(day, 16, 20),
        said="Hai cán bộ nghỉ ốm từ đầu tuần. Đã mượn một cán bộ của Công an phường, thêm ca tối từ hôm nay; dự kiến đạt chỉ tiêu sau ba ngày.",
    )  # fmt: skip
    known = earlier_answers(town.campaign, "mat duong truyen may khong gui duoc")
    if known:
        town.raised(
            "25450",
            "line",
            "Mất đường truyền, máy số 1 không gửi được",
            at(day, 14, 5),
            answer_id=known[0].pk,
        )


def _yesterday(town: _Town, day: date) -> None:
    """What waits today: a letter not yet answered, money asked for, a visit announced."""
    end_measure(
        actor=town.writer, accepted=True, words="Theo dõi tiếp ba ngày", now=at(day, 9),
        measure_id=Measure.objects.unscoped("the demo's own").filter(reporting_unit=town.unit(_REMINDED)).latest("given_at").pk,
    )  # fmt: skip
    measure = give_measure(
        actor=town.writer, reporting_unit_id=town.unit(SLOW).pk, kind=Measure.Kind.REMINDER, agency=town.justice,
        finding="Bình quân 7 ngày gần đây dưới 100 trường hợp một ngày.",
        asked="Bố trí thêm ca tối; bổ sung 01 máy đã kiểm tra an ninh.", due_on=town.plan.today + timedelta(days=2),
        now=at(day, 15, 50),
    )  # fmt: skip
    letter = town.paper(PaperKind.REMINDER)
    if letter is not None:
        put_on_paper(actor=town.writer, measure_id=measure.pk, paper=letter, now=at(day, 16))
    town.raised(SLOW, "money", "Chưa được phân bổ kinh phí làm thêm giờ cho ca đêm", at(day, 10, 30))
    announce_visit(
        actor=town.inspector, reporting_unit_id=town.unit(_REMINDED).pk, agency=town.justice,
        on=town.plan.today + timedelta(days=1), hour="8 giờ 00, tại trụ sở đơn vị", reason="Hai máy, chậm nhiều ngày",
        members=[[str(town.inspector), "Phòng Tư pháp", "Trưởng đoàn"]], now=at(day, 16, 30),
    )  # fmt: skip


_EVENTS: Final = {
    7: _first_question,
    6: _remind_and_announce,
    5: _first_answer,
    4: _line_down,
    3: _visit,
    2: _late_answer,
    1: _yesterday,
}
