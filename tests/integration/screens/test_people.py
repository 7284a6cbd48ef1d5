"""What looks after who keys: his own trend, the pace of a team, and questions that come back answered."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk import Desk
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from making import births_from_file, campaign_of
from PIL import Image

from hotich.audit.models import AuditEvent
from hotich.books.models import Page
from hotich.core.quotas import VIETNAM
from hotich.entries import operations as entries
from hotich.entries.models import Entry, EntryWork, Question
from hotich.linkage.models import FirstComparison
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db

WORK = {"keys": 104, "active_ms": 60_000, "paint_p95": 24, "paint_samples": 80, "overrides": 1}


def signed_in(officer: Any) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def page(officer: Any, address: str) -> str:
    response = signed_in(officer).get(address)
    assert response.status_code == 200, response.content
    return response.content.decode()


def keyed(world: Any, officer: Any, lines: range, *, at: datetime | None = None, **work: int) -> None:
    """Entries completed by the officer, all at one moment where it is said."""
    desk = Desk(world, officer)
    for line in lines:
        desk.open(1 + line // 10, 1 + line % 10)
        desk.key_all()
        desk.complete(work=WORK | work)
    if at is not None:
        mine = Entry.objects.unscoped("a test's own past").filter(completed_by=officer)
        mine.update(first_completed_at=at)
        EntryWork.objects.unscoped("a test's own past").filter(officer=officer).update(completed_at=at)


@pytest.fixture
def keyer(world: Any) -> Any:
    officer = world.officer("keyer", name="Lê Văn Nhập")
    world.assign(world.book, officer)
    return officer


def figures(html: str, row: str) -> list[str]:
    """The cells of the table row that begins so."""
    found = re.search(rf'<th scope="row">{row}.*?</tr>', html, re.S)
    assert found, row
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r'<td class="n">(.*?)</td>', found.group())]


class TestOwnTrend:
    def test_compares_the_week_with_his_own_weeks_before(self, world: Any, keyer: Any) -> None:
        keyed(world, keyer, range(3), at=clock() - timedelta(days=12), active_ms=120_000)
        last = world.officer("keyer", name="Người khác")
        world.assign(world.book, last)
        keyed(world, last, range(10, 14))
        moved = EntryWork.objects.unscoped("a test's own past").filter(officer=keyer)
        keyed(world, keyer, range(20, 22))
        EntryWork.objects.unscoped("a test's own past").filter(
            pk__in=[one.pk for one in moved.order_by("completed_at")[:3]]
        ).update(completed_at=clock() - timedelta(days=12))
        html = page(keyer, "/nhip-cua-toi/")
        assert figures(html, "Trường hợp đã nhập") == ["2", "3"]
        assert figures(html, "Trường hợp mỗi giờ") == ["60", "30"]
        assert figures(html, "Phím mỗi trường hợp") == ["104", "104"]
        assert "Người khác" not in html

    def test_has_a_table_behind_every_picture_and_no_inline_style(self, world: Any, keyer: Any) -> None:
        keyed(world, keyer, range(2))
        html = page(keyer, "/nhip-cua-toi/")
        pictures = html.count("<svg viewBox")
        assert pictures == html.count("<summary>Bảng số liệu") == 7
        assert all(label for label in re.findall(r'<svg [^>]*role="img" aria-label="([^"]*)"', html))
        assert "style=" not in html
        assert "<script" not in html

    def test_says_so_where_nothing_is_known_yet(self, keyer: Any) -> None:
        html = page(keyer, "/nhip-cua-toi/")
        assert "Chưa có số liệu: số liệu có từ trường hợp đầu tiên" in html
        assert "<svg viewBox" not in html

    def test_costs_the_same_however_much_there_is(self, world: Any, keyer: Any) -> None:
        client = signed_in(keyer)
        client.get("/nhip-cua-toi/")

        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                client.get("/nhip-cua-toi/")
            return len(asked)

        none = queries()
        keyed(world, keyer, range(6))
        assert queries() == none


class TestTeamPace:
    def test_shows_teams_machines_and_officers_by_name(self, world: Any, keyer: Any) -> None:
        campaign_of(world)
        other = world.officer("keyer", name="Trần Văn An")
        world.assign(world.book, other)
        keyed(world, keyer, range(5))
        keyed(world, other, range(10, 12))
        leader = world.officer("team_leader", name="Phạm Thị Trưởng")
        html = page(leader, "/nhip-cua-to/")
        assert figures(html, "Tổ 90001")[:3] == ["1", "7", "300"]
        assert figures(html, "Máy 1")[:2] == ["7", "300"]
        people = [
            re.sub("<[^>]+>", "", name)
            for name in re.findall(r'<th scope="row">(.*?)</th>', html[html.index("<h2>Cán bộ") :])
        ]
        assert people == ["Trần Văn An", "Lê Văn Nhập", "Phạm Thị Trưởng"], "by given name, whoever did more"
        assert figures(html, "Lê Văn Nhập") == ["5", "0,1", "60"]

    def test_shows_no_other_units_people(self, world: Any, elsewhere: Any, keyer: Any) -> None:
        campaign_of(world, elsewhere)
        foreign = elsewhere.officer("keyer", name="Người phường khác")
        elsewhere.assign(elsewhere.book, foreign)
        keyed(elsewhere, foreign, range(2))
        html = page(world.officer("team_leader"), "/nhip-cua-to/")
        assert "Người phường khác" not in html
        assert "Tổ 90002" not in html

    @pytest.mark.parametrize("position", ["keyer", "helper", "registrar", "unit_head", "inspector", "admin"])
    def test_is_shut_to_who_does_not_lead_keying(self, world: Any, position: str) -> None:
        campaign_of(world)
        assert signed_in(world.officer(position)).get("/nhip-cua-to/").status_code == 403

    def test_costs_the_same_however_many_there_are(self, world: Any, keyer: Any) -> None:
        campaign_of(world)
        client = signed_in(world.officer("team_leader"))
        client.get("/nhip-cua-to/")

        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                client.get("/nhip-cua-to/")
            return len(asked)

        few = queries()
        keyed(world, keyer, range(6))
        for _ in range(3):
            world.officer("keyer")
            world.machine()
        assert queries() == few

    def test_a_day_that_is_no_day_or_not_yet_is_today(self, world: Any) -> None:
        campaign_of(world)
        leader = world.officer("team_leader")
        today = page(leader, "/nhip-cua-to/")
        title = re.search("<h1>.*?</h1>", today)
        assert title
        for day in ("hôm qua", "2999-01-01", "0001-01-01"):
            assert title.group() in page(leader, f"/nhip-cua-to/?ngay={day}")
        yesterday = (clock().astimezone(VIETNAM) - timedelta(days=3)).date()
        assert f"{yesterday:%d/%m/%Y}" in page(leader, f"/nhip-cua-to/?ngay={yesterday}")


class TestBias:
    def compare(self, world: Any, officer: Any, *groups: tuple[bool, int, int]) -> None:
        """What the first keying of an officer said of places of birth: assisted or not, how many, how many differ."""
        births = iter(
            births_from_file(world.book, *({} for _ in range(sum(whole for _, whole, _ in groups))))
        )
        FirstComparison.objects.bulk_create(
            FirstComparison(
                entry=next(births), unit=world.unit, role="child", kind="KS", officer=officer, assisted=assisted,
                way="extract", fields={"child.birth_place": "differs" if number < differing else "agrees", "child.sex": "agrees"},
                identity=["child.sex"], received_at=clock(),
            )
            for assisted, whole, differing in groups
            for number in range(whole)
        )  # fmt: skip

    @pytest.fixture
    def compared(self, world: Any, keyer: Any) -> None:
        """Of the officer's assisted entries hardly any differs in the place of birth, of the others every fourth."""
        campaign_of(world)
        self.compare(world, keyer, (True, 200, 4), (False, 40, 10))

    def test_says_in_words_where_suggestions_may_have_been_taken(self, world: Any, compared: None) -> None:
        html = page(world.officer("team_leader"), "/doi-chieu-ho-tro/")
        worth = html[html.index("<h2>Cần xem") : html.index("<h2>Từng cột")]
        assert "Lê Văn Nhập" in worth
        assert "Nơi sinh" in worth
        assert "có thể đang nhận theo gợi ý" in worth
        assert "4 / 200" in worth
        assert "10 / 40" in worth
        assert "Chưa đủ số liệu." in html, "nobody differs in sex"

    def test_comes_as_a_file_with_every_line_and_is_on_record(self, world: Any, compared: None) -> None:
        officer = world.officer("inspector")
        text = signed_in(officer).get("/doi-chieu-ho-tro.csv").content.decode("utf-8-sig")
        assert [line.split(",")[0] for line in text.splitlines()] == [
            "Mức", "chung", "từng cột", "từng cột", "từng cán bộ", "cán bộ và cột", "cán bộ và cột",
        ]  # fmt: skip
        sheet = openpyxl.load_workbook(
            BytesIO(signed_in(officer).get("/doi-chieu-ho-tro.xlsx").content)
        ).active
        assert sheet is not None
        assert sheet.max_row == 7
        assert AuditEvent.objects.filter(kind="bias.exported", officer_id=officer.pk).count() == 2

    def test_shows_no_other_unit_and_nothing_to_who_keys(
        self, world: Any, elsewhere: Any, compared: None
    ) -> None:
        campaign_of(elsewhere, code="khac")
        assert "4 / 200" not in page(elsewhere.officer("team_leader"), "/doi-chieu-ho-tro/")
        for position in ("keyer", "helper", "area_officer", "unit_head", "admin"):
            assert signed_in(world.officer(position)).get("/doi-chieu-ho-tro/").status_code == 403

    def test_costs_the_same_however_many_were_compared(self, world: Any, compared: None) -> None:
        client = signed_in(world.officer("team_leader"))
        client.get("/doi-chieu-ho-tro/")

        def asked() -> tuple[int, str]:
            with CaptureQueriesContext(connection) as made:
                html = client.get("/doi-chieu-ho-tro/").content.decode()
            return len(made), html

        few, _ = asked()
        for name in ("Võ Thị Hai", "Võ Thị Ba", "Võ Thị Tư"):
            self.compare(world, world.officer("keyer", name=name), (True, 20, 2), (False, 10, 1))
        many, html = asked()
        assert "Võ Thị Tư" in html
        assert many == few

    def test_says_so_where_nothing_was_compared(self, world: Any) -> None:
        campaign_of(world)
        html = page(world.officer("team_leader"), "/doi-chieu-ho-tro/?tu=hôm qua")
        assert "Chưa đủ số liệu." in html
        assert "Chưa có lần so sánh nào." in html


