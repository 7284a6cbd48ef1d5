"""A form that is refused comes back on its own page with everything as it was typed, in every room that has no own way of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hotich.campaign.budget.operations import note_amount
from hotich.campaign.models import Finding, Obstacle
from hotich.campaign.steering.operations import call_off_visit, raise_obstacle
from hotich.support.time import now, today

pytestmark = pytest.mark.django_db
LONG = 'Đã đi từng bàn & hỏi "ca đêm"'


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


@dataclass(frozen=True)
class Case:
    """Who sends what from which page, and which sentence he reads."""

    by: str
    page: Any
    action: Any
    data: Any
    said: str


def _at(name: str, **parts: Any) -> Any:
    return lambda side: reverse(name, kwargs={key: find(side) for key, find in parts.items()})


def _in_campaign(**more: Any) -> Any:
    return lambda side: {"dot": side.campaign.code} | more


def _noted_before(side: Any) -> Any:
    note_amount(
        actor=side.officers["registrar"], item_id=side.item.pk, kind="spent", amount=12_500_000, day=today(), note=LONG, now=now()
    )  # fmt: skip
    return {
        "dot": side.campaign.code, "khoan": side.item.pk, "la": "spent", "so-tien": "12.500.000", "ngay": today().isoformat(),
        "ghi-chu": LONG,
    }  # fmt: skip


def _raised_before(side: Any) -> Any:
    raise_obstacle(
        actor=side.officers["registrar"], reporting_unit_id=side.reporting.pk, topic="software", text=LONG, now=now()
    )  # fmt: skip
    return {"don-vi": side.reporting.pk, "linh-vuc": "software", "noi-dung": LONG}


VISIT = _at("visit", visit_id=lambda side: side.steering.visit.pk)
MEASURE = _at("measure", measure_id=lambda side: side.steering.measure.pk)
OBSTACLE = _at("obstacle", obstacle_id=lambda side: side.steering.obstacle.pk)
CASES = {
    "visit announced": Case(
        "justice_officer", _at("visits"), _at("announce_visit"),
        lambda side: {
            "don-vi": side.reporting.pk, "co-quan": side.campaign.lead_agency_id, "ngay": "2001-02-03", "gio": "9 giờ",
            "ly-do": LONG, "thanh-phan": "Một người; Phòng; Trưởng đoàn",
        },
        "Chọn ngày kiểm tra từ hôm nay trở đi.",
    ),
    "visit announced twice": Case(
        "justice_officer", _at("visits"), _at("announce_visit"),
        lambda side: {
            "don-vi": side.reporting.pk, "co-quan": side.campaign.lead_agency_id, "ngay": side.steering.visit.on.isoformat(),
            "gio": "9 giờ", "ly-do": LONG, "thanh-phan": "Một người; Phòng; Trưởng đoàn",
        },
        "hủy cuộc ấy trước",
    ),
    "amount noted twice": Case("registrar", _at("budget"), _at("budget_amount"), _noted_before, "Số tiền này đã ghi vào khoản"),
    "obstacle raised twice": Case(
        "team_leader", _at("obstacles"), _at("raise_obstacle"), _raised_before, "đang mở, chờ trả lời",
    ),
    "visit held": Case(
        "justice_officer", VISIT, _at("hold_visit", visit_id=lambda side: side.steering.visit.pk),
        lambda side: {f"kq-{code}": "met" for code in side.steering.visit.lines} | {"nx-machines": LONG, "ket-luan": ""},
        "Ghi kết luận.",
    ),
    "finding": Case(
        "justice_officer", VISIT, _at("record_finding", visit_id=lambda side: side.steering.visit.pk),
        lambda side: {"noi-dung": "shifts", "muc-do": "serious", "ton-tai": LONG, "ket-luan": LONG, "kq-machines": "met"},
        "Tồn tại phải khắc phục thì đặt hạn sau hôm nay.",
    ),
    "measure given": Case(
        "justice_officer", _at("measures"), _at("give_measure"),
        lambda side: {
            "don-vi": side.reporting.pk, "hinh-thuc": "correction", "co-quan": side.campaign.lead_agency_id,
            "nhan-thay": LONG, "yeu-cau": "", "truoc-ngay": "2001-02-03",
        },
        "Ghi điều nhận thấy và yêu cầu đối với đơn vị.",
    ),
    "measure from a flag": Case(
        "justice_officer", _at("flag", flag_id=lambda side: side.steering.flag.pk), _at("give_measure"),
        lambda side: {
            "don-vi": side.reporting.pk, "canh-bao": side.steering.flag.pk, "hinh-thuc": "correction",
            "co-quan": side.campaign.lead_agency_id, "nhan-thay": LONG, "yeu-cau": "nhanh lên", "truoc-ngay": "2001-02-03",
        },
        "Hạn trả lời phải sau hôm nay.",
    ),
    "measure taken back": Case(
        "justice_officer", MEASURE, _at("end_measure", measure_id=lambda side: side.steering.measure.pk),
        lambda side: {"ket-qua": "chap-nhan", "ly-do": LONG}, "Đơn vị chưa trả lời",
    ),
    "obstacle raised": Case(
        "team_leader", _at("obstacles"), _at("raise_obstacle"),
        lambda side: {"don-vi": side.reporting.pk, "linh-vuc": "", "noi-dung": LONG}, "Chọn lĩnh vực có trong danh sách.",
    ),
    "obstacle answered": Case(
        "registrar", OBSTACLE, _at("answer_obstacle", obstacle_id=lambda side: side.steering.obstacle.pk),
        lambda side: {"tra-loi": " ", "dung-chung": "on", "cau-hoi": LONG}, "Ghi nội dung trả lời.",
    ),
    "basis": Case(
        "justice_officer", _at("plan"), _at("add_basis"),
        _in_campaign(**{"loai": "law", "trich-yeu": LONG, "so": "5", "ngay": "hôm qua", "co-quan": "Bộ"}), "Ngày ghi không đúng",
    ),
    "terms": Case(
        "justice_officer", _at("plan"), _at("set_terms"),
        _in_campaign(**{
            "ten": LONG, "ke-hoach": "KH", "pham-vi": "2019-04-01", "ban-hanh": "2023-01-01", "bat-dau": "2023-01-02",
            "truoc-ngay": "2024-01-01", "chi-tieu": "300", "chot": "25:30", "han-don-vi": "14:00", "han-thi-xa": "14:30",
            "han-tinh": "15:00", "ly-do": LONG,
        }),
        "Giờ ghi không đúng",
    ),
    "responsible": Case(
        "justice_officer", _at("plan"), _at("name_responsible"),
        lambda side: {"don-vi": side.reporting.pk, "vai-tro": "helper", "ho-ten": LONG, "chuc-vu": ""}, "Ghi họ tên và chức vụ.",
    ),
    "chain": Case(
        "justice_officer", _at("plan"), _at("set_chain"),
        _in_campaign(gui=[LONG, ""], nhan=["", ""], qua=["", ""], han=["unit", "unit"]),
        "Mỗi bước báo cáo phải có nơi gửi và nơi nhận.",
    ),
    "contact": Case(
        "justice_officer", _at("plan_contacts"), _at("name_contact"),
        lambda side: {
            "dot": side.campaign.code, "linh-vuc": "line", "co-quan": side.world.committee.code, "ho-ten": LONG, "chuc-vu": "",
        },
        "Ghi họ tên và chức vụ của đầu mối.",
    ),
    "task given": Case(
        "justice_officer", _at("plan_tasks"), _at("give_task"), _in_campaign(**{"noi-dung": LONG}), "Chọn cơ quan chủ trì",
    ),
    "task reported": Case(
        "registrar", _at("plan_tasks"), _at("report_task", part_id=lambda side: side.plan.part.pk),
        lambda side: {"tinh-trang": "", "ket-qua": LONG}, "Chọn “đang làm” hoặc “đã xong”.",
    ),
    "readiness": Case(
        "registrar", _at("plan_readiness"), _at("report_readiness"),
        lambda side: {"muc": side.plan.item.pk, "don-vi": side.reporting.pk, "tinh-trang": "", "minh-chung": LONG},
        "Chọn “đang làm” hoặc “đã xong”.",
    ),
    "target decided": Case(
        "justice_officer", _at("targets"), _at("decide_target", line_id=lambda side: side.plan.line.pk),
        lambda side: {"thay": side.plan.line.mark, "may": "", "tu-ngay": "2023-01-01", "truoc-ngay": "2023-02-01", "ghi-chu": LONG}, "Ghi số máy",
    ),
    "report sent again": Case(
        "unit_head", lambda side: f"{reverse('daily_form')}?ngay={side.sending.report.date.isoformat()}",
        _at("send_report_again", sending_id=lambda side: side.sending.pk),
        lambda side: {"ly-do": " ", "kho-khan": LONG, "de-xuat": "xin một máy"}, "Gửi lại báo cáo phải ghi lý do.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_was_typed_comes_back_with_the_refusal(own: Any, name: str) -> None:
    case = CASES[name]
    page = case.page(own)
    answer = signed_in(own, case.by).post(
        case.action(own), case.data(own), headers={"Referer": f"http://testserver{page}"}
    )
    drawn = answer.content.decode()
    assert 400 <= answer.status_code < 500
    assert "Chưa thực hiện được" not in drawn
    assert f'action="{case.action(own)}"' in drawn
    assert LONG in unescape(drawn)
    assert case.said in unescape(drawn)
    assert drawn.count('role="alert"') == 1
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_declared_form_comes_back_and_says_that_the_file_must_be_chosen_again(own: Any) -> None:
    own.reporting.without_access = True
    own.reporting.save()
    answer = signed_in(own, "justice_officer").post(
        f"{reverse('declared_form')}?dot={own.campaign.code}",
        {"don-vi": own.reporting.pk, "ly-do": LONG, "tep": SimpleUploadedFile("bieu.xlsx", b"x")},
        headers={"Referer": f"http://testserver{reverse('daily_form')}"},
    )
    drawn = unescape(answer.content.decode())
    assert LONG in drawn
    assert "Chọn lại tệp trước khi gửi." in drawn


def test_a_finding_recorded_while_the_list_is_gone_through_loses_nothing_of_it(own: Any) -> None:
    visit = own.steering.visit
    client = signed_in(own, "justice_officer")
    sent = {
        "noi-dung": "shifts",
        "muc-do": "light",
        "ton-tai": "Ca đêm vắng",
        "truoc-ngay": "",
        "ket-luan": LONG,
        "nx-machines": "có tem",
    }
    sent |= {f"kq-{code}": "met" for code in visit.lines}
    answer = client.post(reverse("record_finding", args=[visit.pk]), sent)
    drawn = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "Đã ghi tồn tại." in drawn
    assert LONG in drawn
    assert 'value="có tem"' in drawn
    assert 'value="Ca đêm vắng"' not in drawn
    again = client.post(reverse("record_finding", args=[visit.pk]), sent)
    assert again.status_code == 422
    assert Finding.objects.unscoped("test").filter(visit=visit, words="Ca đêm vắng").count() == 1


def test_whose_form_is_there_no_more_reads_the_refusal_alone(own: Any) -> None:
    visit = own.steering.visit
    call_off_visit(actor=own.officers["justice_officer"], visit_id=visit.pk, reason="mưa lũ", now=now())
    answer = signed_in(own, "justice_officer").post(
        reverse("hold_visit", args=[visit.pk]),
        {"ket-luan": LONG},
        headers={"Referer": f"http://testserver{reverse('visit', args=[visit.pk])}"},
    )
    assert answer.status_code == 422
    assert "Chưa thực hiện được" in answer.content.decode()
    assert LONG in unescape(answer.content.decode())


def test_who_is_second_reads_who_sent_the_report_and_keeps_every_word_he_wrote(own: Any) -> None:
    day = own.sending.report.date.isoformat()
    answer = signed_in(own, "unit_head").post(
        reverse("send_report", args=[own.sending.report.pk]),
        {"kho-khan": "Mất điện", "de-xuat": "Không.", "khac": "Lut", "ngay": day, "noi-nhan": "inspection", "dot": own.campaign.code},
        headers={"Referer": f"http://testserver{reverse('daily_form')}?ngay={day}"},
    )  # fmt: skip
    drawn = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert f"{own.sending.sent_by} đã gửi báo cáo này lúc " in drawn
    assert re.findall(r'<pre class="typed" lang="vi">(.*?)</pre>', drawn) == ["Mất điện", "Không.", "Lut"]


def _raised(own: Any, text: str) -> Any:
    page = f"{reverse('obstacles')}?dot={own.campaign.code}"
    return signed_in(own, "registrar").post(
        reverse("raise_obstacle"),
        {"don-vi": own.reporting.pk, "linh-vuc": "software", "noi-dung": text},
        headers={"Referer": f"http://testserver{page}"},
    )


def test_a_form_that_no_store_can_keep_comes_back_too(own: Any) -> None:
    answer = _raised(own, f"{LONG}\x00")
    assert answer.status_code == 400
    assert "Chưa thực hiện được" not in answer.content.decode()
    assert LONG in unescape(answer.content.decode())


def test_what_a_paste_brings_that_nobody_sees_is_not_kept(own: Any) -> None:
    assert _raised(own, "Máy 2\x07 treo\u200b khi lưu; \u202eđã báo; Nguyê\u0303n\x0b").status_code == 302
    kept = Obstacle.objects.unscoped("test").latest("raised_at")
    assert kept.text == "Máy 2 treo khi lưu; đã báo; Nguyễn"


def test_nobody_gets_a_page_back_that_he_could_not_open(own: Any, two_wards: tuple[Any, Any]) -> None:
    foreign = two_wards[1]
    page = reverse("visit", args=[foreign.steering.visit.pk])
    answer = signed_in(own, "justice_officer").post(
        reverse("hold_visit", args=[foreign.steering.visit.pk]),
        {"ket-luan": LONG},
        headers={"Referer": f"http://testserver{page}"},
    )
    assert answer.status_code == 404
    assert "Quàng" not in answer.content.decode()


def test_what_is_being_typed_of_an_obstacle_is_sent_in_no_address(own: Any) -> None:
    leader = signed_in(own, "team_leader")
    words = own.steering.answer.question
    page = leader.get(reverse("obstacles")).content.decode()
    assert f'hx-post="{reverse("offered_answers")}' in page
    assert leader.get(reverse("offered_answers"), {"noi-dung": words}).status_code == 405
    offered = leader.post(reverse("offered_answers"), {"noi-dung": words})
    assert words in unescape(offered.content.decode())


def test_a_form_whose_session_ran_out_shows_its_words_and_the_way_back(own: Any) -> None:
    page = f"{reverse('obstacles')}?dot={own.campaign.code}"
    said = {"don-vi": own.reporting.pk, "linh-vuc": "software", "noi-dung": LONG}
    sent = {"path": reverse("raise_obstacle"), "data": said}
    answer = Client().post(**sent, headers={"Referer": f"http://testserver{page}"})
    drawn = unescape(answer.content.decode())
    assert answer.status_code == 403
    assert LONG in drawn
    assert f'href="/dang-nhap/?{urlencode({"next": page})}"' in drawn
    assert answer.headers["Cache-Control"] == "no-store"
    assert Obstacle.objects.unscoped("test").filter(text=LONG).count() == 0
    from_elsewhere = Client().post(**sent, headers={"Referer": "http://elsewhere.test/"})
    assert (from_elsewhere.status_code, LONG in from_elsewhere.content.decode()) == (302, False)


def test_the_address_of_a_form_says_so_when_it_is_opened(own: Any) -> None:
    answer = signed_in(own, "registrar").get(reverse("raise_obstacle"))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "chỉ nhận biểu mẫu" in unescape(answer.content.decode())
