"""The columns of each format, told by dotted id."""

import pytest

from hotich.integration import moj, police
from hotich.integration.formats import layout_of
from hotich.integration.interchange import Layout
from hotich.integration.refusals import FileRefused


def ids(layout: Layout | None) -> set[str]:
    assert layout is not None
    return set(layout.by_id)


@pytest.mark.parametrize(("kind", "columns"), [("KS", 70), ("KH", 44), ("KT", 48), ("CMC", 50), ("HN", 35)])
def test_the_ministrys_templates_have_their_columns_in_order(kind: str, columns: int) -> None:
    layout = layout_of("moj", kind)
    assert [column.position for column in layout.columns] == list(range(1, columns + 1))
    assert len(set(layout.names)) == columns


def test_births_are_read_from_sixty_columns_too() -> None:
    layout = layout_of("moj", "KS")
    assert sum(column.required for column in layout.columns) == 60


def test_the_police_file_shares_fifty_nine_columns_three_of_them_renamed() -> None:
    police_layout, moj_layout = layout_of("police", "KS"), layout_of("moj", "KS")
    assert len(police_layout.columns) == 61
    shared = ids(police_layout) & ids(moj_layout)
    assert len(shared) == 59
    renamed = {
        (police_layout.by_id[field].name, moj_layout.by_id[field].name)
        for field in shared
        if police_layout.by_id[field].name.casefold() != moj_layout.by_id[field].name.casefold()
    }
    assert renamed == {
        ("NKSMATTICHGHICHUTUYENBO", "nksMatTichNgayGhiChuTuyenBo"),
        ("NKSMATTICHGHICHUHUYTUYENBO", "nksMatTichNgayGhiChuHuyTuyenBo"),
        ("NKSHANCHENANGLUCHANHVICANCUHUYTUYENBO", "nksHanCheNangLucHanhViNgayCanCuHuyTuyenBo"),
    }


def test_both_formats_mean_the_same_by_the_same_figure() -> None:
    assert layout_of("police", "KS").codes == layout_of("moj", "KS").codes


def test_a_kind_without_a_layout_says_which_format_has_one() -> None:
    with pytest.raises(FileRefused, match="--format moj"):
        layout_of("police", "KT")
    with pytest.raises(FileRefused, match="--format csv"):
        layout_of("moj", "GH")
    with pytest.raises(FileRefused, match="chưa có mẫu trao đổi nào"):
        layout_of("csv", "XX")
    assert moj.layout("GH") is None and police.layout("KH") is None


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("loaiDangKy i=[1,2,3,4,5,6]", "loaiDangKy"),
        (" NKSHOTEN  ", "nksHoTen"),
        ("nksGioiTinh(1,2,3)", "nksGioiTinh"),
        ("nksNgaySinh: dd.mm.yyyy", "nksNgaySinh"),
    ],
)
def test_headings_are_matched_as_real_files_write_them(heading: str, name: str) -> None:
    assert layout_of("moj", "KS").match(heading) == name.casefold()


@pytest.mark.parametrize("heading", ["", "   ", "số", "họ tên", "hoTen"])
def test_other_headings_match_nothing(heading: str) -> None:
    assert layout_of("moj", "KS").match(heading) is None
