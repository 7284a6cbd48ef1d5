"""The figures against their limits, as the issue and entry-desk.md §6 state them."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.desk.compare import Agreement
from bench.desk.hardship import Outcome
from bench.desk.screens import FirstKey, Sight
from bench.desk.shift import Keyed, Measured
from bench.desk.truth import Shares

KEYSTROKES = {"KS": 130, "KH": 170, "KT": 140}
"""Median of an entry; the other kinds have no limit."""
PAINT, IMAGE, NEXT, SUGGESTIONS = 50, 120, 250, 80
FIRST_KEY = 600
PLACE = 6
STROKE, READING = 0.28, 30.0
"""Seconds of a keystroke, and of reading an entry, by the keystroke-level model of entry-desk.md §2.5."""


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def percentile(values: Sequence[float], share: float) -> float:
    listed = sorted(values)
    return listed[min(len(listed) - 1, int(len(listed) * share))] if listed else float("nan")


@dataclass
class Limits:
    """What was measured against its limit."""

    missed: list[str] = field(default_factory=list)

    def hold(self, what: str, is_well: bool) -> str:
        """A mark for the line that says it."""
        if not is_well:
            self.missed.append(what)
        return "" if is_well else "  ← ngoài giới hạn"


def truth(one: Shares) -> None:
    """How hard the pages are."""
    say(
        f"  {one.fields:,} ô có chữ, {one.illegible:.1%} không đọc được (≥ 5 %); {one.places:,} nơi, {one.short:.0%} viết tắt hoặc thiếu "
        f"(≥ 25 %), {one.unlisted:.1%} ngoài danh mục (≥ 10 %); nơi ở trùng nhau: {one.shared_homes}"
    )


def keystrokes(done: Iterable[Keyed], limits: Limits) -> None:
    """Median and p90 of each kind, with and without images."""
    counts: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for keyed in done:
        counts[keyed.book.spec.kind, keyed.book.with_images] += [run.keys for run in keyed.runs]
        if keyed.stuck:
            say(
                f"  {keyed.book.name}: dừng ở trường hợp {len(keyed.runs)}: {keyed.stuck}"
                + limits.hold(f"{keyed.book.name} dừng giữa chừng", False)
            )
    say(f"\n{'phím một trường hợp':22}{'n':>5}{'trung vị':>10}{'p90':>7}{'giới hạn':>10}{'giây (KLM)':>12}")
    for (kind, has_images), listed in counts.items():
        if not listed:
            continue
        median, most = percentile(listed, 0.5), KEYSTROKES.get(kind)
        mark = limits.hold(f"phím {kind}", most is None or median <= most)
        name = f"{kind}, {'có ảnh' if has_images else 'không ảnh'}"
        say(
            f"{name:22}{len(listed):>5}{median:>10.0f}{percentile(listed, 0.9):>7.0f}{most or '–':>10}"
            f"{median * STROKE + READING:>12.0f}{mark}"
        )


def costly(done: Iterable[Keyed]) -> None:
    """Where the keystrokes go, and which were for nothing."""
    spent: dict[str, Counter[str]] = defaultdict(Counter)
    entries: Counter[str] = Counter()
    wasted: Counter[str] = Counter()
    places: list[int] = []
    for keyed in done:
        for run in keyed.runs:
            entries[keyed.book.spec.kind] += 1
            spent[keyed.book.spec.kind].update(run.by_column)
            wasted.update(run.wasted)
            places += [run.by_column[name] for name, way in run.ways.items() if way in PLACE_WAYS]
    say("\nphím một trường hợp theo cột:")
    for kind, counts in spent.items():
        say(
            f"  {kind}: "
            + ", ".join(f"{name} {count / entries[kind]:.1f}" for name, count in counts.most_common(14))
        )
    say(
        f"  nơi chọn từ danh sách: trung vị {percentile(places, 0.5):.0f} phím (mục tiêu {PLACE}), n = {len(places)}"
    )
    say("phím uổng: " + ", ".join(f"{way} {count}" for way, count in wasted.most_common(12)))


PLACE_WAYS = ("nơi gõ tắt", "nơi đã có", "số ấp", "số ấp và chữ đầu")


def stored(agreement: Agreement, limits: Limits) -> None:
    """Fields that are stored exactly as the page has them."""
    mark = limits.hold("trường lưu đúng như sổ", agreement.exact == agreement.columns)
    say(f"\ncột lưu đúng từng chữ như sổ: {agreement.exact:,} / {agreement.columns:,}{mark}")
    for fault in agreement.faults[:20]:
        say(f"  {fault}")
    say("  nguồn gốc: " + ", ".join(f"{name} {count}" for name, count in agreement.origins.most_common()))


def times(measured: Measured, without: Measured, nexts: Sequence[float], limits: Limits) -> None:
    """What the browser measured, in milliseconds."""
    say("\nmili giây" + " " * 27 + f"{'n':>7}{'p50':>7}{'p95':>7}{'p99':>7}{'giới hạn p95':>14}")

    def row(name: str, values: Sequence[float], most: float) -> None:
        if not values:
            say(f"{name:36}{0:>7}  không có số đo" + limits.hold(name, False))
            return
        mark = limits.hold(name, percentile(values, 0.95) <= most)
        say(
            f"{name:36}{len(values):>7}{percentile(values, 0.5):>7.0f}{percentile(values, 0.95):>7.0f}"
            f"{percentile(values, 0.99):>7.0f}{most:>14.0f}{mark}"
        )

    paint = [measured.key_to_paint(share) for share in (0.5, 0.95, 0.99)]
    mark = limits.hold("phím tới hình", paint[1] <= PAINT)
    say(
        f"{'phím tới hình':36}{measured.keys:>7}"
        + "".join(f"{one:>7.0f}" for one in paint)
        + f"{PAINT:>14}{mark}"
    )
    row("vào ô tới ảnh đúng chỗ", measured.marks.get("image-placed", []), IMAGE)
    row("xong trường hợp tới ô đầu kế tiếp", measured.marks.get("entry-ready", []), NEXT)
    row("  như người ngồi máy thấy", [one * 1000 for one in nexts], NEXT)
    row("gợi ý", measured.marks.get("suggestions", []), SUGGESTIONS)
    row("gợi ý khi mất đường truyền", without.marks.get("suggestions", []), SUGGESTIONS)
    mark = limits.hold("thao tác chuột", measured.pointer + without.pointer == 0)
    say(f"thao tác chuột: {measured.pointer + without.pointer}{mark}")


def first(one: FirstKey, limits: Limits) -> None:
    """What must come before a first key."""
    mark = limits.hold("kB trước phím đầu", one.kilobytes <= FIRST_KEY)
    say(f"\nkB nén trước phím đầu: {one.kilobytes:.0f} (≤ {FIRST_KEY}), {one.seconds:.2f} s{mark}")
    say(
        "  "
        + ", ".join(f"{address.rpartition('/')[2] or address} {size:.0f}" for address, size in one.largest)
    )


def sights(seen: Iterable[Sight], limits: Limits) -> None:
    """Axe and sizes of screen."""
    for one in seen:
        is_well = not (one.faults or one.hidden or one.trouble)
        say(
            f"{one.name}: {one.entries} trường hợp, axe {len(one.faults)} lỗi nặng, {len(one.hidden)} ô khuất"
            + limits.hold(one.name, is_well)
        )
        for fault in (*one.faults[:6], *one.hidden[:6], *([one.trouble] if one.trouble else [])):
            say(f"  {fault}")


def hardships(outcomes: Iterable[Outcome], limits: Limits) -> None:
    """Nothing lost, nothing doubled."""
    say()
    for one in outcomes:
        is_well = not (one.lost or one.doubled or one.wrong or one.trouble)
        events = ", ".join(f"{name} {count}" for name, count in one.happened.most_common())
        say(
            f"{one.name}: {one.keyed} trường hợp, {one.committed} ô đã giữ, mất {len(one.lost)}, trùng {len(one.doubled)}, "
            f"sai {len(one.wrong)} ({events}; {one.seconds:.0f} s){limits.hold(one.name, is_well)}"
        )
        for fault in (
            *one.lost[:5],
            *one.doubled[:5],
            *one.wrong[:5],
            *one.stuck[:3],
            *([one.trouble] if one.trouble else []),
        ):
            say(f"  {fault}")
