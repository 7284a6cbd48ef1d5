"""Biên bản kiểm tra lô: the plan, the sample as it was drawn, what was found, and what follows. It names no keyer and no person of an entry."""

from typing import Final

from hotich.checking.lot_accounts import LotAccount
from hotich.checking.models import Check, Lot
from hotich.core.registers.catalogue import register
from hotich.reports.documents.letterheads import in_full, issuer_of, place_of, symbol_of
from hotich.support.documents import (
    Block,
    Column,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signature,
    Table,
    short_day,
)
from hotich.support.time import local
from hotich.units.models import Agency

_SIGNED: Final = "(Ký, ghi rõ họ tên)"


def lot_minutes(account: LotAccount, *, agency: Agency) -> Document:
    """`agency` is whose officer drew the sample. While the sample is being checked the paper says so and concludes nothing."""
    lot = account.lot
    day = local(lot.decided_at).date() if lot.decided_at else None
    return Document(
        issuer=issuer_of(agency),
        title="Biên bản",
        about=f"Kiểm tra chất lượng lô dữ liệu {lot.kind} {lot.number}",
        symbol=symbol_of("BB", agency),
        place=place_of(agency.unit),
        day=day,
        basis=("Căn cứ bảng phương án lấy mẫu một lần của TCVN 7790-1 (ISO 2859-1);",)
        if lot.sort == Lot.Sort.QUALITY
        else (),
        body=(
            Heading("I. Lô"),
            Fields(_lot(lot)),
            Heading("II. Phương án lấy mẫu"),
            Fields(_plan(account)),
            _curve(account),
            Heading("III. Mẫu đã rút và kết quả từng trường hợp"),
            *_sample(account),
            *_seen_before(account),
            Heading("IV. Lỗi nhập tìm thấy trong mẫu"),
            *_errors(account),
            Heading("V. Kết luận"),
            *_conclusion(account),
        ),
        signatures=(
            Signature("Người kiểm tra", hint=_SIGNED),
            Signature("Người rút mẫu", hint=_SIGNED, name=str(lot.drawn_by)),
            Signature("Thủ trưởng đơn vị", hint="(Ký, đóng dấu, ghi rõ họ tên)"),
        ),
        recipients=(f"Đơn vị nhập dữ liệu của {lot.unit or lot.book.unit}", in_full(agency.name), "Lưu: VT"),
    )


def _lot(lot: Lot) -> tuple[tuple[str, str], ...]:
    return (
        ("Lô", f"số {lot.number}, {register(lot.kind).title}"),
        ("Đơn vị", str(lot.unit or "")),
        ("Sổ", lot.book.title),
        ("Nơi đăng ký", lot.book.office),
        ("Cỡ lô", f"{lot.size} trường hợp đã nhập xong"),
        ("Rút mẫu ngày", short_day(local(lot.drawn_at).date())),
    )


def _plan(account: LotAccount) -> tuple[tuple[str, str], ...]:
    lot = account.lot
    common = (
        ("Cỡ mẫu (n)", f"{lot.sample} trường hợp"),
        ("Số chấp nhận (Ac)", str(lot.accept)),
        ("Số bác bỏ (Re)", str(lot.reject)),
        ("Số để rút lại mẫu (viết liền)", _in_groups(lot.draw)),
    )
    if lot.sort == Lot.Sort.ZERO:
        return (
            ("Cách lấy mẫu", f"mẫu không lỗi, phát hiện từ {_figure(lot.quality_limit)} % trường hợp sai"),
            *common,
        )
    return (
        ("Cách lấy mẫu", "theo mức chất lượng chấp nhận, một lần"),
        ("Mức chất lượng (AQL)", f"{_figure(lot.quality_limit)} trường hợp sai trên 100"),
        ("Bậc kiểm tra", lot.level),
        ("Chữ mã", lot.letter),
        ("Mức độ kiểm tra", lot.get_severity_display()),
        *common,
        *((("Kiểm tra tiếp sau khi dừng", lot.note),) if lot.note else ()),
    )


