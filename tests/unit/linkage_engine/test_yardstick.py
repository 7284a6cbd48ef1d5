"""The yardstick judges everybody alike, and says what is not installed instead of failing."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from bench.linkage.cost.chart import Line, Panel, svg
from bench.linkage.yardstick.contenders import CONTENDERS, Clock, Contender, Result, Said, run
from bench.linkage.yardstick.figures import figures, table
from bench.linkage.yardstick.files import Truth, read_texts, read_truth, tidy, write_files
from bench.linkage.yardstick.ours import by_duckdb, by_numpy


def said(best: np.ndarray, score: np.ndarray) -> Said:
    return Said(best, score, score, 1 / (1 + np.exp2(-score)), ("as told",), 0)


def test_who_is_not_installed_has_a_column_that_says_how(tmp_path: Path) -> None:
    stranger = Contender("a stranger", "nowhere:run", ("a_library_that_nobody_has",))
    result = run(stranger, tmp_path, 10)
    assert result.said is None
    assert "requirements/bench.txt" in result.note
    truth = Truth(np.array([0, -1]), np.array([False, True]))
    assert result.note in table([Result(CONTENDERS[0], said(np.array([0, -1]), np.zeros(2))), result], truth)


def test_who_cannot_manage_a_size_is_not_asked(tmp_path: Path) -> None:
    assert "not run above 10 citizens" in run(Contender("small", "nowhere:run", most=10), tmp_path, 11).note


def test_a_perfect_score_makes_no_errors_and_a_random_one_does() -> None:
    rng = np.random.default_rng(1)
    truth = Truth(np.where(rng.random(4_000) < 0.8, np.arange(4_000), -1), np.zeros(4_000, bool))
    member = truth.citizen >= 0
    perfect = figures(said(np.arange(4_000), np.where(member, 9.0, -9.0)), truth)
    assert perfect.first.value == 1.0
    assert perfect.precision[0.04].value == 1.0
    assert perfect.absent[0.04].value == 1.0
    guessed = figures(said(np.arange(4_000), rng.normal(size=4_000)), truth)
    assert guessed.precision[0.04].value < 0.9


def test_our_engines_run_on_the_files_that_the_others_get(tmp_path: Path) -> None:
    write_files(tmp_path, 3_000, 200)
    truth = read_truth(tmp_path)
    assert truth.sibling_set.sum() == 20
    assert (truth.citizen[truth.sibling_set] == -1).all()
    columns = tidy(read_texts(tmp_path / "entries.parquet"))
    assert {len(column) for column in columns.values()} == {220}
    clock = Clock()
    found = [engine(tmp_path, clock) for engine in (by_numpy, by_duckdb)]
    assert {"read", "load", "predict"} <= set(clock.seconds)
    for one in found:
        assert figures(one, truth).first.value > 0.95


def test_the_figure_is_a_picture_with_a_point_for_every_size() -> None:
    points = [(1e5, 0.4), (1e6, 1.1), (1e7, 3.9)]
    picture = ElementTree.fromstring(svg([Panel("ms", [Line("in memory", "#123456", points)])]))
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}circle"))) == 3
