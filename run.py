#!/usr/bin/env python3
"""The one entrance to hotich: ``demo``, ``test`` and ``check``. Standard library only.

    python3 run.py demo [--port N] [--home DIR] [--once]    dựng thị xã mẫu và chạy thử
    python3 run.py test [--spark] [pytest arguments]        run every test; --spark: those of the Spark engine too (Java 17)
    python3 run.py check                                    what CI checks before the tests

It keeps one environment, ``.venv``, beside itself: made when missing, left alone when the locks in ``requirements/``
have not changed since.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one shall read why
    have = f"{sys.version_info[0]}.{sys.version_info[1]}"
    sys.exit(
        f"hotich cần Python 3.11 trở lên; đây là Python {have}. Cài bản mới hơn rồi chạy lại: python3.11 run.py demo\n"
        f"hotich needs Python 3.11 or newer; this is Python {have}. Install a newer one and run: python3.11 run.py demo"
    )

import contextlib
import fcntl
import hashlib
import json
import os
import re
import runpy
import shlex
import shutil
import signal
import subprocess
import tempfile
import venv
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
REQUIREMENTS = ROOT / "requirements"
FRONTEND = ROOT / "frontend"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_COMMAND = "apt-get update && apt-get install -y --no-install-recommends chromium"
THROUGH_CONTEXTS = ("tests/integration/screens", "tests/integration/demo")
OFFICES = ("soffice", "libreoffice")
OFFICE_COMMAND = "apt-get update && apt-get install -y --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation"
JAVA_COMMAND = "apt-get update && apt-get install -y --no-install-recommends openjdk-17-jre-headless"
MISSING_PIP = (
    "Không có pip để cài thư viện. Trên Debian/Ubuntu: sudo apt-get install python3-venv python3-pip\n"
    "There is no pip to install with. On Debian/Ubuntu: sudo apt-get install python3-venv python3-pip"
)


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


# The environment


def digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def stamp() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def make_environment() -> None:
    """`.venv` with this Python, made anew where the folder was moved or its Python is gone."""
    moved = stamp().get("path") not in (None, str(VENV))
    works = PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0
    if works and not moved:
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    venv.create(VENV, with_pip=False, symlinks=True)


def pip() -> list[str] | None:
    """A pip that can install into `.venv`: this Python's, else one unpacked into `.venv`."""
    for python in (sys.executable, str(PYTHON)):
        if (
            subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode
            == 0
        ):
            return (
                [python, "-m", "pip", "--python", str(PYTHON)]
                if python == sys.executable
                else [python, "-m", "pip"]
            )
    done = subprocess.run([PYTHON, "-m", "ensurepip"], capture_output=True, check=False)
    return [str(PYTHON), "-m", "pip"] if done.returncode == 0 else None


def uv() -> str | None:
    """uv, from the machine or fetched by its pinned hash."""
    own = VENV / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if found is None and (installer := pip()) is not None:
        lock = ["--quiet", "--require-hashes", "-r", str(REQUIREMENTS / "uv.txt")]
        subprocess.run([*installer, "install", *lock], check=False, stderr=subprocess.DEVNULL)
        found = str(own) if own.exists() else None
    return found


def install(*names: str) -> None:
    """Install locks (`run`, `dev`, `postgres`, `spark`) by their hashes. Exits where neither uv nor pip can."""
    locks = [part for name in names for part in ("-r", str(REQUIREMENTS / f"{name}.txt"))]
    fast = uv()
    if fast is not None:
        # uv must use the Python that we have and never fetch one.
        command = [fast, "pip", "install", "--quiet", "--require-hashes", "--no-python-downloads"]
        homeless = not os.access(os.environ.get("HOME", ""), os.W_OK)
        own = environment(**({"UV_CACHE_DIR": str(VENV / "cache" / "uv")} if homeless else {}))
        done = subprocess.run([*command, "--python", str(PYTHON), *locks], cwd=ROOT, env=own, check=False)
        if done.returncode == 0:
            return
        say("uv không cài được; thử lại bằng pip.")
    installer = pip()
    if installer is None:
        sys.exit(MISSING_PIP)
    if subprocess.run(
        [*installer, "install", "--quiet", "--require-hashes", *locks], cwd=ROOT, check=False
    ).returncode:
        sys.exit(
            "Không cài được thư viện; xem thông báo ở trên. / Installing the libraries failed; see above."
        )


