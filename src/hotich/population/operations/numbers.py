"""Which personal numbers a file has had so far: eight bytes each, whatever its size."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]


class Numbers:
    """A growing set. Sorted runs, the larger merged of smaller ones as they fill, so that each number is moved a few times only."""

    def __init__(self) -> None:
        self._runs: list[Int64] = []

    def add(self, numbers: Int64) -> npt.NDArray[np.bool_]:
        """Adds numbers and says of each whether it is the first of its kind."""
        new = np.zeros(len(numbers), dtype=bool)
        new[np.unique(numbers, return_index=True)[1]] = True
        for run in self._runs:
            place = np.minimum(np.searchsorted(run, numbers), len(run) - 1)
            new &= run[place] != numbers
        fresh = np.sort(numbers[new])
        while self._runs and len(self._runs[-1]) <= 2 * len(fresh):
            fresh = np.sort(np.concatenate([self._runs.pop(), fresh]), kind="stable")
        if len(fresh):
            self._runs.append(fresh)
        return new
