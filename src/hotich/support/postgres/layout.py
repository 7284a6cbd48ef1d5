"""Where the private server keeps things under HOTICH_HOME, and its addresses, known before it runs."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlencode

from hotich.support.postgres.errors import HomeNotUsable

DATABASE = "hotich"
OWNER, APP, REPORT, SUPERUSER = "hotich_owner", "hotich_app", "hotich_report", "postgres"
ROLES = (OWNER, APP, REPORT)
PORT = 5432  # names the socket file; nothing listens on the network
_LONGEST_SOCKET = 107  # bytes, sockaddr_un


@dataclass(frozen=True, slots=True)
class Urls:
    """Addresses of one database, one per role; ``report`` is None where the installation has no such role."""

    app: str
    owner: str
    report: str | None


def home_directory() -> Path:
    """HOTICH_HOME, by default ``./var``; absolute."""
    return Path(os.environ.get("HOTICH_HOME") or "var").expanduser().absolute()


class Layout:
    """The folder of one installation. Making one touches nothing but the secrets."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.cluster = self.home / "postgres"
        self.data = self.cluster / "data"
        self.log = self.home / "logs" / "postgres.log"
        self.lock = self.home / "pg.lock"
        self.start_lock = self.home / "pg.start.lock"

    @cached_property
    def sockets(self) -> Path:
        """Folder of the socket: under the home where the path is short enough, else in /tmp."""
        inside = self.cluster / "run"
        if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) < _LONGEST_SOCKET:
            return inside
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"hotich-{name}"

    def prepare(self) -> None:
        """Make the home and its closed folders. Raises HomeNotUsable."""
        try:
            if not self.home.exists():
                self.home.mkdir(parents=True)
                # Root's server runs as somebody else, who must pass through; nobody can list it.
                self.home.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for folder in (self.home / "secrets", self.home / "logs"):
                folder.mkdir(mode=0o700, exist_ok=True)
            self.cluster.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise HomeNotUsable(
                f"Không ghi được vào {self.home} ({error.strerror}). Đặt HOTICH_HOME là một thư mục "
                "mà tài khoản đang dùng có quyền ghi."
            ) from error

    def secret(self, role: str) -> str:
        """The password of a role, made on first use, readable by us alone."""
        path = self.home / "secrets" / f"{role}.password"
        self.prepare()
        try:
            return path.read_text()
        except FileNotFoundError:
            pass
        except PermissionError as error:
            raise HomeNotUsable(
                f"{path} thuộc về tài khoản khác. Hãy chạy bằng đúng tài khoản đã tạo {self.home}, "
                "hoặc đặt HOTICH_HOME là một thư mục khác."
            ) from error
        draft = path.with_name(f".{role}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(24))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, path)  # whoever is first wins, and everybody reads the same
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return path.read_text()

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of ``database`` for ``role``."""
        where = urlencode({"host": str(self.sockets), "port": PORT})
        return f"postgresql://{role}:{quote(self.secret(role), safe='')}@/{database}?{where}"


def database_urls(home: Path | None = None) -> Urls:
    """The addresses in force: DATABASE_URL where it is set, else those of the private server of ``home``.

    Starts nothing; makes the private server's passwords where there are none yet.
    """
    app = os.environ.get("DATABASE_URL")
    if app:
        return Urls(
            app=app,
            owner=os.environ.get("DATABASE_OWNER_URL") or app,
            report=os.environ.get("DATABASE_REPORT_URL") or None,
        )
    layout = Layout(home or home_directory())
    return Urls(app=layout.url(APP), owner=layout.url(OWNER), report=layout.url(REPORT))
