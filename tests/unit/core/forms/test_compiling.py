"""One definition, two runtimes: the compiled file is what the definition says, and only that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hotich.cli.specs import DEFAULT_FOLDER, compiled_files, specs
from hotich.core.forms import Edition, compile_edition
from hotich.core.forms.compiling import as_text, content_hash
from hotich.core.forms.vocabulary import VOCABULARY


def test_the_committed_files_are_what_the_definitions_compile_to() -> None:
    for name, text in compiled_files().items():
        assert (DEFAULT_FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: run hotich specs build"


def test_compiling_twice_gives_the_same_bytes(form_of_2006: Edition) -> None:
    assert as_text(compile_edition(form_of_2006)) == as_text(compile_edition(form_of_2006))


def test_the_hash_covers_everything_else(form_of_2006: Edition) -> None:
    compiled = compile_edition(form_of_2006)
    rest = {key: value for key, value in compiled.items() if key != "hash"}
    assert compiled["hash"] == content_hash(rest)
    assert compiled["hash"] != content_hash({**rest, "title": "khác"})


def test_the_index_lists_every_edition_with_its_hash() -> None:
    files = compiled_files()
    index = json.loads(files["index.json"])
    assert {each["file"] for each in index["editions"]} == set(files) - {"index.json"}
    for each in index["editions"]:
        assert json.loads(files[each["file"]])["hash"] == each["hash"]


def test_a_compiled_edition_uses_only_the_vocabulary(form_of_2016: Edition) -> None:
    def names(node: object) -> set[str]:
        if isinstance(node, dict):
            own = {node["name"]} if set(node) == {"name", "args"} else set()
            return own.union(*(names(value) for value in node.values()))
        return set().union(*(names(value) for value in node)) if isinstance(node, list) else set()

    compiled = compile_edition(form_of_2016)
    assert names(compiled["findings"]) <= set(VOCABULARY)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    assert CliRunner().invoke(specs, ["build", "--out", str(tmp_path)]).exit_code == 0
    return tmp_path


def test_check_passes_right_after_building(built: Path) -> None:
    assert CliRunner().invoke(specs, ["build", "--check", "--out", str(built)]).exit_code == 0


def test_check_names_what_differs_and_changes_nothing(built: Path) -> None:
    (built / "KS-2006.json").write_text("{}\n", encoding="utf-8")
    (built / "KS-1900.json").write_text("{}\n", encoding="utf-8")
    result = CliRunner().invoke(specs, ["build", "--check", "--out", str(built)])
    assert result.exit_code == 1
    assert "KS-2006.json differs from its definition" in result.output
    assert "KS-1900.json has no definition any more" in result.output
    assert (built / "KS-2006.json").read_text(encoding="utf-8") == "{}\n"


def test_building_again_removes_what_has_no_definition(built: Path) -> None:
    (built / "KS-1900.json").write_text("{}\n", encoding="utf-8")
    CliRunner().invoke(specs, ["build", "--out", str(built)])
    assert not (built / "KS-1900.json").exists()
