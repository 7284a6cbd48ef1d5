"""``hotich model train``: a new model, from files, from the installation's database, or in a synthetic country."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hotich.cli.model._shared import (
    bench,
    existing,
    extract_in_force,
    model_of_file,
    progress,
    refusals_told,
    register_file,
    say,
)

if TYPE_CHECKING:
    from hotich.core.matching.model import Model

_SYNTHETIC_SIZE = 100_000


@click.command()
@click.option("--out", required=True, type=existing, help="Tệp mô hình ghi ra.")
@click.option("--population", type=existing, help="Tệp dân cư (csv, parquet), cột như của “hotich link”.")
@click.option("--entries", type=existing, help="Tệp mục trong sổ (csv, parquet), cùng với --population.")
@click.option(
    "--judgements", is_flag=True, help="Học thêm từ xác định của cán bộ trong cơ sở dữ liệu của máy này."
)
@click.option("--base", type=existing, help="Mô hình gốc (mặc định: mô hình kèm theo).")
@click.option("--synthetic", is_flag=True, help="Học trong một đất nước giả lập (chỉ có trong bản mã nguồn).")
@click.option(
    "--size",
    type=click.IntRange(min=5_000),
    help=f"Cùng --synthetic: số công dân (mặc định {_SYNTHETIC_SIZE:,}).",
)
@click.option("--name", help="Tên của mô hình.")
@click.option("--json", "as_json", is_flag=True, help="In đúng một đối tượng JSON ra đầu ra chuẩn.")
def command(
    out: Path,
    population: Path | None,
    entries: Path | None,
    judgements: bool,
    base: Path | None,
    synthetic: bool,
    size: int | None,
    name: str | None,
    as_json: bool,
) -> None:
    """Huấn luyện một mô hình mới, ghi ra một tệp; chưa dùng vào đâu cho đến “hotich model add” và “hotich model use”.

    Không kèm tùy chọn nguồn nào thì học từ cơ sở dữ liệu của máy này: trích xuất dân cư còn hiệu lực và các trường hợp đã nhập xong. Có
    --population và --entries thì học từ hai tệp ấy, không cần cơ sở dữ liệu. Học không cần biết ai là ai: u, tần suất và gia đình từ dân cư
    (mẫu tối đa 300.000 người theo hộ), m bằng EM từ tối đa 20.000 mục, kéo về mô hình gốc; dưới 300 mục thì giữ m của mô hình gốc. Hiệu chỉnh lấy của mô hình gốc.

    \b
    Ví dụ: hotich model train --out mo-hinh.json
           hotich model train --judgements --out mo-hinh.json
           hotich model train --population dan-cu.csv --entries so.csv --out mo-hinh.json
           hotich model train --synthetic --size 100000 --out mo-hinh.json
    """
    from hotich.core.matching.model import write_model

    _agree(population, entries, judgements, base, synthetic, size)
    if not out.parent.is_dir():
        raise click.ClickException(f"Không có thư mục {out.parent}: tạo trước, hoặc chọn nơi khác.")
    with refusals_told():
        if synthetic:
            trained: Model = bench("training").train_model(
                size=size or _SYNTHETIC_SIZE, name=name or "synthetic", say=say
            )
        elif population is not None and entries is not None:
            trained = _of_files(population, entries, model_of_file(base), name or population.stem)
        else:
            from hotich.cli._database import database

            with database():
                trained = _of_database(model_of_file(base), name, judgements=judgements)
    try:
        write_model(trained, out)
    except OSError as error:
        raise click.ClickException(f"Không ghi được {out}: {error.strerror}. Chọn thư mục khác.") from error
    if as_json:
        body = {
            "model": trained.digest,
            "name": trained.name,
            "out": str(out),
            "trained_on": trained.trained_on,
        }
        click.echo(json.dumps(body, ensure_ascii=False))
    else:
        click.echo(f"{out}: {trained.digest[:16]} {trained.name}")
        click.echo(
            "Xem kết quả bằng “hotich model evaluate”, dùng bằng “hotich model add” rồi “hotich model use”."
        )


def _agree(
    population: Path | None,
    entries: Path | None,
    judgements: bool,
    base: Path | None,
    synthetic: bool,
    size: int | None,
) -> None:
    if (population is None) != (entries is None):
        raise click.UsageError("--population và --entries đi cùng nhau.")
    if synthetic and (population or judgements or base):
        raise click.UsageError("--synthetic không đi cùng --population, --judgements hay --base.")
    if population and judgements:
        raise click.UsageError("--judgements đọc cơ sở dữ liệu, không đi cùng --population.")
    if size and not synthetic:
        raise click.UsageError("--size chỉ đi cùng --synthetic.")


def _of_files(population: Path, entries: Path, base: Model, name: str) -> Model:
    from hotich.core.matching.files import PersonFile
    from hotich.core.matching.gathering import gather, some_rows
    from hotich.core.matching.learning import MOST_ENTRIES, learn
    from hotich.core.matching.normaliser import FIELDS, prepare

    register = register_file(population)
    book = PersonFile(entries, ("full_name",), FIELDS)
    asked = prepare(some_rows((rows.texts() for rows in book.blocks()), most=MOST_ENTRIES))
    gathered = gather((rows.texts() for rows in register.blocks()), asked, progress=progress)
    _tell(gathered.population, len(gathered.sample["g_p"]), gathered.entries)
    return learn(asked, gathered, base=base, name=name, source="files", say=say)


def _of_database(base: Model, name: str | None, *, judgements: bool) -> Model:
    from hotich.audit.operations import record
    from hotich.core.matching.gathering import gather
    from hotich.core.matching.learning import Judged, learn, learn_judged
    from hotich.core.matching.normaliser import prepare
    from hotich.linkage.examples import entries_to_learn_from, judged_entries
    from hotich.population.blocks import citizens_in_blocks
    from hotich.support.time import now

    extract = extract_in_force()
    examples = entries_to_learn_from()
    asked = prepare(examples.texts)
    gathered = gather(citizens_in_blocks(extract), asked, progress=progress)
    _tell(gathered.population, len(gathered.sample["g_p"]), gathered.entries)
    trained = learn(
        asked,
        gathered,
        base=base,
        name=name or extract.name,
        source="database",
        as_of=extract.as_of.isoformat(),
        coverage=extract.coverage,
        say=say,
    )
    if judgements:
        known = judged_entries()
        judged = Judged.of(prepare(known.texts), known.persons, known.aided)
        gathered = gather(
            citizens_in_blocks(extract),
            judged.asked,
            wanted=set(known.persons),
            most_sampled=0,
            progress=progress,
        )
        trained = learn_judged(trained, gathered, judged, say=say)
    record(
        kind="model.trained",
        subject=f"extract:{extract.pk}",
        detail={"digest": trained.digest, "entries": len(examples), "judgements": judgements},
        now=now(),
    )
    return trained


def _tell(population: int, sampled: int, entries: int) -> None:
    say(f"\n{population:,} công dân; mẫu theo hộ {sampled:,} người; học từ {entries:,} mục.".lstrip("\n"))
