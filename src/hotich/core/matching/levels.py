"""How two prepared records are compared: per comparison an ordered list of levels, the first that holds being the one.

A level's condition uses only equality and ranges over prepared columns (decisions of the model: no string distance inside an engine), so that
one definition runs as numpy and as SQL. ``a`` is the entry, ``b`` the citizen. What can be said in a condition: ``conditions``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hotich.core.matching.conditions import Condition, columns_of


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement: its name, its condition, what the officer reads. ``missing``: one side says nothing, so nothing is weighed."""

    name: str
    when: Condition
    sentence: str
    missing: bool = False
    frequency: bool = False
    """Whether a rare value that agrees on this level counts for more than a common one."""
    context: str = ""
    """Levels of one context share one unit of probability: they are weighed *given that* context, which another comparison has weighed already."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field compared. ``frequency`` names the citizen's column whose values' frequencies shift the weights.

    Where that is the frequency within a people or a sex, ``given`` names the entry's column that must say which, and ``alone`` the citizen's column that counts
    where it does not. ``own``: brothers and sisters have values of their own here (given name, birth date); elsewhere they share the parents'. ``shared``: those of
    their own are often chosen alike (middle names), so that a rare one speaks for the family too.
    """

    name: str
    title: str
    levels: tuple[Level, ...]
    own: bool = False
    frequency: str = ""
    given: str = ""
    alone: str = ""
    shared: bool = False


def _or(*conditions: Condition) -> Condition:
    return ("or", *conditions)


def _and(*conditions: Condition) -> Condition:
    return ("and", *conditions)


