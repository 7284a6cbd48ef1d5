"""The desks in the navigation, each with the capability that opens it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from hotich.staff.models import Officer
from hotich.staff.permissions import OVERSEES

KEYING: Final = "Nhập liệu"
CHECKING: Final = "Kiểm tra"
CASES: Final = "Hồ sơ"
BOOKS: Final = "Sổ"
CAMPAIGN: Final = "Đợt cao điểm"
CREW: Final = "Tổ, máy, ca trực"
SYSTEM: Final = "Hệ thống"

ONE_ROW: Final = 9
"""As many desks stand in one row; of more only those of the group one is in are shown, under the groups."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An address in the navigation; pages under `also` belong to the desk too."""

    label: str
    path: str
    capability: str
    group: str
    also: str = ""
    first_for: frozenset[str] = frozenset()
    """Positions whose first desk it is."""

    def holds(self, path: str) -> str:
        """The part of the path that leads here; empty where it does not."""
        return next((root for root in (self.path, self.also) if root and path.startswith(root)), "")


DESKS = (
    Desk("Việc hôm nay", "/viec-hom-nay/", "key", KEYING),
    Desk("Ca trực của tôi", "/ca-truc/", "key", KEYING),
    Desk("Phân công", "/phan-cong/", "assign", KEYING),
    Desk("Câu hỏi", "/cau-hoi/", "questions.answer", KEYING),
    Desk("Ô đã sửa", "/o-da-sua/", "key", KEYING),
    Desk("Nhịp của tổ", "/nhip-cua-to/", "pace.view", KEYING),
    Desk("Chờ tra cứu", "/cho-tra-cuu/", "look_up", KEYING),
    Desk("Việc kiểm tra", "/kiem-tra/", "check", CHECKING),
    Desk("Phân xử", "/kiem-tra/phan-xu/", "arbitrate", CHECKING),
    Desk("Lô kiểm tra", "/kiem-tra/lo/", "checks.view", CHECKING),
    Desk("Cách kiểm tra", "/kiem-tra/cach-kiem-tra/", "campaign.set", CHECKING),
    Desk("Danh sách theo dõi riêng", "/danh-sach-theo-doi-rieng/", "cases.view", CASES),
    Desk("Cập nhật dân cư", "/cap-nhat-dan-cu/", "register.update", CASES),
    Desk("Ghi chú cần đối chiếu", "/ghi-chu-can-doi-chieu/", "correct", CASES),
    Desk("Nghi trùng", "/nghi-trung/", "duplicates", CASES),
    Desk("Sổ hộ tịch", "/so/", "books.view", BOOKS, also="/ban-giao/"),
    Desk("Kết xuất", "/ket-xuat/", "export", BOOKS),
    Desk("Phòng điều hành", "/chien-dich/", "room.view", CAMPAIGN, first_for=OVERSEES),
    Desk("Kế hoạch", "/ke-hoach/", "campaign.view", CAMPAIGN),
    Desk("Báo cáo ngày", "/bao-cao/", "report.view", CAMPAIGN),
    Desk("Cách làm", "/cach-lam/", "campaign.set", CAMPAIGN),
    Desk("Văn bản", "/van-ban/", "documents.view", CAMPAIGN),
    Desk("Kinh phí", "/kinh-phi/", "budget.view", CAMPAIGN),
    Desk("Kết thúc đợt", "/ket-thuc-dot/", "closing.view", CAMPAIGN),
    Desk("Tổ", "/to/", "teams.set", CREW),
    Desk("Lịch trực", "/lich-truc/", "roster.view", CREW),
    Desk("Lực lượng hỗ trợ", "/luc-luong-ho-tro/", "helpers.set", CREW),
    Desk("Máy", "/may/", "stations.view", CREW),
    Desk("Đường truyền", "/gian-doan/", "stations.view", CREW),
    Desk("Tài khoản", "/tai-khoan/", "accounts", SYSTEM),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the navigation."""

    label: str
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The first row, and under it the desks of the group one is in; empty where all stand in the first."""

    first: list[Link]
    second: list[Link]
    group: str = ""


def desks_for(officer: Officer) -> list[Desk]:
    """The desks his positions of today open, those of his first group before the others."""
    held = {position.code for position in officer.scope.positions}
    own = [desk for desk in DESKS if officer.may(desk.capability)]
    first = next((desk.group for desk in own if desk.first_for & held), "")
    return sorted(own, key=lambda desk: desk.group != first)


def navigation_for(officer: Officer, *, path: str) -> Navigation:
    """The way to his desks from a page."""
    # The longest address that leads here: one desk's may begin like another's.
    here = max(DESKS, key=lambda desk: len(desk.holds(path)))
    at = here if here.holds(path) else None
    own = desks_for(officer)
    if len(own) <= ONE_ROW:
        return Navigation([Link(desk.label, desk.path, desk == at) for desk in own], [])
    groups = [(name, list(desks)) for name, desks in groupby(own, key=lambda desk: desk.group)]
    group = at.group if at else ""
    return Navigation(
        [Link(name, desks[0].path, name == group) for name, desks in groups],
        [Link(desk.label, desk.path, desk == at) for desk in own if desk.group == group],
        group,
    )
