"""Raising checks of who may do what. One raising check; `officer.may` is its question form."""

from hotich.staff.models import Officer
from hotich.staff.permissions import CAPABILITIES
from hotich.support.errors import NotAllowed


def require(officer: Officer, capability: str) -> None:
    """Raises NotAllowed, naming what the officer's positions lack."""
    if not officer.may(capability):
        raise NotAllowed(
            f"Vị trí công tác của đồng chí không có quyền: {CAPABILITIES[capability]}. "
            "Liên hệ Tổ trưởng hoặc quản trị hệ thống nếu cần."
        )
