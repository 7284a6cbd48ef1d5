"""Every document of a campaign opened by LibreOffice, as the clerk opens it: whole, on as many pages, in the decree's letters."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from tests.papers import every

from hotich.support.documents import as_docx, as_pdf, as_xlsx

pytestmark = pytest.mark.office

PATIENCE = 240
"""Seconds for all files at once: the program takes most of them to start."""
DOCUMENTS = every()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which LibreOffice printed every docx and xlsx to PDF."""
    program = os.environ.get("HOTICH_SOFFICE") or shutil.which("soffice")
    if program is None:
        pytest.fail(
            "no LibreOffice: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation"
        )
    folder = tmp_path_factory.mktemp("office")
    made = folder / "made"
    made.mkdir()
    files = []
    for name, document in DOCUMENTS.items():
        for draw, ending in ((as_docx, "docx"), (as_xlsx, "xlsx")):
            file = made / f"{name}-{ending}.{ending}"
            file.write_bytes(draw(document))
            files.append(str(file))
    profile = (folder / "profile").as_uri()
    done = subprocess.run(
        [
            program, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir",
            str(folder), *files,
        ],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def text_of(file: Path) -> tuple[int, str]:
    """How many pages, and all that stands on them, without the breaks of lines."""
    pages = pypdf.PdfReader(file).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_word_file_opens_whole(opened: Path, name: str) -> None:
    pages, text = text_of(opened / f"{name}-docx.pdf")
    drawn = opened / f"{name}.pdf"
    drawn.write_bytes(as_pdf(DOCUMENTS[name]))
    ours, said = text_of(drawn)
    assert abs(pages - ours) <= 1, f"{pages} pages in Word, {ours} drawn"
    missing = [word for word in set(said.split()) if len(word) > 3 and word not in text]
    # A long word may be broken at a line's end in one of the two: nearly all stand in both.
    assert len(missing) <= len(set(said.split())) // 20, missing


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_word_file_has_the_decrees_head(opened: Path, name: str) -> None:
    _, text = text_of(opened / f"{name}-docx.pdf")
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:"):
        assert words in text


@pytest.mark.parametrize("name", [name for name, said in DOCUMENTS.items() if "total" in str(said)])
def test_a_workbook_opens_with_its_tables(opened: Path, name: str) -> None:
    pages, text = text_of(opened / f"{name}-xlsx.pdf")
    assert pages >= 1
    assert "#REF!" not in text
    assert "#NAME?" not in text
