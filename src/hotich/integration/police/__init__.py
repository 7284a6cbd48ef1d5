"""The export of the police's entry software, 61 columns, known for births only.

59 columns are shared with the ministry's template; three of them have other names there, which is why columns are
matched by dotted id and never by name alone. The two for the unit that keyed the entry are kept beside the form
(`extra.keyed_by_…`).
"""

from functools import cache

from hotich.integration.interchange import Layout, kinds_of, load_layout

KINDS = kinds_of(__name__)


@cache
def layout(kind: str) -> Layout | None:
    """The layout of a kind; None for every kind but births."""
    return load_layout(__name__, format="police", kind=kind, of="phần mềm Công an")
