"""Writes of population: extracts loaded and wiped, versions of the linkage model taken in and put to use."""

from hotich.population.operations.extracts import (
    BATCH,
    COLUMNS,
    ExtractRefused,
    Loaded,
    load,
    open_extract,
    wipe,
    wipe_expired,
)
from hotich.population.operations.model_versions import add_version, use_version

__all__ = [
    "BATCH",
    "COLUMNS",
    "ExtractRefused",
    "Loaded",
    "add_version",
    "load",
    "open_extract",
    "use_version",
    "wipe",
    "wipe_expired",
]
