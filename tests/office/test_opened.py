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
    words = [file for file in files if file.endswith(".docx")]
    for wanted, given in (("pdf", files), ("txt:Text (encoded):UTF8", words)):
        done = subprocess.run(
            [
                program, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", wanted, "--outdir",
                str(folder), *given,
            ],
            capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return folder


def pages_of(file: Path) -> int:
    return len(pypdf.PdfReader(file).pages)


def words_of(text: str) -> list[str]:
    return [word for word in text.replace("\ufeff", "").split() if len(word) > 3]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_word_file_opens_whole(opened: Path, name: str) -> None:
    drawn = opened / f"{name}.pdf"
    drawn.write_bytes(as_pdf(DOCUMENTS[name]))
    pages, ours = pages_of(opened / f"{name}-docx.pdf"), pages_of(drawn)
    assert abs(pages - ours) <= 1, f"{pages} pages in Word, {ours} drawn"
    # As text: what LibreOffice prints draws letters with marks apart, so that no reader puts its words together again.
    text = (opened / f"{name}-docx.txt").read_text("utf-8")
    said = {word for page in pypdf.PdfReader(drawn).pages for word in words_of(page.extract_text())}
    missing = [word for word in said if word not in text]
    # A long word may be broken at a line's end: nearly all stand in both.
    assert len(missing) <= len(said) // 20, missing


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_word_file_has_the_decrees_head(opened: Path, name: str) -> None:
    text = (opened / f"{name}-docx.txt").read_text("utf-8")
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", *_recipients(name)):
        assert words in text


def _recipients(name: str) -> tuple[str, ...]:
    return ("Nơi nhận:", f"- {DOCUMENTS[name].recipients[-1]}.") if DOCUMENTS[name].recipients else ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_workbook_opens_and_none_of_its_sums_is_broken(opened: Path, name: str) -> None:
    file = opened / f"{name}-xlsx.pdf"
    assert pages_of(file) >= 1 + len(DOCUMENTS[name].annexes)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    for broken in ("#REF!", "#NAME?", "#VALUE!", "Err:"):
        assert broken not in text
