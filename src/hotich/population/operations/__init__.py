"""Writes of population: extracts loaded, prepared and wiped; versions of the linkage model kept and put to use.

Every extract keeps its own rows, so that wiping one takes nothing from another.
"""

from hotich.population.operations.extracts import ExtractRefused, open_extract, wipe, wipe_expired
from hotich.population.operations.loading import Batch, Loaded, load, load_batches
from hotich.population.operations.model_versions import (
    ModelOfAnotherRegister,
    add_version,
    use_version,
)
from hotich.population.operations.preparing import prepare_again, warm

__all__ = [
    "Batch",
    "ExtractRefused",
    "Loaded",
    "ModelOfAnotherRegister",
    "add_version",
    "load",
    "load_batches",
    "open_extract",
    "prepare_again",
    "use_version",
    "warm",
    "wipe",
    "wipe_expired",
]
