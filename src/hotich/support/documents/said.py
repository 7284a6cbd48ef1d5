"""A document as plain data and back: what a register keeps of it, and draws again with the number it was given."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final

from hotich.support.documents.model import (
    Annex,
    Block,
    Bullets,
    Column,
    Document,
    Fields,
    Heading,
    Issuer,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    Table,
)

_BLOCKS: Final[dict[str, type[Any]]] = {
    "paragraph": Paragraph, "heading": Heading, "fields": Fields, "bullets": Bullets, "table": Table, "page_break": PageBreak,
}  # fmt: skip
_NAMES: Final = {kind: name for name, kind in _BLOCKS.items()}


def as_data(document: Document) -> dict[str, Any]:
    """The document as JSON holds it."""
    data: dict[str, Any] = _plain(document)
    return data


def from_data(data: Mapping[str, Any]) -> Document:
    """The document that `as_data` was given."""
    said = dict(data)
    return Document(
        **said
        | {
            "issuer": Issuer(**said["issuer"]),
            "day": date.fromisoformat(said["day"]) if said["day"] else None,
            "to": tuple(said["to"]),
            "basis": tuple(said["basis"]),
            "body": _blocks(said["body"]),
            "signatures": tuple(Signature(**one) for one in said["signatures"]),
            "recipients": tuple(said["recipients"]),
            "annexes": tuple(
                Annex(one["title"], _blocks(one["body"]), one["landscape"]) for one in said["annexes"]
            ),
        }
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        named = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return {"is": _NAMES[type(value)], **named} if type(value) in _NAMES else named
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _blocks(blocks: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    return tuple(_block(each) for each in blocks)


def _block(data: Mapping[str, Any]) -> Block:
    said = {key: value for key, value in data.items() if key != "is"}
    match _BLOCKS[data["is"]]:
        case kind if kind is Paragraph:
            text = said.pop("text")
            return Paragraph(text if isinstance(text, str) else tuple(Run(**run) for run in text), **said)
        case kind if kind is Fields:
            return Fields(tuple((label, value) for label, value in said["rows"]))
        case kind if kind is Bullets:
            return Bullets(tuple(said["items"]), said["numbered"])
        case kind if kind is Table:
            return Table(
                tuple(Column(**one) for one in said["columns"]), tuple(tuple(row) for row in said["rows"]),
                tuple(said["total"]), said["caption"],
            )  # fmt: skip
        case kind:
            return kind(**said)  # type: ignore[no-any-return]  # heading, page break: what they were made of
