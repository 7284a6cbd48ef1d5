"""A csv out: UTF-8 with a byte order mark, so that a spreadsheet shows the letters; one row in memory at a time."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class CsvOut:
    """A csv being written."""

    def __init__(self, stream: IO[str], columns: Sequence[str]) -> None:
        self._lines = csv.writer(stream)
        self._lines.writerow(columns)

    def append(self, values: Sequence[str]) -> None:
        """Adds a row."""
        self._lines.writerow(values)


@contextmanager
def write_csv(path: Path, columns: Sequence[str]) -> Iterator[CsvOut]:
    """A csv that appears under its name only when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        draft = Path(folder) / "draft.csv"
        with draft.open("w", encoding="utf-8-sig", newline="") as stream:
            yield CsvOut(stream, columns)
        draft.replace(path)
