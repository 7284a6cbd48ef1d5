"""A register's form as data: editions of groups and fields, a closed vocabulary of predicates, findings, a judge.

Definitions live in ``hotich.core.registers``; here is what reads, checks, applies and compiles them. The entry
desk's TypeScript port of ``predicates`` and ``judging`` runs the same vectors.
"""

from hotich.core.forms.comparing import Difference, diff
from hotich.core.forms.compiling import compile_edition
from hotich.core.forms.context import NOTHING_KNOWN, Context, KnownNumber
from hotich.core.forms.judging import judge, missing_required, visible_fields
from hotich.core.forms.model import Edition, Field, Group, SubjectRole
from hotich.core.forms.normalising import SubjectValues, normalise, subjects_of
from hotich.core.forms.numbers import RegistrationNumber, read_number
from hotich.core.forms.printed import PrintedForm, form_at
from hotich.core.forms.problems import DefinitionError
from hotich.core.forms.variants import VariantRefused, apply_variant, extra_id, variant_digest

__all__ = [
    "NOTHING_KNOWN",
    "Context",
    "DefinitionError",
    "Difference",
    "Edition",
    "Field",
    "Group",
    "KnownNumber",
    "PrintedForm",
    "RegistrationNumber",
    "SubjectRole",
    "SubjectValues",
    "VariantRefused",
    "apply_variant",
    "compile_edition",
    "diff",
    "extra_id",
    "form_at",
    "judge",
    "missing_required",
    "normalise",
    "read_number",
    "subjects_of",
    "variant_digest",
    "visible_fields",
]
