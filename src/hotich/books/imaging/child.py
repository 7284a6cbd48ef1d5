"""The process that opens files: ``python -m hotich.books.imaging.child``. One request a line, one answer a line.

What a hostile file can do it does here: the process may use so much memory and no more, and its end is one page that failed.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

MEMORY = 3 * 1024**3
"""Bytes of addresses: several times what the largest allowed image takes."""
SECONDS = 60
"""Of the processor's time for one request: on a busy machine an image takes long without working long."""


def main() -> None:
    """Answers until nobody asks any more, or the parent ends."""
    from hotich.support.postgres.identity import die_with_parent

    die_with_parent(signal.SIGKILL, int(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The keying of the same machine goes first.
    os.nice(5)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What a library prints is no answer.
    os.dup2(2, 1)
    for line in sys.stdin:
        _grant(SECONDS)
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")
        answers.flush()


def _grant(seconds: int) -> None:
    """So much more of the processor's time; the kernel ends the process after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, most))


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    from hotich.books.imaging.making import make
    from hotich.books.imaging.opening import count_images
    from hotich.books.imaging.problems import Unreadable

    path = Path(asked["path"])
    if not path.is_file():
        return {"problem": "gone"}
    try:
        if asked["do"] == "count":
            return {"count": count_images(path, asked["kind"])}
        made = make(
            path,
            asked["kind"],
            asked["index"],
            half=asked["half"],
            turn=asked["turn"],
            out=Path(asked["out"]),
        )
        return made.as_json()
    except Unreadable as problem:
        return {"problem": problem.code}
    except MemoryError:
        return {"problem": "too_hard"}


if __name__ == "__main__":
    main()
