"""Scans of a book: what is taken, what is refused and in which words, and that pages follow them."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from scanning import TALL, WIDE, as_file, jpeg, pdf, sheet, tiff, upload

from hotich.audit.models import AuditEvent
from hotich.books.images import NoImage, image_of, working_image
from hotich.books.imaging.tiles import top_level
from hotich.books.models import Page, Scan, ScanFile
from hotich.books.operations import move_scan, proposed_page, shift_scans, turn_scan, use_scan
from hotich.books.operations.scan_making import make_scans
from hotich.books.policies import ScanRefused
from hotich.books.scan_files import original, originals
from hotich.books.scan_queries import broken_files
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar")


def scans(world: Any) -> list[Any]:
    return list(Scan.objects.unscoped("test").filter(book=world.book).order_by("number", "id"))


def pages(world: Any) -> list[int]:
    found = Page.objects.unscoped("test").filter(book=world.book)
    return list(found.order_by("number").values_list("number", flat=True))


def page(world: Any, number: int) -> Any:
    return Page.objects.unscoped("test").get(book=world.book, number=number)


def seen(world: Any, number: int) -> Image.Image:
    return Image.open(BytesIO(working_image(page(world, number))))


def words(act: Any) -> str:
    with pytest.raises(ScanRefused) as refused:
        act()
    return refused.value.message


# -- what comes in


@pytest.mark.parametrize(
    ("name", "content", "count"),
    [
        ("a.jpg", jpeg(), 1),
        ("a.png", as_file(sheet("x"), "PNG"), 1),
        ("a.tif", tiff("một", "hai", "ba"), 3),
        ("a.pdf", pdf("một", "hai"), 2),
        ("fax.tif", as_file(sheet("x").convert("1"), "TIFF", compression="group4"), 1),
        ("cmyk.jpg", as_file(sheet("x").convert("CMYK"), "JPEG"), 1),
        ("grey.jpg", as_file(sheet("x").convert("L"), "JPEG"), 1),
        ("clear.png", as_file(sheet("x").convert("RGBA"), "PNG"), 1),
    ],
)
def test_every_kind_of_scan_becomes_pages(
    world: Any, registrar: Any, name: str, content: bytes, count: int
) -> None:
    upload(world, registrar, {name: content}, first=4)
    assert pages(world) == list(range(4, 4 + count)), [scan.failure for scan in scans(world)]
    image = seen(world, 4)
    assert image.format == "WEBP"
    assert abs(image.width / image.height - WIDE / TALL) < 0.01, image.size
    world.book.refresh_from_db()
    assert world.book.has_images


def test_a_file_is_what_its_bytes_say_and_not_its_name(world: Any, registrar: Any) -> None:
    upload(world, registrar, {"trang.pdf": jpeg()})
    assert [scan.file.kind for scan in scans(world)] == ["jpeg"]
    refused = words(lambda: upload(world, registrar, {"trang.jpg": b"MZ" + b"\0" * 500}))
    assert "“trang.jpg” không phải PDF, TIFF, JPEG hay PNG" in refused


def test_one_wrong_file_stops_the_upload_and_every_wrong_one_is_named(world: Any, registrar: Any) -> None:
    files = {
        "1.jpg": jpeg("không giữ"),
        "2.heic": b"\0\0\0\x18ftypheic" + b"\0" * 90,
        "3.docx": b"PK\3\4" + b"\0" * 90,
        "4.jpg": b"",
    }
    refused = words(lambda: upload(world, registrar, files))
    assert all(name in refused for name in ("2.heic", "3.docx", "4.jpg")), refused
    assert "1.jpg" not in refused
    assert not ScanFile.objects.unscoped("test").exists()
    assert not original(hashlib.sha256(files["1.jpg"]).hexdigest()).exists()


def test_names_are_ordered_as_people_count(world: Any, registrar: Any) -> None:
    upload(world, registrar, {"trang 10.jpg": jpeg("mười"), "trang 9.jpg": jpeg("chín")})
    assert [(scan.number, scan.file.name) for scan in scans(world)] == [
        (1, "trang 9.jpg"),
        (2, "trang 10.jpg"),
    ]


def test_an_opened_book_gives_two_pages(world: Any, registrar: Any) -> None:
    wide = sheet("x", (1240, 877))
    upload(
        world,
        registrar,
        {"1.jpg": as_file(wide, "JPEG"), "2.jpg": as_file(wide, "JPEG")},
        first=3,
        per_image=2,
    )
    assert [(scan.number, scan.half) for scan in scans(world)] == [(3, 1), (4, 2), (5, 1), (6, 2)]
    assert 0.5 < seen(world, 3).width / 1240 < 0.53


def test_the_next_upload_is_proposed_behind_the_last_page(world: Any, registrar: Any) -> None:
    assert proposed_page(world.book) == 1
    upload(world, registrar, {"a.pdf": pdf("1", "2")}, first=7, make=False)
    assert proposed_page(world.book) == 1  # nobody has counted it yet
    upload(world, registrar, {"a.pdf": pdf("1", "2")}, first=7)
    assert proposed_page(world.book) == 9


def test_originals_are_kept_unchanged_once_and_for_the_server_alone(world: Any, registrar: Any) -> None:
    content = jpeg("nguyên vẹn")
    upload(world, registrar, {"a.jpg": content, "b.jpg": content})
    digest = scans(world)[0].file.digest
    assert original(digest).read_bytes() == content
    assert original(digest).stat().st_mode & 0o777 == 0o600
    assert originals().stat().st_mode & 0o777 == 0o700
    assert originals().parent.stat().st_mode & 0o777 == 0o700


# -- files that cannot be read


def test_a_broken_photograph_keeps_its_place_and_says_why(world: Any, registrar: Any) -> None:
    upload(world, registrar, {"1.jpg": jpeg("một"), "2.jpg": jpeg("hai")[:3000], "3.jpg": jpeg("ba")})
    assert [(scan.number, scan.state, scan.failure) for scan in scans(world)] == [
        (1, "ready", ""),
        (2, "failed", "broken"),
        (3, "ready", ""),
    ]
    assert pages(world) == [1, 3]


def encrypted() -> bytes:
    """A PDF that asks for a password: the standard handler, version 1, with a wrong user key."""
    content = pdf("kín").replace(b"%%EOF", b"")
    trailer = content.rindex(b"trailer")
    key = b"<" + b"41" * 32 + b">"
    dictionary = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /O " + key + b" /U " + key + b" /P -44 >> /ID [<41><41>] "
    )
    at = content.index(b"<<", trailer) + 2
    return content[:at] + dictionary + content[at:] + b"%%EOF"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.4 nonsense" * 20, "broken"), (encrypted(), "encrypted"), (tiff("x")[:40], "broken")],
)
def test_a_file_that_gives_no_page_is_listed_with_its_reason(
    world: Any, registrar: Any, content: bytes, code: str
) -> None:
    upload(world, registrar, {"a": content, "b.jpg": jpeg()})
    ((file, reason),) = broken_files(registrar, world.book)
    assert (file.name, file.failure) == ("a", code)
    assert reason
    assert pages(world) == [1]


def test_an_image_that_says_it_is_enormous_is_refused_before_it_is_opened(world: Any, registrar: Any) -> None:
    small = bytearray(as_file(Image.new("1", (64, 64)), "PNG"))
    small[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    small[29:33] = zlib.crc32(bytes(small[12:29])).to_bytes(4, "big")
    in_pdf = pdf("x").replace(b"/Width 620", b"/Width 99999", 1).replace(b"/Height 877", b"/Height 99999", 1)
    upload(world, registrar, {"1.png": bytes(small), "2.pdf": in_pdf})
    assert {scan.failure for scan in scans(world)} == {"too_large"}, [s.failure for s in scans(world)]


def test_a_file_that_ends_the_process_that_opens_it_is_one_page_that_failed(
    world: Any, registrar: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotich.books.imaging import opener

    monkeypatch.setattr(opener.Opener.__init__, "__kwdefaults__", {"patience": 0.0})
    upload(world, registrar, {"1.jpg": jpeg()})
    monkeypatch.undo()
    assert [scan.failure for scan in scans(world)] == ["too_hard"]
    upload(world, registrar, {"1.jpg": jpeg()})
    assert pages(world) == [1]


# -- telephones


def test_a_photograph_on_its_side_stands_upright_and_keeps_no_secrets(world: Any, registrar: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Telephone"
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    upload(world, registrar, {"1.jpg": as_file(sheet("x"), "JPEG", exif=exif)})
    image = seen(world, 1)
    assert (image.width, image.height) == (TALL, WIDE)
    assert not image.getexif()


def test_the_table_around_a_sheet_is_trimmed_and_a_dark_page_is_not(world: Any, registrar: Any) -> None:
    around = Image.new("RGB", (1000, 1200), (24, 22, 20))
    around.paste(sheet("x", (760, 1000)), (120, 100))
    dark = Image.new("RGB", (800, 1000), (60, 55, 50))
    dark.paste((235, 230, 220), (0, 0, 200, 1000))  # a fifth of it light: no sheet on a table
    upload(world, registrar, {"1.jpg": as_file(around, "JPEG"), "2.jpg": as_file(dark, "JPEG")})
    assert abs(seen(world, 1).width - 760) < 30
    assert abs(seen(world, 1).height - 1000) < 30
    assert seen(world, 2).size == (800, 1000)


def test_a_large_page_is_served_small_and_whole_as_tiles(world: Any, registrar: Any) -> None:
    upload(world, registrar, {"1.jpg": as_file(sheet("x", (3400, 4600)), "JPEG")})
    image = seen(world, 1)
    assert 8_500_000 < image.width * image.height <= 9_000_000
    shown = image_of(page(world, 1))
    scan = shown.scan
    assert scan is not None and (scan.width, scan.height) == (3400, 4600)
    top = top_level(3400, 4600)
    assert top == 13
    assert Image.open(BytesIO(shown.tile(top, 6, 8))).size == (3400 - 6 * 512, 4600 - 8 * 512)
    assert Image.open(BytesIO(shown.tile(top - 1, 0, 0))).size == (512, 512)
    assert Image.open(BytesIO(shown.tile(8, 0, 0))).size == (107, 144)
    assert Image.open(BytesIO(shown.tile(0, 0, 0))).size == (1, 1)
    for outside in ((top, 7, 0), (top, 0, 9), (top + 1, 0, 0), (3, 1, 0)):
        with pytest.raises(NoImage):
            shown.tile(*outside)


def test_even_a_page_of_noise_is_no_larger_than_a_megabyte(world: Any, registrar: Any) -> None:
    noise = Image.effect_noise((1700, 2300), 110)
    upload(world, registrar, {"1.jpg": as_file(noise, "JPEG", quality=90)})
    assert len(working_image(page(world, 1))) <= 1_000_000


# -- rescans and corrections


def test_a_rescan_is_shown_and_the_old_one_kept_beside_it(world: Any, registrar: Any) -> None:
    upload(world, registrar, {"1.jpg": jpeg("mờ")})
    before = image_of(page(world, 1)).version
    upload(world, registrar, {"1.jpg": jpeg("rõ")})
    old, new = scans(world)
    assert (old.current, new.current) == (False, True)
    assert image_of(page(world, 1)).version != before
    use_scan(actor=registrar, now=world.now, scan=old)
    assert image_of(page(world, 1)).version == before


def test_while_a_rescan_is_made_the_old_one_is_shown(world: Any, registrar: Any) -> None:
    upload(world, registrar, {"1.jpg": jpeg("mờ")})
    before = working_image(page(world, 1))
    upload(world, registrar, {"1.jpg": jpeg("rõ")}, make=False)
    assert working_image(page(world, 1)) == before


def test_a_scan_moves_to_another_page_or_aside_and_pages_follow(world: Any, registrar: Any) -> None:
    upload(world, registrar, {"a.pdf": pdf("bìa", "một")})
    cover, first = scans(world)
    move_scan(actor=registrar, now=world.now, scan=cover, number=None)
    assert pages(world) == [2]
    move_scan(actor=registrar, now=world.now, scan=first, number=1)
    assert pages(world) == [1]
    assert image_of(page(world, 1)).scan == first
    move_scan(actor=registrar, now=world.now, scan=first, number=None)
    world.book.refresh_from_db()
    assert (pages(world), world.book.has_images) == ([], False)


def test_a_page_left_out_is_put_in_and_one_too_many_taken_out(world: Any, registrar: Any) -> None:
    upload(world, registrar, {"a.pdf": pdf("1", "3", "4")})
    one, three, four = scans(world)
    shift_scans(actor=registrar, now=world.now, book=world.book, from_page=2, by=1)
    assert pages(world) == [1, 3, 4]
    assert [image_of(page(world, number)).scan for number in (1, 3, 4)] == [one, three, four]
    upload(world, registrar, {"2.jpg": jpeg("2")}, first=2)
    assert pages(world) == [1, 2, 3, 4]
    move_scan(actor=registrar, now=world.now, scan=three, number=None)
    shift_scans(actor=registrar, now=world.now, book=world.book, from_page=4, by=-1)
    assert pages(world) == [1, 2, 3]
    refused = words(lambda: shift_scans(actor=registrar, now=world.now, book=world.book, from_page=2, by=-1))
    assert "chồng lên nhau" in refused


def test_a_scan_is_turned_and_meanwhile_shown_as_it_was(world: Any, registrar: Any) -> None:
    made = upload(world, registrar, {"1.jpg": jpeg()})
    (scan,) = scans(world)
    turn_scan(actor=registrar, now=world.now, scan=scan, degrees=90)
    assert seen(world, 1).size == (WIDE, TALL)
    make_scans(upload_id=made.pk)
    assert seen(world, 1).size == (TALL, WIDE)
    turn_scan(actor=registrar, now=world.now, scan=scan, degrees=270)
    make_scans(upload_id=made.pk)
    assert seen(world, 1).size == (WIDE, TALL)


# -- who


@pytest.mark.parametrize(
    "code", ["keyer", "helper", "verifier", "checker", "unit_head", "list_keeper", "admin"]
)
def test_who_does_not_answer_for_the_book_uploads_nothing(world: Any, code: str) -> None:
    officer = world.officer(code)
    world.assign(world.book)
    with pytest.raises(NotAllowed):
        upload(world, officer, {"1.jpg": jpeg()})


def test_a_registrar_of_another_ward_finds_neither_book_nor_scan(
    world: Any, elsewhere: Any, registrar: Any
) -> None:
    upload(world, registrar, {"1.jpg": jpeg()})
    (scan,) = scans(world)
    stranger = elsewhere.officer("registrar")
    for act in (
        lambda: upload(world, stranger, {"1.jpg": jpeg()}),
        lambda: move_scan(actor=stranger, now=world.now, scan=scan, number=5),
        lambda: turn_scan(actor=stranger, now=world.now, scan=scan, degrees=90),
        lambda: use_scan(actor=stranger, now=world.now, scan=scan),
        lambda: shift_scans(actor=stranger, now=world.now, book=world.book, from_page=1, by=1),
    ):
        with pytest.raises(NotFound):
            act()
    assert not Scan.objects.visible_to(stranger).exists()


def test_uploads_and_corrections_stand_in_the_audit(world: Any, registrar: Any) -> None:
    upload(world, registrar, {"1.jpg": jpeg()})
    (scan,) = scans(world)
    move_scan(actor=registrar, now=world.now, scan=scan, number=2)
    kinds = AuditEvent.objects.filter(officer_id=registrar.pk).values_list("kind", flat=True)
    assert {"scans.uploaded", "scans.moved"} <= set(kinds)
