"""Numbers and lists that a law or a campaign sets, each with the days it holds and its legal reference.

Parameters are YAML: a name, a title and dated values. ``parameter("birth_registration_days", date(2006, 5, 1)).value`` is 60. The caller says the
date that matters: the act's for the law of registration, the comparison's for what counts as a discrepancy.
"""

from hotich.core.parameters.reading import (
    BrokenParameter,
    ParameterNotInForce,
    ParameterValue,
    UnknownParameter,
    parameter,
    parameter_names,
    read_parameters,
)

__all__ = [
    "BrokenParameter",
    "ParameterNotInForce",
    "ParameterValue",
    "UnknownParameter",
    "parameter",
    "parameter_names",
    "read_parameters",
]
