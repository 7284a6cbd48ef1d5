"""Inventories and extracts into the database."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from hotich.integration.refusals import FileRefused

pytestmark = pytest.mark.django_db

INVENTORY = (
    "Loại sổ,Nơi đăng ký,Năm mở sổ,Quyển số,Số trang,Số trường hợp,Bản,Nơi giữ\n"
    'Khai sinh,"UBND xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",2006,01/2006,200,{entries},bản lưu xã,25441-UB\n'
    'Khai tử,"UBND xã Minh Lập, huyện Chơn Thành, tỉnh Bình Phước",2010,01/2010,100,90,duy nhất,\n'
)


def inventory(tmp_path: Path, entries: int = 180) -> Path:
    path = tmp_path / "kiem-ke.csv"
    path.write_text(INVENTORY.format(entries=entries), encoding="utf-8-sig")
    return path


@pytest.fixture
def committee(town: dict[str, Any]) -> Any:
    from hotich.units.models import Agency

    return Agency.objects.create(code="25441-UB", unit=town["25441"], kind="UB", name="UBND phường Minh Hưng")


def test_an_inventory_makes_books_in_the_custody_of_todays_units(
    tmp_path: Path, town: dict[str, Any], committee: Any, now: datetime
) -> None:
    from hotich.books.models import Book
    from hotich.integration.imports import import_books

    report = import_books(path=inventory(tmp_path), now=now)
    assert (report.rows, report.imported, report.unchanged, report.rejected) == (2, 2, 0, 0)
    birth, death = Book.objects.unscoped("test").order_by("kind")
    assert (birth.unit, birth.copy_role, birth.entries_count, birth.custodian) == (
        town["25441"],
        "commune",
        180,
        committee,
    )
    assert (death.kind, death.unit, death.from_file) == ("KT", town["25435"], False)


def test_the_same_inventory_changes_nothing_and_a_new_count_keeps_the_old_one(
    tmp_path: Path, town: dict[str, Any], committee: Any, now: datetime
) -> None:
    from hotich.books.models import BookCount
    from hotich.integration.imports import import_books

    import_books(path=inventory(tmp_path), now=now)
    again = import_books(path=inventory(tmp_path), now=now)
    assert (again.imported, again.unchanged) == (0, 2)
    changed = import_books(path=inventory(tmp_path, entries=185), now=now)
    assert (changed.imported, changed.unchanged, changed.details["updated"]) == (1, 1, 1)
    counts = BookCount.objects.filter(book__kind="KS").values_list("entries_count", flat=True)
    assert list(counts) == [180, 185]


TWO_COPIES = (
    "Loại sổ,Nơi đăng ký,Năm mở sổ,Quyển số,Bản\n"
    'KS,"UBND xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",2006,01/2006,bản lưu xã\n'
    'KS,"UBND xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",2006,1/2006,bản lưu huyện\n'
    'KS,"UBND xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",2006,02/2006,bản lưu xã\n'
)


def test_two_copies_of_a_volume_are_linked_and_one_is_entered(
    tmp_path: Path, town: dict[str, Any], now: datetime
) -> None:
    from hotich.books.models import Book
    from hotich.integration.imports import import_books

    path = tmp_path / "hai-ban.csv"
    path.write_text(TWO_COPIES, encoding="utf-8")
    report = import_books(path=path, now=now)
    assert (report.imported, report.details["twins"]) == (3, 1)
    commune, district, other = Book.objects.unscoped("test").order_by("volume_key", "copy_role")
    assert (commune.twin, district.twin, other.twin) == (district, commune, None)
    assert (commune.marked_for_entry, district.marked_for_entry) == (True, False)
    again = import_books(path=path, now=now)
    assert (again.imported, again.unchanged, again.details["twins"]) == (0, 3, 0)


def test_the_copy_on_which_work_has_begun_stays_the_one_that_is_entered(
    tmp_path: Path, town: dict[str, Any], now: datetime
) -> None:
    from hotich.books.models import Book, BookStatus
    from hotich.integration.imports import import_books

    heading, commune, district, _ = TWO_COPIES.splitlines()
    path = tmp_path / "mot-ban.csv"
    path.write_text(f"{heading}\n{district}\n", encoding="utf-8")
    import_books(path=path, now=now)
    Book.objects.unscoped("test").update(status=BookStatus.KEYING)
    path.write_text(f"{heading}\n{commune}\n", encoding="utf-8")
    assert import_books(path=path, now=now).details["twins"] == 1
    marked = Book.objects.unscoped("test").get(marked_for_entry=True)
    assert (marked.copy_role, marked.twin.copy_role) == ("district", "commune")


def test_an_office_nobody_can_place_is_told_and_waits(
    tmp_path: Path, town: dict[str, Any], now: datetime
) -> None:
    from hotich.books.models import Book
    from hotich.integration.imports import import_books

    path = tmp_path / "kiem-ke.csv"
    path.write_text("kind,office,volume\nKS,UBND xã Không Có Ở Đâu,01/2006\n", encoding="utf-8")
    report = import_books(path=path, now=now)
    assert [message.code for message in report.messages] == ["book.no_unit"]
    assert Book.objects.unscoped("test").get().unit is None


def test_a_text_the_inventory_has_no_room_for_refuses_its_row_only(
    tmp_path: Path, town: dict[str, Any], now: datetime
) -> None:
    from hotich.integration.imports import import_books

    path = tmp_path / "kiem-ke.csv"
    path.write_text(f"kind,office,volume\nKS,UBND xã A,{'1' * 60}\nKS,UBND xã B,01\n", encoding="utf-8")
    report = import_books(path=path, now=now)
    assert (report.imported, report.rejected) == (1, 1)
    assert "book.value_too_long" in [message.code for message in report.messages]


def extract(tmp_path: Path, name: str = "Điểu Long") -> Path:
    path = tmp_path / "danso.csv"
    path.write_text(
        f"personal_id,full_name,sex,birth_date\n070206012345,{name},1,02/05/2006\n70206012346,Thị Brới,2,2006\n",
        encoding="utf-8-sig",
    )
    return path


@pytest.mark.django_db(transaction=True)
def test_an_extract_is_loaded_once_by_personal_number(tmp_path: Path, db: None, now: datetime) -> None:
    from hotich.integration.imports import import_population
    from hotich.population.models import Citizen, Extract

    first = import_population(
        path=extract(tmp_path), coverage="town", as_of=date(2023, 5, 20), basis="CV 12", now=now
    )
    assert (first.rows, first.imported, first.unchanged, first.rejected) == (2, 1, 0, 1)
    assert [(m.row, m.code) for m in first.messages] == [(3, "personal_number.lost_zero")]
    again = import_population(path=extract(tmp_path), coverage="town", as_of=date(2023, 5, 20), now=now)
    assert (again.imported, again.unchanged) == (0, 1)
    assert Citizen.objects.get().sex == "male"
    assert (Extract.objects.get().coverage, Extract.objects.get().basis) == ("town", "CV 12")


@pytest.mark.django_db(transaction=True)
def test_a_changed_citizen_is_imported_again(tmp_path: Path, db: None, now: datetime) -> None:
    from hotich.integration.imports import import_population
    from hotich.population.models import Citizen

    import_population(path=extract(tmp_path), now=now)
    report = import_population(path=extract(tmp_path, "Điểu Lợi"), now=now)
    assert report.imported == 1
    assert Citizen.objects.get().full_name == "Điểu Lợi"


def test_a_file_that_is_no_extract_loads_nothing(tmp_path: Path, db: None, now: datetime) -> None:
    from hotich.integration.imports import import_population
    from hotich.population.models import Extract

    path = tmp_path / "luong.csv"
    path.write_text("tháng,tiền\n1,100\n", encoding="utf-8")
    with pytest.raises(FileRefused):
        import_population(path=path, now=now)
    assert not Extract.objects.exists()


@pytest.mark.parametrize("at", [5, 5000])
def test_a_csv_with_a_letter_no_database_holds_loads_nothing(
    tmp_path: Path, db: None, now: datetime, at: int
) -> None:
    from hotich.integration.imports import import_population
    from hotich.population.models import Citizen

    path = tmp_path / "trich-xuat.csv"
    rows = [f"0703060{number:05},Điểu {'Long' if number != at else chr(0)}" for number in range(6000)]
    path.write_text("\n".join(["Số định danh,Họ và tên", *rows]), encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        import_population(path=path, now=now)
    assert refused.value.code in ("file.damaged", "file.wrong_type")
    assert not Citizen.objects.exists()
