"""Conventions that matter are tests. Each failure names the file and says what to do."""

from __future__ import annotations

import ast
import configparser
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from django.apps import apps

from hotich.cli import Discovered, main

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "hotich"
PURE = ("core", "synthetic")

WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_OF_QUERIES = {"update", "delete"}
QUERIES = re.compile(r"\b(objects|plain|filter|exclude|unscoped|visible_to|_set)\b")
MAY_WRITE = re.compile(
    r"(/operations(\.py|/)"  # the one door of a context
    r"|^entries/bulk(\.py|/)"  # the loader of decisions 16
    r"|^demo/"  # the made-up town's own rows, where no operation could have made them
    r"|/migrations/"
    r"|^support/postgres/)"
)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def sources() -> Iterator[tuple[str, Path]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), path


def layers() -> list[set[str]]:
    """The layers of the import contract, the highest first, as sets of package names."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter", encoding="utf-8")
    lines = contract["importlinter:contract:layers"]["layers"].split("\n")
    return [set(re.findall(r"hotich\.(\w+)", line)) for line in lines if line.strip()]


def test_foreign_keys_point_the_way_imports_do() -> None:
    depth = {package: number for number, layer in enumerate(layers()) for package in layer}
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("hotich."):
            continue
        own = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            if not (field.concrete and field.is_relation and field.related_model):
                continue
            target = field.related_model.__module__
            if target.startswith("hotich.") and target.split(".")[1] != own:
                other = target.split(".")[1]
                if depth[other] <= depth[own]:
                    wrong.append(f"{model.__name__}.{field.name} points up or sideways to {other}")
    assert not wrong, "\n".join(wrong)


def test_only_operations_write_to_the_database() -> None:
    wrong = []
    for name, path in sources():
        if name.split("/")[0] in PURE or MAY_WRITE.search(name):
            continue
        for node in ast.walk(tree_of(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            receiver = ast.unparse(node.func.value)
            verb = node.func.attr
            # A dictionary has an update() too, an image a save(path).
            is_row = verb == "save" and all(k.arg in {"update_fields", "force_insert"} for k in node.keywords)
            if (verb in WRITES and (QUERIES.search(receiver) or (is_row and not node.args))) or (
                verb in WRITES_OF_QUERIES and QUERIES.search(receiver)
            ):
                wrong.append(
                    f"{name}:{node.lineno} {receiver}.{verb}(): move it into the context's operations"
                )
    assert not wrong, "\n".join(wrong)


def test_who_asks_for_rows_without_a_scope_says_why() -> None:
    """Decisions 13: the list of such callers is short enough to be read in a review."""
    bare = []
    for name, path in sources():
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "unscoped"
                and not (
                    node.args and isinstance(node.args[0], ast.Constant) and len(str(node.args[0].value)) > 10
                )
            ):
                bare.append(f"{name}:{node.lineno}: unscoped() needs its reason in words")
    assert not bare, "\n".join(bare)


def test_business_time_is_an_argument() -> None:
    """Rules get `now`; only doors and the clock's own module may ask what time it is."""
    contexts = {
        *("audit", "units", "staff", "stations", "books", "entries", "population"),
        *("linkage", "cases", "campaign", "reports"),
    }
    asking = {"datetime.now", "timezone.now", "date.today", "datetime.today", "time.time", "datetime.utcnow"}
    wrong = [
        f"{name}:{node.lineno}: {ast.unparse(node.func)}()"
        for name, path in sources()
        if name.split("/")[0] in {*contexts, "core"} and "/migrations/" not in name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in asking
    ]
    assert not wrong, "\n".join(wrong)


def test_files_are_small_enough_to_be_read() -> None:
    long = []
    for folder in ("src", "tests", "frontend/src", "frontend/tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix not in {".py", ".ts", ".html"} or "migrations" in path.parts:
                continue
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > 450:
                long.append(f"{path.relative_to(ROOT)} ({lines} lines): split it by noun")
    assert not long, "\n".join(long)


def test_nothing_is_left_undone_or_skipped() -> None:
    marks = re.compile(
        r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|raise NotImplemented" + r"Error|mark\.(skip|xfail)|\.skip\("
    )
    wrong = []
    for folder in ("src", "tests", "frontend/src", "frontend/tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix not in {".py", ".ts", ".html"}:
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if marks.search(line):
                    wrong.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not wrong, "\n".join(wrong)


LOCKS = ["run", "dev", "postgres", "uv", "link", "spark", "bench"]


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([A-Za-z0-9_.\-]+)==([^\s;\\]+)", text, re.M))


def test_what_runs_is_what_is_tested() -> None:
    run, dev = pins("run"), pins("dev")
    assert {name: dev.get(name) for name in run} == run, "recompile both locks: they name different versions"


@pytest.mark.parametrize("name", ["link", "spark", "bench"])
def test_an_extra_brings_no_other_version_of_what_runs(name: str) -> None:
    run, extra = pins("run"), pins(name)
    assert {package: extra.get(package) for package in run} == run, (
        f"recompile {name}: it would change what runs"
    )


@pytest.mark.parametrize("name", LOCKS)
def test_locks_carry_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert pins(name)
    for block in re.split(r"\n(?=[A-Za-z0-9])", text.strip()):
        if not block.startswith("#"):
            assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "://" not in text
    assert "--index-url" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_has_its_reason(name: str) -> None:
    for line in (ROOT / "requirements" / f"{name}.in").read_text().splitlines():
        if line.strip() and not line.startswith(("#", "-r", "-c")):
            assert re.search(r"#\s+\w", line), f"{line}: why?"


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(command)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None, f"hotich {' '.join((*path, name))} has no `command`"
            yield from commands(found, (*path, name))
    else:
        yield " ".join(path), command


@pytest.mark.parametrize(
    ("name", "command"), list(commands(main)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_explains_itself_with_an_example(name: str, command: click.Command) -> None:
    text = command.get_help(click.Context(command, info_name=name))
    assert f"hotich {name}" in (command.help or ""), f"hotich {name} --help shows no example:\n{text}"


def test_commands_are_found_in_their_package() -> None:
    assert isinstance(main, Discovered)
    assert {"doctor", "migrate", "serve", "worker"} <= set(main.list_commands(click.Context(main)))


def test_ci_runs_the_test_command_that_the_readme_names() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text()
    assert "python3 run.py test" in readme
    assert "python3 run.py demo" in readme
    assert re.search(r"^python3 run\.py check$", ci, re.M)
    assert re.search(r"^python3 run\.py test$", ci, re.M)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_no_installation_leaks_into_the_tree() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.splitlines()
    assert not [
        name for name in names if name.startswith(("var/", ".venv/")) or name.endswith((".pyc", ".password"))
    ]
