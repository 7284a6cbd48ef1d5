"""Named refusals: a stable code and a Vietnamese sentence that says what happened, where, and what to do."""


class Refusal(Exception):
    """An act that was not done. `code` never changes; `message` is shown to the officer as it is."""

    code = "refused"
    message = "Không thực hiện được thao tác này."
    status = 400

    def __init__(self, message: str | None = None, *, code: str | None = None) -> None:
        self.message = message or type(self).message
        self.code = code or type(self).code
        super().__init__(self.message)


class NotAllowed(Refusal):
    """The officer's positions do not cover the act."""

    code = "not_allowed"
    message = "Vị trí công tác của đồng chí không có quyền thực hiện thao tác này."
    status = 403


class NotFound(Refusal):
    """The thing is not there, or not in the officer's scope: the two look alike on purpose."""

    code = "not_found"
    message = "Không tìm thấy, hoặc không thuộc phạm vi của đồng chí."
    status = 404


class Conflict(Refusal):
    """Somebody else changed the same thing first."""

    code = "conflict"
    message = "Dữ liệu vừa được người khác thay đổi. Tải lại rồi thực hiện lần nữa."
    status = 409
