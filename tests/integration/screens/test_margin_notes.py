"""Margin notes at the screen: written, replaced, withdrawn, linked; the original always beside what it has become."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from making import change_entry

from hotich.cases.models import Case, CaseEvent
from hotich.cases.operations import take_up
from hotich.entries.models import Entry, Transcription
from hotich.linkage.models import Judgement
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db

MOST = 45


@pytest.fixture
def registrar(own: Any) -> Client:
    """The registrar of the ward at his screen."""
    client = Client()
    client.force_login(own.officers["registrar"])
    return client


def form(**more: Any) -> dict[str, Any]:
    return {
        "loai": "correction", "ngay": "12052010", "loi-ghi-chu": "Cải chính tên theo QĐ 12", "nguoi-ghi": "Trần Văn An",
        "vb-ten": "Quyết định", "vb-so": "12/QĐ-UBND", "vb-ngay": "10/05/2010", "vb-noi": "UBND xã",
        "o-1": "child.full_name", "moi-1": "Lê Thị Hoa", "so-dong": "3", **more,
    }  # fmt: skip


def write(client: Client, entry: Entry, **more: Any) -> Any:
    return client.post(f"/truong-hop/{entry.pk}/ghi-chu/ghi/", form(**more))


def notes(entry: Entry) -> list[dict[str, Any]]:
    return Transcription.objects.get(entry=entry, accepted=True).annotations


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_note_is_written_and_shown_with_the_original_beside_what_it_has_become(
    own: Any, registrar: Client
) -> None:
    response = write(registrar, own.pending)
    assert response.headers["Location"] == f"/truong-hop/{own.pending.pk}/#ghi-chu"
    (note,) = notes(own.pending)
    assert (note["date"], note["on"], note["officer"]) == ("12/05/2010", "2010-05-12", "Trần Văn An")
    text = words(page(registrar, f"/truong-hop/{own.pending.pk}/"))
    told = "đã cải chính ngày 12/05/2010 theo Quyết định số 12/QĐ-UBND ngày 10/05/2010 của UBND xã"
    assert f"Lê Thị C nay là Lê Thị Hoa , {told}" in text
    assert "Lê Thị C → Lê Thị Hoa" in text
    assert "chưa thấy trường hợp tương ứng trong sổ TD" in text


def test_what_cannot_be_kept_comes_back_as_it_was_typed(own: Any, registrar: Client) -> None:
    response = write(registrar, own.pending, ngay="32/05/2010")
    assert response.status_code == 422
    text = response.content.decode()
    assert 'role="alert"' in text
    assert 'value="32/05/2010"' in text
    assert 'value="Lê Thị Hoa"' in text
    assert notes(own.pending) == []


def test_a_value_may_be_emptied_and_rows_left_free(own: Any, registrar: Client) -> None:
    write(registrar, own.pending, **{"moi-1": "", "bo-1": "on", "o-3": "child.sex", "moi-3": "nam"})
    assert {name: (value["v"], value["m"]) for name, value in notes(own.pending)[0]["amends"].items()} == {
        "child.full_name": (None, "struck_out"), "child.sex": ("Nam", None),
    }  # fmt: skip


def test_a_note_is_replaced_by_a_form_filled_with_it(own: Any, registrar: Client) -> None:
    write(registrar, own.pending)
    (first,) = notes(own.pending)
    filled = page(registrar, f"/truong-hop/{own.pending.pk}/ghi-chu/?thay={first['seq']}")
    assert 'value="Lê Thị Hoa"' in filled
    assert 'value="12/QĐ-UBND"' in filled
    assert write(registrar, own.pending, thay=first["seq"]).status_code == 400
    write(registrar, own.pending, thay=first["seq"], **{"moi-1": "Lê Thị Hoài", "ly-do": "đọc lại"})
    assert [each["state"] for each in notes(own.pending)] == ["superseded", "in_force"]
    text = words(page(registrar, f"/truong-hop/{own.pending.pk}/"))
    assert "1 ghi chú đã thay hoặc đã rút" in text
    assert "Đã thay, vì: đọc lại" in text
    assert registrar.get(f"/truong-hop/{own.pending.pk}/ghi-chu/?thay={first['seq']}").status_code == 409


def test_a_note_is_withdrawn_with_a_reason(own: Any, registrar: Client) -> None:
    write(registrar, own.pending)
    address, (note,) = f"/truong-hop/{own.pending.pk}/ghi-chu/rut/", notes(own.pending)
    assert registrar.post(address, {"so": note["seq"], "ly-do": " "}).status_code == 400
    assert registrar.post(address, {"so": "x", "ly-do": "nhầm"}).status_code == 409
    assert registrar.post(address, {"so": note["seq"], "ly-do": "nhầm"}).status_code == 302
    assert "nay là" not in words(page(registrar, f"/truong-hop/{own.pending.pk}/"))


def test_who_keys_comes_back_to_his_desk(own: Any) -> None:
    keyer = Client()
    keyer.force_login(own.officers["keyer"])
    response = write(keyer, own.unfinished, ve="nhap")
    assert response.headers["Location"] == f"/nhap/{own.unfinished.pk}/"
    answer = keyer.post("/api/desk/shift", {"entry": str(own.unfinished.pk)}, content_type="application/json")
    kept = answer.json()["places"][0]["kept"]
    assert kept["current"] == {"child.full_name": "Lê Thị Hoa"}
    assert kept["notes"][0]["said"].startswith("đã cải chính ngày 12/05/2010")


def test_who_only_reads_sees_the_notes_and_no_way_to_write_one(own: Any, registrar: Client) -> None:
    write(registrar, own.pending)
    reader = Client()
    for code in ("verifier", "justice_officer"):
        reader.force_login(own.officers[code])
        text = page(reader, f"/truong-hop/{own.pending.pk}/")
        assert "Cải chính tên theo QĐ 12" in text
        assert "Thêm ghi chú" not in text
        assert "Rút ghi chú" not in text


def test_the_page_of_an_entry_costs_no_question_a_note(own: Any, registrar: Client) -> None:
    source = change_entry(own_desk(own))

    def asked() -> int:
        page(registrar, f"/truong-hop/{own.pending.pk}/")
        with CaptureQueriesContext(connection) as queries:
            page(registrar, f"/truong-hop/{own.pending.pk}/")
        return len(queries)

    write(registrar, own.pending, nguon=source.pk, le="co")
    few = asked()
    for _ in range(5):
        write(registrar, own.pending, nguon=change_entry(own_desk(own)).pk, le="co")
    assert asked() == few
    assert few <= MOST


# -- the look-up


def test_the_look_up_shows_what_the_page_said_beside_what_the_book_says_now(
    own: Any, registrar: Client
) -> None:
    write(registrar, own.pending)
    keyer = Client()
    keyer.force_login(own.officers["keyer"])
    text = words(page(keyer, f"/cho-tra-cuu/{own.pending.pk}/child/"))
    assert "Lê Thị Hoa bản nhập ghi Lê Thị C , đã cải chính ngày 12/05/2010" in text


def test_a_note_after_the_judgement_is_compared_at_once(own: Any, registrar: Client) -> None:
    write(registrar, own.mismatched, **{"o-1": "child.birth_date", "moi-1": "05/03/2006"})
    own.mismatched.refresh_from_db()
    assert own.mismatched.outcome == "matched"
    assert Judgement.objects.unscoped("test").filter(entry=own.mismatched, source="comparison").count() == 1
    (note,) = notes(own.mismatched)
    registrar.post(
        f"/truong-hop/{own.mismatched.pk}/ghi-chu/rut/", {"so": note["seq"], "ly-do": "nhầm trường hợp"}
    )
    own.mismatched.refresh_from_db()
    assert own.mismatched.outcome == "mismatched"


def test_the_api_gives_original_and_current_value_and_how_it_came(own: Any, registrar: Client) -> None:
    write(registrar, own.pending, **{"o-2": "child.birth_date", "moi-2": "02/03/2007"})
    said = registrar.get(f"/api/entries/{own.pending.pk}").json()
    assert said["fields"]["child.birth_date"]["v"] == "02/03/2006"
    current = said["current"]["child.birth_date"]
    assert (current["v"], current["norm"], current["o"]) == ("02/03/2007", "2007-03-02", "annotation")
    assert current["annotation"] == said["annotations"][0]["seq"]
    assert current["said"].startswith("đã cải chính ngày 12/05/2010 theo")
    assert "annotation.without_entry" in {finding["code"] for finding in said["findings"]}
    assert set(said["current"]) == {"child.full_name", "child.birth_date"}


# -- linked with the register of changes


def own_desk(own: Any) -> Any:
    from desk import Desk

    return Desk(own.world, own.officers["keyer"])


def test_an_entry_of_changes_finds_what_it_changed_and_fills_the_note(own: Any, registrar: Client) -> None:
    source = change_entry(
        own_desk(own), target__number=own.pending.number, subject__full_name="Lê Thị C",
        change__content="Thay đổi tên từ C thành Hoa", change__type="Thay đổi", decision__number="7/QĐ",
    )  # fmt: skip
    found = page(registrar, f"/truong-hop/{source.pk}/noi/")
    assert "cùng số, cùng ngày đăng ký, cùng họ tên" in found
    assert found.index("cùng số, cùng ngày đăng ký, cùng họ tên") < found.index(
        f"/truong-hop/{own.pending.pk}/ghi-chu/"
    )
    filled = page(registrar, f"/truong-hop/{own.pending.pk}/ghi-chu/?nguon={source.pk}")
    assert "Thay đổi tên từ C thành Hoa" in filled
    assert 'value="7/QĐ"' in filled
    assert '<option value="change" selected>' in filled
    write(registrar, own.pending, loai="change", nguon=source.pk, le="chua")
    target = words(page(registrar, f"/truong-hop/{own.pending.pk}/"))
    assert "lề sổ gốc chưa ghi" in target
    assert f"/truong-hop/{own.pending.pk}/#ghi-chu" in page(registrar, f"/truong-hop/{source.pk}/")


def test_a_note_of_the_margin_is_linked_and_not_written_twice(own: Any, registrar: Client) -> None:
    write(registrar, own.pending, **{"vb-so": "5/QĐ"})
    write(registrar, own.pending, **{"vb-so": "7/QĐ", "o-1": ""})
    source = change_entry(own_desk(own), decision__number="7/QĐ", decision__date="01/05/2012")
    second = notes(own.pending)[1]["seq"]
    filled = page(registrar, f"/truong-hop/{own.pending.pk}/ghi-chu/?nguon={source.pk}")
    assert f'name="thay" value="{second}"' in filled
    assert "không ghi lần nữa" in filled
    fresh = page(registrar, f"/truong-hop/{own.pending.pk}/ghi-chu/?nguon={source.pk}&moi=1")
    assert 'name="thay"' not in fresh
    write(registrar, own.pending, thay=second, nguon=source.pk, le="co", **{"o-1": "", "ly-do": "nối"})
    assert [(each["state"], each["lacks"]) for each in notes(own.pending)] == [
        ("in_force", "entry"), ("superseded", ""), ("in_force", ""),
    ]  # fmt: skip


def test_a_target_is_found_by_kind_number_and_year_within_the_officers_books(
    own: Any, registrar: Client, two_wards: Any
) -> None:
    source, foreign = own.change, two_wards[1]
    ask = f"/truong-hop/{source.pk}/noi/?loai=KS&so={own.pending.number}&nam=2006"
    assert f"/truong-hop/{own.pending.pk}/" in page(registrar, ask)
    assert "Không tìm thấy trong phạm vi" in page(registrar, ask.replace("2006", "1987"))
    there = page(registrar, f"/truong-hop/{source.pk}/noi/?loai=KS&so={foreign.pending.number}")
    assert "Không tìm thấy trong phạm vi" in there
    assert registrar.get(f"/truong-hop/{own.pending.pk}/noi/").status_code == 404


def test_the_registrars_list_of_what_is_left_to_reconcile(own: Any, registrar: Client) -> None:
    write(registrar, own.pending)
    assert "Lê Thị C" in page(registrar, "/ghi-chu-can-doi-chieu/")
    assert f"/truong-hop/{own.change.pk}/noi/" in page(registrar, "/ghi-chu-can-doi-chieu/?phan=chua-noi")
    (note,) = notes(own.pending)
    write(registrar, own.pending, thay=note["seq"], nguon=own.change.pk, le="chua", **{"ly-do": "nối"})
    assert "Lê Thị C" not in page(registrar, "/ghi-chu-can-doi-chieu/")
    assert "Lê Thị C" in page(registrar, "/ghi-chu-can-doi-chieu/?phan=chua-co-le")
    assert "/noi/" not in page(registrar, "/ghi-chu-can-doi-chieu/?phan=chua-noi")


# -- closing a case


def close(client: Client, case: Case, **more: Any) -> Any:
    said = form(**{"o-1": "child.birth_date", "moi-1": "05/03/2006", "dong-loai": "extract", **more})
    return client.post(f"/danh-sach-theo-doi-rieng/{case.pk}/dong/", said)


def test_a_correction_in_the_book_closes_the_case_and_is_a_note_by_the_same_act(
    own: Any, registrar: Client
) -> None:
    unasked = {"vb-ten": "", "con-khac": "chưa tra cứu lại trên máy Công an"}
    assert close(registrar, own.case, **unasked).status_code == 302
    own.case.refresh_from_db()
    own.mismatched.refresh_from_db()
    assert (own.case.state, own.mismatched.outcome) == ("closed", "matched")
    event = CaseEvent.objects.filter(case_id=own.case.pk, type="closed").get()
    assert event.payload["document"]["kind"] == "extract"
    assert event.payload["note"] == notes(own.mismatched)[0]["seq"]
    text = words(page(registrar, f"/danh-sach-theo-doi-rieng/{own.case.pk}/"))
    assert "Theo Trích lục số 12/QĐ-UBND ngày 10/05/2010 của UBND xã" in text
    assert close(registrar, own.case).status_code == 422


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"moi-1": "06/03/2006"}, "Chưa có lần tra cứu lại nào"),
        ({"dong-loai": ""}, "loại văn bản"),
        ({"vb-so": ""}, "còn thiếu: số"),
        ({"o-1": ""}, "Chưa ghi ô nào"),
        ({"ngay": "99"}, "Ngày của ghi chú"),
    ],
)
def test_a_case_that_cannot_be_closed_stays_and_nothing_is_noted(
    own: Any, registrar: Client, more: dict[str, str], sentence: str
) -> None:
    response = close(registrar, own.case, **more)
    assert response.status_code == 422
    assert sentence in words(response.content.decode())
    own.case.refresh_from_db()
    assert (own.case.state, notes(own.mismatched)) == ("to_verify", [])


def test_a_page_from_before_somebody_took_the_case_up_does_not_close_it(own: Any, registrar: Client) -> None:
    take_up(actor=own.officers["verifier"], case_id=own.case.pk, now=clock())
    response = close(registrar, own.case, **{"den-dong": "1"})
    assert response.status_code == 409
    assert "Người khác vừa xử lý hồ sơ này" in words(response.content.decode())
    assert notes(own.mismatched) == []
    assert close(registrar, own.case, **{"den-dong": "2", "con-khac": "chờ tra cứu lại"}).status_code == 302


def test_what_still_differs_needs_its_reason(own: Any, registrar: Client) -> None:
    assert (
        close(
            registrar, own.case, **{"moi-1": "06/03/2006", "con-khac": "chờ Công an điều chỉnh"}
        ).status_code
        == 302
    )
    own.case.refresh_from_db()
    own.mismatched.refresh_from_db()
    assert (own.case.state, own.mismatched.outcome) == ("closed", "mismatched")


def test_a_case_shows_the_original_beside_the_current_value(own: Any, registrar: Client) -> None:
    write(registrar, own.mismatched, **{"o-1": "child.birth_date", "moi-1": "06/03/2006"})
    text = words(page(registrar, f"/danh-sach-theo-doi-rieng/{own.case.pk}/"))
    assert "06/03/2006 bản nhập ghi 02/03/2006 , đã cải chính ngày 12/05/2010" in text


def test_only_the_units_own_registrar_closes_its_cases(own: Any) -> None:
    for code, status in (("justice_officer", 403), ("verifier", 403), ("list_keeper", 403)):
        client = Client()
        client.force_login(own.officers[code])
        assert close(client, own.case).status_code == status
    own.case.refresh_from_db()
    assert own.case.state == "to_verify"
