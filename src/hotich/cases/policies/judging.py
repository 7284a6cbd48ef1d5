"""What a decision must rest on before it is kept: each check raises, or says the outcome that follows."""

from collections.abc import Mapping

from hotich.core.text import comparison_key
from hotich.entries.models import Entry, Outcome
from hotich.linkage.models import Candidate, LookUp, Way
from hotich.linkage.policies import identity_asked, is_illegible, was_shown
from hotich.linkage.terms import accepted, asked_with, book_values
from hotich.population.models import Coverage
from hotich.staff.models import Officer
from hotich.support.errors import Refusal

NOT_FOUND_REASONS = {
    "not_collected": "chưa thu thập",
    "died": "đã chết",
    "emigrated": "đã xuất cảnh",
    "name_changed": "đổi tên",
    "other": "khác",
}
ANOTHER_REASON = "other"
"""The reason that has to be said in words."""
LONGEST_WORDS = 300


class JudgementRefused(Refusal):
    """The decision does not follow from the look-up it names."""

    code = "judgement.refused"


def standing(entry: Entry, role: str) -> str:
    """The outcome that the subject has by now."""
    subject = entry.subjects.filter(role=role).first()
    return subject.outcome if subject else Outcome.PENDING


def chosen_of(actor: Officer, look_up: LookUp | None, candidate: str) -> Candidate:
    """The candidate of the look-up that bears this rank, and whom the officer has seen. Raises JudgementRefused."""
    if look_up is None:
        raise JudgementRefused(
            "Chưa tra cứu người này: tra cứu trước khi xác định.", code="judgement.no_look_up"
        )
    is_rank = candidate.isascii() and candidate.isdigit() and len(candidate) < 5
    found = look_up.candidates.filter(rank=int(candidate)).first() if is_rank else None
    if found is None:
        raise JudgementRefused(
            "Ứng viên này không thuộc lần tra cứu: tra cứu lại rồi chọn.", code="judgement.candidate"
        )
    if not was_shown(look_up, actor):
        raise JudgementRefused(
            "Ứng viên của lần tra cứu này chưa hiện trên màn hình của người xác định: mở lần tra cứu, xem rồi chọn.",
            code="judgement.not_shown",
        )
    return found


def not_found_from(
    actor: Officer, entry: Entry, role: str, look_up: LookUp | None, reason: str, reason_words: str = ""
) -> str:
    """`not_found` where the look-up covers the nation, else `pending`. Raises JudgementRefused."""
    if look_up is None:
        raise JudgementRefused(
            "Chưa tra cứu người này: tra cứu trước khi xác định.", code="judgement.no_look_up"
        )
    if look_up.state == LookUp.State.UNAVAILABLE:
        raise JudgementRefused(
            "Không tra cứu được không phải là không tìm thấy: chọn “không tra cứu được”, hệ thống sẽ cho tra lại.",
            code="judgement.unavailable",
        )
    if reason not in NOT_FOUND_REASONS:
        raise JudgementRefused("Chọn lý do không tìm thấy.", code="judgement.reason")
    if look_up.way == Way.RECORDED:
        _require_two_recorded(entry, role, look_up)
    else:
        _require_second_search(actor, entry, role, look_up)
    if reason == ANOTHER_REASON and not reason_words.strip():
        raise JudgementRefused(
            "Lý do “khác”: ghi rõ vì sao không có trong dữ liệu dân cư.", code="judgement.reason_words"
        )
    if len(reason_words) > LONGEST_WORDS:
        raise JudgementRefused(f"Lý do dài quá {LONGEST_WORDS} ký tự: ghi ngắn lại.", code="judgement.reason")
    return Outcome.NOT_FOUND if look_up.coverage == Coverage.NATION else Outcome.PENDING


def _require_second_search(actor: Officer, entry: Entry, role: str, look_up: LookUp) -> None:
    """An extract is searched twice, the second time wider, with the identity that the entry has by now, and whoever concludes
    that nobody is there has seen who came nearest: of those not found, one in thirty is one of them.
    """
    values, _ = book_values(entry.kind, role, accepted(entry))
    now_asked = identity_asked(asked_with(values))
    if identity_asked(look_up.of_the_book) != now_asked:
        raise JudgementRefused(
            "Họ tên, ngày sinh hoặc giới tính đã sửa sau lần tra cứu này: tra cứu lại rồi kết luận.",
            code="judgement.stale",
        )
    answered = LookUp.objects.unscoped("the entry was checked").filter(
        entry=entry, role=role, state=LookUp.State.ANSWERED
    ).exclude(way__in=(Way.RECORDED, Way.TOLD))  # fmt: skip
    mine = [one for one in answered.order_by("-received_at") if identity_asked(one.of_the_book) == now_asked]
    newest = next((one for one in mine if one.second), None)
    if newest is None:
        raise JudgementRefused(
            "Cần tra cứu lần hai theo cách rộng hơn, hoặc với thông tin khác, trước khi kết luận không tìm thấy.",
            code="judgement.second_search",
        )
    if all(one.departs for one in mine):
        raise JudgementRefused(
            "Mới tra cứu với thông tin đã đổi: tra cứu theo đúng sổ rồi kết luận.",
            code="judgement.first_search",
        )
    if not was_shown(newest, actor):
        raise JudgementRefused(
            f"{newest.found} người gần nhất của lần tra cứu rộng hơn chưa hiện trên màn hình của người xác định: mở lần "
            "tra cứu đó, xem từng người rồi mới kết luận không tìm thấy.",
            code="judgement.not_shown",
        )


def _require_two_recorded(entry: Entry, role: str, look_up: LookUp) -> None:
    """On the police machine too nobody is *not found* by one search: two are on record, asked with different things."""
    recorded = LookUp.objects.unscoped("the entry was checked").filter(
        entry=entry, role=role, way=Way.RECORDED, state=LookUp.State.ANSWERED, found=0
    )
    mine = _folded(look_up.asked)
    if all(_folded(one.asked) == mine for one in recorded):
        raise JudgementRefused(
            "Cần tra cứu lần hai trên máy Công an với thông tin khác (cách viết tên khác, chỉ năm sinh, bỏ giới tính …) và ghi "
            "vào phần “Tra lần hai theo” trước khi kết luận không tìm thấy.",
            code="judgement.second_search",
        )


def _folded(asked: Mapping[str, str]) -> dict[str, str]:
    return {word: comparison_key(text) for word, text in asked.items() if text}


def unavailable_from(entry: Entry, role: str, look_up: LookUp | None) -> str:
    """`unavailable`, where the look-up got no answer and nothing better is known. Raises JudgementRefused."""
    if look_up is None or look_up.state != LookUp.State.UNAVAILABLE:
        raise JudgementRefused(
            "Lần tra cứu này có trả lời, hoặc chưa tra cứu: “không tra cứu được” chỉ ghi khi nguồn không trả lời.",
            code="judgement.answered",
        )
    if standing(entry, role) not in (Outcome.PENDING, Outcome.UNAVAILABLE):
        raise JudgementRefused(
            "Người này đã có kết quả tra cứu: lần không tra cứu được không thay kết quả đó.",
            code="judgement.already",
        )
    return Outcome.UNAVAILABLE


def unreadable_from(entry: Entry, role: str) -> str:
    """`unreadable`, where an identity field is. Raises JudgementRefused."""
    if not is_illegible(entry, role, accepted(entry)):
        raise JudgementRefused(
            "Họ tên, ngày sinh, giới tính đều đọc được: “không đọc được” chỉ chọn khi có ô ghi là không đọc được.",
            code="judgement.readable",
        )
    return Outcome.UNREADABLE
