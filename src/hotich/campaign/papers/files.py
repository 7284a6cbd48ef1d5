"""Where the bytes of documents lie: what was drawn with its number, and what came back signed."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from hotich.campaign.papers.policies import PaperRefused
from hotich.support.kept_files import path_of

MAX_SIGNED: Final = 40 * 1024 * 1024
"""Bytes of one signed file: some dozens of pages in colour at 200 dpi, as the decree asks of scans."""
_BEGINS: Final = b"%PDF-"
_ENDS: Final = b"%%EOF"
_END: Final = 4096
"""Within so many last bytes a reader looks for the end mark."""
_SIGNATURE: Final = b"/ByteRange"
"""Stands in every digital signature of a PDF, never compressed: the bytes it covers are counted from the file's beginning."""


class SignedFile:
    """A file that comes back signed, looked at while it passes: that it is a whole PDF, and how many digital signatures are in it.

    Whether a signature is valid, and whose it is, the tools of the certificate authority say; this tells that there is one.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.signatures = 0
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        """The chunks unchanged. Raises PaperRefused for what is no PDF, is cut off, or is too large."""
        size, last = 0, b""
        for chunk in self._chunks:
            if size == 0 and not chunk.startswith(_BEGINS):
                raise _not_a_pdf()
            size += len(chunk)
            if size > MAX_SIGNED:
                raise too_large()
            self.signatures += (last[-len(_SIGNATURE) + 1 :] + chunk).count(_SIGNATURE)
            last = (last + chunk)[-_END:]
            yield chunk
        if size == 0:
            raise _not_a_pdf()
        if _ENDS not in last:
            raise PaperRefused("Tệp PDF không trọn, thiếu phần cuối: tải lại tệp rồi gửi.", code="paper.file")


def too_large() -> PaperRefused:
    return PaperRefused(f"Tệp lớn quá {MAX_SIGNED // 1024**2} MB: quét lại ở 200–300 dpi.", code="paper.file")


def _not_a_pdf() -> PaperRefused:
    return PaperRefused("Bản đã ký phải là tệp PDF: chọn lại tệp.", code="paper.file")


def folder() -> Path:
    """The folder of all documents of campaigns."""
    return Path(settings.HOME) / "papers"


def content_of(digest: str) -> bytes | None:
    """The bytes kept under a digest; None where they are not there any more, or are others."""
    try:
        found = path_of(folder(), digest).read_bytes()
    except OSError:
        return None
    return found if hashlib.sha256(found).hexdigest() == digest else None


def begins_with(digest: str, content: bytes) -> bool:
    """Whether the bytes kept under a digest begin with others: no more of them are read than those."""
    try:
        with path_of(folder(), digest).open("rb") as file:
            return file.read(len(content)) == content
    except OSError:
        return False
