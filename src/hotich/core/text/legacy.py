"""Signs that a text was stored in an encoding older than Unicode: TCVN3, VNI or VIQR.

Only a suspicion, raised as a finding: converting is guesswork and the book lies beside the keyboard.
"""

from __future__ import annotations

import re

from hotich.core.text.compose import compose

# TCVN3 puts letters where Latin-1 has signs and fractions; inside a word those are never Vietnamese.
_TCVN3 = re.compile(
    "[A-Za-zÀ-ÿ][\u00a8-\u00ac\u00ae\u00b5-\u00bf]|[\u00a8-\u00ac\u00ae\u00b5-\u00bf][A-Za-z]"
)
# VNI writes the mark as a second letter after the vowel; these pairs do not occur in Vietnamese spelling.
_VNI = re.compile(
    "[Aa][ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ]|[Ee][âáàåãäùøûõïÂÁÀÅÃÄÙØÛÕÏ]|[Oo][âåäøûïõùÂÅÄØÛÏÕÙ]|[Uu][øûïõØÛÏÕ]|[Yy][øûïõùØÛÏÕÙ]|[ñÑ][oaöôOAÖÔ]"
)
# VIQR keeps ASCII: e^~, a(, o+, dd.
_VIQR = re.compile("[AaEeOo]\\^|[Aa]\\([a-z'`?~.]|[OoUu]\\+|[aeiouyAEIOUY][`~?](?=[a-z])")


def suspected_encoding(text: str) -> str:
    """``TCVN3``, ``VNI`` or ``VIQR`` where the text looks like it, else ``""``."""
    text = compose(text)
    for name, signs in (("TCVN3", _TCVN3), ("VNI", _VNI), ("VIQR", _VIQR)):
        if signs.search(text):
            return name
    return ""
