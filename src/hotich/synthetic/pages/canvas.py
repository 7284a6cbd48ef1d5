"""Paper, print and ink: what every kind of register page is drawn with."""

from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path(__file__).parent / "fonts"
PRINT, PRINT_BOLD = "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"
HANDS: tuple[tuple[str, float], ...] = (
    ("Charm-Regular.ttf", 1.0),
    ("PatrickHand-Regular.ttf", 0.95),
    ("Mali-Regular.ttf", 0.8),
)
"""Handwritings and how much their size must change to look equally big."""
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]

WHOLE = "*"
"""Stands for a whole entry where a field's name is expected."""
INKS: tuple[Colour, ...] = ((28, 38, 110), (22, 30, 84), (40, 40, 52), (52, 34, 96))
PRINTED: Colour = (58, 50, 46)


@lru_cache(maxsize=128)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """One of the package's fonts at a size in pixels."""
    return ImageFont.truetype(str(FONTS / name), size)


class Canvas:
    """One page while it is being drawn. Everything random on it follows from its generator.

    Whoever draws says with `place` and `entry` where each field's room is, whether or not anything is written there.
    """

    def __init__(self, size: tuple[int, int], rng: Random, *, year: int, is_trial: bool = False) -> None:
        self.rng = rng
        self.size = size
        self.year = year
        self.lines: dict[int, dict[str, Box]] = {}
        """By line of the page, then by dotted id: the room of each field, before the page lies crooked."""
        self.image = Image.new("RGB", size) if is_trial else _paper(size, rng, year)
        self.draw = ImageDraw.Draw(self.image)
        hand, self.scale = HANDS[int(rng.random() * len(HANDS))]
        self.hand = hand
        self.ink: Colour = INKS[int(rng.random() * len(INKS))]

    # -- where things are ------------------------------------------------------------------------------------------

    def entry(self, line: int, box: Box) -> None:
        """An entry's own area; what is placed from now on is its."""
        self.lines[line] = {WHOLE: box}

    def place(self, name: str, box: Box) -> None:
        """The room of a field of the entry that is being drawn."""
        self.lines[max(self.lines)][name] = box

    # -- print ---------------------------------------------------------------------------------------------------

    def printed(
        self, at: tuple[int, int], text: str, size: int, *, bold: bool = False, anchor: str = "la"
    ) -> int:
        """Printed text; gives its width."""
        face = font(PRINT_BOLD if bold else PRINT, size)
        self.draw.text(at, text, font=face, fill=PRINTED, anchor=anchor)
        return int(face.getlength(text))

    def print_width(self, text: str, size: int) -> int:
        return int(font(PRINT, size).getlength(text))

    def printed_in(self, box: Box, text: str, size: int, *, bold: bool = False) -> None:
        """Printed text broken into lines and centred in a box."""
        face = font(PRINT_BOLD if bold else PRINT, size)
        lines = wrap(text, face, box[2] - box[0] - 8)
        height = int(size * 1.12)
        top = (box[1] + box[3] - height * len(lines)) // 2
        for index, line in enumerate(lines):
            self.draw.text(
                ((box[0] + box[2]) // 2, top + index * height), line, font=face, fill=PRINTED, anchor="ma"
            )

    def rule(self, start: tuple[int, int], end: tuple[int, int], width: int = 2) -> None:
        self.draw.line((start, end), fill=(92, 80, 72), width=width)

    def dots(self, left: int, right: int, y: int) -> None:
        """A dotted line to write on."""
        for x in range(left, right, 7):
            self.draw.rectangle((x, y, x + 1, y + 1), fill=(120, 108, 98))

    def tick_box(self, at: tuple[int, int], label: str, *, ticked: bool, size: int) -> int:
        """A box with its label, perhaps ticked by hand; gives the width used."""
        x, y = at
        self.draw.rectangle((x, y, x + size, y + size), outline=PRINTED, width=2)
        if ticked:
            points = [(x + 3, y + size // 2), (x + size // 2, y + size - 3), (x + size + 7, y - 7)]
            self.draw.line(points, fill=self.ink, width=4, joint="curve")
        return size + 10 + self.printed((x + size + 10, y - 2), label, size)

    # -- handwriting -----------------------------------------------------------------------------------------------

    def written(self, at: tuple[int, int], text: str, size: int, *, ink: Colour | None = None) -> int:
        """A line by hand from a baseline; words drift a little. A `?` is a figure nobody can read. Gives the width."""
        rng, colour = self.rng, ink or self.ink
        face = font(self.hand, max(10, round(size * self.scale)))
        x, base = at
        space = face.getlength(" ") + 2
        drift = (rng.random() - 0.5) * 0.012
        start = x
        for word in text.split(" "):
            y = base + round((x - start) * drift + (rng.random() - 0.5) * 3)
            shade = tuple(min(255, c + int(rng.random() * 26)) for c in colour)
            self.draw.text((x, y), word.replace("?", "8"), font=face, fill=shade, anchor="ls")
            if "?" in word:
                left = x + int(face.getlength(word[: word.index("?")]))
                self.smudge((left - 4, y - size, left + int(face.getlength("8")) + 6, y + 5))
            x += int(face.getlength(word) + space + rng.random() * 3)
        return x - start

    def written_in(self, box: Box, text: str, size: int, *, ink: Colour | None = None) -> int:
        """Several lines by hand in a box, smaller where they would not fit; gives the baseline of the last one."""
        while True:
            face = font(self.hand, max(10, round(size * self.scale)))
            lines = wrap(text, face, box[2] - box[0] - 14, loose=5)
            height = int(size * 1.12)
            widest = max((face.getlength(line) for line in lines), default=0)
            fits = len(lines) * height <= box[3] - box[1] and widest <= box[2] - box[0] - 8
            if fits or size <= 15:
                break
            size -= 2
        y = box[1] + height
        for line in lines:
            self.written((box[0] + 6 + int(self.rng.random() * 5), y - 3), line, size, ink=ink)
            y += height
        return y - height

    def hand_width(self, text: str, size: int) -> int:
        return int(font(self.hand, max(10, round(size * self.scale))).getlength(text))

    def struck(self, at: tuple[int, int], text: str, size: int) -> int:
        """Written, then struck through with one line; gives the width."""
        width = self.written(at, text, size)
        y = at[1] - size // 4
        rise = int((self.rng.random() - 0.5) * 8)
        self.draw.line((at[0] - 4, y + rise, at[0] + width, y - rise), fill=self.ink, width=3)
        return width

    def signature(self, at: tuple[int, int], width: int) -> None:
        """A scrawl."""
        rng = self.rng
        x, y = at
        points: list[tuple[int, int]] = [(x, y + 6)]
        steps = 5 + int(rng.random() * 6)
        for index in range(steps):
            swing = (1 if index % 2 else -1) * (8 + rng.random() * 30) * (1 - index / steps * 0.75)
            across = width * (index + rng.random() * 1.3 - 0.4) / steps
            points.append((x + int(across), y + int(swing)))
            if rng.random() < 0.3:
                # A loop: back under the stroke and on.
                points.append((x + int(across) - 16, y + int(swing * 0.2) + 12))
        points.append((x + width, y + 14))
        self.draw.line(_smooth(points), fill=self.ink, width=3, joint="curve")

    def smudge(self, box: Box, text: str = "") -> None:
        """Ink that ran: what was written there cannot be read any more."""
        rng = self.rng
        box = (max(0, box[0]), max(0, box[1]), min(self.size[0], box[2]), min(self.size[1], box[3]))
        width, height = box[2] - box[0], box[3] - box[1]
        if width < 4 or height < 4:
            return
        if text:
            self.written((box[0] + 8, box[3] - height // 4), text, int(height * 0.6))
        mask = Image.new("L", (width, height), 0)
        pen = ImageDraw.Draw(mask)
        for _ in range(5 + width // 22):
            x, y = rng.random() * width, (0.25 + rng.random() * 0.5) * height
            spread, tall = 6 + rng.random() * width * 0.22, height * (0.16 + rng.random() * 0.3)
            pen.ellipse((x - spread, y - tall, x + spread, y + tall), fill=90 + int(rng.random() * 130))
        mask = mask.filter(ImageFilter.GaussianBlur(max(2, height // 9)))
        under = self.image.crop(box).filter(ImageFilter.GaussianBlur(5))
        self.image.paste(under, box[:2])
        self.image.paste(Image.new("RGB", (width, height), (74, 78, 104)), box[:2], mask)

    # -- stamps and age --------------------------------------------------------------------------------------------

    def stamp(self, centre: tuple[int, int], radius: int, lines: tuple[str, str]) -> None:
        """A round red seal, unevenly inked."""
        rng = self.rng
        side = radius * 2 + 8
        mask = Image.new("L", (side, side), 0)
        pen = ImageDraw.Draw(mask)
        pen.ellipse((4, 4, side - 4, side - 4), outline=205, width=max(3, radius // 22))
        inner = radius // 7
        pen.ellipse((4 + inner, 4 + inner, side - 4 - inner, side - 4 - inner), outline=170, width=2)
        middle = side // 2
        star = [_on_circle(middle, middle, radius * (0.11 if i % 2 else 0.27), i) for i in range(10)]
        pen.polygon(star, fill=160)
        for line, away in ((lines[0], -0.42), (lines[1], 0.42)):
            size = max(9, radius // 7)
            while size > 8 and font(PRINT_BOLD, size).getlength(line) > radius * 1.16:
                size -= 1
            at = (middle, middle + int(radius * away))
            pen.text(at, line, font=font(PRINT_BOLD, size), fill=205, anchor="mm")
        mask = mask.rotate((rng.random() - 0.5) * 34, Image.Resampling.BICUBIC)
        worn = Image.frombytes("L", (16, 16), rng.randbytes(256)).resize(mask.size, Image.Resampling.BICUBIC)
        mask = Image.composite(mask, mask.point(lambda v: v * 0.45), worn.point(lambda v: min(255, v * 2)))
        self.image.paste(
            Image.new("RGB", mask.size, (196, 42, 48)), (centre[0] - side // 2, centre[1] - side // 2), mask
        )

    def finished(self) -> Image.Image:
        """The page as a scanner sees it: a little crooked, dark at the fold, with grain and a stain or two."""
        rng, (width, height) = self.rng, self.size
        image = self.image
        for _ in range(int(rng.random() * 3) if self.year < 2008 else 0):
            _stain(image, rng)
        image = image.rotate((rng.random() - 0.5) * 1.1, Image.Resampling.BILINEAR, fillcolor=(188, 178, 160))
        fold = Image.linear_gradient("L").rotate(90).resize((width // 14, height)).point(lambda v: v * 0.34)
        if rng.random() < 0.5:
            image.paste((40, 32, 24), (0, 0), fold.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
        else:
            image.paste((40, 32, 24), (width - fold.width, 0), fold)
        return image


def wrap(text: str, face: ImageFont.FreeTypeFont, width: int, *, loose: int = 0) -> list[str]:
    """Words in lines no wider than `width` pixels, each gap `loose` pixels wider than the font's; a single longer word
    stands alone."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and face.getlength(longer) + loose * longer.count(" ") > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def _paper(size: tuple[int, int], rng: Random, year: int) -> Image.Image:
    """Paper that yellowed with the years, cloudy and with fibres."""
    age = max(0, min(45, 2023 - year))
    base = (250 - age // 2, 246 - age * 5 // 6, 236 - age * 13 // 8)
    clouds = Image.frombytes("L", (9, 7), rng.randbytes(63)).resize(size, Image.Resampling.BICUBIC)
    darker: Colour = (base[0] - 10 - age // 3, base[1] - 12 - age // 2, base[2] - 16 - age // 2)
    paper = Image.composite(Image.new("RGB", size, base), Image.new("RGB", size, darker), clouds)
    grain = Image.frombytes("L", (256, 256), rng.randbytes(65536)).filter(ImageFilter.GaussianBlur(0.9))
    grain = grain.point(lambda v: max(0, min(255, (v - 128) // 2 + 26)))
    tiled = Image.new("L", size)
    for x in range(0, size[0], 256):
        for y in range(0, size[1], 256):
            tiled.paste(grain, (x, y))
    paper.paste((120, 104, 84), (0, 0), tiled)
    return paper


def _stain(image: Image.Image, rng: Random) -> None:
    side = 120 + int(rng.random() * 260)
    mask = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(mask)
    pen.ellipse((side // 6, side // 6, side * 5 // 6, side * 5 // 6), fill=26, outline=58, width=5)
    mask = mask.filter(ImageFilter.GaussianBlur(5))
    at = (int(rng.random() * (image.width - side)), int(rng.random() * (image.height - side)))
    image.paste((122, 84, 40), at, mask)


def _on_circle(x: int, y: int, radius: float, tenth: int) -> tuple[float, float]:
    cosines = (0.0, 0.588, 0.951, 0.951, 0.588, 0.0, -0.588, -0.951, -0.951, -0.588)
    sines = (-1.0, -0.809, -0.309, 0.309, 0.809, 1.0, 0.809, 0.309, -0.309, -0.809)
    return x + radius * cosines[tenth], y + radius * sines[tenth]


def _smooth(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Corners cut twice (Chaikin), so that a zigzag becomes a stroke."""
    for _ in range(2):
        cut: list[tuple[int, int]] = [points[0]]
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            cut.append(((3 * x0 + x1) // 4, (3 * y0 + y1) // 4))
            cut.append(((x0 + 3 * x1) // 4, (y0 + 3 * y1) // 4))
        points = [*cut, points[-1]]
    return points
