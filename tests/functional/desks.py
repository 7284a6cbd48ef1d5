"""Hưng Long, a ward of its own for the journeys of cases, checks, duplicates, custody and the outbox: nobody else works there.

Its books lie ready as the first officers left them; made when a journey asks for it, so that the others do not wait for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.functional.pages import SEED, page_of, written

UNIT = "25432@2022"
OFFICERS = (
    # login, name, position, agency
    ("go.hunglong", "Thạch Thị Gõ", "keyer", "CA"),
    ("totruong.hunglong", "Kiều Văn Trưởng", "team_leader", "CA"),
    ("xacminh.hunglong", "Phan Văn Xác", "verifier", "CA"),
    ("lanhdaoca.hunglong", "Lương Văn Duyệt", "police_head", "CA"),
    ("doichieu.hunglong", "Mạc Văn Đối", "checker", "CA"),
    ("theodoi.hunglong", "Đoàn Thị Theo", "list_keeper", "UB"),
    ("hotich.hunglong", "Tạ Thị Hộ", "registrar", "UB"),
    ("hotich2.hunglong", "Giáp Văn Tịch", "registrar", "UB"),
)
CASES = ("01/1990", 1990, "KS/1976", 5)
"""The book of the cases: a wide table, scanned askew."""
CHECKS = ("01/2007", 2007, "KS/2006", 1)
"""The book of the checks: an upright form, scanned askew."""


def furnish() -> dict[str, Any]:
    """Everything at once; says which ids the books have."""
    from hotich.support.time import now as clock

    ward = Ward(clock())
    return {
        "cases": ward.mismatches(), "checks": ward.checks(), "copies": ward.copies(), "nearly": ward.nearly_complete(),
        "lent": ward.book(2011, "01/2011", entries=2)[1], "outbox": ward.outbox(),
    }  # fmt: skip


class Ward:
    """The ward, its officers and what they did before the journeys begin."""

    def __init__(self, now: datetime) -> None:
        from tests.functional.town import LONG_AGO, PASSWORD, pass_check

        from hotich.staff.models import Officer
        from hotich.staff.operations import form_team, give_position, open_account
        from hotich.stations.models import Station
        from hotich.support.time import today
        from hotich.units.operations import load_units, open_agency

        self.now = now
        self.unit = load_units(keys=[UNIT])[UNIT]
        self.agencies = {kind: open_agency(unit=self.unit, kind=kind) for kind in ("CA", "UB")}
        self.officers: dict[str, Any] = {}
        for login, name, code, agency in OFFICERS:
            officer = open_account(actor=None, now=now, username=login, full_name=name, password=PASSWORD)
            give_position(
                actor=None, now=now, officer=officer, code=code, agency=self.agencies[agency], valid_from=LONG_AGO,
                valid_to=None, confidentiality_signed_on=None,
            )  # fmt: skip
            self.officers[login.partition(".")[0]] = officer
        keyers = [officer.pk for officer in self.officers.values() if officer.may("key")]
        self.team = form_team(
            actor=None,
            now=now,
            name="Tổ nhập dữ liệu Hưng Long",
            agency=self.agencies["CA"],
            member_ids=keyers,
        )
        # What he may see was read before he had a team.
        self.officers = {name: Officer.objects.get(pk=one.pk) for name, one in self.officers.items()}
        self.station = Station.objects.create(code="25432-M1", name="Máy 1", unit=self.unit, team=self.team)
        pass_check(Officer.objects.get(username="thietbi.thixa"), self.station, now=now, today=today())

    def book(self, year: int, volume: str, *, entries: int, pages: int = 1, **more: Any) -> tuple[Any, str]:
        """A book of births, given to the officer who keys; with its id as text."""
        from hotich.books.operations import assign, hand_over, receive, record_book

        book, _ = record_book(
            actor=self.officers["hotich"], now=self.now, kind="KS", office="UBND phường Hưng Long", unit=self.unit,
            year_opened=year, volume=volume, pages_count=pages, entries_count=entries,
            custodian=self.agencies["UB"], first_number="1", last_number=str(entries), year_from=year, year_to=year, **more,
        )  # fmt: skip
        handover = hand_over(
            actor=self.officers["hotich"], now=self.now, book=book, to_agency=self.agencies["CA"], way="hand_over",
            minutes_number="11/BB-BG",
        )  # fmt: skip
        receive(actor=self.officers["totruong"], now=self.now, handover=handover)
        assign(
            actor=self.officers["totruong"], now=self.now, book=book, team=self.team, officer=self.officers["go"],
            station=self.station,
        )  # fmt: skip
        book.refresh_from_db()
        return book, str(book.pk)

    def scanned(self, volume: str, year: int, edition: str, lines: int) -> tuple[Any, str]:
        """A book whose one page a scanner saw a little crooked, with the corners of its form where they lie."""
        from hotich.books.operations import calibrate, make_scans, upload_scans
        from hotich.core.forms.layout import layout_of
        from hotich.demo.scanned import askew, corners_of
        from hotich.synthetic.pages import draw_page

        book, pk = self.book(year, volume, entries=lines)
        spec, on_page = page_of("KS", year, volume, edition, 1, lines)
        layout = layout_of(edition)
        assert layout is not None
        said: dict[str, Any] = {"actor": self.officers["hotich"], "now": self.now, "book": book}
        sheet = askew(1, draw_page(spec, on_page, seed=SEED))
        upload = upload_scans(**said, files=[sheet], first_page=1, pages_per_image=1)
        while make_scans(upload_id=upload.pk).more:
            pass
        calibrate(**said, page=1, from_page=1, corners=corners_of(layout))
        book.refresh_from_db()
        return book, pk

    def key(self, book: Any, number: int, *, line: int | None = None, page: int = 1, **other: str) -> Any:
        """An entry as it stands on its page, but for `other` (dotted ids with `__` for the dot)."""
        from hotich.books.forms import Spot
        from hotich.core.forms.judging import missing_required
        from hotich.entries import operations as entries
        from hotich.entries.derivation import edition_at
        from hotich.support.ids import uuid7

        line = line or number
        entry = uuid7()
        common = {"actor": self.officers["go"], "now": self.now, "station": self.station, "entry_id": entry}
        entries.open_entry(**common, book=book, page=page, line=line)
        form = edition_at(book, Spot(page, page * 1000 + line))
        has = {field.id for group in form.groups for field in group.fields}
        stands = {**written(book.year_opened, book.volume, number), "father.full_name": "Nguyễn Văn Ba"}
        stands |= {word.replace("__", "."): text for word, text in other.items()}
        fields: dict[str, Any] = {
            word: {"v": text, "m": None, "o": "typed", "struck": None}
            for word, text in stands.items()
            if word in has
        }
        while missing := missing_required(form, fields):
            fields |= {
                word: {"v": None, "m": "blank_in_book", "o": "typed", "struck": None} for word in missing
            }
        entries.record_fields(**common, fields=fields)
        entries.complete(**common)
        return entry

    def judge(self, entry: Any, **more: Any) -> None:
        """What an officer saw on the police machine."""
        from hotich.cases.operations import record_and_judge
        from hotich.support.time import database_now

        said = {
            "actor": self.officers["go"], "role": "child", "searched": {"full_name": "x"}, "outcome": "matched",
            "reason": "", "looked_up_at": database_now() - timedelta(minutes=1), "seen": {}, "personal_id": "", **more,
        }  # fmt: skip
        record_and_judge(entry_id=entry, **said)

    def mismatches(self) -> str:
        """Two children who are a year younger in the register than in the book."""
        volume, year, edition, lines = CASES
        book, pk = self.scanned(volume, year, edition, lines)
        for number in (2, 4):
            entry = self.key(book, number)
            stands = written(year, volume, number)
            self.judge(
                entry, personal_id=f"07019000010{number}",
                seen={"full_name": stands["child.full_name"], "birth_date": f"02/03/{year + 1}", "sex": "Nữ"},
            )  # fmt: skip
        return pk

    def checks(self) -> str:
        """One entry with a slip in the child's name and nobody found: what its risk asks for waits for a checker."""
        from hotich.checking.operations import plan_book, set_policy
        from hotich.staff.models import Officer
        from hotich.support.time import today

        set_policy(
            actor=Officer.objects.get(username="tuphap.thixa"), unit=self.unit, since=today(),
            values={"new_officer_entries": 0, "slow_percent": 0, "long_percent": 0, "carried_percent": 0}, when_alone="registrar",
            now=self.now,
        )  # fmt: skip
        volume, year, edition, lines = CHECKS
        book, pk = self.scanned(volume, year, edition, lines)
        self.judge(
            self.key(book, 1, child__full_name="Nguyễn Thị Bười"),
            outcome="not_found",
            reason="emigrated",
            searched_again={"birth_date": str(year)},
        )
        plan_book(book=book, now=self.now)
        return pk

    def copies(self) -> str:
        """Two copies of one book, both keyed: an act in both, and a child registered again under another number."""
        from hotich.checking.duplicates.operations.finding import check_entry

        here, pk = self.book(2009, "01/2009", entries=3, pages=3)
        there, _ = self.book(2009, "01/2009", entries=3, pages=3, copy_role="district")
        for number, book, page in ((1, here, 1), (2, here, 2), (1, there, 1), (3, there, 2)):
            name = "Nguyễn Thị Mơ" if (number, page) == (1, 1) else "Nguyễn Thị Lê"
            entry = self.key(
                book, number, line=1, page=page, child__full_name=name, child__birth_date=f"0{page}/03/2009"
            )
            check_entry(entry_id=entry, now=self.now)
        return pk

    def nearly_complete(self) -> str:
        """A book of two numbers, the second of which nobody has accounted for."""
        book, pk = self.book(2010, "01/2010", entries=2, pages=2)
        self.from_file(book, 1)
        return pk

    def from_file(self, book: Any, number: int, **other: str) -> Any:
        """An entry that came from a file: nobody checks it."""
        from hotich.entries.operations import FileRow, record_imports
        from hotich.support.ids import uuid7

        stands = written(book.year_opened, book.volume, number) | {
            word.replace("__", "."): text for word, text in other.items()
        }
        row = FileRow(
            tx_id=uuid7(), entry_id=uuid7(), book=book, position=number, source={"file": "ks.xlsx", "row": number + 1},
            fields={word: {"v": text, "m": None, "o": "imported", "struck": None} for word, text in stands.items()},
        )  # fmt: skip
        record_imports(actor=None, rows=[row], now=self.now)
        return row.entry_id

    def outbox(self) -> str:
        """Two children whom nobody found: one waits for a decision, of one the register could not be told."""
        from hotich.integration.npd import operations as npd
        from hotich.integration.npd.http import HttpGateway
        from hotich.integration.npd.models import Update

        book, pk = self.book(2012, "01/2012", entries=2, pages=2)
        for number, name in ((1, "Nguyễn Thị Chờ"), (2, "Nguyễn Thị Vướng")):
            entry = self.from_file(
                book, number, child__full_name=name, child__birth_date=f"1{number}/03/2012"
            )
            self.judge(
                entry, outcome="not_found", reason="not_collected", searched_again={"birth_date": "2012"}
            )
        npd.gather()
        lost = Update.objects.unscoped("the ward's own update").get(entry_id=entry)
        npd.create(actor=self.officers["totruong"], update_id=lost.pk)
        nobody_listens = HttpGateway(address="http://127.0.0.1:9", timeout=1)
        for tries in range(9):
            npd.send_due(
                gateway=nobody_listens, now=lambda hours=7 * tries: self.now + timedelta(hours=hours)
            )
        return pk
