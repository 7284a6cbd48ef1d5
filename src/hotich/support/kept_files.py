"""Files kept unchanged under the digest of their bytes, for the server's own account only. The same bytes are kept once."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def path_of(folder: Path, digest: str) -> Path:
    """Where the bytes of this digest lie in a folder."""
    return folder / digest[:2] / digest


def keep(folder: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Keeps a file; gives its digest (SHA-256, hexadecimal) and its size. It bears its name only when it is whole and on the disk."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sha, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=folder, suffix=".part")  # mode 0600
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in chunks:
                sha.update(chunk)
                size += len(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        target = path_of(folder, sha.hexdigest())
        target.parent.mkdir(exist_ok=True, mode=0o700)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return sha.hexdigest(), size
