"""What is recorded already and is not recorded again: who sends it a second time reads by whom, when, and what to do instead.

Each check is made under a lock that its caller takes, so that of two who send at once the second sees what the first has written.
"""

from datetime import date, datetime
from typing import Final

from django.db import connection

from hotich.campaign.models import Measure, Obstacle, ObstacleStep, ReportingUnit, Visit
from hotich.campaign.steering.queries import last_word, usable_answers
from hotich.core.text import squeeze
from hotich.support.errors import Conflict
from hotich.support.time import local, start_of
from hotich.units.models import Agency

_SHARED: Final = "hashtextextended('campaign.shared_answers', %s)"
"""What who shares an answer in a campaign takes until his transaction ends; the campaign's own row is held by the freezing of days."""


def hold_unit(unit: ReportingUnit) -> None:
    """Until the transaction ends nobody else raises or announces something of this unit; reports and targets of it do not wait."""
    ReportingUnit.objects.unscoped("the unit that the caller has judged").select_for_update(
        of=("self",), no_key=True
    ).get(pk=unit.pk)


def check_not_announced(unit: ReportingUnit, agency: Agency, on: date) -> None:
    """Raises Conflict where this agency has announced a visit of the unit on this day that is neither held nor called off."""
    running = (
        Visit.objects.unscoped("visits of the unit that the caller inspects")
        .filter(reporting_unit=unit, agency=agency, on=on, held_at__isnull=True, called_off_at__isnull=True)
        .select_related("announced_by")
        .first()
    )
    if running is not None:
        raise Conflict(
            f"{agency} đã có cuộc kiểm tra {unit.name} ngày {on:%d/%m/%Y}, chưa ghi kết quả: {running.announced_by} ghi lúc "
            f"{_at(running.announced_at)}. Mở cuộc ấy ở danh sách; muốn ghi khác thì hủy cuộc ấy trước, hoặc chọn ngày khác.",
            code="steering.visit_twice",
        )


def check_not_asked(unit: ReportingUnit, kind: str, finding: str, asked: str) -> None:
    """Raises Conflict where the same was found and asked of the unit and waits for its end; the unit is held."""
    waits = (
        Measure.objects.unscoped("what was asked of the unit that the caller steers")
        .filter(reporting_unit=unit, kind=kind, finding=finding, asked=asked, ended_at__isnull=True)
        .select_related("given_by")
        .first()
    )
    if waits is not None:
        raise Conflict(
            f"{waits.given_by} đã gửi {unit.name} đúng nội dung này lúc {_at(waits.given_at)}, đang chờ trả lời trước ngày "
            f"{waits.due_on:%d/%m/%Y}: không gửi lần nữa. Muốn nhắc thêm thì viết rõ khác ở đâu, hoặc kết thúc việc ấy trước.",
            code="steering.measure_twice",
        )


def check_not_raised(unit: ReportingUnit, text: str, *, settled: bool, now: datetime) -> None:
    """Raises Conflict where the unit has the same text, squeezed, not settled yet; for what is recorded as `settled` at once also where
    it was recorded so today.
    """
    same = (
        Obstacle.objects.unscoped("what the unit has raised itself")
        .filter(reporting_unit=unit, text=text)
        .select_related("raised_by")
        .order_by("-raised_at", "-id")
    )
    standing = same.exclude(state=Obstacle.State.CLOSED).first()
    if standing is not None:
        do = (
            "đang mở, chờ trả lời: mở vướng mắc ấy để xem đang ở đâu, đã qua thì bấm “Đã tháo gỡ”"
            if standing.state == Obstacle.State.OPEN
            else "đang mở, đã có trả lời: mở vướng mắc ấy, bấm “Đã tháo gỡ” hoặc “Chưa tháo gỡ được”"
        )
        raise Conflict(
            f"Vướng mắc này {_by_whom(standing)} đã nêu lúc {_at(standing.raised_at)}, {do}. Nếu là việc khác thì viết cho rõ khác ở đâu.",
            code="steering.obstacle_twice",
        )
    if not settled:
        return
    done = same.filter(raised_at__gte=start_of(local(now).date())).first()
    if done is not None:
        raise Conflict(
            f"Vướng mắc này {_by_whom(done)} đã nêu lúc {_at(done.raised_at)} và ghi là đã tháo gỡ: không phải ghi nữa. "
            "Nếu hôm nay gặp thêm lần khác thì viết rõ máy nào, lúc nào.",
            code="steering.obstacle_twice",
        )


def check_answer(obstacle: Obstacle, said: str, seen: int | None) -> None:
    """Raises Conflict where the obstacle has this very answer, or where something was said since `seen`, the id of the `last_word` that
    who answers had before him (None where there was none). The obstacle is locked.
    """
    given = obstacle.steps.filter(kind=ObstacleStep.Kind.ANSWERED).select_related("by")
    for one in given:
        if squeeze(one.said) == squeeze(said):
            raise Conflict(
                f"Trả lời này {one.by} đã ghi lúc {_at(one.at)}: không ghi lần nữa. Muốn bổ sung, hoặc dùng chung cho đơn vị khác, thì "
                "viết rõ thêm rồi gửi.",
                code="steering.answer_twice",
            )
    last = last_word(obstacle)
    if last is None or last.pk == seen:
        return
    did = "đã trả lời" if last.kind == ObstacleStep.Kind.ANSWERED else "đã ghi chưa tháo gỡ được"
    raise Conflict(
        f"{last.by} {did} vướng mắc này lúc {_at(last.at)}, sau khi đồng chí mở trang: “{last.said}”. Lời đồng chí viết còn ở ô trả lời, "
        "chưa gửi: còn điều gì phải nói thêm thì sửa rồi gửi lại.",
        code="steering.answered_since",
    )


def check_not_shared(obstacle: Obstacle, question: str) -> None:
    """Raises Conflict where the same question, squeezed, has an answer that is in use. Two who share in one campaign come one after the
    other.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({_SHARED})", [obstacle.campaign_id])
    there = usable_answers(obstacle.campaign).filter(question=question).select_related("given_by").first()
    if there is not None:
        raise Conflict(
            f"Câu hỏi chung này {there.given_by} đã trả lời dùng chung lúc {_at(there.given_at)}: xem ở “Trả lời đã có”. Bỏ chọn “Dùng "
            "chung” để chỉ trả lời đơn vị này, hoặc viết câu hỏi chung cho rõ khác; trả lời cũ không còn đúng thì thôi dùng nó trước.",
            code="steering.shared_twice",
        )


def _by_whom(obstacle: Obstacle) -> str:
    return str(obstacle.raised_by) if obstacle.raised_by is not None else "báo cáo ngày của đơn vị"


def _at(moment: datetime) -> str:
    return f"{local(moment):%H:%M %d/%m/%Y}"
