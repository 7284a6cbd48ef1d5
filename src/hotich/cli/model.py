"""``hotich model``: training and judging the linkage model."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[3]


@click.group()
def model() -> None:
    """Mô hình đối chiếu: huấn luyện, đánh giá."""


def _bench(name: str) -> Any:
    """The generators beside the product; they are in the repository, not in the package."""
    if not (ROOT / "bench" / "linkage").is_dir():
        raise click.ClickException(
            f"Không thấy thư mục {ROOT / 'bench' / 'linkage'}; chạy lệnh này trong bản mã nguồn đầy đủ."
        )
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module(f"bench.linkage.{name}")


def _say(text: str) -> None:
    click.echo(text, err=True)


@model.command()
@click.option("--size", default=100_000, show_default=True, help="Số công dân của đất nước giả lập để học.")
@click.option("--name", default="synthetic", show_default=True, help="Tên của mô hình.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp mô hình ghi ra."
)
def train(*, size: int, name: str, out: Path) -> None:
    """Học không cần nhãn từ một đất nước giả lập, hiệu chỉnh trên nhiễu giả lập, ghi ra một tệp mới.

    Ví dụ: hotich model train --size 100000 --out mo-hinh.json
    """
    from hotich.core.matching.model import write_model

    trained = _bench("training").train_model(size=size, name=name, say=_say)
    write_model(trained, out)
    click.echo(f"{out}: {trained.digest[:16]}")


@model.command()
@click.option(
    "--size", default=100_000, show_default=True, help="Số công dân của đất nước giả lập để đánh giá."
)
@click.option("--queries", default=20_000, show_default=True, help="Số mục của mỗi bộ.")
@click.option(
    "--model",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp mô hình (mặc định: mô hình kèm theo).",
)
@click.option("--set", "sets", multiple=True, help="Chỉ các bộ này (lặp lại được).")
@click.option("--json", "as_json", is_flag=True, help="In đúng một đối tượng JSON ra đầu ra chuẩn.")
def evaluate(*, size: int, queries: int, file: Path | None, sets: tuple[str, ...], as_json: bool) -> None:
    """In bảng chỉ số trên các bộ có hạt giống cố định mà mô hình chưa từng thấy.

    Ví dụ: hotich model evaluate --size 100000 --queries 20000
    """
    from hotich.core.matching.model import ModelRefused, default_model, read_model

    try:
        judged = read_model(file) if file else default_model()
    except ModelRefused as error:
        raise click.ClickException(str(error)) from error
    report = _bench("report")
    unknown = set(sets) - set(report.SETS)
    if unknown:
        raise click.UsageError(f"Không có bộ {', '.join(sorted(unknown))}. Các bộ: {', '.join(report.SETS)}.")
    rows = report.measure(judged, size=size, queries=queries, names=sets or report.SETS, say=_say)
    if as_json:
        click.echo(json.dumps({"model": judged.digest, "citizens": size, "sets": rows}, ensure_ascii=False))
    else:
        click.echo(report.as_text(rows))


command = model
