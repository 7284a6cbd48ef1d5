"""Words for columns known only by their dotted id: those of a kind whose printed form is not defined yet.

The id says whose the column is and what it holds (`husband.full_name`), so a reader need not meet the id itself.
"""

from typing import Final

ROLES: Final[dict[str, str]] = {
    "child": "người được khai sinh",
    "mother": "người mẹ",
    "father": "người cha",
    "declarant": "người yêu cầu",
    "husband": "bên nam",
    "wife": "bên nữ",
    "deceased": "người chết",
    "parent": "cha hoặc mẹ",
    "subject": "người được cấp",
    "signer": "người ký",
    "registrar": "người thực hiện",
    "registration": "đăng ký",
    "book": "sổ",
    "marriage": "việc kết hôn",
    "death": "việc chết",
    "death_notice": "giấy báo tử",
    "decision": "quyết định",
    "recognition": "việc nhận cha, mẹ, con",
    "foreign": "đăng ký ở nước ngoài",
    "id_document": "giấy tờ tùy thân",
    "residence_period": "thời gian cư trú",
    "purpose": "mục đích sử dụng",
    "extra": "cột thêm",
}
WORDS: Final[dict[str, str]] = {
    "full_name": "Họ, chữ đệm, tên",
    "name": "Họ tên",
    "title": "Chức vụ",
    "sex": "Giới tính",
    "birth_date": "Ngày sinh",
    "birth_place": "Nơi sinh",
    "hometown": "Quê quán",
    "ethnicity": "Dân tộc",
    "nationality": "Quốc tịch",
    "other_nationality": "Quốc tịch khác",
    "residence": "Nơi cư trú",
    "residence_type": "Loại cư trú",
    "personal_id": "Số định danh cá nhân",
    "number": "Số",
    "type": "Loại",
    "other": "Khác",
    "issued_on": "Ngày cấp",
    "issued_by": "Nơi cấp",
    "date": "Ngày",
    "place": "Nơi",
    "page": "Trang",
    "relation": "Quan hệ",
    "occupation": "Nghề nghiệp",
    "cause": "Nguyên nhân",
    "time": "Giờ",
    "status": "Tình trạng",
    "basis": "Căn cứ",
    "notes": "Ghi chú",
    "authority": "Cơ quan",
    "country": "Quốc gia",
}


def label_of(dotted: str) -> str:
    """`Họ, chữ đệm, tên (bên nam)`; the id itself where its words are not known."""
    *owners, word = dotted.split(".")
    label = WORDS.get(word)
    if label is None:
        return dotted
    said = [ROLES[owner] for owner in owners if owner in ROLES]
    return f"{label} ({', '.join(said)})" if said else label
