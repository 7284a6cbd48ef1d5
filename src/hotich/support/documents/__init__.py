"""Official documents: said once as blocks, drawn as PDF, Word or Excel in the form of decree 30/2020.

Knows nothing of entries, officers or the database. What is drawn is unsigned: the clerk's number and the signature have their
place on the page, and the signed file comes back from outside.
"""

from hotich.support.documents.labels import Label, labels_as_pdf
from hotich.support.documents.model import (
    Annex,
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Fields,
    Heading,
    Issuer,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    Table,
    long_day,
    short_day,
)
from hotich.support.documents.pdf import as_pdf
from hotich.support.documents.said import as_data, from_data
from hotich.support.documents.sheet import as_xlsx
from hotich.support.documents.word import as_docx

__all__ = [
    "Annex",
    "Block",
    "Bullets",
    "Cell",
    "Column",
    "Document",
    "Fields",
    "Heading",
    "Issuer",
    "Label",
    "PageBreak",
    "Paragraph",
    "Run",
    "Signature",
    "Table",
    "as_data",
    "as_docx",
    "as_pdf",
    "as_xlsx",
    "from_data",
    "labels_as_pdf",
    "long_day",
    "short_day",
]
