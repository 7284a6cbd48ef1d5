"""``hotich model evaluate``: on synthetic sets, on files with known answers, or on what officers have judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

_BIASED = (
    "Xác định của cán bộ không phải đáp án độc lập: người xem danh sách máy gợi ý thường xác nhận người đứng đầu, và mục khó còn để lại thì "
    "không có ở đây. Số liệu của nhóm “tự tra” (không xem danh sách của máy) đáng tin hơn; nhóm “theo gợi ý” cao hơn thực tế."
)


@click.command()
@click.option(
    "--model",
    "file",
    type=existing,
    help="Tệp mô hình (mặc định: mô hình đang dùng khi có --judged, nếu không thì mô hình kèm theo).",
)
@click.option(
    "--judged",
    is_flag=True,
    help="Đánh giá trên các trường hợp cán bộ đã xác định, trong cơ sở dữ liệu của máy này.",
)
@click.option("--population", type=existing, help="Tệp dân cư (csv, parquet), cùng với --entries và --truth.")
@click.option("--entries", type=existing, help="Tệp mục trong sổ (csv, parquet).")
@click.option(
    "--truth", type=existing, help="Tệp đáp án: entry_id, personal_id (trống: không có trong dân cư)."
)
@click.option("--size", default=100_000, show_default=True, help="Bộ giả lập: số công dân.")
@click.option("--queries", default=20_000, show_default=True, help="Bộ giả lập: số mục của mỗi bộ.")
@click.option("--set", "sets", multiple=True, help="Bộ giả lập: chỉ các bộ này (lặp lại được).")
@click.option("--json", "as_json", is_flag=True, help="In đúng một đối tượng JSON ra đầu ra chuẩn.")
def command(
    file: Path | None,
    judged: bool,
    population: Path | None,
    entries: Path | None,
    truth: Path | None,
    size: int,
    queries: int,
    sets: tuple[str, ...],
    as_json: bool,
) -> None:
    """In chỉ số của một mô hình, kèm khoảng tin cậy Wilson 95 %.

    Không kèm tùy chọn nguồn nào thì đo trên các bộ giả lập có hạt giống cố định mà mô hình chưa từng thấy (chỉ có trong bản mã nguồn).

    \b
    Ví dụ: hotich model evaluate --size 100000 --queries 20000
           hotich model evaluate --judged --model mo-hinh.json
           hotich model evaluate --population dan-cu.csv --entries so.csv --truth dap-an.csv
    """
    files = (population, entries, truth)
    if any(files) and not all(files):
        raise click.UsageError("--population, --entries và --truth đi cùng nhau.")
    if judged and any(files):
        raise click.UsageError("--judged đọc cơ sở dữ liệu, không đi cùng --population.")
    with refusals_told():
        if judged:
            from hotich.cli._database import database

            with database():
                model, figures = _of_database(file)
        elif population and entries and truth:
            model = model_of_file(file)
            figures = _of_files(model, population, entries, truth)
        else:
            _of_sets(model_of_file(file), size, queries, sets, as_json=as_json)
            return
    if as_json:
        click.echo(json.dumps({"model": model.digest, **figures}, ensure_ascii=False))
    else:
        click.echo(f"Mô hình {model.digest[:16]} {model.name}")
        click.echo(_as_text(figures))
    if judged:
        say(_BIASED)


def _of_sets(model: Model, size: int, queries: int, sets: tuple[str, ...], *, as_json: bool) -> None:
    report = bench("report")
    unknown = set(sets) - set(report.SETS)
    if unknown:
        raise click.UsageError(f"Không có bộ {', '.join(sorted(unknown))}. Các bộ: {', '.join(report.SETS)}.")
    rows = report.measure(model, size=size, queries=queries, names=sets or report.SETS, say=say)
    if as_json:
        click.echo(json.dumps({"model": model.digest, "citizens": size, "sets": rows}, ensure_ascii=False))
    else:
        click.echo(report.as_text(rows))


def _of_files(model: Model, population: Path, entries: Path, truth: Path) -> dict[str, Any]:
    from hotich.core.matching.evaluation import Known, evaluate_known
    from hotich.core.matching.files import PersonFile
    from hotich.core.matching.gathering import gather, some_rows
    from hotich.core.matching.learning import MOST_ENTRIES
    from hotich.core.matching.normaliser import FIELDS, prepare

    book = PersonFile(entries, ("entry_id", "full_name"), ("entry_id", "book", *FIELDS))
    answers = PersonFile(truth, ("entry_id", "personal_id"), ("entry_id", "personal_id"))
    known: dict[str, str] = {}
    for rows in answers.blocks():
        said = rows.texts()
        known |= zip(said["entry_id"], map(str.strip, said["personal_id"]), strict=True)
    texts = some_rows(_answered((rows.texts() for rows in book.blocks()), known), most=MOST_ENTRIES)
    if not texts or not texts["full_name"]:
        raise click.ClickException(
            f"Không mục nào của {entries.name} có đáp án trong {truth.name}: đối chiếu cột entry_id."
        )
    persons = [known[one] for one in texts["entry_id"]]
    asked = prepare({name: texts[name] for name in FIELDS if name in texts})
    gathered = gather(
        (rows.texts() for rows in register_file(population).blocks()),
        asked,
        wanted=set(persons),
        most_sampled=0,
        progress=progress,
    )
    groups = {"book": texts["book"]} if any(texts.get("book", ())) else {}
    return evaluate_known(model, gathered, Known(asked, persons, groups))


def _answered(blocks: Any, known: dict[str, str]) -> Any:
    """Only the entries whose answer is known."""
    for block in blocks:
        rows = [at for at, one in enumerate(block["entry_id"]) if one in known]
        yield {name: [values[at] for at in rows] for name, values in block.items()}


def _of_database(file: Path | None) -> tuple[Model, dict[str, Any]]:
    from hotich.audit.operations import record
    from hotich.core.matching.evaluation import Known, evaluate_known
    from hotich.core.matching.gathering import gather
    from hotich.core.matching.normaliser import prepare
    from hotich.linkage.examples import judged_entries
    from hotich.population.blocks import citizens_in_blocks
    from hotich.population.queries import model_in_force
    from hotich.support.time import now

    model = model_of_file(file) if file else model_in_force()
    extract = extract_in_force()
    known = judged_entries()
    if not len(known):
        raise click.ClickException("Chưa có xác định nào của cán bộ để đối chiếu: đánh giá lại khi đã có.")
    asked = prepare(known.texts)
    gathered = gather(
        citizens_in_blocks(extract), asked, wanted=set(known.persons), most_sampled=0, progress=progress
    )
    ways = ["theo gợi ý" if aided else "tự tra" for aided in known.aided]
    figures = evaluate_known(
        model, gathered, Known(asked, known.persons, {"way": ways, "kind": known.kinds, "book": known.books})
    )
    record(
        kind="model.evaluated",
        subject=f"model:{model.digest[:16]}",
        detail={"entries": len(known)},
        now=now(),
    )
    return model, figures | {
        "as_of": extract.as_of.isoformat(),
        "coverage": extract.coverage,
        "bias": _BIASED,
    }


_TITLES = {"way": "Cách xác định", "kind": "Loại sổ", "book": "Quyển"}
_SHOWN_BOOKS = 40


def _as_text(figures: dict[str, Any]) -> str:
    head = f"{'':<38}{'mục':>8}  {'đúng khi gợi ý':<27}{'đúng khi “không ai”':<27}{'xem lại':<10}{'có trong dân cư':<16}"
    lines = [head, _line("tất cả", figures)]
    for name, rows in figures["groups"].items():
        lines.append(f"{_TITLES.get(name, name)}:")
        shown = sorted(rows.items(), key=lambda one: -one[1]["entries"])
        lines += [_line(f"  {value or '–'}", row) for value, row in shown[:_SHOWN_BOOKS]]
        if len(shown) > _SHOWN_BOOKS:
            lines.append(f"  … và {len(shown) - _SHOWN_BOOKS} nhóm khác (xem --json)")
    lines.append(f"Người đúng đứng đầu danh sách: {_share(figures['first'])}")
    lines.append(f"Sai số hiệu chỉnh: {figures['calibration_error']:.4f}. Máy nói → thực tế:")
    lines += [
        f"  {row['from']:g}–{row['to']:g}: {row['said']:.4f} → {_share(row['seen'])}"
        for row in figures["calibration"]
    ]
    if figures["outside_the_register"]:
        lines.append(
            f"Bỏ qua {figures['outside_the_register']:,} mục mà người đã biết không còn trong dân cư này."
        )
    return "\n".join(lines)


def _line(title: str, row: dict[str, Any]) -> str:
    review = row["review"]["value"]
    return (
        f"{title:<38}{row['entries']:>8,}  {_share(row['suggested']):<27}{_share(row['nobody']):<27}"
        f"{'–' if review is None else f'{review:.1%}':<10}{row['prior']:<16.3f}"
    )


def _share(share: dict[str, Any]) -> str:
    if share["value"] is None:
        return "–"
    return f"{share['value']:.4f} [{share['low']:.4f}–{share['high']:.4f}]"