def make_importable() -> None:
    """The package itself: a path to `src` and the console script."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    pointer = VENV / "lib" / version / "site-packages" / "hotich-src.pth"
    script = VENV / "bin" / "hotich"
    # Not a plain shebang: its length is limited and it cannot hold a space.
    text = (
        "#!/bin/sh\n"
        '\'\'\'exec\' "$(dirname "$(readlink -f "$0")")/python" "$0" "$@"\n'
        "' '''\n"
        'import sys\n\nfrom hotich.cli import main\n\nsys.exit(main(prog_name="hotich"))\n'
    )
    for file, content in ((pointer, f"{ROOT / 'src'}\n"), (script, text)):
        if not file.exists() or file.read_text() != content:
            file.write_text(content)
    if not os.access(script, os.X_OK):
        script.chmod(0o755)


def distribution_has_postgres() -> bool:
    finder = runpy.run_path(str(ROOT / "src/hotich/support/postgres/binaries.py"), run_name="binaries")
    return bool(finder["distribution"]())


def set_up(*names: str) -> None:
    """Bring `.venv` to the locks named; does nothing, and needs no right to write, where it is there already."""
    wanted = {name: digest(REQUIREMENTS / f"{name}.txt") for name in names}

    def ready() -> bool:
        have = stamp()
        same = have.get("path") == str(VENV) and PYTHON.exists()
        return same and all(have.get(name) == value for name, value in wanted.items())

    if ready():
        return
    try:
        VENV.mkdir(exist_ok=True)
        lock = (VENV / "installing.lock").open("a")
    except OSError as error:
        sys.exit(f"Không ghi được vào {VENV} ({error.strerror}). Chạy bằng tài khoản sở hữu thư mục này.")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if ready():
            return
        say("Đang chuẩn bị môi trường (.venv) …")
        make_environment()
        have = stamp()
        install(*(name for name in wanted if have.get(name) != wanted[name]))
        make_importable()
        kept = {
            name: value for name, value in have.items() if name in ("run", "dev", "postgres", "spark", "npm")
        }
        STAMP.write_text(json.dumps({**kept, **wanted, "path": str(VENV)}, indent=1))


def set_up_frontend() -> str | None:
    """The frontend's tools; returns npm, or None on a machine without Node (only developers need it)."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    value = digest(FRONTEND / "package-lock.json")
    if stamp().get("npm") != value or not (FRONTEND / "node_modules").is_dir():
        done = subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=FRONTEND, check=False)
        if done.returncode != 0:
            sys.exit("npm ci không thành công; xem thông báo ở trên. / npm ci failed; see above.")
        STAMP.write_text(json.dumps({**stamp(), "npm": value}, indent=1))
    return npm


def environment(**more: str) -> dict[str, str]:
    """The caller's environment without what would lead a tool to somebody's own installation."""
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DJANGO_SETTINGS_MODULE", "PYTHONPATH")
    }
    return {**own, **more}


# demo


def demo(arguments: list[str]) -> int:
    set_up("run", *(() if distribution_has_postgres() else ("postgres",)))
    # The same process goes on: a signal sent to run.py reaches the supervisor.
    os.execve(PYTHON, [str(PYTHON), "-m", "hotich", "demo", *arguments], environment())


# test


class Tally:
    """What all the runners counted."""

    def __init__(self) -> None:
        self.passed = self.failed = 0
        self.notes: list[str] = []

    def add(self, passed: int, failed: int, code: int, what: str) -> None:
        """A runner that ended badly without naming a failed test still counts as one."""
        self.passed += passed
        self.failed += failed if failed or not code else 1
        if code:
            self.notes.append(f"{what}: exit {code}")


