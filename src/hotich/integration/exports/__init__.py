"""Files out: entries in the columns of an outside format, judged before they are sent."""

from hotich.integration.exports.checking import check_entries
from hotich.integration.exports.writing import ExportReport, export_entries

__all__ = ["ExportReport", "check_entries", "export_entries"]
