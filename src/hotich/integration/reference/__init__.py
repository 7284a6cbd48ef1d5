"""The registers explained: for each kind and edition its columns, rules, sources and the columns of outside formats.

Made from the definitions alone, once, for the pages of the application and for `docs/reference`.
"""

from hotich.integration.reference.describing import (
    EditionPage,
    FieldRow,
    GroupRows,
    KindPage,
    RuleRow,
    describe,
)
from hotich.integration.reference.markdown import code_lists_markdown, index_markdown, kind_markdown

__all__ = [
    "EditionPage",
    "FieldRow",
    "GroupRows",
    "KindPage",
    "RuleRow",
    "code_lists_markdown",
    "describe",
    "index_markdown",
    "kind_markdown",
]
