"""Dates in words, as a clerk of the South writes them into a register book."""

from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def _below_hundred(number: int, *, after_hundred: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        if ones == 0:
            return ""
        return f"lẻ {_DIGITS[ones]}" if after_hundred else _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return head
    if ones == 5:
        return f"{head} lăm"
    if ones == 1 and tens > 1:
        return f"{head} mốt"
    return f"{head} {_DIGITS[ones]}"


def year_in_words(year: int) -> str:
    """`1987` → `một nghìn chín trăm tám mươi bảy`."""
    thousands, rest = divmod(year, 1000)
    hundreds, tail = divmod(rest, 100)
    parts = [f"{_DIGITS[thousands]} nghìn"]
    if hundreds or tail:
        parts.append(f"{_DIGITS[hundreds]} trăm")
    parts.append(_below_hundred(tail, after_hundred=True))
    return " ".join(part for part in parts if part)


def date_in_words(day: date) -> str:
    """`Ngày mười hai tháng tư năm …`; the first ten days as *mùng*."""
    number = _below_hundred(day.day, after_hundred=False)
    if day.day <= 10:
        number = f"mùng {number}"
    month = "tư" if day.month == 4 else _below_hundred(day.month, after_hundred=False)
    return f"Ngày {number} tháng {month} năm {year_in_words(day.year)}"
