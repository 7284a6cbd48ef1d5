"""The model file: everything that turns compared columns into a probability, as JSON that no engine owns.

It holds the comparisons with their levels' conditions, three probabilities per level (m: of one person's two records, f: of an entry and a brother or sister, u: of two
strangers), frequencies of values, the mean number of siblings, the prior, the calibration and the thresholds, and what it was trained on. A new model is a
new file beside the old one.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hotich.core.matching.conditions import condition_of
from hotich.core.matching.levels import Comparison, Level, columns_used
from hotich.core.matching.normaliser import COLUMNS, VERSION
from hotich.core.matching.soundness import faults

FORMAT = 1
Floats = npt.NDArray[np.float64]

# No single frequency speaks louder than this, in bits: a name that only one family has is still a name.
_RAREST, _COMMONEST = 6.0, -10.0


class ModelRefused(ValueError):
    """The file is no model, or one of another format or normaliser. The message is Vietnamese, with a remedy."""

    code = "model.refused"


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Of one comparison, a probability per level under each hypothesis."""

    same: tuple[float, ...]
    family: tuple[float, ...]
    unrelated: tuple[float, ...]


@dataclass(frozen=True)
class Frequencies:
    """Shares of a column's commonest values by their codes, the mean share two random agreeing records have, and the share of a value not listed."""

    shares: dict[int, float]
    mean: float
    rare: float

    @cached_property
    def _table(self) -> tuple[npt.NDArray[np.int32], Floats, float]:
        """Codes in ascending order with their bits, and the bits of a value not listed."""
        keys = np.fromiter(self.shares, dtype=np.int32, count=len(self.shares))
        shares = np.fromiter(self.shares.values(), dtype=np.float64, count=len(self.shares))
        order = np.argsort(keys)
        listed = np.clip(np.log2(self.mean / shares[order]), _COMMONEST, _RAREST)
        return keys[order], listed, float(np.clip(np.log2(self.mean / self.rare), _COMMONEST, _RAREST))

    def bits(self, codes: npt.NDArray[np.int32]) -> Floats:
        """How much more than on average an agreement on each value says: log2(mean share / share)."""
        if not self.shares:
            return np.zeros(len(codes))
        keys, listed, rare = self._table
        place = np.minimum(np.searchsorted(keys, codes), len(keys) - 1)
        found = np.where(keys[place] == codes, listed[place], rare)
        found[codes == 0] = 0.0
        return found


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising table: log odds as the model computes them → observed probability, with straight lines between."""

    odds: tuple[float, ...] = ()
    observed: tuple[float, ...] = ()

    def __call__(self, odds: Floats) -> Floats:
        """Calibrated probabilities; without a table the model's own."""
        if not self.odds:
            return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(odds, -60, 60))))
        return np.interp(odds, self.odds, self.observed)


@dataclass(frozen=True)
class Model:
    """A trained model. ``siblings``: how many brothers and sisters in the register a person has on average; ``prior``: the share of entries whose person is in it."""

    comparisons: tuple[Comparison, ...]
    probabilities: dict[str, Probabilities]
    frequencies: dict[str, Frequencies]
    siblings: float = 2.0
    prior: float = 0.8
    link: Calibration = field(default_factory=Calibration)
    absent: Calibration = field(default_factory=Calibration)
    link_at: float = 0.95
    absent_at: float = 0.95
    name: str = ""
    trained_on: dict[str, Any] = field(default_factory=dict)

    def weights(self, name: str) -> tuple[Floats, Floats]:
        """Bits per level for *same person* and for *same family*, both against *unrelated*."""
        return self._weights[name]

    @cached_property
    def _weights(self) -> dict[str, tuple[Floats, Floats]]:
        found = {}
        for name, p in self.probabilities.items():
            same, family, other = (np.array(values) for values in (p.same, p.family, p.unrelated))
            found[name] = np.log2(same / other), np.log2(family / other)
        return found

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The prepared columns that the model reads."""
        return columns_used(self.comparisons)

    def with_prior(self, prior: float) -> Model:
        """The same model for a book whose entries are in the register with another probability."""
        return replace(self, prior=prior)

    def as_json(self) -> dict[str, Any]:
        """What the file holds. Figures have six digits: engines agree on the file, not on what was in memory."""
        return {
            "format": FORMAT,
            "normaliser": VERSION,
            "name": self.name,
            "trained_on": self.trained_on,
            "siblings": _rounded(self.siblings),
            "prior": _rounded(self.prior),
            "thresholds": {"link": self.link_at, "absent": self.absent_at},
            "calibration": {
                "link": {"odds": _all(self.link.odds), "observed": _all(self.link.observed)},
                "absent": {"odds": _all(self.absent.odds), "observed": _all(self.absent.observed)},
            },
            "comparisons": [self._comparison(c) for c in self.comparisons],
            "frequencies": {
                column: {
                    "mean": _rounded(f.mean),
                    "rare": _rounded(f.rare),
                    "shares": {str(code): _rounded(share) for code, share in sorted(f.shares.items())},
                }
                for column, f in self.frequencies.items()
            },
        }

    def _comparison(self, comparison: Comparison) -> dict[str, Any]:
        p = self.probabilities[comparison.name]
        return {
            "name": comparison.name,
            "title": comparison.title,
            "own": comparison.own,
            "frequency": comparison.frequency,
            "given": comparison.given,
            "alone": comparison.alone,
            "shared": comparison.shared,
            "levels": [
                {
                    "name": level.name,
                    "when": level.when,
                    "sentence": level.sentence,
                    "missing": level.missing,
                    "frequency": level.frequency,
                    "context": level.context,
                    "same": _rounded(p.same[at]),
                    "family": _rounded(p.family[at]),
                    "unrelated": _rounded(p.unrelated[at]),
                }
                for at, level in enumerate(comparison.levels)
            ],
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file's content: what a result says it was made with."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")


def _all(values: tuple[float, ...]) -> list[float]:
    return [_rounded(value) for value in values]


def write_model(model: Model, path: Path) -> None:
    """Writes the file, readable line by line in a diff."""
    body = model.as_json()
    text = json.dumps(body, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def read_model(path: Path) -> Model:
    """Reads a model file. Raises ModelRefused with what is wrong and what to do."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelRefused(f"Không đọc được tệp mô hình {path}. Kiểm tra đường dẫn và quyền đọc.") from error
    return model_of(text, source=str(path))


