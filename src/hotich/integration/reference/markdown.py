"""The pages of `docs/reference`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hotich.core.codes import CodeList, code_list, code_lists
from hotich.core.workflow import workflow, workflow_names
from hotich.integration.reference.describing import EditionPage, FieldRow, KindPage, RuleRow

_MADE = "Trang này do `hotich specs reference` viết từ định nghĩa trong `core/registers`; không sửa bằng tay."
_FORMATS = {"moj": "Bộ Tư pháp", "police": "Công an"}


def index_markdown(pages: Iterable[KindPage]) -> str:
    """The list of kinds with their editions."""
    lines = ["# Các loại sổ và mẫu sổ", "", _MADE, ""]
    lines += _table(
        ("Loại sổ", "Mẫu sổ", "Tệp trao đổi"),
        (
            (
                f"[{page.title} ({page.kind})]({page.kind}.md)",
                ", ".join(each.id for each in page.editions),
                ", ".join(page.formats) or "CSV của hotich",
            )
            for page in pages
        ),
    )
    lines += ["", "Danh mục mã: [code-lists.md](code-lists.md)."]
    lines += [
        "",
        "Quy trình: "
        + ", ".join(f"[{workflow(name).title}](workflow-{name}.md)" for name in workflow_names())
        + ".",
    ]
    return "\n".join(lines) + "\n"


def kind_markdown(page: KindPage) -> str:
    """One kind: each edition's columns in the order of the page, then the rules of the newest."""
    lines = [f"# {page.title} ({page.kind})", "", _MADE]
    for edition in page.editions:
        lines += ["", *_edition(edition)]
    lines += [
        "",
        "## Kiểm tra",
        "",
        f"Theo mẫu {page.editions[-1].id}; mẫu cũ hơn gọi cột theo nhãn in trên sổ của mình.",
        "",
    ]
    lines += _table(
        ("Mã", "Mức", "Cột", "Thông báo", "Hiệu lực", "Nguồn"),
        (_rule(each) for each in page.editions[-1].rules),
    )
    if page.restricted:
        lines += ["", "## Hạn chế xem từ đầu", ""]
        lines += _table(
            ("Nội dung", "Khi nào", "Nguồn"),
            ((each.label, each.when, each.source) for each in page.restricted),
        )
    return "\n".join(lines) + "\n"


def _edition(edition: EditionPage) -> Iterator[str]:
    yield f"## {edition.id}: {edition.title}"
    yield ""
    yield f"- Dùng: {edition.years}"
    yield f"- Căn cứ: {edition.legal_reference}"
    if edition.form_marks:
        yield f"- Ký hiệu in trên sổ: {', '.join(edition.form_marks)}"
    yield f"- Người trong trường hợp: {', '.join(_person(*each) for each in edition.people)}"
    for note in edition.unverified:
        yield f"- Chưa kiểm chứng: {note}"
    for group in edition.groups:
        yield ""
        yield f"### {group.label}"
        yield ""
        yield from _fields(group.fields)
    if edition.unprinted:
        yield ""
        yield "### Cột trang này không in, tệp vẫn có thể mang giá trị"
        yield ""
        yield from _fields(edition.unprinted)


def _person(label: str, principal: bool) -> str:
    return f"**{label}** (tra cứu)" if principal else label


def _fields(fields: Iterable[FieldRow]) -> Iterator[str]:
    return _table(
        ("Cột", "Mã trường", "Kiểu", "Yêu cầu", "Cột trong tệp"),
        (
            (
                each.label,
                f"`{each.id}`",
                each.type,
                each.asked,
                ", ".join(f"{_FORMATS.get(name, name)}: `{column}`" for name, column in each.outside),
            )
            for each in fields
        ),
    )


def _rule(rule: RuleRow) -> tuple[str, ...]:
    return f"`{rule.code}`", rule.grade, ", ".join(rule.columns), rule.message, rule.in_force, rule.source


def code_lists_markdown() -> str:
    """Every list the kinds share: meaning, label, other names, numbers of each outside system, dates."""
    lines = ["# Danh mục mã", "", _MADE]
    for name in code_lists():
        listed, _, kind = name.partition(".")
        codes = code_list(listed, kind=kind or None)
        systems = sorted({system for row in codes.rows for system in row.numbers})
        lines += [
            "",
            f"## {codes.title} (`{name}`)",
            "",
            f"Nguồn: {codes.legal_reference}.{_dates(codes)}",
            "",
        ]
        lines += _table(
            ("Nghĩa", "Nhãn", "Cách ghi khác", *systems, "Từ ngày", "Đến ngày"),
            (
                (
                    f"`{row.meaning}`",
                    row.label,
                    ", ".join(row.names),
                    *(row.numbers.get(system, "") for system in systems),
                    f"{row.valid_from:%d/%m/%Y}" if row.valid_from else "",
                    f"{row.valid_to:%d/%m/%Y}" if row.valid_to else "",
                )
                for row in codes.rows
            ),
        )
    return "\n".join(lines) + "\n"


def _dates(codes: CodeList) -> str:
    since = f" Có hiệu lực từ {codes.valid_from:%d/%m/%Y}." if codes.valid_from else ""
    until = f" Hết hiệu lực sau {codes.valid_to:%d/%m/%Y}." if codes.valid_to else ""
    return since + until + (f" Đối chiếu ngày {codes.as_of:%d/%m/%Y}." if codes.as_of else "")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
