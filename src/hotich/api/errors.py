"""What a refusal looks like to a program: a stable code and the sentence for the officer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hotich.support.errors import Refusal


class Problem(Schema):
    """Why something was not done."""

    code: str
    message: str


class InvalidRequest(Problem):
    """A request that cannot be read; `detail` says where."""

    detail: list[dict[str, Any]]


def install(api: NinjaAPI) -> None:
    """Makes every refusal of the API answer in this one form."""

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
        return api.create_response(
            request, {"code": error.code, "message": error.message}, status=error.status
        )

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return api.create_response(
            request,
            {"code": "not_signed_in", "message": "Đồng chí chưa đăng nhập hoặc phiên đã hết."},
            status=401,
        )

    @api.exception_handler(HttpError)
    def unread(request: HttpRequest, error: HttpError) -> HttpResponse:
        is_forged = error.status_code == 403
        return api.create_response(
            request,
            {
                "code": "request.forged" if is_forged else "request.invalid",
                "message": "Yêu cầu không đến từ trang của hệ thống. Tải lại trang rồi thực hiện lần nữa."
                if is_forged
                else "Không đọc được yêu cầu: không đúng dạng hoặc quá lớn.",
            },
            status=error.status_code,
        )

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        # What was sent is not repeated: it may be personal data, and this answer may end in a browser's log.
        detail = [
            {"type": each.get("type", ""), "loc": list(each.get("loc", ())), "msg": each.get("msg", "")}
            for each in error.errors
        ]
        return api.create_response(
            request,
            {"code": "request.invalid", "message": "Yêu cầu không đúng dạng.", "detail": detail},
            status=422,
        )
