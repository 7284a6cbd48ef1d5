"""Công văn đề nghị xác minh và phiếu trả lời, phiếu chuyển công chức hộ tịch, thông báo hướng dẫn công dân, danh sách theo dõi riêng.

Cases come with their content opened for whom the paper is drawn (`entries.operations.show_names`): what is shut to him stays off the paper too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hotich.cases.enums import CONCLUSIONS, EVIDENCE
from hotich.cases.fold import CaseStanding
from hotich.cases.models import Batch, Case
from hotich.core.codes import label
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.parameters import parameter
from hotich.core.workflow.routes import Route
from hotich.reports.documents.letterheads import head_of, in_full, issuer_of, place_of, symbol_of
from hotich.support.documents import (
    Annex,
    Bullets,
    Column,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signature,
    Table,
    long_day,
    short_day,
)
from hotich.support.time import local
from hotich.units.models import Agency, AgencyKind

SHUT: Final = "hạn chế"
"""Stands where who has the paper drawn may not see a person or a value."""
_REGISTER: Final = "Cơ sở dữ liệu quốc gia về dân cư"


@dataclass(frozen=True, slots=True)
class Line:
    """A case as a list has it."""

    number: int
    place: str
    who: str
    personal_id: str
    points: tuple[str, ...]
    book: tuple[str, ...]
    register: tuple[str, ...]
    state: str
    opened: str
    due: str
    conclusion: str


def line_of(case: Case) -> Line:
    """What may stand on paper of a case whose entry was opened for the officer, as far as it was."""
    entry, shut = case.entry, case.entry.restricted
    subject = next((one for one in entry.subjects.all() if one.role == case.role), None)
    points = [one for one in case.discrepancies.all() if one.judgement_id == case.judgement_id]
    return Line(
        number=case.number,
        place=place_in_book(case),
        who=SHUT if shut else subject.full_name if subject else "",
        personal_id="" if shut else case.personal_id,
        points=tuple(FIELD_LABELS.get(one.field, one.field) for one in points),
        book=() if shut else tuple(_said(one.field, one.book_value) or "(trống)" for one in points),
        register=() if shut else tuple(_said(one.field, one.register_value) or "(trống)" for one in points),
        state=case.get_state_display(),
        opened=short_day(local(case.opened_at).date()),
        due=short_day(case.due_on) if case.due_on else "",
        conclusion=case.get_conclusion_display() if case.conclusion else "",
    )


def place_in_book(case: Case) -> str:
    """`Sổ khai sinh 01/2006, số 12, trang 3, dòng 1`: where the entry stands."""
    entry = case.entry
    parts = [entry.book.title]
    parts += [f"số {entry.number}"] if entry.number else []
    parts += [f"trang {entry.page}"] if entry.page else []
    parts += [f"dòng {entry.line}"] if entry.line else []
    return ", ".join(parts)


def verification_letter(batch: Batch, cases: Iterable[Case], *, campaign: str = "") -> Document:
    """Công văn to the police of the same level: what does not agree, and what is asked of them."""
    lines = [line_of(case) for case in cases]
    sender, receiver = batch.from_agency, batch.to_agency
    days = parameter("case_verify_days", batch.letter_date).value
    return Document(
        issuer=issuer_of(sender),
        title="",
        about="đề nghị xác minh thông tin không trùng khớp giữa Sổ hộ tịch và dữ liệu dân cư",
        symbol="" if batch.letter_number else symbol_of("", sender),
        number=batch.letter_number,
        place=place_of(sender.unit),
        day=batch.letter_date,
        to=(in_full(receiver.name),),
        body=(
            *((Paragraph(f"Thực hiện {campaign};"),) if campaign else ()),
            Paragraph(
                f"Qua nhập dữ liệu từ Sổ hộ tịch và tra cứu trong {_REGISTER}, {in_full(sender.name)} có {len(lines)} hồ sơ tìm thấy công dân "
                "nhưng thông tin không trùng khớp (danh sách kèm theo). Cả hai giá trị đều được giữ nguyên."
            ),
            Paragraph(
                f"Đề nghị {in_full(receiver.name)} kiểm tra, xác minh từng hồ sơ, kết luận bên nào đúng, nêu căn cứ, và trả lời theo phiếu "
                f"gửi kèm trong {days:02d} ngày làm việc kể từ ngày nhận. Nếu hai bên là hai người khác nhau thì nêu rõ để tra cứu lại."
            ),
        ),
        signatures=(head_of(sender),),
        recipients=("Như trên", f"Lưu: VT, đợt {batch.number}"),
        annexes=(
            Annex("Danh sách hồ sơ đề nghị xác minh", (_two_values(lines),), landscape=True),
        ),
    )  # fmt: skip


def verification_reply(
    batch: Batch, cases: Sequence[Case], standings: dict[object, CaseStanding]
) -> Document:
    """The reply form: filled with what is concluded already, room for the rest."""
    rows = []
    for order, case in enumerate(cases, start=1):
        line, found = line_of(case), standings[case.pk].conclusion
        rows.append(
            (
                order, line.number, line.who, "; ".join(line.points), CONCLUSIONS.get(found.value, "") if found else "",
                "; ".join(EVIDENCE[word] for word in found.evidence) if found else "",
                (SHUT if case.entry.restricted else found.text) if found else "",
            )
        )  # fmt: skip
    sender, receiver = batch.to_agency, batch.from_agency
    letter = f"Công văn số {batch.letter_number}" if batch.letter_number else "Công văn số ……"
    letter += f" ngày {short_day(batch.letter_date)}" if batch.letter_date else " ngày ……"
    return Document(
        issuer=issuer_of(sender),
        title="Phiếu trả lời",
        about="Kết quả xác minh thông tin không trùng khớp",
        symbol="" if batch.answer_number else symbol_of("PTL", sender),
        number=batch.answer_number,
        place=place_of(sender.unit),
        day=batch.answer_date,
        to=(in_full(receiver.name),),
        landscape=True,
        body=(
            Paragraph(
                f"Trả lời {letter} của {in_full(receiver.name)}, {in_full(sender.name)} đã xác minh, kết quả như sau:"
            ),
            Table(
                (
                    Column("STT", 0.4, "center"), Column("Hồ sơ số", 0.6, "center"), Column("Người được xác minh", 1.6),
                    Column("Điểm không khớp", 1.4), Column("Kết luận", 1.6), Column("Căn cứ", 1.8),
                    Column("Đã xác minh", 2.4),
                ),
                tuple(rows),
            ),
        ),
        signatures=(Signature("CÁN BỘ XÁC MINH"), head_of(sender)),
        recipients=("Như trên", "Lưu: HS"),
    )  # fmt: skip


def transfer_slip(batch: Batch, cases: Sequence[Case], standings: dict[object, CaseStanding]) -> Document:
    """Phiếu chuyển: concluded cases on their way to the registrar, with a place for his acknowledgement."""
    rows = []
    for order, case in enumerate(cases, start=1):
        line, found = line_of(case), standings[case.pk].conclusion
        rows.append(
            (
                order, line.number, line.place, line.who,
                "; ".join(f"{name}: sổ “{ours}”, dân cư “{theirs}”" for name, ours, theirs in zip(line.points, line.book, line.register, strict=False)) or "; ".join(line.points),
                CONCLUSIONS.get(found.value, "") if found else "",
                "; ".join(EVIDENCE[word] for word in found.evidence) if found else "",
            )
        )  # fmt: skip
    sender, receiver = batch.from_agency, batch.to_agency
    return Document(
        issuer=issuer_of(sender),
        title="Phiếu chuyển",
        about="Hồ sơ đã xác minh đến công chức làm công tác hộ tịch",
        symbol="" if batch.letter_number else symbol_of("PC", sender),
        number=batch.letter_number,
        place=place_of(sender.unit),
        day=batch.letter_date,
        to=(in_full(receiver.name),),
        landscape=True,
        body=(
            Paragraph(
                f"{in_full(sender.name)} chuyển {len(rows)} hồ sơ đã có kết luận xác minh được duyệt để liên hệ, hướng dẫn công dân thực hiện "
                "điều chỉnh, cải chính theo quy định của pháp luật."
            ),
            Table(
                (
                    Column("STT", 0.4, "center"), Column("Hồ sơ số", 0.6, "center"), Column("Sổ, số", 1.9),
                    Column("Người", 1.4), Column("Hai giá trị", 2.6), Column("Kết luận", 1.3), Column("Căn cứ", 1.5),
                ),
                tuple(rows),
            ),
        ),
        signatures=(
            Signature("BÊN NHẬN", hint="(Ký, ghi rõ họ tên, ngày nhận)"),
            Signature("BÊN CHUYỂN", hint="(Ký, ghi rõ họ tên)"),
        ),
    )  # fmt: skip


def citizen_notice(
    case: Case, standing: CaseStanding, route: Route, issuer: Agency, *, day: date, under_14: bool
) -> Document:
    """Thông báo hướng dẫn công dân: what differs, what was found, which procedure the law gives, where, with which papers, how long it takes."""
    line = line_of(case)
    addressee = f"Cha, mẹ hoặc người giám hộ của {line.who}" if under_14 else f"Ông (bà) {line.who}"
    pairs = tuple(
        (name, f"Sổ hộ tịch ghi “{ours}”; dữ liệu dân cư ghi “{theirs}”")
        for name, ours, theirs in zip(line.points, line.book, line.register, strict=False)
    )
    term = _term(route)
    return Document(
        issuer=issuer_of(issuer),
        title="Thông báo",
        about=f"Hướng dẫn thủ tục {route.label}",
        symbol=symbol_of("TB", issuer),
        place=place_of(issuer.unit),
        day=day,
        to=(addressee,),
        body=(
            Paragraph(
                f"Qua rà soát, thông tin của {line.who} tại {line.place} và trong {_REGISTER} không trùng khớp:"
            ),
            Fields(pairs),
            Paragraph(f"Kết luận xác minh: {CONCLUSIONS.get(standing.concluded, '')}."),
            Heading("1. Thủ tục"),
            Paragraph(f"{route.label[0].upper()}{route.label[1:]}. {route.note}"),
            Paragraph(f"Nơi giải quyết: {_authority(route, issuer)}.{term}"),
            Heading("2. Giấy tờ cần mang theo"),
            Bullets(route.proof_labels),
            Paragraph(
                "Ông (bà) có thể không yêu cầu sửa; khi đó hai thông tin được giữ nguyên và hồ sơ tạm dừng. "
                f"Căn cứ: {route.source}."
            ),
        ),
        signatures=(head_of(issuer),),
        recipients=("Như trên", f"Lưu: VT, hồ sơ số {case.number}"),
    )  # fmt: skip


def tracking_list_document(
    cases: Iterable[Case],
    issuer: Agency,
    *,
    day: date,
    asked: str,
    keeper: str,
    drawn_for: str,
    cleaning: str = "",
) -> Document:
    """Danh sách theo dõi riêng; `asked` says in words what of the list was asked for, `drawn_for` who printed it, `cleaning` under
    which plan it is worked off.
    """
    lines = [line_of(case) for case in cases]
    return Document(
        issuer=issuer_of(issuer),
        title="Danh sách theo dõi riêng",
        about=f"Hồ sơ không trùng khớp giữa Sổ hộ tịch và dữ liệu dân cư: {asked}, đến {long_day(day)}",
        place=place_of(issuer.unit),
        day=day,
        landscape=True,
        body=(
            *((Paragraph(f"Người theo dõi: {keeper}.", plain=True),) if keeper else ()),
            *((Paragraph(f"Làm sạch dữ liệu theo: {cleaning}.", plain=True),) if cleaning else ()),
            Table(
                (
                    Column("STT", 0.4, "center"), Column("Hồ sơ số", 0.55, "center"), Column("Sổ, số", 1.6),
                    Column("Người", 1.3), Column("Số định danh", 1.4), Column("Điểm không khớp", 1.1),
                    Column("Sổ hộ tịch ghi", 1.3), Column("Dữ liệu dân cư", 1.3), Column("Mở ngày", 1.15, "center"),
                    Column("Tình trạng, kết luận", 1.5), Column("Hạn", 1.15, "center"),
                ),
                tuple(
                    (
                        order, line.number, line.place, line.who, line.personal_id, "; ".join(line.points),
                        "; ".join(line.book), "; ".join(line.register), line.opened,
                        f"{line.state}; {line.conclusion}" if line.conclusion else line.state, line.due,
                    )
                    for order, line in enumerate(lines, start=1)
                ),
                total=("", "", f"Cộng: {len(lines)} hồ sơ", *([""] * 8)),
            ),
        ),
        signatures=(Signature("NGƯỜI LẬP"), head_of(issuer)),
        footer=f"In cho {drawn_for}. Có thông tin cá nhân: không sao chụp, không gửi qua mạng xã hội.",
    )  # fmt: skip


def _two_values(lines: Sequence[Line]) -> Table:
    return Table(
        (
            Column("STT", 0.4, "center"), Column("Hồ sơ số", 0.6, "center"), Column("Sổ, số", 2), Column("Người", 1.5),
            Column("Số định danh", 1.1), Column("Điểm không khớp", 1.2), Column("Sổ hộ tịch ghi", 1.6),
            Column("Dữ liệu dân cư", 1.6),
        ),
        tuple(
            (
                order, line.number, line.place, line.who, line.personal_id, "; ".join(line.points),
                "; ".join(line.book), "; ".join(line.register),
            )
            for order, line in enumerate(lines, start=1)
        ),
    )  # fmt: skip


def _said(field: str, value: str) -> str:
    return label("sex", value) or value if field == "sex" else value


def _term(route: Route) -> str:
    if route.days is None:
        return ""
    if route.days == 0:
        return " Giải quyết ngay sau khi nhận đủ giấy tờ hợp lệ."
    more = f", có thể kéo dài thêm {route.more} ngày làm việc nếu phải xác minh" if route.more else ""
    return f" Thời hạn: {route.days:02d} ngày làm việc kể từ ngày nhận đủ hồ sơ{more}."


def _authority(route: Route, issuer: Agency) -> str:
    if route.authority == "commune" and issuer.kind == AgencyKind.COMMITTEE:
        return in_full(issuer.name)
    return route.authority_label
