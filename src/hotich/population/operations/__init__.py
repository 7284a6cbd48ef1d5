"""Loading, preparing and wiping of extracts. Every extract keeps its own rows, so that wiping one takes nothing from another."""

from hotich.population.operations.extracts import ExtractRefused, open_extract, wipe, wipe_expired
from hotich.population.operations.loading import Loaded, load, load_batches
from hotich.population.operations.preparing import prepare_again

__all__ = [
    "ExtractRefused",
    "Loaded",
    "load",
    "load_batches",
    "open_extract",
    "prepare_again",
    "wipe",
    "wipe_expired",
]