class TestQuestions:
    @pytest.fixture
    def asked(self, world: Any, keyer: Any) -> Question:
        picture = self._page(world)
        desk = Desk(world, keyer)
        desk.open(4, 2)
        answer = entries.ask(
            **desk.common, text="Chữ này là “Hòa” hay “Hóa”?", field="child.full_name",
            crop={"page": str(picture.pk), "box": [1000, 2000, 3000, 500]},
        )  # fmt: skip
        found: Question = Question.objects.unscoped("test").get(entry_id=desk.entry, seq=answer.seq)
        return found

    @staticmethod
    def _page(world: Any) -> Page:
        """A page that has been drawn already."""
        world.book.has_images = True
        world.book.save(update_fields=["has_images"])
        made: Page = Page.objects.create(book=world.book, number=4, source={})
        drawn = Path(settings.HOME) / "pages" / f"{made.pk}.webp"
        drawn.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (1000, 700), 230).save(drawn, "WEBP")
        return made

    def test_the_leader_sees_the_question_where_it_stands_and_its_picture(
        self, world: Any, asked: Question
    ) -> None:
        leader = world.officer("team_leader")
        html = page(leader, "/cau-hoi/")
        assert "Chữ này là “Hòa” hay “Hóa”?" in html
        assert "trang 4, dòng 2" in html
        address = f"/cau-hoi/{asked.entry_id}/{asked.seq}/anh.webp"
        assert address in html
        response = signed_in(leader).get(address)
        assert response.headers["Content-Type"] == "image/webp"
        with Image.open(BytesIO(response.content)) as piece:
            width, height = piece.size
        assert width > height, "a strip of the page, not the page"

    def test_the_answer_comes_back_to_who_asked(self, world: Any, keyer: Any, asked: Question) -> None:
        leader = signed_in(world.officer("team_leader", name="Phạm Thị Trưởng"))
        address = f"/cau-hoi/{asked.entry_id}/{asked.seq}/tra-loi/"
        assert leader.post(address, {"tra-loi": "Hòa, dấu huyền."}).status_code == 302
        html = page(keyer, "/viec-hom-nay/")
        assert "Hòa, dấu huyền." in html
        assert "Phạm Thị Trưởng" in html
        settle = f"/cau-hoi/{asked.entry_id}/{asked.seq}/da-ro/"
        assert settle in html
        assert signed_in(keyer).post(settle).status_code == 302
        assert "Hòa, dấu huyền." not in page(keyer, "/viec-hom-nay/")

    def test_nobody_else_settles_it_and_another_ward_sees_nothing(
        self, world: Any, elsewhere: Any, keyer: Any, asked: Question
    ) -> None:
        base = f"/cau-hoi/{asked.entry_id}/{asked.seq}"
        assert signed_in(world.officer("keyer")).post(f"{base}/da-ro/").status_code == 404
        foreign = signed_in(elsewhere.officer("team_leader"))
        assert foreign.get(f"{base}/anh.webp").status_code == 404
        assert foreign.post(f"{base}/tra-loi/", {"tra-loi": "…"}).status_code == 404
        assert "Hòa" not in foreign.get("/cau-hoi/").content.decode()

    def test_a_restricted_entrys_picture_is_for_whom_the_entry_is_open(
        self, world: Any, keyer: Any, asked: Question
    ) -> None:
        entries.flag(actor=None, entry_id=asked.entry_id, flags={"sensitive": True}, now=world.now)
        address = f"/cau-hoi/{asked.entry_id}/{asked.seq}/anh.webp"
        assert signed_in(world.officer("team_leader")).get(address).status_code == 200
        assert signed_in(world.officer("police_head")).get(address).status_code == 403

    def test_an_empty_answer_is_none(self, world: Any, asked: Question) -> None:
        leader = signed_in(world.officer("team_leader"))
        response = leader.post(f"/cau-hoi/{asked.entry_id}/{asked.seq}/tra-loi/", {"tra-loi": "  "})
        assert response.status_code == 422
        asked.refresh_from_db()
        assert asked.state == "open"

    def test_the_list_costs_the_same_however_many_there_are(
        self, world: Any, keyer: Any, asked: Question
    ) -> None:
        client = signed_in(world.officer("team_leader"))
        client.get("/cau-hoi/")

        def queries() -> int:
            with CaptureQueriesContext(connection) as made:
                client.get("/cau-hoi/")
            return len(made)

        one = queries()
        desk = Desk(world, keyer)
        for line in range(3, 9):
            desk.open(4, line)
            entries.ask(**desk.common, text="Còn chữ này?", field="child.full_name")
        assert queries() == one