def _curve(account: LotAccount) -> Table:
    return Table(
        (
            Column("Trong lô thật có sai", 2),
            *(Column(f"{share} %", 1, "right") for share, _ in account.curve),
        ),
        (("Khả năng lô được chấp nhận", *(f"{chance} %" for _, chance in account.curve)),),
        caption="Phương án này bảo đảm điều gì",
    )


def _sample(account: LotAccount) -> list[Block]:
    if not account.drawn:
        return [Paragraph("Danh sách mẫu của lô này không lưu trong hệ thống; chỉ lưu kết quả.")]
    return [
        Table(
            (
                Column("TT rút", 0.7, "center"), Column("Vị trí trong sổ", 1.8), Column("Số đăng ký", 1, "center"),
                Column("Ô nhập lại", 0.9, "right", adds=True), Column("Ô sai", 0.7, "right", adds=True), Column("Kết quả", 2.2),
            ),
            tuple(
                (
                    one.order, one.place, one.number, "" if one.is_open else one.asked, "" if one.is_open else one.wrong,
                    one.result,
                )
                for one in account.drawn
            ),
            total=("", "Cộng", "", account.columns.whole, account.columns.part, _share_of_columns(account)),
        )
    ]  # fmt: skip


def _seen_before(account: LotAccount) -> list[Block]:
    if not account.seen_before:
        return []
    return [
        Paragraph(
            f"{account.seen_before} trường hợp của mẫu do người đã mở xem từ trước kiểm tra, vì ở đơn vị không còn ai khác: các lượt ấy dễ "
            "bỏ sót lỗi."
        )
    ]


def _share_of_columns(account: LotAccount) -> str:
    value = account.columns.value
    return "" if value is None else f"{_percent(value)} số ô"


def _errors(account: LotAccount) -> list[Block]:
    if not account.drawn:
        return [Paragraph("Chi tiết lỗi của lô này không lưu trong hệ thống; chỉ lưu số trường hợp sai.")]
    if not account.found:
        return [Paragraph("Chưa tìm thấy lỗi nào." if account.open else "Không tìm thấy lỗi nào.")]
    return [
        Table(
            (Column("Cột", 2.5), Column("Loại lỗi", 2.5), Column("Số ô", 0.8, "right")),
            tuple((one.label, one.kind, one.times) for one in account.found),
        ),
        Paragraph(
            "Sai là bản nhập khác với sổ theo kết quả phân xử. Sổ khác với dữ liệu dân cư không phải lỗi nhập và không tính ở đây."
        ),
    ]


def _conclusion(account: LotAccount) -> list[Block]:
    lot = account.lot
    if lot.state == Lot.State.CHECKING or account.wrong is None:
        return [Paragraph(f"Chưa kết luận: còn {account.open} trường hợp của mẫu chưa kiểm tra xong.")]
    found: list[Block] = [
        Paragraph(
            f"Mẫu có {account.wrong} trên {lot.sample} trường hợp sai{_between(account)}. {_decided(account)}"
        )
    ]
    if account.rest:
        whole = sum(account.rest.values())
        left = sum(account.rest.get(state, 0) for state in Check.OPEN)
        found.append(
            Paragraph(
                f"Phần còn lại của lô được nhập lại toàn bộ: {whole - left} trên {whole} trường hợp đã xong, "
                f"{account.rest_wrong} trường hợp có ô sai và đã sửa."
            )
        )
    return found


def _decided(account: LotAccount) -> str:
    lot = account.lot
    if lot.state == Lot.State.ACCEPTED:
        return "Lô ĐẠT."
    ended = " Đã nhập lại xong." if lot.state == Lot.State.RECTIFIED else ""
    return f"Lô KHÔNG ĐẠT: nhập lại toàn bộ các trường hợp còn lại của lô.{ended}"


def _between(account: LotAccount) -> str:
    limits = account.limits
    if limits is None:
        return ""
    return f" (khoảng tin cậy 95 % của tỷ lệ sai trong lô: {_percent(limits[0])} đến {_percent(limits[1])})"


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".replace(".", ",") + " %"


def _in_groups(text: str, size: int = 16) -> str:
    """A long number in groups, so that a line can end between them."""
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def _figure(value: float) -> str:
    return f"{value:g}".replace(".", ",")
