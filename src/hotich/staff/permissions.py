"""Who may do what: one table, read by policies, screens and the crawler test (who; the state is policy's)."""

from typing import Final

CAPABILITIES: Final[dict[str, str]] = {
    "key": "nhập trường hợp",
    "look_up": "tra cứu và xác định công dân",
    "entries.view": "xem trường hợp",
    "annotate": "ghi chú bên lề của trường hợp",
    "correct": "cải chính trong sổ của đơn vị",
    "questions.answer": "trả lời câu hỏi của người nhập",
    "pace.view": "xem nhịp làm việc của tổ",
    "bias.view": "xem báo cáo đối chiếu có hỗ trợ và không hỗ trợ",
    "assign": "phân công sổ, trang, máy; tiếp nhận việc dở dang",
    "inventory": "kiểm kê sổ",
    "books.view": "xem danh mục sổ",
    "handover": "giao, nhận sổ",
    "scan": "tải ảnh quét, căn chỉnh ảnh của sổ",
    "duplicates": "xem, xác định trường hợp nghi trùng",
    "align": "nhích ảnh của trang theo ô đang nhập",
    "numbers": "ghi nhận số bỏ trống, số thiếu của quyển",
    "cases.view": "xem danh sách theo dõi riêng",
    "cases.keep": "theo dõi danh sách riêng",
    "cases.open": "mở hồ sơ không trùng khớp bằng tay",
    "cases.name_keeper": "phân công người theo dõi danh sách riêng",
    "report.view": "xem báo cáo",
    "report.send": "xác nhận và gửi báo cáo của đơn vị",
    "campaign.set": "đặt cách làm của đợt cao điểm",
    "campaign.view": "xem kế hoạch, nhiệm vụ, chỉ tiêu của đợt",
    "campaign.plan": "ghi kế hoạch, giao nhiệm vụ, đặt đầu mối của đợt",
    "campaign.approve": "duyệt chỉ tiêu của đợt",
    "targets.set": "lập chỉ tiêu của đợt",
    "targets.split": "chia chỉ tiêu của đơn vị mình cho Tổ, máy, tuần",
    "tasks.report": "báo cáo nhiệm vụ, sự sẵn sàng của cơ quan mình",
    "report.town": "tổng hợp và gửi báo cáo toàn thị xã",
    "export": "kết xuất dữ liệu",
    "import": "nhập dữ liệu từ tệp",
    "accounts": "quản lý tài khoản",
    "stations.view": "xem máy",
    "stations.check": "kiểm tra an ninh máy",
    "stations.set": "đăng ký, giao, thôi dùng máy",
    "roster.view": "xem lịch trực",
    "roster.set": "sắp ca trực",
    "outages.note": "ghi nhận gián đoạn, báo nhà mạng",
    "helpers.set": "nhận, gia hạn, kết thúc lực lượng hỗ trợ",
    "teams.set": "lập Tổ, ghi quyết định, thay đổi thành viên Tổ của đơn vị",
    "pages.view": "xem ảnh trang sổ",
    "check": "nhập lại độc lập để kiểm tra",
    "arbitrate": "phân xử hai lượt nhập khác nhau",
    "checks.view": "xem kết quả kiểm tra",
    "lots.draw": "rút mẫu, lập lô kiểm tra",
    "register.update": "cập nhật sang Cơ sở dữ liệu quốc gia về dân cư",
    "documents.view": "xem văn bản của đợt cao điểm",
    "documents.draw": "soạn văn bản của đợt cao điểm",
    "documents.number": "ghi số, ngày và lưu bản đã ký của văn bản",
    "budget.view": "xem kinh phí của đợt cao điểm",
    "budget.set": "ghi kinh phí của đơn vị",
    "volumes.view": "xem khối lượng nhập theo cán bộ",
    "closing.view": "xem đối soát kết thúc đợt",
    "campaign.close": "kết thúc đợt cao điểm",
    "room.view": "xem phòng điều hành, cảnh báo của đơn vị",
    "steer": "đôn đốc, chấn chỉnh đơn vị; đặt tham số cảnh báo",
    "inspect": "tổ chức kiểm tra, ghi tồn tại, giao khắc phục",
    "measures.reply": "trả lời đôn đốc, chấn chỉnh của đơn vị",
    "obstacles.raise": "nêu khó khăn, vướng mắc của đơn vị",
    "obstacles.answer": "trả lời khó khăn, vướng mắc",
}

