"""Findings about a personal number, all soft: the number may be right and the paper late, or the other way round."""

from __future__ import annotations

from hotich.core.dates import PartialDate
from hotich.core.findings import Finding, about
from hotich.core.identifiers.numbers import Generation, generation_of, likely_number, read_personal_number
from hotich.core.identifiers.provinces import province
from hotich.core.text import squeeze

SHAPE_SOURCE = "NĐ 137/2015/NĐ-CP Đ.13"
KEPT_SOURCE = "NĐ 70/2024/NĐ-CP Đ.11"
_SEX_LABELS = {"male": "nam", "female": "nữ"}
# Country codes of the second annex begin here.
_FIRST_COUNTRY_CODE = 101


def findings_for(
    text: str | None,
    *,
    field: str = "",
    sex: str | None = None,
    birth_date: PartialDate | None = None,
    province_code: str | None = None,
) -> tuple[Finding, ...]:
    """What is odd about a number that should be a personal number. Never raises, never hard.

    ``sex`` (``male`` | ``female``), ``birth_date`` and ``province_code`` (of the place of birth registration) are compared where they are given.
    """
    written = squeeze(text or "")
    if not written:
        return ()
    fields = about(field)

    def soft(code: str, message: str, source: str = SHAPE_SOURCE) -> Finding:
        return Finding(f"personal_number.{code}", "soft", fields, message, source)

    generation = generation_of(written)
    if generation is Generation.LOST_ZERO:
        return (
            soft(
                "lost_zero",
                f"“{written}” thiếu số 0 ở đầu, có thể là {likely_number(written)}. Kiểm tra lại; không tự sửa.",
            ),
        )
    if generation is Generation.OLD_ID:
        return (
            soft(
                "old_id", f"“{written}” là số CMND 9 số, không phải số định danh. Ghi vào ô giấy tờ tùy thân."
            ),
        )
    number = read_personal_number(written)
    if number is None:
        return (soft("shape", f"“{written}” không phải số định danh: cần đúng 12 chữ số. Kiểm tra lại."),)

    found: list[Finding] = []
    known = province(number.province_code)
    if known is None and int(number.province_code) < _FIRST_COUNTRY_CODE:
        found.append(
            soft(
                "province_unknown",
                f"Ba số đầu {number.province_code} không phải mã tỉnh nào. Kiểm tra lại số.",
            )
        )
    if known and province_code and province_code != number.province_code:
        expected = province(province_code)
        where = expected.name if expected else province_code
        found.append(
            soft(
                "province",
                f"Số định danh theo nơi đăng ký khai sinh {known.name}, còn thông tin đăng ký là {where}. Kiểm tra lại.",
                KEPT_SOURCE,
            )
        )
    if sex in _SEX_LABELS and sex != number.sex:
        found.append(
            soft(
                "sex",
                f"Số định danh theo giới tính {_SEX_LABELS[number.sex]}, còn sổ ghi {_SEX_LABELS[sex]}. Kiểm tra lại.",
                KEPT_SOURCE,
            )
        )
    first, last = (birth_date.earliest(), birth_date.latest()) if birth_date else (None, None)
    if (
        first
        and last
        and birth_date
        and not birth_date.approximate
        and not first.year <= number.birth_year <= last.year
    ):
        found.append(
            soft(
                "birth_year",
                f"Số định danh theo năm sinh {number.birth_year}, còn ngày sinh ghi {birth_date.written()}. Kiểm tra lại.",
                KEPT_SOURCE,
            )
        )
    return tuple(found)
