"""Loading, preparing and wiping of extracts. Every extract keeps its own rows, so that wiping one takes nothing from another."""

from hotich.population.operations.extracts import ExtractRefused, open_extract, wipe, wipe_expired
from hotich.population.operations.loading import Batch, Loaded, load, load_batches
from hotich.population.operations.preparing import prepare_again, warm

__all__ = [
    "Batch",
    "ExtractRefused",
    "Loaded",
    "load",
    "load_batches",
    "open_extract",
    "prepare_again",
    "warm",
    "wipe",
    "wipe_expired",
]
