"""What is usually asked of a unit because of a rule: the words that stand in the form at first, for who steers to change."""

from collections.abc import Mapping
from typing import Final

from hotich.core.steering.rules import RULES

_ASKED: Final[Mapping[str, str]] = {
    "pace": "Bố trí đủ người, đủ ca cho các máy; báo cáo nguyên nhân, biện pháp và ngày đạt chỉ tiêu.",
    "report_silent": "Xác nhận và gửi ngay báo cáo ngày; báo cáo lý do chưa gửi đúng giờ.",
    "report_late": "Phân công người gửi báo cáo trước giờ quy định hằng ngày; báo cáo lý do các lần muộn.",
    "case_ageing": "Giải quyết các hồ sơ đã quá hạn; báo cáo số hồ sơ còn lại và ngày xong.",
    "error_rate": "Rà soát cách nhập, hướng dẫn lại cán bộ nhập; báo cáo nguyên nhân và biện pháp.",
    "unchecked": "Dừng nhập trên máy chưa được kiểm tra an ninh; liên hệ Công an thị xã kiểm tra; giải trình.",
    "shared": "Chấm dứt dùng chung tài khoản, đổi mật khẩu; giải trình và báo cáo người vi phạm.",
    "amended": "Đối chiếu số liệu trước khi gửi; báo cáo lý do phải gửi lại nhiều lần.",
}


def asked_for(rule: str) -> str:
    """What is asked of the unit."""
    return _ASKED[rule]


def kind_for(rule: str) -> str:
    """Lateness is reminded of, incorrectness is corrected."""
    return "reminder" if RULES[rule].group == "late" else "correction"