def _given(context: str, when: Condition, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """The levels where ``when`` holds, weighed among themselves only; missing ones stay outside."""
    return tuple(
        replace(level, when=_and(when, level.when), context=context) for level in levels if not level.missing
    )


def _slip(column: str, *alternatives: str) -> Condition:
    return _or(*(("cross", column, other) for other in alternatives))


def _abbreviated(initials: str, flag: str) -> Condition:
    return _and(("eq", initials), ("either", flag, 1))


_SWAPPED: Condition = _or(("eq", "bag"), _and(("pair", "g_p", "l_p"), ("pair", "l_p", "g_p")))
_FLAT: Condition = ("either", "flat", 1)
_SAME_DAY: Condition = ("eq", "b_day")
_HEAPED: Condition = ("either", "b_md", 33)  # 1 January, the stand-in for a day nobody knew
_PARTIAL: Condition = _or(("none", "b_md"), _HEAPED)


def _parent(prefix: str, who: str) -> tuple[Level, ...]:
    def c(name: str) -> str:
        return f"{prefix}_{name}"

    given: Condition = ("eq", c("g_p"))
    return (
        Level("missing", ("none", c("n_c")), f"một bên không ghi tên {who}", missing=True),
        Level("same", ("eq", c("n_c")), f"tên {who} trùng", frequency=True),
        Level("marks", ("eq", c("n_f")), f"tên {who} chỉ khác dấu", frequency=True),
        Level(
            "abbreviated",
            _and(("eq", c("g_p")), ("eq", c("n_i")), ("either", c("a"), 1)),
            f"tên {who} viết tắt một bên",
            frequency=True,
        ),
        Level("sound", ("eq", c("n_p")), f"tên {who} đọc gần giống", frequency=True),
        Level(
            "surname_given",
            _and(given, ("eq", c("s_p"))),
            f"họ và tên {who} trùng, chữ đệm khác hoặc thiếu",
            frequency=True,
        ),
        Level("given", given, f"chỉ tên của {who} trùng", frequency=True),
        Level(
            "surname_middle",
            _and(("eq", c("s_p")), ("eq", c("m_p"))),
            f"họ và chữ đệm {who} trùng, tên khác",
        ),
        Level("surname", ("eq", c("s_p")), f"chỉ họ {who} trùng"),
        Level("different", ("else",), f"tên {who} khác"),
    )


def _parent_years() -> tuple[Level, ...]:
    """Both parents' years at once: who has a father of one age has a mother of nearly one age, strangers too."""
    f_same, w_same = ("eq", "f_y"), ("eq", "w_y")
    f_near, w_near = ("within", "f_y", 2), ("within", "w_y", 2)
    f_gone, w_gone = ("none", "f_y"), ("none", "w_y")
    return (
        Level("missing", _and(f_gone, w_gone), "một bên không ghi năm sinh cha mẹ", missing=True),
        Level("both", _and(f_same, w_same), "năm sinh cha và mẹ đều trùng"),
        Level("one_near", _or(_and(f_same, w_near), _and(f_near, w_same)), "năm sinh một người trùng, người kia lệch không quá hai năm"),
        Level("only", _or(_and(f_same, w_gone), _and(f_gone, w_same)), "năm sinh của một người trùng, người kia không ghi"),
        Level("one", _or(f_same, w_same), "năm sinh chỉ một người trùng"),
        Level("near", _and(f_near, w_near), "năm sinh cha và mẹ lệch không quá hai năm"),
        Level("only_near", _or(_and(f_near, w_gone), _and(f_gone, w_near)), "năm sinh của một người lệch không quá hai năm, người kia không ghi"),
        Level("only_different", _or(f_gone, w_gone), "năm sinh của một người khác, người kia không ghi"),
        Level("different", ("else",), "năm sinh cha mẹ khác"),
    )  # fmt: skip


GIVEN = Comparison(
    "given",
    "Tên",
    (
        Level("missing", ("none", "g_c"), "một bên không có tên", missing=True),
        Level("same", ("eq", "g_c"), "tên trùng từng chữ", frequency=True),
        Level("unmarked", _and(("eq", "g_f"), _FLAT), "tên trùng, một bên không dấu", frequency=True),
        Level("marks", ("eq", "g_f"), "tên chỉ khác dấu", frequency=True),
        Level("sound", ("eq", "g_p"), "tên đọc gần giống", frequency=True),
        Level("slip", _slip("g_p", "g_1", "g_2", "g_3"), "tên lệch một chữ cái"),
        Level("abbreviated", _abbreviated("g_i", "g_a"), "tên viết tắt một bên"),
        Level("words", _SWAPPED, "các chữ trong họ tên đổi chỗ"),
        Level("rhyme", ("eq", "g_r"), "tên cùng vần, khác âm đầu"),
        Level("onset", ("eq", "g_o"), "tên cùng âm đầu, khác vần"),
        Level("different", ("else",), "tên khác"),
    ),
    own=True,
    frequency="g_e",
    given="ethnic",
    alone="g_f",
)
SURNAME = Comparison(
    "surname",
    "Họ",
    (
        Level("missing", ("none", "s_c"), "một bên không có họ", missing=True),
        Level("same", ("eq", "s_c"), "họ trùng", frequency=True),
        Level("marks", ("eq", "s_f"), "họ chỉ khác dấu", frequency=True),
        Level("sound", ("eq", "s_p"), "họ đọc gần giống", frequency=True),
        Level("slip", _slip("s_p", "s_1", "s_2", "s_3"), "họ viết tắt hoặc lệch một chữ cái"),
        Level("abbreviated", _abbreviated("s_i", "s_a"), "họ viết tắt một bên"),
        Level(
            "words", _SWAPPED, "các chữ trong họ tên đổi chỗ", missing=True
        ),  # weighed once, under the given name
        Level("different", ("else",), "họ khác"),
    ),
    frequency="s_e",
    given="ethnic",
    alone="s_f",
)
MIDDLE = Comparison(
    "middle",
    "Chữ đệm",
    (
        Level("neither", ("neither", "m_c"), "cả hai không có chữ đệm"),
        Level("same", ("eq", "m_c"), "chữ đệm trùng", frequency=True),
        Level("marks", ("eq", "m_f"), "chữ đệm chỉ khác dấu", frequency=True),
        Level("sound", ("eq", "m_p"), "chữ đệm đọc gần giống", frequency=True),
        Level("one_lacks", ("none", "m_c"), "một bên thiếu chữ đệm"),
        Level("core", ("eq", "m_k"), "chữ đệm chỉ thêm bớt “Thị” hoặc “Văn”"),
        Level("abbreviated", _abbreviated("m_i", "m_a"), "chữ đệm viết tắt một bên"),
        Level(
            "words", _SWAPPED, "các chữ trong họ tên đổi chỗ", missing=True
        ),  # weighed once, under the given name
        Level("last", ("eq", "l_p"), "một chữ của chữ đệm trùng"),
        Level("different", ("else",), "chữ đệm khác"),
    ),
    own=True,
    shared=True,
    frequency="m_e",
    given="sex",
    alone="m_f",
)
BIRTH = Comparison(
    "birth",
    "Ngày sinh",
    (
        Level("missing", ("none", "b_year"), "một bên không ghi năm sinh", missing=True),
        Level("heaped", _and(_SAME_DAY, _HEAPED), "cùng ngày 01/01, có thể chỉ là năm"),
        Level("same", _SAME_DAY, "ngày sinh trùng"),
        Level("swapped", ("cross", "b_day", "b_swap"), "ngày và tháng đổi chỗ"),
        Level("month_partial", _and(("eq", "b_year"), ("eq", "b_month"), _PARTIAL), "cùng tháng, một bên không ghi ngày"),
        Level("year_partial", _and(("eq", "b_year"), _PARTIAL), "cùng năm, một bên không rõ ngày"),
        Level("same_month", _and(("eq", "b_year"), ("eq", "b_month")), "cùng tháng năm, khác ngày"),
        Level("same_dom", _and(("eq", "b_year"), ("eq", "b_dom")), "cùng ngày và năm, khác tháng"),
        Level("next_year_same_day", _and(("eq", "b_md"), ("within", "b_year", 1)), "lệch một năm, cùng ngày tháng"),
        Level("other_year_same_day", ("eq", "b_md"), "cùng ngày tháng, khác năm"),
        Level("same_year", ("eq", "b_year"), "cùng năm, khác ngày tháng"),
        Level("next_year_partial", _and(("within", "b_year", 1), _PARTIAL), "lệch một năm, một bên không rõ ngày"),
        Level("next_year", ("within", "b_year", 1), "lệch một năm"),
        Level("near_years", ("within", "b_year", 3), "lệch hai, ba năm"),
        Level("some_years", ("within", "b_year", 10), "lệch nhiều năm"),
        Level("different", ("else",), "năm sinh cách xa"),
    ),
    own=True,
)  # fmt: skip
_SEX = (
    Level("missing", ("none", "sex"), "một bên không ghi giới tính", missing=True),
    Level("same", ("eq", "sex"), "giới tính trùng"),
    Level("different", ("else",), "giới tính khác"),
)
# A middle name and a given name that agree say nearly as much as the sex itself.
SEX = Comparison(
    "sex", "Giới tính", (_SEX[0], *_given("named_alike", ("eq", "g_c"), _SEX), *_SEX[1:]), own=True
)
ETHNICITY = Comparison(
    "ethnicity",
    "Dân tộc",
    (
        Level("missing", ("none", "ethnic"), "một bên không ghi dân tộc", missing=True),
        Level("same", ("eq", "ethnic"), "dân tộc trùng", frequency=True),
        Level("different", ("else",), "dân tộc khác"),
    ),
    frequency="ethnic",
)
_FATHER = _parent("f", "cha")
# A father's surname is his child's: where the children's agree it has been weighed.
FATHER = Comparison(
    "father",
    "Cha",
    (_FATHER[0], *_given("own_surname", ("eq", "s_p"), _FATHER), *_FATHER[1:]),
    frequency="f_e",
    given="ethnic",
    alone="f_g_f",
)
MOTHER = Comparison("mother", "Mẹ", _parent("w", "mẹ"), frequency="w_e", given="ethnic", alone="w_g_f")
_YEARS = _parent_years()
# Parents of children of one age are of one age.
PARENT_YEARS = Comparison(
    "parent_years",
    "Năm sinh cha mẹ",
    (_YEARS[0], *_given("of_an_age", ("within", "b_year", 3), _YEARS), *_YEARS[1:]),
)
_HOME, _BORN = ("eq", "h_c"), ("eq", "p_c")
PLACE = Comparison(
    "place",
    "Quê quán, nơi sinh",
    (
        Level("missing", _and(("none", "h_n"), ("none", "p_n")), "không có nơi chốn để so", missing=True),
        Level("both", _and(_HOME, _BORN), "quê quán và nơi sinh cùng xã", frequency=True),
        Level(
            "one", _and(_or(_HOME, _BORN), _or(("none", "h_n"), ("none", "p_n"))), "cùng xã", frequency=True
        ),
        Level("one_of_two", _or(_HOME, _BORN), "một trong hai nơi cùng xã", frequency=True),
        Level("today", _or(("eq", "h_w"), ("eq", "p_w")), "cùng xã theo địa giới hiện nay", frequency=True),
        Level(
            "name",
            _or(_and(("eq", "h_n"), ("eq", "h_v")), _and(("eq", "p_n"), ("eq", "p_v"))),
            "cùng tên nơi, cùng tỉnh",
        ),
        Level("district", _or(("eq", "h_d"), ("eq", "p_d")), "cùng huyện"),
        Level("province", _or(("eq", "h_o"), ("eq", "p_o")), "cùng tỉnh"),
        Level("province_today", _or(("eq", "h_v"), ("eq", "p_v")), "cùng tỉnh theo địa giới hiện nay"),
        Level("different", ("else",), "nơi khác nhau"),
    ),
    frequency="c_e",
    given="ethnic",
)
NUMBER = Comparison(
    "number",
    "Số định danh",
    (
        Level("missing", ("none", "number"), "không có số định danh để so", missing=True),
        Level("same", ("eq", "number"), "số định danh trùng"),
        Level("different", ("else",), "số định danh khác"),
    ),
    own=True,
)

COMPARISONS: tuple[Comparison, ...] = (
    GIVEN,
    SURNAME,
    MIDDLE,
    BIRTH,
    FATHER,
    MOTHER,
    PARENT_YEARS,
    SEX,
    ETHNICITY,
    PLACE,
    NUMBER,
)


def columns_used(comparisons: tuple[Comparison, ...]) -> tuple[str, ...]:
    """Every column that the comparisons read, frequencies included."""
    used = {name for c in comparisons for name in (c.frequency, c.given, c.alone) if name}
    for comparison in comparisons:
        for level in comparison.levels:
            used |= columns_of(level.when)
    return tuple(sorted(used))
