"""Vietnamese text: the encoding door, four values of one name, tone placement, abbreviations, parts of a name."""

from hotich.core.text.abbreviations import (
    AGREEMENT_LABELS,
    NameAgreement,
    expansion_suggestions,
    is_abbreviated,
    same_name,
)
from hotich.core.text.compose import compose, squeeze
from hotich.core.text.counts import grouped
from hotich.core.text.keys import comparison_key, display_name, has_diacritics, lacks_diacritics, search_key
from hotich.core.text.legacy import suspected_encoding
from hotich.core.text.names import CLAN_PREFIXES, OPENERS, NameParts, is_unnamed, name_findings, split_name
from hotich.core.text.tones import unify_iy, unify_placement

__all__ = [
    "AGREEMENT_LABELS",
    "CLAN_PREFIXES",
    "OPENERS",
    "NameAgreement",
    "NameParts",
    "comparison_key",
    "compose",
    "display_name",
    "expansion_suggestions",
    "grouped",
    "has_diacritics",
    "is_abbreviated",
    "is_unnamed",
    "lacks_diacritics",
    "name_findings",
    "same_name",
    "search_key",
    "split_name",
    "squeeze",
    "suspected_encoding",
    "unify_iy",
    "unify_placement",
]
