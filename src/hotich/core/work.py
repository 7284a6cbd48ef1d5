"""How the keying of one entry went, in numbers: what the desk measured, and what the transcription itself tells.

Never what was typed. The desk counts presses of keys as the keyboard gives them (a chord once, the bursts with which an input method
rewrites a word once, a key held down once), gestures of the mouse, and milliseconds: `active_ms` without the gaps of more than
fifteen seconds, `paint_p50` and `paint_p95` from an event to the frame that shows it.
"""

from collections.abc import Mapping
from typing import Any, Final

_DAY_MS: Final = 24 * 60 * 60 * 1000

MEASURED: Final[dict[str, int]] = {
    "keys": 20_000,
    "mouse": 5_000,
    "active_ms": _DAY_MS,
    "offline_ms": _DAY_MS,
    "overrides": 500,
    "carried_field": 1_000,
    "carried_group": 500,
    "carried_entry": 100,
    "picks": 1_000,
    "illegible_marks": 1_000,
    "blank_marks": 1_000,
    "lists_shown": 5_000,
    "paint_p50": 60_000,
    "paint_p95": 60_000,
    "paint_samples": 100_000,
}
"""What a desk says of an entry, each with the most that is believed. A picked suggestion is a list that was used."""

COUNTED: Final = ("fields", "carried", "picked", "illegible", "blank")
"""What the transcription itself tells at the first completion: fields that say something, and how they came."""


def read_work(raw: Any) -> dict[str, Any] | None:
    """What may be kept of what a desk sent: whole numbers within bounds, `clipped` naming those that were not.

    Work is never refused for its numbers: what was keyed matters, how fast does not. None for something else altogether.
    """
    if not isinstance(raw, Mapping):
        return None
    found: dict[str, Any] = {}
    before = raw.get("clipped")
    clipped = [name for name in MEASURED if isinstance(before, list) and name in before]
    for name, most in MEASURED.items():
        value = raw.get(name, 0)
        whole = value if isinstance(value, int) and not isinstance(value, bool) else 0
        found[name] = min(max(whole, 0), most)
        if name in raw and (found[name] != value or isinstance(value, bool)):
            clipped.append(name)
    if clipped:
        found["clipped"] = list(dict.fromkeys(clipped))
    return found


def counted(fields: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """COUNTED, of a transcription as the log keeps it. Constants of the book nobody keyed, so they are left out."""
    said = [
        value
        for value in fields.values()
        if value.get("o") != "constant" and (value.get("v") or value.get("m"))
    ]
    return {
        "fields": len(said),
        "carried": sum(value.get("o") == "carried" for value in said),
        "picked": sum(value.get("o") == "picked" for value in said),
        "illegible": sum(value.get("m") == "illegible" or "?" in (value.get("v") or "") for value in said),
        "blank": sum(value.get("m") == "blank_in_book" for value in said),
    }
