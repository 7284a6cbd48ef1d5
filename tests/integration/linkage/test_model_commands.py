"""`hotich model …` on an installation: learn, keep, use, look, go back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from desk import Desk
from learning import children, key, register
from making import extract_of

from hotich.cases import operations as cases
from hotich.core.matching.learning import LEAST_JUDGED
from hotich.core.matching.model import default_model, read_model, write_model
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db(transaction=True)

Run = Callable[..., subprocess.CompletedProcess[str]]
JUDGED = LEAST_JUDGED + 4


@pytest.fixture
def hotich(process_environment: dict[str, str]) -> Run:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hotich", "model", *map(str, arguments)],
            env=process_environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def judged_town(desk: Desk) -> list[dict[str, str]]:
    """An extract and as many entries judged on the police machine as can be learned from."""
    rows = register()
    known = children(rows, JUDGED)
    extract_of(*rows)
    for line, row in enumerate(known, start=1):
        key(desk, line, row)
        cases.record_and_judge(
            actor=desk.officer, entry_id=desk.entry, role="child", outcome="matched", reason="",
            searched={"full_name": row["full_name"]}, seen={"full_name": row["full_name"]},
            personal_id=row["personal_id"], looked_up_at=clock() - timedelta(minutes=1),
        )  # fmt: skip
    return known


def test_a_model_is_learned_of_the_installation_kept_used_looked_at_and_gone_back_from(
    hotich: Run, judged_town: list[dict[str, str]], tmp_path: Path
) -> None:
    out = tmp_path / "mo-hinh.json"
    done = hotich("train", "--judgements", "--out", out)
    assert done.returncode == 0, done.stderr
    model = read_model(out)
    assert (model.trained_on["source"], model.trained_on["register"]["coverage"]) == ("database", "nation")
    assert model.trained_on["judgements"]["same_person"] == JUDGED
    assert "chỉ có" in done.stderr.lower()

    assert hotich("add", out).returncode == 0
    assert hotich("use", model.digest[:12]).returncode == 0
    listed = json.loads(hotich("list", "--json").stdout)
    assert listed["in_force"] == model.digest
    assert [one["digest"] for one in listed["versions"]] == [default_model().digest, model.digest]
    assert "* " + model.digest[:16] in hotich("list").stdout

    looked = hotich("evaluate", "--judged", "--json")
    assert looked.returncode == 0, looked.stderr
    said = json.loads(looked.stdout)
    assert (said["model"], said["entries"]) == (model.digest, JUDGED)
    assert set(said["groups"]["way"]) == {"tự tra"}
    assert set(said["groups"]["kind"]) == {"KS"}
    assert said["first"]["value"] > 0.9
    assert "không phải đáp án độc lập" in looked.stderr

    assert hotich("use", "shipped").returncode == 0
    listed = json.loads(hotich("list", "--json").stdout)
    assert listed["in_force"] == default_model().digest
    assert [one["digest"] for one in listed["history"]] == [default_model().digest, model.digest]


@pytest.fixture
def hotich_refused(hotich: Run) -> Callable[..., str]:
    def run(*arguments: object) -> str:
        done = hotich(*arguments)
        assert done.returncode == 1, done.stdout
        assert "Traceback" not in done.stderr
        return done.stderr

    return run


def test_what_cannot_be_done_is_refused_with_a_remedy(
    hotich_refused: Callable[..., str], desk: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "mo-hinh.json"
    assert "hotich import population" in hotich_refused("train", "--out", out)
    assert "hotich model add" in hotich_refused("use", "0123456789abcdef")
    out.write_text("{}", encoding="utf-8")
    assert "hotich model train" in hotich_refused("add", out)
    extract_of(*register())
    assert "Chưa có xác định nào" in hotich_refused("evaluate", "--judged")
    assert "không kèm --judgements" in hotich_refused("train", "--judgements", "--out", out)
    write_model(default_model(), out)
    assert "khong-co" in hotich_refused("add", out, "--by", "khong-co")
