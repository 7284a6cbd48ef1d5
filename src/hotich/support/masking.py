"""How a personal number is shown where it need not be read."""


def masked(number: str) -> str:
    """`070••••••123`: enough to tell two apart, not enough to take away; anything else is dots alone."""
    return f"{number[:3]}••••••{number[-3:]}" if len(number) == 12 else "•" * len(number)
