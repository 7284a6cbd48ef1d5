"""What the commands of files share: which kinds and formats there are, told by their definitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


class _Names(click.ParamType[str]):
    """One of the names that the definitions know, read when they are needed and not with every command."""

    name = "choice"

    def __init__(self, metavar: str, names: Callable[[], tuple[str, ...]]) -> None:
        self.metavar = metavar
        self.names = names

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return f"[{'|'.join(self.names())}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.names():
            self.fail(f"“{value}” không có; chọn một trong: {', '.join(self.names())}.", param, ctx)
        return str(value)


def _kinds() -> tuple[str, ...]:
    from hotich.core.registers.catalogue import kinds

    return kinds()


def _formats() -> tuple[str, ...]:
    from hotich.integration.formats import FORMATS

    return tuple(FORMATS)


KIND = _Names("LOẠI", _kinds)
FORMAT = _Names("MẪU", _formats)
kind_option = click.option("--kind", required=True, type=KIND, help="Loại sổ.")
format_option = click.option(
    "--format",
    "format_",
    required=True,
    type=FORMAT,
    help="Mẫu của tệp: moj (Bộ Tư pháp), police (phần mềm Công an), csv (mọi cột của loại sổ).",
)
book_option = click.option("--book", type=click.UUID, help="Chỉ một quyển sổ.")
unit_option = click.option("--unit", default="", help="Chỉ sổ của một đơn vị và các đơn vị tiền thân.")


def restricted_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Whether restricted entries (adoption, parents unknown, ethnic re-determination) and the cause of death go along."""
    command = click.option("--reason", default="", help="Lý do kết xuất, ghi vào nhật ký.")(command)
    return click.option(
        "--without-sensitive",
        is_flag=True,
        help="Để trường hợp và cột hạn chế ở lại; không nêu thì ra tệp cả.",
    )(command)
