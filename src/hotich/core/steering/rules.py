"""The list of rules: what each is called, whether it speaks of lateness or of incorrectness, and which numbers it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal


class Grade(Enum):
    """How much a flag weighs."""

    WARNING = "warning"
    SERIOUS = "serious"

    @property
    def label(self) -> str:
        return {"warning": "cần nhắc", "serious": "nghiêm trọng"}[self.value]


@dataclass(frozen=True, slots=True)
class Rule:
    """`parameters` are its numbers by name, each with its words and the range in which it makes sense."""

    code: str
    title: str
    group: Literal["late", "incorrect"]
    parameters: Mapping[str, tuple[str, int, int]]

    @property
    def setting(self) -> str:
        """The dated parameter that holds its ordinary numbers."""
        return f"flag_{self.code}"

    def fits(self, values: Mapping[str, object]) -> bool:
        """Whether these are all its numbers, each within its range."""
        return set(values) == set(self.parameters) and all(
            isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
            for name, (_, low, high) in self.parameters.items()
            for value in (values[name],)
        )


RULES: Final[Mapping[str, Rule]] = {
    rule.code: rule
    for rule in (
        Rule("pace", "chậm tiến độ nhập", "late", {"percent": ("dưới % chỉ tiêu ngày", 1, 100), "days": ("số ngày làm việc liền", 1, 30)}),
        Rule("report_silent", "chưa gửi báo cáo ngày", "late", {"days": ("từ số ngày liền", 1, 10)}),
        Rule("report_late", "báo cáo muộn nhiều lần", "late", {"times": ("từ số lần", 1, 30), "days": ("trong số ngày gần nhất", 1, 60)}),
        Rule("case_ageing", "hồ sơ quá hạn tồn đọng", "late", {"cases": ("từ số hồ sơ quá hạn", 1, 9999)}),
        Rule("error_rate", "tỷ lệ sai cao", "incorrect", {"permille": ("trên ‰ số ô kiểm tra", 1, 1000), "fields": ("đã kiểm ít nhất số ô", 1, 99999)}),
        Rule("unchecked", "máy chưa kiểm tra an ninh mà nhập", "incorrect", {"entries": ("từ số trường hợp", 1, 9999)}),
        Rule("shared", "dùng chung tài khoản", "incorrect", {"times": ("từ số lần đổi máy trong kỳ", 1, 100)}),
        Rule("amended", "báo cáo sửa đi sửa lại", "incorrect", {"times": ("gửi lại từ số lần", 1, 10), "days": ("trong số ngày gần nhất", 1, 60)}),
    )
}  # fmt: skip
