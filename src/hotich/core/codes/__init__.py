"""Code lists by meaning: ethnic groups, nationalities, sex, kinds of registration, identity papers, relations."""

from hotich.core.codes.lists import (
    CodeList,
    CodeRow,
    UnknownCodeList,
    code_list,
    code_lists,
    from_number,
    label,
    number,
    read_code,
)

__all__ = [
    "CodeList",
    "CodeRow",
    "UnknownCodeList",
    "code_list",
    "code_lists",
    "from_number",
    "label",
    "number",
    "read_code",
]
