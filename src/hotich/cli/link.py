"""``hotich link``: whole files against each other, without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

_SHOWN = 20


@click.command()
@click.option(
    "--population",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp dân cư (csv, parquet).",
)
@click.option(
    "--entries",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp mục trong sổ (csv, parquet).",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp kết quả (csv, parquet).",
)
@click.option(
    "--engine",
    type=click.Choice(["numpy", "duckdb", "spark"]),
    default="numpy",
    show_default=True,
    help="Bộ máy tính.",
)
@click.option(
    "--coverage",
    type=click.Choice(["nation", "list"]),
    default="nation",
    show_default=True,
    help="Phạm vi của tệp dân cư; với “list”, không thấy chỉ là chờ tra cứu (pending).",
)
@click.option(
    "--model",
    "model_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp mô hình (mặc định: mô hình kèm theo).",
)
@click.option("--json", "as_json", is_flag=True, help="In đúng một đối tượng JSON ra đầu ra chuẩn.")
def command(
    population: Path,
    entries: Path,
    out: Path,
    engine: str,
    coverage: str,
    model_file: Path | None,
    as_json: bool,
) -> None:
    """Đối chiếu cả tệp mục trong sổ với tệp dân cư. Mỗi mục một dòng kết quả; review nghĩa là phải có người chọn.

    Với not_found và pending, probability là xác suất không ai trong tệp dân cư là người ấy, người gần nhất nằm ở runner_up_id.

    Ví dụ: hotich link --population dan-cu.csv --entries so.csv --out ket-qua.csv
    """
    from hotich.core.matching.batch import FileUnusable, link_files
    from hotich.core.matching.engines.duckdb import DuckDbMissing
    from hotich.core.matching.engines.spark import SparkMissing
    from hotich.core.matching.model import ModelRefused, default_model, read_model

    counts: dict[str, int] = {}

    def progress(stage: str, rows: int) -> None:
        begins = bool(counts) and stage not in counts
        counts[stage] = counts.get(stage, 0) + rows
        if sys.stderr.isatty():
            if begins:
                click.echo("", err=True)
            click.echo(f"\r{stage}: {counts[stage]:,} dòng", err=True, nl=False)

    try:
        report = link_files(
            population=population,
            entries=entries,
            out=out,
            model=read_model(model_file) if model_file else default_model(),
            engine=engine,  # type: ignore[arg-type]
            coverage=coverage,  # type: ignore[arg-type]
            progress=progress,
        )
    except (FileUnusable, ModelRefused, DuckDbMissing, SparkMissing) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"Không ghi được {out}: {error.strerror}. Chọn thư mục khác.") from error
    if sys.stderr.isatty():
        click.echo("", err=True)
    refused = [(population.name, one) for one in report.refused_citizens]
    refused += [(entries.name, one) for one in report.refused_entries]
    for name, one in refused[:_SHOWN]:
        click.echo(f"{name}, dòng {one.row}: {one.sentence}", err=True)
    if len(refused) > _SHOWN:
        click.echo(f"… và {len(refused) - _SHOWN} dòng khác bị từ chối.", err=True)
    if as_json:
        body = {
            "entries": report.entries,
            "citizens": report.citizens,
            "outcomes": report.outcomes,
            "rejected": len(refused),
            "messages": [
                {"file": name, "row": one.row, "code": one.code, "message": one.sentence}
                for name, one in refused
            ],
            "model": report.model,
        }
        click.echo(json.dumps(body, ensure_ascii=False))
    else:
        said = ", ".join(f"{word} {number:,}" for word, number in sorted(report.outcomes.items()))
        click.echo(f"{report.entries:,} mục × {report.citizens:,} công dân: {said}")
    if refused:
        sys.exit(1)
