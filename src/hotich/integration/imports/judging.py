"""The first pass: reads and judges every row of a workbook and writes nothing."""

import uuid
from collections import Counter
from datetime import date

from hotich.books.models import Book
from hotich.integration.imports.books import too_long
from hotich.integration.imports.contents import Compared, Content, Standing
from hotich.integration.imports.plans import Judged, Plan, Sheets, entry_id
from hotich.integration.imports.report import ImportReport
from hotich.integration.imports.shelf import BookPlan, Shelf
from hotich.integration.interchange import Dated, ImportedRow, suspected_sentinels
from hotich.integration.messages import Message, Severity
from hotich.staff.models import Officer
from hotich.units.models import Unit


class FirstPass:
    """Counts what is unchanged or refused into the report; `run` returns what is left to write."""

    def __init__(
        self,
        sheets: Sheets,
        shelf: Shelf,
        report: ImportReport,
        *,
        update: bool,
        actor: Officer | None,
        today: date,
    ) -> None:
        self._sheets = sheets
        self._layout = sheets.layout
        self._table = sheets.table
        self._shelf = shelf
        self._report = report
        self._update = update
        self._actor = actor
        self._today = today
        self._compared = Compared.of(sheets)
        self._standing: dict[uuid.UUID, Standing] = {}
        self._visible: dict[uuid.UUID | None, bool] = {}

    def run(self, units: list[Unit] | None) -> Judged:
        """Judges the whole file; with `units`, rows of other units' books are refused."""
        judged = Judged()
        seen: Counter[tuple[int, str]] = Counter()
        for row in self._sheets.rows(self._today):
            self._report.rows += 1
            self._report.messages.add(row.messages)
            if row.rejected:
                self._report.rejected += 1
                continue
            plan = self._shelf.book_of(row)
            registered = row.book.registered.earliest() if row.book.registered else None
            exact = registered if row.book.registered and row.book.registered.precision == "day" else None
            judged.dated.append(Dated(row.row, str(id(plan)), exact, row.number_year, plan.year))
            seen[id(plan), row.number] += 1
            if not self._belongs(row, plan, units):
                self._report.rejected += 1
                continue
            self._tell_book(row, plan)
            self._decide(row, plan, seen[id(plan), row.number], judged)
        self._suspect(judged.dated)
        return judged

    def _decide(self, row: ImportedRow, plan: BookPlan, occurrence: int, judged: Judged) -> None:
        if plan.book is None:
            judged.plans[row.row] = Plan(plan, occurrence)
            return
        standing = self._standing.get(plan.book.pk)
        if standing is None:
            standing = self._standing[plan.book.pk] = Standing(plan.book, self._compared)
        known = standing.entry_of(entry_id(plan.book, row.number, occurrence), row.number, occurrence)
        if known is None:
            judged.plans[row.row] = Plan(plan, occurrence)
        elif standing.same(known, row.number, Content.of_row(row, plan.book)):
            self._report.unchanged += 1
        elif self._update:
            judged.plans[row.row] = Plan(plan, occurrence, correct=known)
        else:
            self._report.rejected += 1
            self._say(
                row, "registration.number", "error", "entry.differs",
                f"số “{row.number}” đã có trong {plan.book.title} với nội dung khác. Đối chiếu với sổ; nếu tệp đúng hơn, "
                "nhập lại với --update.",
            )  # fmt: skip

    def _belongs(self, row: ImportedRow, plan: BookPlan, units: list[Unit] | None) -> bool:
        if long := too_long({"office": plan.office, "volume": plan.volume}):
            self._say(
                row,
                "registration.place",
                "error",
                "book.value_too_long",
                f"{long}. Ghi theo bìa sổ rồi nhập lại.",
            )
            return False
        if units is not None and (plan.unit is None or plan.unit.pk not in {unit.pk for unit in units}):
            self._say(
                row, "registration.place", "error", "book.other_unit",
                f"“{row.book.place}” không thuộc đơn vị {units[0]} nêu ở --unit. Tách dòng này sang tệp của đơn vị ấy.",
            )  # fmt: skip
            return False
        if not self._may_see(plan):
            self._say(
                row, "registration.place", "error", "book.out_of_scope",
                "quyển sổ của dòng này không thuộc phạm vi của đồng chí. Chuyển dòng này cho đơn vị giữ sổ.",
            )  # fmt: skip
            return False
        return True

    def _may_see(self, plan: BookPlan) -> bool:
        if self._actor is None:
            return True
        if plan.book is None:
            return plan.unit is not None and plan.unit.pk in self._actor.scope.unit_ids
        key = plan.book.pk
        if key not in self._visible:
            self._visible[key] = Book.objects.visible_to(self._actor).filter(pk=key).exists()
        return self._visible[key]

    def _tell_book(self, row: ImportedRow, plan: BookPlan) -> None:
        if plan.book is not None or plan.messages_done:
            return
        plan.messages_done = True
        self._say(
            row, "book.number", "note", "book.created",
            f"danh mục chưa có quyển “{plan.volume}” năm {plan.year or 'không rõ'} của “{plan.office}”; quyển được tạo, "
            "đánh dấu “từ tệp”. Đối chiếu với kiểm kê.",
        )  # fmt: skip
        if plan.unit is None:
            self._say(
                row, "registration.place", "warning", "book.no_unit",
                f"không rõ “{plan.office}” nay thuộc đơn vị nào; quyển sổ chờ Phòng Tư pháp giao đơn vị. Biết chắc thì nhập "
                "lại với --unit.",
            )  # fmt: skip

    def _suspect(self, dated: list[Dated]) -> None:
        column = self._layout.by_id["registration.date"]
        shown = self._table.shown(column.name.casefold())
        self._report.messages.add(
            Message(
                number, shown, "warning", "date.sentinel_suspected",
                f"Dòng {number}, cột {shown}: ngày 19/11/1999 không hợp với năm của sổ và các dòng bên cạnh; có thể tệp dùng "
                "ngày này thay cho “không có ngày”. Đối chiếu với sổ; giữ nguyên như tệp.",
            )
            for number in sorted(suspected_sentinels(dated))
        )  # fmt: skip

    def _say(self, row: ImportedRow, dotted_id: str, severity: Severity, code: str, sentence: str) -> None:
        shown = self._table.shown(self._layout.by_id[dotted_id].name.casefold())
        self._report.messages.add(
            [Message(row.row, shown, severity, code, f"Dòng {row.row}, cột {shown}: {sentence}")]
        )
