"""What the commands of the model share."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from hotich.core.matching.files import PersonFile
    from hotich.core.matching.model import Model
    from hotich.population.models import Extract
    from hotich.staff.models import Officer

ROOT = Path(__file__).resolve().parents[4]


def bench(name: str) -> Any:
    """The generators beside the product; they are in the repository, not in the package."""
    if not (ROOT / "bench" / "linkage").is_dir():
        raise click.ClickException(
            f"Không thấy thư mục {ROOT / 'bench' / 'linkage'}; chạy lệnh này trong bản mã nguồn đầy đủ."
        )
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module(f"bench.linkage.{name}")


def say(text: str) -> None:
    """One line to the operator; standard output is for the result."""
    click.echo(text, err=True)


@contextmanager
def refusals_told() -> Iterator[None]:
    """What the core refuses, as a command refuses it."""
    from hotich.core.matching.files import FileUnusable
    from hotich.core.matching.learning import TooLittle
    from hotich.core.matching.model import ModelRefused

    try:
        yield
    except (FileUnusable, ModelRefused, TooLittle) as error:
        raise click.ClickException(str(error)) from error


def model_of_file(path: Path | None) -> Model:
    """The model of a file, the shipped one without. Raises ModelRefused."""
    from hotich.core.matching.model import default_model, read_model

    return read_model(path) if path else default_model()


def progress(rows: int) -> None:
    """Progress of a reading, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\rđọc dân cư … +{rows:,}   ", err=True, nl=False)


def register_file(path: Path) -> PersonFile:
    """A file of the population register as `hotich link` takes it. Raises FileUnusable."""
    from hotich.core.matching.files import PersonFile
    from hotich.core.matching.normaliser import FIELDS

    return PersonFile(path, ("personal_id", "full_name"), FIELDS)


def extract_in_force() -> Extract:
    """The widest and newest extract."""
    from hotich.population.queries import extracts_in_force
    from hotich.support.time import today

    found = extracts_in_force(on=today())
    if not found:
        raise click.ClickException(
            "Chưa có trích xuất dân cư nào còn hiệu lực: nhập bằng “hotich import population TỆP”, hoặc đọc từ tệp bằng "
            "--population và --entries."
        )
    return found[0]


def officer_of(username: str | None) -> Officer | None:
    """Who stands behind a command; nobody where it was not said."""
    from hotich.staff.models import Officer

    if not username:
        return None
    found = Officer.objects.filter(username=username.strip().lower()).first()
    if found is None:
        raise click.ClickException(f"Không có tài khoản “{username}”: kiểm tra lại tên đăng nhập.")
    return found


by_option = click.option("--by", "username", help="Tên đăng nhập của người quyết định, để ghi nhật ký.")
existing = click.Path(dir_okay=False, path_type=Path)
