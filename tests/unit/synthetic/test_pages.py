"""A page is drawn the same every time, fast, with letters every font really has."""

import unicodedata
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops, ImageFont

from hotich.synthetic.books import BookEntry, BookSpec, Inventory, build_inventory, keyable_entries
from hotich.synthetic.pages import MAX_BYTES, draw_page, entries_on, render_webp
from hotich.synthetic.pages.canvas import FONTS
from hotich.synthetic.people import Town

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def vietnamese_letters() -> Iterator[str]:
    """The 134 letters that ASCII lacks, then what a register page needs besides."""
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
        for tone in TONES:
            letter = unicodedata.normalize("NFC", base + tone)
            if not letter.isascii():
                yield letter
    yield from "đĐ"


@pytest.fixture(scope="module")
def inventory(town: Town) -> Inventory:
    return build_inventory(town, 5)


@pytest.fixture(scope="module")
def by_edition(inventory: Inventory) -> dict[str, tuple[BookSpec, tuple[BookEntry, ...]]]:
    return {book.edition: (book, keyable_entries(inventory, book)) for book in inventory.of_state("keyable")}


def test_there_are_134_letters_beyond_ascii() -> None:
    assert len(set(vietnamese_letters())) == 134


@pytest.mark.parametrize("path", sorted(FONTS.glob("*.ttf")), ids=lambda path: path.name)
def test_every_font_has_all_vietnamese_letters_and_is_small(path) -> None:  # type: ignore[no-untyped-def]
    face = ImageFont.truetype(str(path), 40)
    # U+FFFE is no character: its picture is the font's "not there".
    absent = bytes(face.getmask("\ufffe"))
    lacking = [
        letter
        for letter in (*vietnamese_letters(), *"0123456789/-,.()'–")
        if bytes(face.getmask(letter)) == absent
    ]
    assert not lacking
    assert path.stat().st_size < 400_000


def test_every_font_has_its_licence_beside_it() -> None:
    for path in FONTS.glob("*.ttf"):
        family = path.stem.split("-")[0].replace("LiberationSerif", "Liberation")
        assert "SIL OPEN FONT LICENSE" in (FONTS / f"{family}-OFL.txt").read_text()


@pytest.mark.parametrize("edition", ["KS/1976", "KS/1999", "KS/2006", "KS/2016"])
def test_a_page_is_the_same_every_time_and_small_enough(
    edition: str, by_edition: dict[str, tuple[BookSpec, tuple[BookEntry, ...]]]
) -> None:
    book, entries = by_edition[edition]
    shown = entries_on(entries, 1)
    page = draw_page(book, shown, seed=1)
    assert page.tobytes() == draw_page(book, shown, seed=1).tobytes()
    assert page.tobytes() != draw_page(book, shown, seed=2).tobytes()
    assert page.width * page.height <= 9_000_000
    assert (page.width > page.height) == (edition == "KS/1976")
    packed = render_webp(book, shown, seed=1)
    assert packed[:4] == b"RIFF" and packed[8:12] == b"WEBP"
    assert len(packed) <= MAX_BYTES


def test_what_is_written_changes_the_page_where_it_stands(
    by_edition: dict[str, tuple[BookSpec, tuple[BookEntry, ...]]],
) -> None:
    book, entries = by_edition["KS/2016"]
    shown = entries_on(entries, 1)
    bare = [BookEntry(**{**_as_dict(shown[0]), "fields": {**shown[0].fields, "notes": None}})]
    noted = [
        BookEntry(**{**_as_dict(shown[0]), "fields": {**shown[0].fields, "notes": "Đã cấp lại bản chính."}})
    ]
    before, after = draw_page(book, bare, seed=1), draw_page(book, noted, seed=1)
    changed = ImageChops.difference(before, after).convert("L").point(lambda v: 255 if v > 60 else 0)
    assert isinstance(changed, Image.Image) and changed.getbbox() is not None


def _as_dict(entry: BookEntry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in BookEntry.__dataclass_fields__}


def test_an_empty_page_and_a_void_one_are_drawn(
    by_edition: dict[str, tuple[BookSpec, tuple[BookEntry, ...]]],
) -> None:
    for book, entries in by_edition.values():
        assert draw_page(book, [], seed=1).size == draw_page(book, entries_on(entries, 1), seed=1).size
        void = next((entry for entry in entries if "void" in entry.flags), entries[-1])
        assert draw_page(book, entries_on(entries, void.page), seed=1)


def test_entries_of_two_pages_are_refused(
    by_edition: dict[str, tuple[BookSpec, tuple[BookEntry, ...]]],
) -> None:
    book, entries = by_edition["KS/2016"]
    with pytest.raises(ValueError, match="one page only"):
        draw_page(book, entries[:2], seed=1)
