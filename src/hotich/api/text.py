"""Text from a request: what the database could not hold is refused at the door, with where it stood."""

from typing import Annotated

from pydantic import AfterValidator, Field


def storable(text: str) -> str:
    """The text itself. Raises ValueError for a NUL or half a character."""
    if "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise ValueError("ký tự không lưu được")
    return text


Text = Annotated[str, Field(max_length=1000), AfterValidator(storable)]
Word = Annotated[str, Field(max_length=60), AfterValidator(storable)]
