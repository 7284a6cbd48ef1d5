"""Pages as a scanner and a telephone make them, for the tests of scans."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from hotich.books.operations import Incoming, upload_scans
from hotich.books.operations.scan_making import make_scans

WIDE, TALL = 620, 877


def sheet(text: str, size: tuple[int, int] = (WIDE, TALL)) -> Image.Image:
    """A light sheet with a few words; each text gives other pixels."""
    image = Image.new("RGB", size, (240, 236, 224))
    pen = ImageDraw.Draw(image)
    pen.text((60, 60), text, fill=(30, 30, 90))
    pen.rectangle((40, 40, size[0] - 40, size[1] - 40), outline=(90, 80, 70), width=3)
    return image


def as_file(image: Image.Image, form: str, **more: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def jpeg(text: str = "trang", **more: Any) -> bytes:
    return as_file(sheet(text), "JPEG", quality=85, dpi=(150, 150), **more)


def pdf(*texts: str) -> bytes:
    first, *rest = [sheet(text) for text in texts]
    return as_file(first, "PDF", save_all=True, append_images=rest, resolution=150)


def tiff(*texts: str, **more: Any) -> bytes:
    first, *rest = [sheet(text) for text in texts]
    return as_file(first, "TIFF", save_all=True, append_images=rest, dpi=(150, 150), **more)


def incoming(files: dict[str, bytes]) -> list[Incoming]:
    return [Incoming(name, len(content), chunked(content)) for name, content in files.items()]


def chunked(content: bytes) -> Iterable[bytes]:
    return (content[at : at + 65536] for at in range(0, len(content), 65536))


def upload(
    world: Any, actor: Any, files: dict[str, bytes], *, first: int = 1, per_image: int = 1, make: bool = True
) -> Any:
    """What the officer uploads, made ready where not said otherwise."""
    made = upload_scans(
        actor=actor,
        now=world.now,
        book=world.book,
        files=incoming(files),
        first_page=first,
        pages_per_image=per_image,
    )
    if make:
        while make_scans(upload_id=made.pk).more:
            pass
    return made