@cache
def default_model() -> Model:
    """The model shipped with the product, trained on a synthetic country."""
    data = resources.files("hotich.core.matching").joinpath("data/model.json")
    return model_of(data.read_text(encoding="utf-8"), source="model.json")


def model_of(text: str, *, source: str) -> Model:
    """A model from the text of its file. Raises ModelRefused."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise ModelRefused(f"{source} không phải JSON. Dùng tệp do “hotich model train” ghi ra.") from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ModelRefused(
            f"{source} không phải tệp mô hình dạng {FORMAT}. Dùng tệp do “hotich model train” ghi ra."
        )
    if raw.get("normaliser") != VERSION:
        raise ModelRefused(
            f"{source} được huấn luyện với bộ chuẩn hóa bản {raw.get('normaliser')}, máy này dùng bản {VERSION}. "
            "Huấn luyện lại bằng “hotich model train”."
        )
    try:
        wrong = next(faults(raw), None)
        model = _read(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelRefused(
            f"{source} thiếu hoặc sai phần {error}. Dùng tệp nguyên vẹn do “hotich model train” ghi ra."
        ) from error
    if wrong is not None:
        raise ModelRefused(
            f"{source} có số liệu hỏng: {wrong}. Dùng tệp nguyên vẹn do “hotich model train” ghi ra."
        )
    unknown = set(model.columns) - set(COLUMNS)
    if unknown:
        raise ModelRefused(
            f"{source} dùng cột không có: {', '.join(sorted(unknown))}. Huấn luyện lại bằng “hotich model train”."
        )
    return model


def _read(raw: dict[str, Any]) -> Model:
    comparisons: list[Comparison] = []
    probabilities: dict[str, Probabilities] = {}
    for item in raw["comparisons"]:
        levels = item["levels"]
        comparisons.append(
            Comparison(
                item["name"],
                item["title"],
                tuple(
                    Level(
                        x["name"],
                        condition_of(x["when"]),
                        x["sentence"],
                        bool(x["missing"]),
                        bool(x["frequency"]),
                        str(x["context"]),
                    )
                    for x in levels
                ),
                bool(item["own"]),
                item["frequency"],
                item["given"],
                item["alone"],
                bool(item["shared"]),
            )
        )
        found = Probabilities(
            *(tuple(_probability(x[h]) for x in levels) for h in ("same", "family", "unrelated"))
        )
        probabilities[item["name"]] = found
    frequencies = {
        column: Frequencies(
            {int(code): _probability(share) for code, share in f["shares"].items()},
            _probability(f["mean"]),
            _probability(f["rare"]),
        )
        for column, f in raw["frequencies"].items()
    }
    tables = {
        name: Calibration(
            tuple(map(float, raw["calibration"][name]["odds"])),
            tuple(map(float, raw["calibration"][name]["observed"])),
        )
        for name in ("link", "absent")
    }
    return Model(
        comparisons=tuple(comparisons),
        probabilities=probabilities,
        frequencies=frequencies,
        siblings=float(raw["siblings"]),
        prior=_probability(raw["prior"]),
        link=tables["link"],
        absent=tables["absent"],
        link_at=float(raw["thresholds"]["link"]),
        absent_at=float(raw["thresholds"]["absent"]),
        name=str(raw["name"]),
        trained_on=dict(raw["trained_on"]),
    )


def _probability(value: Any) -> float:
    number = float(value)
    if not (0.0 < number <= 1.0) or math.isnan(number):
        raise ValueError(f"xác suất {value}")
    return number
