"""The numbers of decree 30/2020, annex I: margins in millimetres, letters in points. All drawers read them here."""

from typing import Final

SOURCE: Final = "Nghị định 30/2020/NĐ-CP, Phụ lục I"
PAGE: Final = (210, 297)
TOP: Final = 20
BOTTOM: Final = 20
LEFT: Final = 30
RIGHT: Final = 15
FONT: Final = "Times New Roman"
"""What files name; drawn ones have Liberation Serif, which is as wide."""
INDENT: Final = 12.7
AFTER_PARAGRAPH: Final = 6
BETWEEN_FIELDS: Final = 2

BODY: Final = 14
PAGE_NUMBER: Final = 13
NATION_SIZE: Final = 13
MOTTO_SIZE: Final = 14
MOTTO_WIDTH: Final = 59
"""Millimetres of the motto, which the line under it is as long as."""
ISSUER_SIZE: Final = 13
NUMBER_SIZE: Final = 13
PLACE_SIZE: Final = 14
TITLE_SIZE: Final = 14
LETTER_ABOUT_SIZE: Final = 12
SIGNATURE_SIZE: Final = 14
RECIPIENTS_HEAD: Final = 12
RECIPIENTS_SIZE: Final = 11
TABLE_SIZE: Final = 12
ANNEX_LINE_SIZE: Final = 14
FOOTER_SIZE: Final = 9

ROOM_TO_SIGN: Final = 22
"""Millimetres between the title of who signs and his name."""


def text_width(*, landscape: bool) -> float:
    """Millimetres between the margins."""
    return float((PAGE[1] if landscape else PAGE[0]) - LEFT - RIGHT)
