"""A workbook opened for reading: its sheets by name, their rows as a stream."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self
from xml.parsers import expat

from hotich.integration.refusals import FileRefused, Limits
from hotich.integration.xlsx.cells import NumberFormat, read_format, unescape
from hotich.integration.xlsx.container import damaged, open_container
from hotich.integration.xlsx.sheet import Book, Row, collect, local, stream_rows

_ROW = re.compile(rb"<(?:\w+:)?row[ >/]")
_VALUE = re.compile(rb"<(?:\w+:)?[vt][ >]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: the name on its tab and the part that holds it."""

    name: str
    part: str


def open_workbook(path: Path, limits: Limits) -> "Workbook":
    """Opens by content. Raises FileRefused with the reason and the remedy; see `container`."""
    return Workbook(path, open_container(path, limits), limits)


class Workbook:
    """Use as a context manager. Every method raises FileRefused where the file turns out damaged."""

    def __init__(self, path: Path, package: zipfile.ZipFile, limits: Limits) -> None:
        self.name = path.name
        self._package = package
        self._limits = limits

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._package.close()

    @property
    def has_macros(self) -> bool:
        """True where a macro project lies in the file. It is never run."""
        return any(name.lower().endswith("vbaproject.bin") for name in self._package.namelist())

    @property
    def has_connections(self) -> bool:
        """True where the workbook would fetch data from elsewhere when opened in Excel. Nothing is fetched here."""
        return any(name.startswith(("xl/connections", "xl/queryTables")) for name in self._package.namelist())

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The worksheets in the order of their tabs."""
        targets = self._relations()
        found: list[Sheet] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "sheet":
                relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
                part = targets.get(relation, "")
                if part in self._package.NameToInfo and "chartsheet" not in part:
                    found.append(Sheet(attributes.get("name", ""), part))

        with self._damage():
            self._collect("xl/workbook.xml", start)
        if not found:
            raise damaged(self.name)
        return tuple(found)

    def rows(self, sheet: Sheet, *, most: int | None = None) -> Iterator[Row]:
        """The filled rows of a sheet. Raises FileRefused past `most` rows, or the file's limit."""
        most = self._limits.rows if most is None else most
        with self._damage():
            book = self._book
            count = 0
            with self._package.open(sheet.part) as stream:
                for row in stream_rows(stream, book):
                    count += 1
                    if count > most + 1:
                        raise self._too_many_rows(sheet, most)
                    yield row

    def check_row_limit(self, sheet: Sheet) -> None:
        """Counts rows without reading cells, so that too large a sheet is refused at once. Raises FileRefused."""
        with self._damage(), self._package.open(sheet.part) as stream:
            count = 0
            rest = b""
            while chunk := stream.read(1 << 20):
                pieces = _ROW.split(rest + chunk)
                rest = pieces.pop()
                count += sum(_VALUE.search(piece) is not None for piece in pieces)
                if len(rest) > 1 << 22:
                    # One row of four megabytes: the reader's own limits judge it.
                    return
            count += _VALUE.search(rest) is not None
            if count > self._limits.rows + 1:
                raise self._too_many_rows(sheet, self._limits.rows)

    def _too_many_rows(self, sheet: Sheet, most: int) -> FileRefused:
        return FileRefused(
            f"Trang tính “{sheet.name}” có hơn {most:,} dòng. ".replace(",", ".")
            + "Hãy tách thành nhiều tệp, mỗi quyển một tệp, rồi nhập lần lượt.",
            code="file.too_many_rows",
        )

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except (
            expat.ExpatError, zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, EOFError,
            OSError, NotImplementedError, RuntimeError,
        ) as error:  # fmt: skip
            raise damaged(self.name) from error

    def _collect(self, part: str, start: object, **handlers: object) -> None:
        with self._package.open(part) as stream:
            collect(stream, start, **handlers)  # type: ignore[arg-type]

    def _relations(self) -> dict[str, str]:
        targets: dict[str, str] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                joined = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
                targets[attributes.get("Id", "")] = posixpath.normpath(joined)

        with self._damage():
            self._collect("xl/_rels/workbook.xml.rels", start)
        return targets

    @cached_property
    def _book(self) -> Book:
        parts = set(self._relations().values())
        return Book(self._shared(parts), self._formats(parts), self._since_1904())

    def _since_1904(self) -> bool:
        since = False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal since
            if local(name) == "workbookPr":
                since = attributes.get("date1904", "0") in ("1", "true")

        self._collect("xl/workbook.xml", start)
        return since

    def _part(self, parts: set[str], ending: str) -> str | None:
        return next(
            (
                part
                for part in parts
                if part.lower().endswith(ending.lower()) and part in self._package.NameToInfo
            ),
            None,
        )

    def _shared(self, parts: set[str]) -> list[str]:
        part = self._part(parts, "sharedStrings.xml")
        if part is None:
            return []
        texts: list[str] = []
        pieces: list[str] = []
        capturing = phonetic = False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal capturing, phonetic
            name = local(name)
            if name == "si":
                pieces.clear()
            elif name == "rPh":
                phonetic = True
            elif name == "t":
                capturing = not phonetic

        def end(name: str) -> None:
            nonlocal capturing, phonetic
            name = local(name)
            if name == "si":
                texts.append(unescape("".join(pieces)))
            elif name == "rPh":
                phonetic = False
            elif name == "t":
                capturing = False

        def characters(data: str) -> None:
            if capturing:
                pieces.append(data)

        self._collect(part, start, EndElementHandler=end, CharacterDataHandler=characters)
        return texts

    def _formats(self, parts: set[str]) -> list[NumberFormat]:
        part = self._part(parts, "styles.xml")
        if part is None:
            return []
        codes: dict[int, str] = {}
        formats: list[NumberFormat] = []
        inside = False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            name = local(name)
            if name == "numFmt" and "numFmtId" in attributes:
                codes.setdefault(int(attributes["numFmtId"]), attributes.get("formatCode", ""))
            elif name == "cellXfs":
                inside = True
            elif name == "xf" and inside:
                number = int(attributes.get("numFmtId", 0))
                formats.append(read_format(number, codes.get(number, "")))

        def end(name: str) -> None:
            nonlocal inside
            if local(name) == "cellXfs":
                inside = False

        self._collect(part, start, EndElementHandler=end)
        return formats
