"""Files out: entries in the columns of an outside format."""

from hotich.integration.exports.entries import ExportReport, export_entries

__all__ = ["ExportReport", "export_entries"]
