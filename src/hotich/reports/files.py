"""The bytes of reports as they were sent, and of forms that came as files. Kept unchanged under their digest."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from hotich.reports.models import Declaration, ReportFile
from hotich.support.errors import Refusal
from hotich.support.kept_files import keep, path_of

CONTENT_TYPES: Final = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class ReportFileBroken(Refusal):
    """The bytes are not those that were sent, or not there any more."""

    code = "report.file_broken"
    status = 409
    message = "Tệp trên máy chủ không còn đúng như khi gửi: báo người quản trị khôi phục từ bản sao lưu."


def folder() -> Path:
    """The folder of all files of reports."""
    return Path(settings.HOME) / "reports"


def keep_bytes(content: bytes) -> str:
    """Keeps bytes; gives their digest."""
    return keep(folder(), [content])[0]


def content_of(file: ReportFile | Declaration) -> bytes:
    """The bytes as they were sent. Raises ReportFileBroken."""
    try:
        found = path_of(folder(), file.digest).read_bytes()
    except OSError as error:
        raise ReportFileBroken from error
    if hashlib.sha256(found).hexdigest() != file.digest:
        raise ReportFileBroken
    return found


def json_of(form: dict[str, Any]) -> bytes:
    """A form as the JSON file others read; the same form gives the same bytes."""
    return json.dumps(form, ensure_ascii=False, indent=2).encode()
