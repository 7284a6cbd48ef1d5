"""Where scans lie: originals under the digest of their bytes, and what was made of them; for the server's own account only."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from hotich.books.imaging.making import PYRAMID, WORKING
from hotich.support.kept_files import keep, path_of


def _root() -> Path:
    """The folder of all scans; what lies in it is as private as it is."""
    root = Path(settings.HOME) / "scans"
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return root


def originals() -> Path:
    """The folder of the files as they came."""
    return _root() / "originals"


def original(digest: str) -> Path:
    """Where the bytes of this digest lie."""
    return path_of(originals(), digest)


def keep_original(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Keeps a file unchanged; gives its digest and size. The same bytes are kept once."""
    return keep(originals(), chunks)


def folder_of(scan: UUID, version: int) -> Path:
    """Where one making of a scan lies."""
    return _root() / "made" / str(scan) / str(version)


def working_file(scan: UUID, version: int) -> Path:
    """Its working image."""
    return folder_of(scan, version) / WORKING


def pyramid_file(scan: UUID, version: int) -> Path:
    """Its pyramid of tiles."""
    return folder_of(scan, version) / PYRAMID


@contextmanager
def made_whole(scan: UUID, version: int) -> Iterator[Path]:
    """A folder to make the files of a version in; it bears its name only when the block ended well."""
    target = folder_of(scan, version)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = Path(tempfile.mkdtemp(dir=target.parent, suffix=".part"))
    try:
        yield part
        # A worker that was killed after this and before its commit left the same files under the name.
        shutil.rmtree(target, ignore_errors=True)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def drop_versions_before(scan: UUID, version: int) -> None:
    """Takes away what earlier makings and killed workers left."""
    for found in folder_of(scan, version).parent.glob("*"):
        if found.name != str(version):
            shutil.rmtree(found, ignore_errors=True)
