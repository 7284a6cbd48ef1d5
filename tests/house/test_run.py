"""``run.py`` works from a copy of the tree below a closed folder, as root and as an ordinary user."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRIED = "tests/integration/support/test_rights.py"
VERSION = f"python{sys.version_info[0]}.{sys.version_info[1]}"
IS_ROOT = os.geteuid() == 0


def runs_as(uid: int, python: str) -> bool:
    """Whether this user can run this interpreter, and it is the version our libraries were installed for."""
    code = "import sys; print(f'python{sys.version_info[0]}.{sys.version_info[1]}')"
    try:
        answer = subprocess.run(
            [python, "-I", "-c", code],
            user=uid,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.stdout.strip() == VERSION


def ordinary_user() -> tuple[int, str] | None:
    """Somebody who is not root, and an interpreter within his reach (root's own may lie in a closed home)."""
    if not IS_ROOT:
        return os.geteuid(), sys.executable
    somebody = pwd.getpwnam("nobody").pw_uid
    pythons = [os.path.realpath(sys.executable), f"/usr/bin/{VERSION}", f"/usr/local/bin/{VERSION}"]
    return next(((somebody, python) for python in pythons if runs_as(somebody, python)), None)


ORDINARY = ordinary_user()
USERS = ([("root", 0, sys.executable)] if IS_ROOT else []) + ([("ordinary", *ORDINARY)] if ORDINARY else [])


def copy_environment(python: str, copy: Path) -> None:
    """A `.venv` as ``run.py`` would have made it there, from the libraries at hand: no network in tests."""
    subprocess.run([python, "-m", "venv", "--without-pip", copy / ".venv"], check=True)
    libraries = Path(pytest.__file__).parents[1]
    target = copy / ".venv" / "lib" / VERSION / "site-packages"
    shutil.rmtree(target)
    # Links cost nothing; another file system needs copies.
    linked = subprocess.run(["cp", "-al", libraries, target], capture_output=True, check=False)
    if linked.returncode != 0:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(libraries, target)
    pointer = target / "hotich-src.pth"
    pointer.unlink(missing_ok=True)
    pointer.write_text(f"{copy / 'src'}\n")
    digests = {
        name: hashlib.sha256((copy / "requirements" / f"{name}.txt").read_bytes()).hexdigest()
        for name in ("run", "dev", "postgres")
    }
    (copy / ".venv" / "installed.json").write_text(json.dumps({**digests, "path": str(copy / ".venv")}))


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that nobody but its owner enters."""
    with tempfile.TemporaryDirectory(prefix="hotich-closed-") as folder:
        yield Path(folder)


def own(folder: Path, uid: int) -> None:
    """Give the copy to its user, the linked libraries aside: those are the installation's too."""
    libraries = folder / ".venv" / "lib"
    os.chown(folder.parent, uid, -1)
    for path in [folder, *folder.rglob("*")]:
        if not path.is_relative_to(libraries):
            os.chown(path, uid, -1, follow_symlinks=False)


@pytest.mark.parametrize(("name", "uid", "python"), USERS, ids=[user[0] for user in USERS])
def test_the_tests_run_from_a_copy_below_a_closed_folder(
    closed: Path, name: str, uid: int, python: str
) -> None:
    copy = closed / "hồ tịch"
    ignored = shutil.ignore_patterns(
        ".venv", ".git", "node_modules", "var", "__pycache__", "generated", "*_cache"
    )
    shutil.copytree(ROOT, copy, ignore=ignored)
    copy_environment(python, copy)
    if IS_ROOT:
        own(copy, uid)
    home = closed / "user"
    home.mkdir()
    os.chown(home, uid, -1)
    environment = {
        "PATH": os.environ["PATH"] if uid == 0 or not IS_ROOT else "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    answer = subprocess.run(
        [python, "run.py", "test", "-q", TRIED],
        user=uid,
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "passed" in answer.stdout


def test_an_unknown_command_is_answered_with_the_known_ones() -> None:
    answer = subprocess.run(
        [sys.executable, "run.py", "dmeo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "run.py demo" in answer.stdout


def test_an_old_python_is_told_so_in_a_sentence() -> None:
    code = (
        "import sys; sys.version_info = (3, 9, 1); sys.argv = ['run.py', 'demo']; "
        "exec(compile(open('run.py').read(), 'run.py', 'exec'))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert answer.returncode == 1
    assert "hotich cần Python 3.11 trở lên; đây là Python 3.9" in answer.stderr
    assert "Traceback" not in answer.stderr