def run_to_end(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    """Run a child; when we are asked to end, so is it, and it stops its server first."""
    process = subprocess.Popen(command, text=True, **options)  # type: ignore[call-overload]

    def pass_on(number: int, frame: object) -> None:
        if number == signal.SIGTERM:  # Ctrl-C has reached it already
            process.send_signal(signal.SIGINT)  # upon which pytest ends in good order
        process.wait()
        sys.exit(128 + number)

    before = [(number, signal.signal(number, pass_on)) for number in (signal.SIGTERM, signal.SIGINT)]
    output, _ = process.communicate()
    for number, handler in before:
        signal.signal(number, handler)
    return subprocess.CompletedProcess(command, process.returncode, output)


def run_pytest(tally: Tally, what: str, arguments: list[str], **more: str) -> None:
    say(f"── {what}")
    with tempfile.TemporaryDirectory(prefix="hotich-report-") as folder:
        report = Path(folder) / "report.xml"
        done = run_to_end(
            [str(PYTHON), "-m", "pytest", "-q", f"--junit-xml={report}", *arguments],
            cwd=ROOT,
            env=environment(**more),
        )
        total = failed = skipped = 0
        with contextlib.suppress(OSError, xml.ParseError):
            for suite in xml.parse(report).getroot().iter("testsuite"):
                total += int(suite.get("tests", 0))
                skipped += int(suite.get("skipped", 0))
                failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    tally.add(total - failed - skipped, failed, done.returncode, what)


def run_frontend(tally: Tally) -> None:
    npm = set_up_frontend()
    if npm is None:
        say("── frontend: không có Node.js trên máy này, bỏ qua / no Node.js here, left out")
        return
    say("── frontend")
    done = run_to_end([npm, "test", "--silent"], cwd=FRONTEND, env=environment(), stdout=subprocess.PIPE)
    print(done.stdout, end="", flush=True)
    counts = {
        word: sum(map(int, re.findall(rf"^\W*{word} (\d+)", done.stdout, re.M))) for word in ("pass", "fail")
    }
    tally.add(counts["pass"], counts["fail"], done.returncode, "frontend")


def program(names: tuple[str, ...], command: str, what: str) -> str | None:
    """A program of the distribution on this machine; as root it is installed where there is none."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Đang cài {what} cho các thử nghiệm …")
        subprocess.run(["/bin/sh", "-c", command], check=False, stdout=subprocess.DEVNULL)
        found = next(filter(None, map(shutil.which, names)), None)
    return found


def run_with_program(
    tally: Tally, folder: Path, name: str, names: tuple[str, ...], command: str, variable: str
) -> None:
    """The tests of a folder that need a program of the distribution, in a process of their own."""
    found = program(names, command, name)
    if found is None:
        say(
            f"Không có {name}: các thử nghiệm {folder.name} chưa chạy. Chạy lệnh này rồi thử lại:\n  sudo sh -c {shlex.quote(command)}"
        )
        tally.notes.append(f"{folder.name}: no {name}")
    elif folder.is_dir():
        run_pytest(tally, f"pytest {folder.name}", [str(folder)], **{variable: found})


def run_spark(tally: Tally) -> None:
    """The tests of the Spark engine, in one process: a second JVM would only take memory."""
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        say(
            f"Không có Java: các thử nghiệm với Spark chưa chạy. Chạy lệnh này rồi thử lại:\n  sudo sh -c {shlex.quote(JAVA_COMMAND)}"
        )
        tally.notes.append("spark: no Java")
        return
    run_pytest(tally, "pytest spark", ["-m", "spark", "tests"])


def servers() -> list[str]:
    """The kinds of private server to test on: both where both can be had, none of ours with DATABASE_URL."""
    if os.environ.get("DATABASE_URL"):
        return [""]
    if asked := os.environ.get("HOTICH_POSTGRES"):
        return [asked]
    code = "from hotich.support.postgres import binaries as b; print(*{f.kind for f in b.distribution() + b.wheel()})"
    found = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    return sorted(found)  # the distribution's first, as the product itself chooses


def test(arguments: list[str]) -> int:
    spark = "--spark" in arguments
    arguments = [argument for argument in arguments if argument != "--spark"]
    set_up("run", "dev", "postgres", *(("spark",) if spark else ()))
    if arguments:
        marks = ["-m", ""] if spark else []  # by themselves (pyproject.toml) they leave the spark tests out
        return run_to_end(
            [str(PYTHON), "-m", "pytest", *marks, *arguments], cwd=ROOT, env=environment()
        ).returncode
    tally = Tally()
    run_frontend(tally)
    journeys, office = ROOT / "tests" / "functional", ROOT / "tests" / "office"
    for number, kind in enumerate(servers()):
        # What has no database, and what asks one only through the contexts, is tested once.
        where = (
            ["tests", f"--ignore={journeys}", f"--ignore={office}"]
            if number == 0
            else ["tests/integration", *(f"--ignore={ROOT / folder}" for folder in THROUGH_CONTEXTS)]
        )
        run_pytest(
            tally, f"pytest {kind}".strip(), ["-n", "2", "--dist", "worksteal", *where], HOTICH_POSTGRES=kind
        )
    if spark:
        run_spark(tally)
    run_with_program(tally, office, "LibreOffice", OFFICES, OFFICE_COMMAND, "HOTICH_SOFFICE")
    # Playwright leaves an event loop in its thread: a process of its own.
    run_with_program(tally, journeys, "Chromium", BROWSERS, BROWSER_COMMAND, "HOTICH_CHROMIUM")
    for note in tally.notes:
        say(f"!! {note}")
    print(f"{tally.passed} passed, {tally.failed} failed", flush=True)
    return 1 if tally.failed or tally.notes or not tally.passed else 0


# check


def check(arguments: list[str]) -> int:
    """Every check CI makes before the tests. Writes caches into `.venv` and nothing elsewhere."""
    if arguments:
        say(f"check: {shlex.join(arguments)}?")
        return 2
    set_up("run", "dev")
    npm = set_up_frontend()
    cache, python = VENV / "cache", str(PYTHON)
    steps: list[tuple[str, list[str], Path]] = [
        ("mypy", [python, "-m", "mypy", "--cache-dir", str(cache / "mypy")], ROOT),
        (
            "ruff format",
            [python, "-m", "ruff", "format", "--check", "--cache-dir", str(cache / "ruff"), "."],
            ROOT,
        ),
        ("ruff check", [python, "-m", "ruff", "check", "--cache-dir", str(cache / "ruff"), "."], ROOT),
        (
            "import contracts",
            [str(VENV / "bin" / "lint-imports"), "--cache-dir", str(cache / "imports")],
            ROOT,
        ),
        ("specs", [python, "-m", "hotich", "specs", "build", "--check"], ROOT),
        ("layouts", [python, "-m", "hotich", "specs", "layouts", "--check"], ROOT),
        ("reference", [python, "-m", "hotich", "specs", "reference", "--check"], ROOT),
        ("workflows", [python, "-m", "hotich", "specs", "workflow", "--check"], ROOT),
        ("vectors", [python, "tests/vectors/generate.py", "--check"], ROOT),
        (
            "migrations",
            [python, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"],
            ROOT,
        ),
    ]
    if npm is None:
        say("frontend: không có Node.js trên máy này, bỏ qua / no Node.js here, left out")
    else:
        steps += [
            (f"frontend {name}", [npm, "run", "--silent", name], FRONTEND)
            for name in ("types", "build:check")
        ]
    with tempfile.TemporaryDirectory(prefix="hotich-check-") as home:
        own = environment(
            HOTICH_HOME=home, DJANGO_SETTINGS_MODULE="hotich.config.settings", PYTHONDONTWRITEBYTECODE="1"
        )

        def run(step: tuple[str, list[str], Path]) -> bool:
            name, command, folder = step
            done = subprocess.run(
                command,
                cwd=folder,
                env=own,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            say(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}")
            if done.returncode != 0:
                print(done.stdout, end="", flush=True)
            return done.returncode == 0

        with ThreadPoolExecutor(2) as pool:
            return 0 if all(list(pool.map(run, steps))) else 1


def main() -> int:
    commands = {"demo": demo, "test": test, "check": check}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        print(__doc__)
        return 0 if {"-h", "--help"} & set(sys.argv[1:]) else 2
    return commands[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
