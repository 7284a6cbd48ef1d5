"""What can be refused here, each with a stable code and a sentence for the officer."""

from collections.abc import Iterable

from hotich.core.findings import Finding
from hotich.support.errors import Conflict, NotAllowed, Refusal


class NotAssigned(NotAllowed):
    code = "entry.not_assigned"
    message = (
        "Phần sổ này chưa được phân công cho đồng chí ở máy này. Đề nghị Tổ trưởng phân công rồi nhập tiếp."
    )


class ContentRestricted(NotAllowed):
    code = "entry.restricted"
    message = (
        "Trường hợp này hạn chế xem: chỉ người nhập, người kiểm tra quyển sổ, công chức hộ tịch, Phòng Tư pháp và cán bộ đang xác "
        "minh hồ sơ của trường hợp mới được mở. Cần xem thì đề nghị công chức hộ tịch của đơn vị."
    )


class BlindToThis(NotAllowed):
    """Who keys an entry again to check it does not see what was keyed before."""

    code = "check.blind"
    message = "Đồng chí đang nhập lại trường hợp này để kiểm tra nên chưa được xem bản nhập trước. Xong lượt kiểm tra hoặc trả lại lượt rồi xem."


class NotIndependent(NotAllowed):
    """Nobody checks or arbitrates his own work; the message says what stands in the way."""

    code = "check.not_independent"
    message = (
        "Đồng chí đã tham gia nhập trường hợp này nên không kiểm tra hay phân xử được: phải là người khác."
    )


class StationNotChecked(NotAllowed):
    code = "station.not_checked"
    message = "Máy này chưa qua kiểm tra an ninh hoặc biên bản kiểm tra đã hết hạn. Dùng máy khác hoặc báo Tổ trưởng."


class BookClosed(Conflict):
    code = "book.closed"
    message = "Quyển sổ đã hoàn thành, đã trả hoặc đang báo thất lạc, không nhập thêm được. Báo Tổ trưởng nếu còn trường hợp sót."


class NotOpen(Conflict):
    code = "entry.not_open"
    message = "Trường hợp này đã nhập xong. Bấm “Mở lại” và ghi lý do trước khi sửa."


class PlaceTaken(Conflict):
    code = "entry.place_taken"
    message = "Dòng này của trang sổ đã có trường hợp khác. Mở trường hợp đó để nhập tiếp, hoặc chọn đúng trang và dòng."


class NotOpened(Refusal):
    code = "entry.not_opened"
    message = "Máy chủ chưa có trường hợp này. Gửi lại từ thao tác mở trường hợp."
    status = 409


class ReasonNeeded(Refusal):
    code = "field.reason_needed"
    message = (
        "Ô này đã được đối chiếu với dữ liệu dân cư. Muốn sửa phải xem lại sổ và ghi lý do ở từng ô đã sửa."
    )
    status = 422

    def __init__(self, fields: Iterable[str]) -> None:
        super().__init__()
        self.fields = tuple(fields)


class NotSeen(Refusal):
    code = "field.not_seen"
    message = (
        "Chỉ xác nhận “sổ ghi giống” được sau khi đã tra cứu và xem dữ liệu dân cư của người này, ở loại sổ làm theo cách "
        "đối chiếu rồi xác nhận."
    )
    status = 422


class PacketMalformed(Refusal):
    code = "packet.malformed"
    message = "Gói dữ liệu không đúng dạng nên máy chủ không nhận. Báo quản trị hệ thống."
    status = 422


class NoteRefused(Refusal):
    """A margin note cannot be kept as it was stated; the message says what to change."""

    code = "annotation.refused"
    message = "Ghi chú chưa ghi được. Xem lại các ô rồi ghi lại."
    status = 422


class NoteGone(Conflict):
    code = "annotation.gone"
    message = "Ghi chú này đã được thay hoặc đã rút. Tải lại trang để xem bản đang có hiệu lực."


class QuestionRefused(Refusal):
    """A question cannot be kept as it was put; the message says what to change."""

    code = "question.refused"
    message = "Câu hỏi chưa gửi được. Xem lại nội dung rồi gửi lại."
    status = 422


class QuestionClosed(Conflict):
    code = "question.closed"
    message = "Câu hỏi này đã khép. Tải lại trang; cần hỏi thêm thì gửi câu hỏi mới."


class CompletionBlocked(Refusal):
    """Hard findings stand. `findings` names them; everything keyed is kept."""

    code = "entry.incomplete"
    message = "Chưa hoàn thành được trường hợp: còn ô thiếu hoặc không thể đúng. Sửa các ô được đánh dấu đỏ."
    status = 422

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__()
        self.findings = tuple(findings)


class LeaseTaken(Conflict):
    code = "lease.taken"
    message = "Phần sổ này đang có người nhập. Chọn phần khác hoặc đề nghị Tổ trưởng cho tiếp nhận."


class FormUndefined(Refusal):
    code = "book.form_undefined"
    message = "Chưa có mẫu nhập cho loại sổ này: chỉ kiểm kê và nhập từ tệp được. Chọn quyển khác để nhập."
    status = 409


class NothingToKey(Refusal):
    code = "entry.nothing_to_key"
    message = "Không còn phần sổ nào được phân công cho đồng chí ở máy này. Đề nghị Tổ trưởng phân công thêm."
    status = 404


class GrantInvalid(NotAllowed):
    code = "grant.invalid"
    message = "Giấy giao việc gửi kèm không hợp lệ. Đăng nhập lại rồi gửi tiếp; dữ liệu vẫn còn trên máy."


class EntryDiffers(Conflict):
    code = "entry.differs"
    message = "Trường hợp này đã có với nội dung khác. Dùng --update nếu tệp là bản đúng hơn."


class PacketUnopened(Refusal):
    code = "packet.unopened"
    message = "Máy chủ không mở được gói đã niêm phong này. Gói vẫn được giữ trên máy: báo quản trị hệ thống."
    status = 422
