"""Where the files of cases lie, and what a case's log says of each. The log has the digest; the bytes lie under it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from hotich.cases.models import CaseEvent
from hotich.support.kept_files import path_of

ATTACHED: Final = ("file_attached", "paper_attached")
CONCLUSION: Final = "conclusion"
"""What a file belongs to where it is no letter: what the conclusion rests on."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a case: what it is in words, what it belongs to, who brought it."""

    id: str
    about: str
    words: str
    kind: str
    size: int
    digest: str
    by: int | None
    at: datetime

    @property
    def is_evidence(self) -> bool:
        """Whether the conclusion rests on it."""
        return self.about == CONCLUSION

    def content(self) -> bytes | None:
        """Its bytes as they were attached; None where they are not there any more, or are others."""
        try:
            found = path_of(folder(), self.digest).read_bytes()
        except OSError:
            return None
        return found if hashlib.sha256(found).hexdigest() == self.digest else None


def folder() -> Path:
    """The folder of all files of cases."""
    return Path(settings.HOME) / "evidence"


def files_of(lines: Iterable[CaseEvent]) -> list[CaseFile]:
    """The files of a case by its log, in their order. What was attached stays."""
    found = []
    for line in lines:
        said = line.payload.get("file") if line.type in ATTACHED else None
        if said:
            found.append(
                CaseFile(
                    said["id"], said["about"], said["words"], said["kind"], said["size"], said["digest"],
                    line.officer_id, line.received_at,
                )
            )  # fmt: skip
    return found
