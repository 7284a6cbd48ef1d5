"""The dossier of one book: a file of its entries and a zip with one PDF for each, as the digitisation asks for them."""

from hotich.integration.dossier.writing import DossierReport, write_dossier

__all__ = ["DossierReport", "write_dossier"]
