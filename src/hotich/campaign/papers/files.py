"""Where the bytes of documents lie: what was drawn with its number, and what came back signed."""

import hashlib
from pathlib import Path

from django.conf import settings

from hotich.support.kept_files import path_of


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
