"""The words of a case. States stand in `core/workflow/case.yaml` too, and a test holds the two together."""

from typing import Final

from django.db import models

from hotich.core.workflow.routes import routes


class CaseState(models.TextChoices):
    TO_VERIFY = "to_verify", "chờ xác minh"
    VERIFYING = "verifying", "đang xác minh"
    TO_APPROVE = "to_approve", "chờ duyệt kết luận"
    CONCLUDED = "concluded", "đã có kết luận"
    WITH_REGISTRAR = "with_registrar", "đã chuyển công chức hộ tịch"
    CITIZEN_GUIDED = "citizen_guided", "đã hướng dẫn công dân"
    CORRECTING = "correcting", "đang cải chính, điều chỉnh"
    SUSPENDED = "suspended", "tạm dừng"
    CLOSED = "closed", "đã cải chính, điều chỉnh"
    WITHDRAWN = "withdrawn", "đã rút: xác định lại"


CONCLUSIONS: Final = dict(routes().conclusions)
EVIDENCE: Final = dict(routes().evidence)
DIFFERENT_PERSON: Final = "different_person"

CLOSING_DOCUMENTS: Final = {
    "extract": "Trích lục",
    "dc01": "Phiếu DC01",
    "dc02": "Phiếu DC02",
    "decision": "Quyết định",
    "letter": "Công văn",
}

CONTACT_WAYS: Final = {
    "phone": "điện thoại",
    "visit": "đến nhà",
    "letter": "thư, thông báo bằng văn bản",
    "office": "công dân đến trụ sở",
    "village": "qua thôn, khu phố",
}
UNREACHABLE: Final = {
    "died": "đã chết",
    "moved": "đã chuyển đi",
    "abroad": "đã xuất cảnh",
    "unknown": "không rõ ở đâu",
    "no_answer": "chưa gặp, chưa trả lời",
}
"""Why the citizen could not be reached."""

SUSPENSIONS: Final = {
    "unreachable": "không liên hệ được công dân",
    "citizen_keeps": "công dân không yêu cầu sửa, giữ nguyên hai giá trị",
    "citizen_died": "công dân đã chết",
    "outside": "chờ cơ quan khác trả lời",
    "papers": "chờ công dân bổ sung giấy tờ",
    "other": "lý do khác",
}

TURNS: Final = {
    CaseState.TO_VERIFY: "list_keeper",
    CaseState.VERIFYING: "verifier",
    CaseState.TO_APPROVE: "police_head",
    CaseState.CONCLUDED: "verifier",
    CaseState.WITH_REGISTRAR: "registrar",
    CaseState.CITIZEN_GUIDED: "registrar",
    CaseState.CORRECTING: "registrar",
}
"""Who has to act next in a state; once a case was sent, who verifies. Nobody where it rests."""

LONGEST_TEXT: Final = 500
