"""The command line. A module of this package is a command: it holds one click command named ``command``.

A package in here is a group, its modules the commands of that group, its docstring the group's help. The name of
the module is the name of the command (``import_`` for ``import``, ``_`` reads ``-``); modules that begin with ``_`` are helpers.
To add a command, add a module; nothing lists them. Modules import Django inside their functions, so that ``--help`` stays quick.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from typing import Any

import click


class Discovered(click.Group):
    """A group of the commands found in a package."""

    def __init__(self, *args: Any, package: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.package = package

    def _modules(self) -> dict[str, str]:
        package = importlib.import_module(self.package)
        names = (
            found.name for found in pkgutil.iter_modules(package.__path__) if not found.name.startswith("_")
        )
        return {name.rstrip("_").replace("_", "-"): f"{self.package}.{name}" for name in names}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._modules()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = self._modules().get(cmd_name)
        if name is None:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(name)
        command: click.Command | None = getattr(module, "command", None)
        if command is None and hasattr(module, "__path__"):
            command = Discovered(cmd_name, package=name, help=module.__doc__)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        from hotich.support.errors import Refusal
        from hotich.support.postgres import PostgresError
        from hotich.support.supervisor import SupervisorError

        try:
            return super().invoke(ctx)
        except (PostgresError, Refusal, SupervisorError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Discovered, package="hotich.cli", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="hotich")
def main() -> None:
    """hotich: sổ hộ tịch giấy thành dữ liệu điện tử đã đối chiếu.

    Ví dụ: hotich doctor · hotich serve --port 8000 · hotich import population danso.csv
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
