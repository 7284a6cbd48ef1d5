"""What each number of a policy of checking means, what more of it costs and what it buys: plain words for who sets it."""

from dataclasses import dataclass

from hotich.core.quotas.risk import Policy


@dataclass(frozen=True, slots=True)
class Words:
    """One number: its name in the code and in the form, and what is said of it."""

    name: str
    form: str
    label: str
    unit: str
    means: str
    more_costs: str
    more_buys: str


WORDS = (
    Words(
        "new_officer_entries", "can-bo-moi", "Cán bộ mới", "trường hợp",
        "Chừng ấy trường hợp đầu tiên của mỗi cán bộ được nhập lại toàn bộ.",
        "tốn công một lần cho mỗi cán bộ", "sớm phát hiện người đọc sai nét chữ, hiểu sai cột",
    ),
    Words(
        "usual_share", "quen-thuoc", "Nội dung quen thuộc", "% số trường hợp của quyển",
        "Ô ghi đúng nội dung mà chừng ấy phần của quyển cùng ghi thì coi là đã có nguồn thứ hai, không nhập lại.",
        "ít ô được coi là quen thuộc, nhập lại nhiều hơn", "bớt lỗi gõ theo thói quen",
    ),
    Words(
        "usual_entries", "it-nhat", "Biết nội dung quen thuộc từ", "trường hợp của quyển",
        "Quyển chưa có chừng ấy trường hợp thì chưa biết nội dung quen thuộc.",
        "đầu mỗi quyển nhập lại nhiều hơn", "không tin vào một quyển mới nhập ít",
    ),
    Words(
        "carried_percent", "lay-tu-truoc", "Ô lấy từ trường hợp trước", "% được nhập lại",
        "Ô lấy bằng một phím từ trường hợp trước, không đọc lại từ sổ; rút ngẫu nhiên.",
        "nhập lại nhiều hơn", "bớt ô bị lấy nhầm khi sổ đã ghi khác",
    ),
    Words(
        "quick_seconds", "o-nhanh", "Ô nhập nhanh", "giây, trở xuống",
        "Ô chưa có nguồn thứ hai mà đọc và gõ không quá chừng ấy giây: luôn nhập lại.",
        "nhiều ô luôn được nhập lại", "bớt ô sai còn lại",
    ),
    Words(
        "slow_seconds", "o-vua", "Ô nhập hơi nhanh", "giây, trở xuống",
        "Ô chưa có nguồn thứ hai, lâu hơn ô nhập nhanh nhưng không quá chừng ấy giây: nhập lại một phần.",
        "nhiều ô vào nhóm nhập lại một phần", "bớt ô sai còn lại",
    ),
    Words(
        "slow_percent", "phan-o-vua", "Tỷ lệ nhập lại ô hơi nhanh", "% số ô ấy",
        "Rút ngẫu nhiên trong các ô nhập hơi nhanh.",
        "tốn công nhất trong các mục", "bớt nhiều ô sai còn lại nhất",
    ),
    Words(
        "long_percent", "phan-o-dai", "Tỷ lệ nhập lại ô dài", "% số ô ấy",
        "Địa danh, ghi chú dài; không kể họ tên và số định danh, những ô ấy luôn nhập lại khi chưa có nguồn thứ hai.",
        "mỗi ô tốn nhiều giây", "bớt ô sai ở cột dài",
    ),
    Words(
        "seed_percent", "biet-dap-an", "Trường hợp đã biết đáp án", "trên 100 lượt kiểm tra",
        "Trộn vào việc của người kiểm tra để biết người kiểm tra sai bao nhiêu.",
        "thêm chừng ấy phần trăm công kiểm tra", "biết chắc hơn chất lượng của chính việc kiểm tra",
    ),
    Words(
        "quality_limit", "aql", "Mức chất lượng (AQL) của lô", "trường hợp sai trên 100",
        "Lô có tỷ lệ sai bằng mức này gần như luôn đạt; dùng khi các quyển của đơn vị nối tiếp nhau thành lô.",
        "mẫu cho phép sai nhiều hơn, ít lô phải nhập lại", "không: chất lượng lô được chấp nhận thấp hơn",
    ),
    Words(
        "level", "bac", "Bậc kiểm tra của lô", "bậc",
        "Mẫu lớn hay nhỏ so với lô: I nhỏ, II thông dụng, III lớn; S-1 đến S-4 cho mẫu rất nhỏ.",
        "mẫu lớn hơn", "phân biệt lô tốt và lô xấu rõ hơn",
    ),
    Words(
        "alone_limit", "mau-khong-loi", "Mẫu không lỗi phải phát hiện từ", "% trường hợp sai",
        "Quyển đứng riêng: mẫu không được sai trường hợp nào; quyển sai quá mức này chỉ lọt với khả năng 5 %.",
        "mẫu nhỏ đi, bớt công", "không: quyển sai nhiều hơn mới bị phát hiện",
    ),
)  # fmt: skip

WHEN_ALONE = {
    "registrar": "Người duy nhất nhập thì không ai trong Công an xã kiểm tra được: công chức làm công tác hộ tịch nhập lại độc lập. "
    "Sổ ở ngay đơn vị. Người đã mở xem trường hợp trước đó không được giao; nếu ở đơn vị không còn ai khác, lượt ấy được ghi rõ "
    "là đã xem trước.",
    "other_unit": "Cán bộ kiểm tra của đơn vị khác trong cùng địa bàn nhập lại theo ảnh quét. Chỉ với quyển có ảnh, không có nội dung hạn chế.",
}


def figure(value: float | str) -> str:
    """A number as people write it: `2,5`; a level as it is."""
    if isinstance(value, str):
        return value
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def differences(held: Policy, ordinary: Policy) -> list[str]:
    """Where a unit's numbers are other than the dated parameters."""
    return [
        f"{words.label}: {figure(value)} {words.unit} (chung: {figure(common)})"
        for words in WORDS
        if (value := getattr(held, words.name)) != (common := getattr(ordinary, words.name))
    ]
