"""Why a whole file was refused, and how large a file may be."""

from dataclasses import dataclass

from hotich.support.errors import Refusal

MEGABYTE = 1_000_000


class FileRefused(Refusal):
    """Nothing of the file was taken. The message says what is wrong with it and how to put it right."""

    code = "file.refused"
    message = "Không đọc được tệp."


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file: bytes as it lies on disk, bytes once unpacked, rows of data below the header.

    `of_csv`: whether a csv has them too; it is as large as it lies there.
    """

    packed: int
    unpacked: int
    rows: int
    of_csv: bool = True


ENTRIES = Limits(packed=50 * MEGABYTE, unpacked=500 * MEGABYTE, rows=200_000)
"""Workbooks of keyed entries and inventories of books."""

POPULATION = Limits(packed=500 * MEGABYTE, unpacked=4_000 * MEGABYTE, rows=1_048_575, of_csv=False)
"""An extract as a workbook: everything a sheet can hold. A csv has no such bound, it is read in a stream."""
