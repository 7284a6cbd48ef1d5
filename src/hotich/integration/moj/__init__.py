"""The import templates of the Ministry of Justice: births 70 columns (60 in the older ones), marriages 44, deaths 48,
recognitions of parent and child 50, certificates of marital status 35.
"""

from functools import cache

from hotich.integration.interchange import Layout, kinds_of, load_layout

KINDS = kinds_of(__name__)


@cache
def layout(kind: str) -> Layout | None:
    """The template of a kind; None where the ministry's is not known."""
    return load_layout(__name__, format="moj", kind=kind, of="Bộ Tư pháp")
