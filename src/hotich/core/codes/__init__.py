"""Code lists by meaning: ethnic groups, nationalities, sex, kinds of registration, identity papers, relations."""

from hotich.core.codes.lists import (
    CodeList,
    CodeRow,
    System,
    UnknownCodeList,
    code_list,
    code_lists,
    from_number,
    label,
    number,
    read_code,
    systems,
)

__all__ = [
    "CodeList",
    "CodeRow",
    "System",
    "UnknownCodeList",
    "code_list",
    "code_lists",
    "from_number",
    "label",
    "number",
    "read_code",
    "systems",
]
