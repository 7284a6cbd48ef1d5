"""What can be refused here, each with a stable code and a sentence for the officer."""

from hotich.support.errors import Conflict, NotAllowed, Refusal


class NotYoursToCheck(NotAllowed):
    code = "check.not_yours"
    message = "Đơn vị này có người khác kiểm tra: chỉ cán bộ kiểm tra được giao, hoặc người mà cách kiểm tra của đơn vị chỉ định."


class NothingToCheck(Refusal):
    code = "check.nothing"
    message = "Không còn trường hợp nào chờ đồng chí kiểm tra. Có việc mới thì trang này sẽ hiện."
    status = 404


class CheckGone(Conflict):
    code = "check.gone"
    message = "Lượt kiểm tra này đã xong hoặc đã giao cho người khác. Tải lại trang."


class ArbitrationRefused(Refusal):
    """A decision cannot be kept as it was put; the message says what to change."""

    code = "check.arbitration"
    message = "Chưa ghi được kết quả phân xử. Quyết định từng ô rồi ghi lại."
    status = 422


class ContestRefused(Refusal):
    """An objection cannot be kept, or answered, as it was put; the message says what to change."""

    code = "check.contest"
    message = "Phản hồi chưa ghi được. Xem lại nội dung rồi gửi lại."
    status = 422


class LotRefused(Refusal):
    """A sample cannot be drawn now; the message says what stands in the way."""

    code = "lot.refused"
    message = "Chưa rút được mẫu của quyển này."
    status = 409
