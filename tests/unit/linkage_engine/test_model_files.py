"""``hotich model train`` and ``evaluate`` on files: no database, no labels."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from bench.linkage.sets import EntrySet, Register, build_register, build_set
from click.testing import CliRunner, Result

from hotich.cli.model.evaluate import command as evaluate
from hotich.cli.model.train import command as train
from hotich.core.matching.learning import LEAST_CITIZENS, LEAST_ENTRIES
from hotich.core.matching.model import default_model, read_model, write_model
from hotich.core.matching.training import train as learn_in_memory


@pytest.fixture(scope="module")
def country() -> Register:
    return build_register(seed=808, size=6_000)


@pytest.fixture(scope="module")
def entries(country: Register) -> EntrySet:
    return build_set(country, "standard", 1_500, seed=21)


def write(path: Path, columns: Mapping[str, Sequence[str]], rows: int | None = None) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(list(zip(*columns.values(), strict=True))[:rows])
    return path


@pytest.fixture
def files(tmp_path: Path, country: Register, entries: EntrySet) -> Path:
    write(tmp_path / "dan-cu.csv", country.columns)
    ids = [f"e{number}" for number in range(len(entries.truth))]
    write(tmp_path / "so.csv", {"entry_id": ids, "book": [one[-1] for one in ids], **entries.columns})
    numbers = [country.columns["personal_id"][row] if row >= 0 else "" for row in entries.truth]
    write(tmp_path / "dap-an.csv", {"entry_id": ids, "personal_id": numbers})
    return tmp_path


def training(folder: Path, *options: str) -> Result:
    paths = ["--population", str(folder / "dan-cu.csv"), "--entries", str(folder / "so.csv")]
    return CliRunner().invoke(train, [*paths, "--out", str(folder / "mo-hinh.json"), *options])


def evaluating(folder: Path, *options: str) -> Result:
    paths = [
        "--population", str(folder / "dan-cu.csv"), "--entries", str(folder / "so.csv"), "--truth", str(folder / "dap-an.csv"),
    ]  # fmt: skip
    return CliRunner().invoke(evaluate, [*paths, *options])


def test_a_model_learned_of_two_files_is_that_of_the_whole_register_held_towards_the_base(
    files: Path, country: Register, entries: EntrySet
) -> None:
    from hotich.core.matching.normaliser import prepare

    done = training(files, "--name", "thị xã", "--json")
    assert done.exit_code == 0, done.output
    model = read_model(files / "mo-hinh.json")
    said = json.loads(done.stdout)
    assert (said["model"], said["name"]) == (model.digest, "thị xã")
    whole = learn_in_memory(prepare(entries.columns), prepare(country.columns))
    assert model.prior == pytest.approx(whole.prior, abs=0.01)
    assert model.siblings == pytest.approx(whole.siblings, abs=0.01)
    for name in ("given", "birth", "mother", "place"):
        own, other, base = (np.array(one.probabilities[name].same) for one in (model, whole, default_model()))
        assert np.abs(own - other).max() < np.abs(base - other).max()


def test_a_model_says_what_it_was_learned_of_and_whose_calibration_it_has(
    files: Path, country: Register
) -> None:
    training(files)
    model, base = read_model(files / "mo-hinh.json"), default_model()
    on = model.trained_on
    assert (on["source"], on["entries"], on["labels"]) == ("files", 1_500, "none")
    assert (on["register"]["citizens"], on["base"]) == (len(country), base.digest)
    assert "carried over" in on["calibration"]
    assert (model.link, model.absent) == (base.link, base.absent)
    assert (model.link_at, model.absent_at) == (base.link_at, base.absent_at)


def test_another_base_gives_its_calibration(files: Path) -> None:
    from dataclasses import replace

    base = replace(default_model(), link_at=0.97, name="gốc")
    write_model(base, files / "goc.json")
    training(files, "--base", str(files / "goc.json"))
    model = read_model(files / "mo-hinh.json")
    assert (model.link_at, model.trained_on["base"]) == (0.97, base.digest)


def test_few_entries_leave_m_to_the_base_and_it_is_said(files: Path, entries: EntrySet) -> None:
    write(files / "so.csv", entries.columns, LEAST_ENTRIES - 1)
    done = training(files)
    assert done.exit_code == 0, done.output
    assert "giữ m của mô hình gốc" in done.output
    model, base = read_model(files / "mo-hinh.json"), default_model()
    for name in ("given", "middle", "mother"):
        assert model.probabilities[name].same == pytest.approx(base.probabilities[name].same)
        assert model.probabilities[name].unrelated != base.probabilities[name].unrelated
    assert "too few" in model.trained_on["m"]


def test_a_small_register_is_refused_with_a_remedy_and_nothing_is_written(
    files: Path, country: Register
) -> None:
    write(files / "dan-cu.csv", country.columns, LEAST_CITIZENS - 1)
    done = training(files)
    assert done.exit_code == 1
    assert "nhập trích xuất rộng hơn" in done.output
    assert not (files / "mo-hinh.json").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--population", "a.csv"], "đi cùng nhau"),
        (["--synthetic", "--judgements"], "không đi cùng"),
        (["--population", "a.csv", "--entries", "b.csv", "--judgements"], "đọc cơ sở dữ liệu"),
        (["--size", "10000"], "--synthetic"),
    ],
)
def test_options_that_contradict_each_other_are_wrong_usage(
    tmp_path: Path, options: list[str], said: str
) -> None:
    done = CliRunner().invoke(train, [*options, "--out", str(tmp_path / "x.json")])
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize("command", [train, evaluate])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, command: object) -> None:
    options = ["--population", str(tmp_path / "khong.csv"), "--entries", str(tmp_path / "co.csv")]
    options += (
        ["--out", str(tmp_path / "x.json")] if command is train else ["--truth", str(tmp_path / "t.csv")]
    )
    done = CliRunner().invoke(command, options)  # type: ignore[arg-type]
    assert done.exit_code == 1
    assert ".csv" in done.output
    assert "Traceback" not in done.output


def test_a_base_that_is_no_model_is_refused(files: Path) -> None:
    (files / "goc.json").write_text("{}", encoding="utf-8")
    done = training(files, "--base", str(files / "goc.json"))
    assert (done.exit_code, "không phải tệp mô hình" in done.output) == (1, True)


def test_an_evaluation_counts_every_entry_once_and_by_book(files: Path, entries: EntrySet) -> None:
    done = evaluating(files, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["model"], said["entries"]) == (default_model().digest, 1_500)
    decided = said["suggested"]["of"] + said["nobody"]["of"] + said["review"]["hits"]
    assert decided == 1_500
    books = said["groups"]["book"]
    assert set(books) == set("0123456789")
    assert sum(book["entries"] for book in books.values()) == 1_500
    assert all(0.5 < book["prior"] < 0.98 for book in books.values())
    share = said["suggested"]
    assert share["low"] < share["value"] <= share["high"]
    assert share["value"] > 0.98
    assert sum(row["seen"]["of"] for row in said["calibration"]) == 1_500


def test_an_evaluation_for_people_says_the_same(files: Path) -> None:
    done = evaluating(files)
    assert "đúng khi gợi ý" in done.output
    assert "Quyển:" in done.output
    assert "Sai số hiệu chỉnh" in done.output


def test_persons_whom_the_register_lacks_are_left_out_and_counted(
    files: Path, country: Register, entries: EntrySet
) -> None:
    write(files / "dan-cu.csv", country.columns, 3_000)
    said = json.loads(evaluating(files, "--json").stdout)
    gone = int((entries.truth >= 3_000).sum())
    assert (said["outside_the_register"], said["entries"]) == (gone, 1_500 - gone)


def test_answers_of_other_entries_are_refused(files: Path) -> None:
    write(files / "dap-an.csv", {"entry_id": ["z1"], "personal_id": [""]})
    done = evaluating(files)
    assert (done.exit_code, "entry_id" in done.output) == (1, True)
