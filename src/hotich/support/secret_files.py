"""Secrets of the installation: files in its home folder that only its own account reads, each made once."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; made where it is not there yet. Of several processes that make it at once all get the same."""
    if file.exists():
        return file.read_bytes()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=file.parent)  # readable for nobody else from the beginning
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(make())
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, file)  # whole or not at all, and never over one that is there
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
    return file.read_bytes()
