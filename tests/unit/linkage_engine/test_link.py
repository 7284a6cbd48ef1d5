"""``hotich link``: two files in, one row per entry out."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from bench.linkage.sets import EntrySet, Register, build_register, build_set
from click.testing import CliRunner, Result

from hotich.cli.link import command
from hotich.core.matching.batch import HEADER, differing_fields

POPULATION = [
    "personal_id",
    "full_name",
    "sex",
    "birth_date",
    "birth_place",
    "hometown",
    "ethnicity",
    "nationality",
    "mother_full_name",
    "mother_birth_date",
    "father_full_name",
    "father_birth_date",
    "residence",
]
HOME = "xã Nga Liên, huyện Nga Sơn, tỉnh Thanh Hóa"
AN = {
    "full_name": "Nguyễn Văn An", "sex": "1", "birth_date": "05/03/1987", "hometown": HOME, "birth_place": HOME, "ethnicity": "Kinh", "nationality": "Việt Nam",
    "mother_full_name": "Trần Thị Hoa", "father_full_name": "Nguyễn Văn Tuấn", "father_birth_date": "1960",
}  # fmt: skip


def write(path: Path, names: list[str], rows: list[dict[str, str]], *, bom: bool = False) -> Path:
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def link(
    folder: Path, citizens: list[dict[str, str]], entries: list[dict[str, str]], *options: str
) -> Result:
    write(folder / "population.csv", POPULATION, citizens)
    names = ["entry_id", "book", *POPULATION]
    write(
        folder / "entries.csv",
        names,
        [{"entry_id": f"e{n}", **entry} for n, entry in enumerate(entries)],
        bom=True,
    )
    return run(folder, *options)


def run(folder: Path, *options: str) -> Result:
    paths = ["--population", str(folder / "population.csv"), "--entries", str(folder / "entries.csv")]
    return CliRunner().invoke(command, [*paths, "--out", str(folder / "links.csv"), *options])


def answers(folder: Path) -> list[dict[str, str]]:
    with (folder / "links.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def crowd() -> list[dict[str, str]]:
    register = build_register(seed=9, size=600)
    return [{name: register.columns[name][row] for name in POPULATION} for row in range(len(register))]


def test_who_agrees_is_matched_and_who_differs_is_mismatched_with_the_fields(
    tmp_path: Path, crowd: list[dict[str, str]]
) -> None:
    citizen = {"personal_id": "998000000001", **AN}
    done = link(
        tmp_path,
        [*crowd, citizen],
        [
            AN,
            {**AN, "full_name": "NGUYỄN VĂN AN"},
            {**AN, "birth_date": "1987"},
            {**AN, "full_name": "Nguyễn An", "ethnicity": "Tày"},
        ],
    )
    assert done.exit_code == 0, done.output
    rows = answers(tmp_path)
    assert [row["entry_id"] for row in rows] == ["e0", "e1", "e2", "e3"]
    assert [row["outcome"] for row in rows] == ["matched", "matched", "matched", "mismatched"]
    assert {row["personal_id"] for row in rows} == {"998000000001"}
    assert rows[3]["discrepancies"] == "full_name;ethnicity"
    assert all(0.9 < float(row["probability"]) <= 1 for row in rows)


def test_an_older_name_of_the_place_and_another_residence_are_no_discrepancy(
    tmp_path: Path, crowd: list[dict[str, str]]
) -> None:
    new, old = (
        "phường Minh Hưng, thị xã Chơn Thành, tỉnh Bình Phước",
        "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé",
    )
    citizen = {"personal_id": "998000000001", **AN, "hometown": new, "birth_place": new, "residence": HOME}
    link(tmp_path, [*crowd, citizen], [{**AN, "hometown": old, "birth_place": old, "residence": new}])
    assert [(row["outcome"], row["discrepancies"]) for row in answers(tmp_path)] == [("matched", "")]


def test_nobody_is_found_only_where_the_coverage_is_the_nation(
    tmp_path: Path, crowd: list[dict[str, str]]
) -> None:
    link(tmp_path, crowd, [AN])
    assert answers(tmp_path)[0]["outcome"] == "not_found"
    assert answers(tmp_path)[0]["personal_id"] == ""
    run(tmp_path, "--coverage", "list")
    assert answers(tmp_path)[0]["outcome"] == "pending"


def test_a_brother_does_not_stand_in_for_him(tmp_path: Path, crowd: list[dict[str, str]]) -> None:
    brother = {
        "personal_id": "998000000002",
        **AN,
        "full_name": "Nguyễn Văn Bình",
        "birth_date": "17/09/1990",
    }
    link(tmp_path, [*crowd, brother], [AN])
    row = answers(tmp_path)[0]
    assert row["outcome"] == "not_found"
    assert row["runner_up_id"] == "998000000002"


def test_too_little_said_is_for_a_person_to_judge(tmp_path: Path, crowd: list[dict[str, str]]) -> None:
    link(tmp_path, crowd, [{"full_name": "Nguyễn Văn An", "birth_date": "1987"}, {"full_name": ""}, {}])
    assert {row["outcome"] for row in answers(tmp_path)} == {"review"}


def test_two_entries_of_one_book_for_one_citizen_go_to_review(
    tmp_path: Path, crowd: list[dict[str, str]]
) -> None:
    citizen = {"personal_id": "998000000001", **AN}
    link(
        tmp_path,
        [*crowd, citizen],
        [{**AN, "book": "KS/1"}, {**AN, "book": "KS/1"}, {**AN, "book": "KS/2"}, AN, AN],
    )
    assert [row["outcome"] for row in answers(tmp_path)] == [
        "review",
        "review",
        "matched",
        "matched",
        "matched",
    ]


def test_the_whole_row_is_a_row_of_the_contract(tmp_path: Path, crowd: list[dict[str, str]]) -> None:
    link(tmp_path, crowd, [AN])
    assert (tmp_path / "links.csv").read_text(encoding="utf-8").splitlines()[0] == ",".join(HEADER)


def test_rows_that_cannot_be_used_are_named_and_the_others_linked(
    tmp_path: Path, crowd: list[dict[str, str]]
) -> None:
    citizens = [
        *crowd,
        {"personal_id": "998000000001", **AN},
        {"personal_id": "998000000001", **AN},
        {"personal_id": ""},
    ]
    write(tmp_path / "population.csv", POPULATION, citizens)
    write(
        tmp_path / "entries.csv",
        ["entry_id", *POPULATION],
        [{"entry_id": "a", **AN}, {"entry_id": "a", **AN}, AN],
    )
    done = run(tmp_path, "--json")
    assert done.exit_code == 1
    body = json.loads(done.stdout)
    assert body["rejected"] == 4
    assert {(m["file"], m["code"]) for m in body["messages"]} == {
        ("population.csv", "personal_id.repeated"),
        ("population.csv", "personal_id.missing"),
        ("entries.csv", "entry_id.repeated"),
        ("entries.csv", "entry_id.missing"),
    }
    assert [m["row"] for m in body["messages"] if m["file"] == "entries.csv"] == [3, 4]
    assert [row["outcome"] for row in answers(tmp_path)] == ["matched"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name,id\nx,1\n", "thiếu cột"),
        (b"", "thiếu cột"),
        ("personal_id,full_name\n1,Nguyễn\n".encode("utf-16"), "UTF-8"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_remedy(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    write(tmp_path / "entries.csv", ["entry_id", *POPULATION], [{"entry_id": "a", **AN}])
    (tmp_path / "population.csv").write_bytes(content)
    done = run(tmp_path)
    assert done.exit_code == 1
    assert sentence in done.output
    assert not (tmp_path / "links.csv").exists()


def test_a_cell_over_two_lines_and_short_rows_keep_their_places(tmp_path: Path) -> None:
    (tmp_path / "population.csv").write_text(
        'personal_id,full_name,birth_date,father_full_name,mother_full_name,hometown\n1,"Lê\nVăn X",1950\n\n'
        f'2,Nguyễn Văn An,05/03/1987,Nguyễn Văn Tuấn,Trần Thị Hoa,"{HOME}"\n',
        encoding="utf-8",
    )
    write(tmp_path / "entries.csv", ["entry_id", *POPULATION], [{"entry_id": "a", **AN, "sex": ""}])
    assert run(tmp_path).exit_code == 0
    assert [(row["outcome"], row["personal_id"]) for row in answers(tmp_path)] == [("matched", "2")]


def test_an_empty_register_leaves_nothing_decided_wrongly(tmp_path: Path) -> None:
    assert link(tmp_path, [], [AN]).exit_code == 0
    assert answers(tmp_path)[0]["outcome"] == "not_found"


def test_both_engines_write_the_same_outcomes(tmp_path: Path) -> None:
    register: Register = build_register(seed=12, size=3_000)
    entries: EntrySet = build_set(register, "standard", 300)
    citizens = [{name: register.columns[name][row] for name in POPULATION} for row in range(len(register))]
    link(
        tmp_path,
        citizens,
        [{name: column[row] for name, column in entries.columns.items()} for row in range(300)],
    )
    by_numpy = answers(tmp_path)
    assert run(tmp_path, "--engine", "duckdb").exit_code == 0
    by_sql = answers(tmp_path)
    same = np.array(
        [
            (a["outcome"], a["personal_id"]) == (b["outcome"], b["personal_id"])
            for a, b in zip(by_numpy, by_sql, strict=True)
        ]
    )
    assert same.mean() > 0.99
    linked = [
        row
        for row, truth in zip(by_numpy, entries.truth, strict=True)
        if row["outcome"] in ("matched", "mismatched") and truth >= 0
    ]
    assert len(linked) > 180


def test_a_record_wholly_without_marks_is_compared_without_them() -> None:
    book = {
        "full_name": "NGUYEN VAN AN",
        "mother_full_name": "TRAN THI HOA",
        "hometown": "xa Nga Lien, huyen Nga Son, tinh Thanh Hoa",
    }
    assert differing_fields(book, AN) == ()
    partly = {**book, "mother_full_name": "Trần Thị Hoa", "hometown": HOME}
    assert differing_fields(partly, AN) == ("full_name",)
