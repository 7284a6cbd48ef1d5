"""The desks in the navigation, each with the capability that opens it."""

from dataclasses import dataclass

from hotich.staff.models import Officer
from hotich.staff.permissions import OVERSEES


@dataclass(frozen=True, slots=True)
class Desk:
    """An address in the navigation; pages under `also` belong to the desk too."""

    label: str
    path: str
    capability: str
    also: str = ""
    first_for: frozenset[str] = frozenset()
    """Positions whose first desk it is."""

    def holds(self, path: str) -> str:
        """The part of the path that leads here; empty where it does not."""
        return next((root for root in (self.path, self.also) if root and path.startswith(root)), "")


DESKS = (
    Desk("Việc hôm nay", "/viec-hom-nay/", "key"),
    Desk("Ca trực của tôi", "/ca-truc/", "key"),
    Desk("Phân công", "/phan-cong/", "assign"),
    Desk("Câu hỏi", "/cau-hoi/", "questions.answer"),
    Desk("Ô đã sửa", "/o-da-sua/", "key"),
    Desk("Việc kiểm tra", "/kiem-tra/", "check"),
    Desk("Phân xử", "/kiem-tra/phan-xu/", "arbitrate"),
    Desk("Lô kiểm tra", "/kiem-tra/lo/", "checks.view"),
    Desk("Cách kiểm tra", "/kiem-tra/cach-kiem-tra/", "campaign.set"),
    Desk("Nhịp của tổ", "/nhip-cua-to/", "pace.view"),
    Desk("Chờ tra cứu", "/cho-tra-cuu/", "look_up"),
    Desk("Danh sách theo dõi riêng", "/danh-sach-theo-doi-rieng/", "cases.view"),
    Desk("Cập nhật dân cư", "/cap-nhat-dan-cu/", "register.update"),
    Desk("Ghi chú cần đối chiếu", "/ghi-chu-can-doi-chieu/", "correct"),
    Desk("Nghi trùng", "/nghi-trung/", "duplicates"),
    Desk("Báo cáo ngày", "/bao-cao/", "report.view"),
    Desk("Văn bản", "/van-ban/", "documents.view"),
    Desk("Kinh phí", "/kinh-phi/", "budget.view"),
    Desk("Kết thúc đợt", "/ket-thuc-dot/", "closing.view"),
    Desk("Cách làm", "/cach-lam/", "campaign.set"),
    Desk("Sổ hộ tịch", "/so/", "books.view", also="/ban-giao/"),
    Desk("Kết xuất", "/ket-xuat/", "export"),
    Desk("Lịch trực", "/lich-truc/", "roster.view"),
    Desk("Tổ", "/to/", "teams.set"),
    Desk("Lực lượng hỗ trợ", "/luc-luong-ho-tro/", "helpers.set"),
    Desk("Máy", "/may/", "stations.view"),
    Desk("Đường truyền", "/gian-doan/", "stations.view"),
    Desk("Phòng điều hành", "/chien-dich/", "room.view", first_for=OVERSEES),
    Desk("Kế hoạch", "/ke-hoach/", "campaign.view"),
    Desk("Tài khoản", "/tai-khoan/", "accounts"),
)


def desks_for(officer: Officer, *, path: str) -> list[dict[str, object]]:
    """The desks his positions of today open, the current one marked."""
    # The longest address that leads here: one desk's may begin like another's.
    current = max(DESKS, key=lambda desk: len(desk.holds(path)))
    held = {position.code for position in officer.scope.positions}
    ordered = sorted(DESKS, key=lambda desk: not desk.first_for & held)
    return [
        {"label": desk.label, "path": desk.path, "current": desk == current and bool(desk.holds(path))}
        for desk in ordered
        if officer.may(desk.capability)
    ]
