"""``hotich link``: two files in, one row per entry out."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from bench.linkage.sets import EntrySet, Register, build_register, build_set
from click.testing import CliRunner, Result

from hotich.cli.link import command
from hotich.core.matching.batch import HEADER, link_files
from hotich.core.matching.engines.join import candidates
from hotich.core.matching.keys import Key
from hotich.core.matching.model import default_model, write_model
from hotich.core.matching.normaliser import Prepared, prepare
from hotich.core.matching.portraits import register_note

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


def test_both_engines_write_the_same_file(tmp_path: Path) -> None:
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
    for mine, theirs in zip(by_numpy, answers(tmp_path), strict=True):
        assert (mine["outcome"], mine["personal_id"], mine["discrepancies"]) == (
            theirs["outcome"],
            theirs["personal_id"],
            theirs["discrepancies"],
        )
        assert abs(float(mine["probability"]) - float(theirs["probability"])) < 1.1e-4
    linked = [
        row
        for row, truth in zip(by_numpy, entries.truth, strict=True)
        if row["outcome"] in ("matched", "mismatched") and truth >= 0
    ]
    assert len(linked) > 180


def test_a_record_wholly_without_marks_is_compared_without_them(
    tmp_path: Path, crowd: list[dict[str, str]]
) -> None:
    citizen = {"personal_id": "998000000001", **AN}
    bare = {
        **AN,
        "full_name": "NGUYEN VAN AN",
        "mother_full_name": "TRAN THI HOA",
        "father_full_name": "NGUYEN VAN TUAN",
        "hometown": "xa Nga Lien, huyen Nga Son, tinh Thanh Hoa",
        "birth_place": "",
    }
    partly = {
        **bare,
        "mother_full_name": "Trần Thị Hoa",
        "father_full_name": "Nguyễn Văn Tuấn",
        "hometown": HOME,
    }
    link(tmp_path, [*crowd, citizen], [bare, partly])
    assert [(row["outcome"], row["discrepancies"]) for row in answers(tmp_path)] == [
        ("matched", ""),
        ("mismatched", "full_name"),
    ]


def test_no_answer_depends_on_how_much_is_taken_at_once(tmp_path: Path) -> None:
    register: Register = build_register(seed=12, size=3_000)
    entries: EntrySet = build_set(register, "harsher", 300)
    citizens = [{name: register.columns[name][row] for name in POPULATION} for row in range(len(register))]
    books = [
        {"book": f"KS/{row % 7}", **{n: c[row] for n, c in entries.columns.items()}} for row in range(300)
    ]
    link(tmp_path, citizens, books)
    at_once = (tmp_path / "links.csv").read_bytes()
    for size, count in ((257, 1_000), (3_000, 41), (1, 1_000)):
        rows = citizens if size > 1 else citizens[:150]
        if size == 1:
            link(tmp_path, rows, books)
            at_once = (tmp_path / "links.csv").read_bytes()
        report = link_files(
            population=tmp_path / "population.csv",
            entries=tmp_path / "entries.csv",
            out=tmp_path / "links.csv",
            model=default_model(),
            citizens_at_once=size,
            entries_at_once=count,
        )
        assert report.citizens == len(rows)
        assert (tmp_path / "links.csv").read_bytes() == at_once


def test_an_identifier_is_seen_again_in_a_later_chunk(tmp_path: Path) -> None:
    citizens = [
        {"personal_id": f"9980000000{n:02}", **AN, "full_name": f"Lê Văn {'ABCD'[n % 4]}i"} for n in range(9)
    ]
    write(tmp_path / "population.csv", POPULATION, [*citizens, citizens[0], citizens[8]])
    write(tmp_path / "entries.csv", ["entry_id", *POPULATION], [{"entry_id": "ký hiệu", **AN}] * 2)
    report = link_files(
        population=tmp_path / "population.csv",
        entries=tmp_path / "entries.csv",
        out=tmp_path / "links.csv",
        model=default_model(),
        citizens_at_once=2,
        entries_at_once=1,
    )
    assert [(one.row, one.code) for one in report.refused_citizens] == [
        (11, "personal_id.repeated"),
        (12, "personal_id.repeated"),
    ]
    assert [one.row for one in report.refused_entries] == [3]
    assert (report.citizens, report.entries) == (9, 1)


def test_parquet_goes_in_and_out_as_csv_does(tmp_path: Path, crowd: list[dict[str, str]]) -> None:
    citizen = {"personal_id": "998000000001", **AN}
    link(tmp_path, [*crowd, citizen], [AN, {**AN, "birth_date": "1987"}])
    by_csv = answers(tmp_path)
    for name in ("population", "entries"):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = {key: [row[key] or None for row in rows] for key in rows[0]}
        columns["sex"] = [int(text) if text else None for text in columns["sex"]]
        pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / f"{name}.parquet")
    paths = ["--population", "population.parquet", "--entries", "entries.parquet", "--out", "links.parquet"]
    done = CliRunner().invoke(command, [part if part[0] == "-" else str(tmp_path / part) for part in paths])
    assert done.exit_code == 0, done.output
    assert pyarrow.parquet.read_table(tmp_path / "links.parquet").to_pylist() == by_csv


def test_a_parquet_file_cut_short_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "entries.csv", ["entry_id", *POPULATION], [{"entry_id": "a", **AN}])
    (tmp_path / "population.parquet").write_bytes(b"PAR1 half")
    paths = ["--population", "population.parquet", "--entries", "entries.csv", "--out", "links.csv"]
    done = CliRunner().invoke(command, [part if part[0] == "-" else str(tmp_path / part) for part in paths])
    assert done.exit_code == 1
    assert "Chép lại từ nơi gửi" in done.output


def test_files_without_a_row_of_data_give_a_file_without_a_row(tmp_path: Path) -> None:
    for engine in ("numpy", "duckdb"):
        assert link(tmp_path, [], [], "--engine", engine).exit_code == 0
        assert (tmp_path / "links.csv").read_text(encoding="utf-8") == ",".join(HEADER) + "\n"


def test_a_file_that_is_not_utf8_is_refused_with_the_line(
    tmp_path: Path, crowd: list[dict[str, str]]
) -> None:
    link(tmp_path, crowd, [AN])
    (tmp_path / "links.csv").unlink()
    lines = (tmp_path / "population.csv").read_bytes().split(b"\n")
    lines[400] = "998000000009,Nguyễn Văn Bình".encode("cp1258", "replace")
    (tmp_path / "population.csv").write_bytes(b"\n".join(lines))
    done = run(tmp_path)
    assert done.exit_code == 1
    assert "dòng 401" in done.output
    assert "population.csv" in done.output
    assert list(tmp_path.glob("links.csv*")) == []


def test_a_list_that_is_too_long_over_the_whole_register_is_no_evidence(
    crowd: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotich.core.matching.engines.join.LONGEST_LIST", 5)
    key = Key(1, ("surname", "given", "years"), 1, "")
    asked = prepare({"full_name": ["Nguyễn Văn An", "Lê Thị Bưởi"], "birth_date": ["1987", "1950"]})
    names = ["Nguyễn Văn An"] * 6 + ["Lê Thị Bưởi"] * 5
    many = prepare({"full_name": names, "birth_date": ["05/03/1987"] * 6 + ["01/02/1950"] * 5})
    for step in (1, 3, 11):
        found = list(candidates(Cut(many, step), asked, [key]))
        pairs = {
            (entry, one.begin + citizen)
            for one in found
            for entry, citizen in zip(one.entry.tolist(), one.citizen.tolist(), strict=True)
        }
        assert pairs == {(1, citizen) for citizen in range(6, 11)}


class Cut:
    """A register in chunks of a few citizens."""

    def __init__(self, columns: Prepared, step: int) -> None:
        self.columns, self.step, self.size = columns, step, len(columns["g_p"])

    def __iter__(self) -> Iterator[Prepared]:
        for begin in range(0, self.size, self.step):
            yield {name: column[begin : begin + self.step] for name, column in self.columns.items()}


def test_a_model_of_other_people_is_not_used_as_it_stands(
    tmp_path: Path, crowd: list[dict[str, str]]
) -> None:
    elsewhere = [row | {"full_name": f"Danh {row['full_name'].rpartition(' ')[2]}"} for row in crowd]
    columns = prepare({name: [row[name] for row in elsewhere] for name in POPULATION})
    note = register_note(columns, population=len(elsewhere), as_of="2023-05-20", coverage="town")
    file = tmp_path / "model.json"
    write_model(replace(default_model(), name="nơi khác", trained_on={"register": note}), file)

    refused = link(tmp_path, crowd, [AN], "--model", str(file), "--as-is")
    assert refused.exit_code == 1
    assert "nơi khác" in refused.output
    assert "hotich model train" in refused.output
    assert not (tmp_path / "links.csv").exists()

    assert link(tmp_path, crowd, [AN], "--model", str(file)).exit_code == 0
    own = register_note(
        prepare({name: [row[name] for row in crowd] for name in POPULATION}),
        population=len(crowd), as_of="2023-05-20", coverage="town",
    )  # fmt: skip
    write_model(replace(default_model(), trained_on={"register": own}), file)
    assert link(tmp_path, crowd, [AN], "--model", str(file), "--as-is").exit_code == 0
