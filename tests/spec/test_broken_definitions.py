"""A definition with a mistake is refused with the file, the entry, the problem and the remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hotich.core.forms.loading import load_editions
from hotich.core.forms.problems import DefinitionError

HERE = Path(__file__).resolve().parent
BROKEN = sorted(path for path in (HERE / "broken").iterdir() if path.is_dir())


def definition_with(overlay: Path | None, folder: Path) -> Path:
    """The sound definition, with the files of ``overlay`` in place of its own."""
    shutil.copytree(HERE / "sound", folder)
    if overlay is not None:
        shutil.copytree(overlay, folder, dirs_exist_ok=True)
    return folder


def test_the_sound_definition_loads(tmp_path: Path) -> None:
    (edition,) = load_editions(definition_with(None, tmp_path / "kind"), core_lists={})
    assert edition.id == "KS/2006"
    assert [each.id for each in edition.printed_fields()][0] == "registration.number"


@pytest.mark.parametrize("case", BROKEN, ids=lambda path: path.name)
def test_a_broken_definition_says_what_to_do(case: Path, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as refused:
        load_editions(definition_with(case, tmp_path / "kind"), core_lists={})
    assert str(refused.value) == (case / "error.txt").read_text(encoding="utf-8").strip()


def test_a_kind_without_editions_is_refused(tmp_path: Path) -> None:
    folder = definition_with(None, tmp_path / "kind")
    (folder / "editions" / "2006.yaml").unlink()
    with pytest.raises(DefinitionError, match="there is no edition"):
        load_editions(folder, core_lists={})