POSITIONS: Final[dict[str, frozenset[str]]] = {
    "keyer": frozenset({"key", "look_up", "annotate", "entries.view", "books.view", "numbers", "align", "pages.view"}),
    "helper": frozenset({"key", "annotate", "entries.view", "books.view", "numbers", "align", "pages.view"}),
    "team_leader": frozenset(
        {
            "key", "look_up", "annotate", "entries.view", "assign", "books.view", "handover", "scan", "align", "numbers",
            "cases.view", "report.view", "report.send", "stations.view", "export", "questions.answer", "pace.view",
            "bias.view", "duplicates", "pages.view", "checks.view", "register.update",
            "campaign.view", "targets.split", "tasks.report",
            "roster.view", "roster.set", "outages.note", "helpers.set",
            "documents.view", "volumes.view",
            "room.view", "measures.reply", "obstacles.raise",
        }
    ),
    "verifier": frozenset(
        {
            "entries.view", "books.view", "cases.view", "cases.open", "look_up", "pages.view", "register.update",
        }
    ),
    "police_head": frozenset(
        {
            "entries.view", "books.view", "cases.view", "report.view", "stations.view", "handover", "pace.view",
            "pages.view", "checks.view", "register.update",
            "campaign.view", "tasks.report",
            "roster.view", "roster.set", "helpers.set", "teams.set",
            "documents.view", "documents.draw", "documents.number", "volumes.view",
            "room.view", "measures.reply", "obstacles.raise", "obstacles.answer",
        }
    ),
    "registrar": frozenset(
        {
            "entries.view", "annotate", "correct", "inventory", "books.view", "handover", "scan", "align", "numbers",
            "cases.view", "cases.open", "cases.name_keeper", "report.view", "report.send", "import", "export", "duplicates",
            "pages.view", "check", "arbitrate", "checks.view", "lots.draw",
            "campaign.view", "tasks.report", "teams.set",
            "documents.view", "documents.draw", "documents.number", "budget.view", "budget.set", "volumes.view",
            "closing.view",
            "room.view", "measures.reply", "obstacles.raise", "obstacles.answer",
        }
    ),
    "list_keeper": frozenset({"entries.view", "books.view", "cases.view", "cases.keep", "cases.open", "export", "pages.view"}),
    "checker": frozenset({"books.view", "pages.view", "check", "arbitrate"}),
    "unit_head": frozenset(
        {
            "books.view", "report.view", "report.send", "campaign.view", "targets.split", "tasks.report", "roster.view",
            "documents.view", "budget.view", "closing.view",
            "room.view", "measures.reply", "obstacles.raise",
        }
    ),
    "area_officer": frozenset(
        {
            "books.view", "report.view", "stations.view", "pace.view", "campaign.view", "tasks.report", "roster.view", "outages.note",
            "documents.view",
            "room.view", "obstacles.raise", "obstacles.answer",
        }
    ),
    "justice_officer": frozenset(
        {
            "entries.view", "annotate", "correct", "inventory", "books.view", "handover", "scan", "align", "numbers",
            "cases.view", "cases.open", "cases.name_keeper", "report.view", "report.send", "report.town", "import",
            "export", "bias.view", "campaign.set", "duplicates", "pages.view", "arbitrate", "checks.view", "lots.draw",
            "campaign.view", "campaign.plan", "targets.set", "targets.split", "tasks.report",
            "roster.view", "teams.set",
            "documents.view", "documents.draw", "documents.number", "budget.view", "budget.set", "volumes.view",
            "closing.view",
            "room.view", "steer", "inspect", "measures.reply", "obstacles.raise", "obstacles.answer",
        }
    ),
    "justice_head": frozenset(
        {
            "entries.view", "inventory", "books.view", "handover", "scan", "align", "numbers", "cases.view", "report.view",
            "report.send", "report.town", "export", "bias.view", "campaign.set", "duplicates", "pages.view", "arbitrate",
            "checks.view", "lots.draw",
            "campaign.view", "campaign.plan", "campaign.approve", "tasks.report", "roster.view",
            "documents.view", "documents.draw", "documents.number", "budget.view", "budget.set", "volumes.view",
            "closing.view", "campaign.close",
            "room.view", "steer", "inspect", "measures.reply", "obstacles.raise", "obstacles.answer",
        }
    ),
    "device_officer": frozenset(
        {
            "stations.view", "stations.check", "stations.set", "campaign.view", "tasks.report", "documents.view", "documents.draw",
            "room.view", "obstacles.answer",
        }
    ),
    "line_officer": frozenset({
            "stations.view", "campaign.view", "tasks.report", "roster.view", "outages.note",
            "room.view", "obstacles.answer",
        }),
    "inspector": frozenset(
        {
            "entries.view", "books.view", "cases.view", "report.view", "stations.view", "bias.view", "pages.view",
            "checks.view",
            "campaign.view", "tasks.report",
            "roster.view",
            "documents.view", "documents.draw", "closing.view",
            "room.view", "steer", "inspect", "obstacles.raise", "obstacles.answer",
        }
    ),
    "town_leader": frozenset(
        {
            "books.view", "report.view", "campaign.view", "documents.view", "budget.view", "closing.view",
            "room.view",
        }
    ),
    "province_viewer": frozenset(
        {
            "books.view", "report.view", "campaign.view", "documents.view", "budget.view", "closing.view",
            "room.view",
        }
    ),
    "admin": frozenset({"accounts", "stations.view", "stations.set"}),
}  # fmt: skip

# Who may see what the population register says of a person; who only keys or checks works from the book alone.
SEES_REGISTER: Final = frozenset({"look_up", "cases.view"})

# Who sees the content of restricted entries (adoption, parents unknown, ethnic re-determination) in his units: who is
# answerable for the book. Who keys sees them in the books given to his team.
SEES_SENSITIVE: Final = frozenset({"team_leader", "checker", "registrar", "justice_officer", "justice_head"})

# Who sees a restricted entry of his units only while a case on it is open.
VERIFIES: Final = frozenset({"verifier"})

# Positions whose officers see only the books given to their team.
BY_TEAM: Final = frozenset({"keyer", "helper"})

# By kind of team the capability without which nobody works in one.
SERVES_BY: Final[dict[str, str]] = {"data_entry": "key", "inspection": "inspect"}

# Positions that see everything below their own unit too.
WITH_UNITS_BELOW: Final = frozenset(
    {
        "area_officer", "justice_officer", "justice_head", "device_officer", "line_officer", "inspector",
        "town_leader", "province_viewer",
    }
)  # fmt: skip

# Positions that see counts but no personal data.
COUNTS_ONLY: Final = frozenset(
    {"unit_head", "area_officer", "device_officer", "line_officer", "town_leader", "province_viewer", "admin"}
)

# Positions that watch over units: the room is their first desk, what others key or keep comes after.
OVERSEES: Final = WITH_UNITS_BELOW | {"unit_head"}

# Positions without a unit of their own: accounts and machines of the installation.
NO_UNIT: Final = frozenset({"admin"})
