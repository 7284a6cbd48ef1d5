"""The inventory of books as a workbook or csv, columns of the plan under Vietnamese headings or our own names."""

from hotich.integration.books.reading import (
    COLUMNS,
    COPY_ROLES,
    COUNT_BASES,
    BookRow,
    read_book_row,
    wanted,
)

__all__ = ["COLUMNS", "COPY_ROLES", "COUNT_BASES", "BookRow", "read_book_row", "wanted"]
