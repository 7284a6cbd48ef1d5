"""Who runs PostgreSQL: it refuses root, so root hands it to somebody else.

Three ways, the first that can reach both the programs and the data folder wins: the user ``nobody``;
the owner of a folder above that shuts ``nobody`` out; a user namespace of its own, in which root is seen
as another user while the kernel still treats its files as root's (works below a folder of mode 0700).
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotich.support.postgres.errors import NoUnprivilegedIdentity

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number: signal.Signals, parent: int) -> None:
    """Ask the kernel to send ``number`` to this process when ``parent`` ends. For use between fork and exec.

    Must come after privileges were dropped: dropping them clears the wish.
    """
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:  # it ended before we could ask
        os._exit(1)


def _enter_user_namespace(inside: int) -> None:
    if _libc is None:
        raise OSError("no user namespaces here")
    outside, group = os.geteuid(), os.getegid()
    if _libc.unshare(_CLONE_NEWUSER) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{inside} {outside} 1")
    Path("/proc/self/gid_map").write_text(f"{inside} {group} 1")


@dataclass(frozen=True, slots=True)
class Identity:
    """The user a server runs as. ``uid`` None: whoever we are. ``namespace``: as that uid, inside a namespace."""

    uid: int | None = None
    gid: int | None = None
    namespace: bool = False

    @property
    def owner(self) -> int:
        """The uid that the data folder must have as seen from outside."""
        return os.geteuid() if self.uid is None or self.namespace else self.uid

    def popen(
        self, arguments: Sequence[str], *, on_parent_death: signal.Signals | None = None, **options: Any
    ) -> subprocess.Popen[Any]:
        """Start a program as this user, with ``/`` as its folder (ours may be closed to it)."""
        dropped: dict[str, Any] = {}
        if self.uid is not None and not self.namespace:
            dropped = {"user": self.uid, "group": self.gid, "extra_groups": []}
        before: Callable[[], None] | None = None
        if self.namespace or on_parent_death is not None:
            before = self._before_exec(on_parent_death, os.getpid())
        return subprocess.Popen(arguments, cwd="/", preexec_fn=before, **dropped, **options)

    def _before_exec(self, on_parent_death: signal.Signals | None, parent: int) -> Callable[[], None]:
        def before() -> None:
            if self.namespace:
                assert self.uid is not None
                _enter_user_namespace(self.uid)
            if on_parent_death is not None:
                die_with_parent(on_parent_death, parent)

        return before

    def run(self, arguments: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program as this user to its end; output is captured, nothing is raised on failure."""
        process = self.popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **options,
        )
        output, _ = process.communicate(timeout=120)
        return subprocess.CompletedProcess(list(arguments), process.returncode, output)


def _others() -> Iterator[pwd.struct_passwd]:
    try:
        yield pwd.getpwnam("nobody")
    except KeyError:
        yield from (user for user in pwd.getpwall() if user.pw_uid != 0)


def _candidates(folder: Path) -> Iterator[Identity]:
    nobody = next(_others(), None)
    if nobody is not None:
        yield Identity(nobody.pw_uid, nobody.pw_gid)
    for above in reversed([folder, *folder.parents]):
        facts = above.stat()
        if not facts.st_mode & 0o001 and facts.st_uid != 0:
            yield Identity(facts.st_uid, facts.st_gid)
            break
    if nobody is not None:
        # initdb looks its user up by name, so the uid inside must be one that has a name.
        yield Identity(nobody.pw_uid, nobody.pw_gid, namespace=True)


def _reaches(identity: Identity, program: str, folder: Path) -> bool:
    owner_before = folder.stat().st_uid
    os.chown(folder, identity.owner, -1)
    try:
        answer = identity.run(
            ["/bin/sh", "-c", '"$0" --version && cd "$1" && test -w .', program, str(folder)]
        )
    except (OSError, subprocess.SubprocessError):
        answer = None
    if answer is not None and answer.returncode == 0:
        return True
    os.chown(folder, owner_before, -1)
    return False


def choose(program: str, folder: Path) -> Identity:
    """Who can run ``program`` and keep its data in ``folder``; the folder is his afterwards.

    Raises NoUnprivilegedIdentity when we are root and nobody can.
    """
    if os.geteuid() != 0:
        return Identity()
    for identity in _candidates(folder):
        if _reaches(identity, program, folder):
            return identity
    raise NoUnprivilegedIdentity(
        f"PostgreSQL không chạy được bằng tài khoản root, và không tài khoản nào khác vào được {folder} hoặc {program}; "
        "máy này cũng không cho tạo không gian người dùng (user namespace). "
        "Hãy chạy lại bằng một tài khoản thường, hoặc đặt HOTICH_HOME và mã nguồn vào thư mục mà tài khoản "
        "'nobody' đọc được (ví dụ /srv/hotich), hoặc trỏ DATABASE_URL tới một máy chủ PostgreSQL có sẵn."
    )
