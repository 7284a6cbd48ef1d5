"""Files in: extracts of the population register, inventories of books, workbooks of keyed entries.

A first pass reads and judges the whole file and writes nothing; a second writes in batches, each whole. Importing the
same file again imports nothing, and an import that was killed goes on where it stopped.
"""

from hotich.integration.imports.books import import_books
from hotich.integration.imports.entries import import_entries
from hotich.integration.imports.population import import_population
from hotich.integration.imports.report import ImportReport, refused_report

__all__ = ["ImportReport", "import_books", "import_entries", "import_population", "refused_report"]
