"""``hotich link --engine spark`` writes what numpy writes, and says what to install where Spark or Java is missing."""

import csv
from pathlib import Path

import pytest
from bench.linkage.batch import write_files
from click.testing import CliRunner

from hotich.cli.link import command
from hotich.core.matching.engines import spark


def linked(folder: Path, engine: str) -> list[dict[str, str]]:
    paths = ["--population", str(folder / "population.csv"), "--entries", str(folder / "entries.csv")]
    answer = CliRunner().invoke(command, [*paths, "--out", str(folder / f"{engine}.csv"), "--engine", engine])
    assert answer.exit_code == 0, answer.output
    with (folder / f"{engine}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.spark
def test_spark_writes_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
    write_files(tmp_path, 3_000, 300)
    by_spark, by_numpy = linked(tmp_path, "spark"), linked(tmp_path, "numpy")
    assert len(by_spark) == 300
    for one, other in zip(by_spark, by_numpy, strict=True):
        assert (one["outcome"], one["personal_id"]) == (other["outcome"], other["personal_id"])
        assert abs(float(one["probability"]) - float(other["probability"])) <= 1e-4


def test_without_spark_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(spark.SparkMissing, match=r"requirements/spark\.txt"), spark.session():
        pass


def test_without_java_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark.importlib.util, "find_spec", lambda name: object())
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(spark.SparkMissing, match="openjdk-17"), spark.session():
        pass
