"""``python -m bench.linkage.febrl``: precision, recall and F1 of pairs on Febrl 1–4. Seeds are fixed and nothing was tuned on the labels."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable

from bench.linkage.febrl import others, ours
from bench.linkage.febrl.data import Febrl, load
from bench.linkage.yardstick.contenders import INSTALL

METHODS: tuple[tuple[str, Callable[[Febrl], set[tuple[int, int]]]], ...] = (
    ("ours", ours.link),
    ("Splink, its examples", others.by_splink),
    ("recordlinkage, its guide", others.by_recordlinkage),
    ("recordlinkage, ECM", others.by_ecm),
)


def main() -> None:
    missing = [name for name in ("recordlinkage", "splink") if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}. {INSTALL}")
    sys.stdout.write(f"{'set':<5}{'method':<26}{'precision':>10}{'recall':>10}{'F1':>10}{'s':>8}\n")
    for number in (1, 2, 3, 4):
        febrl = load(number)
        for name, method in METHODS:
            began = time.process_time()
            found = method(febrl)
            seconds = time.process_time() - began
            right = len(found & febrl.true)
            precision, recall = right / max(len(found), 1), right / len(febrl.true)
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            sys.stdout.write(
                f"{number:<5}{name:<26}{precision:>10.4f}{recall:>10.4f}{f1:>10.4f}{seconds:>8.1f}\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
