"""Text goes over the line compressed, what is compressed already goes as it is."""

from django.test import Client

from hotich.support.static_files import NamedByContents

ASKED = {"headers": {"accept-encoding": "gzip, deflate, br"}}


def weight(name: str, **asked: dict[str, str]) -> tuple[str, int]:
    answer = Client().get(NamedByContents(base_url="/static/").url(name), **asked)
    assert answer.status_code == 200
    return answer.headers.get("Content-Encoding", ""), len(b"".join(answer.streaming_content))


def test_the_desk_and_its_forms_go_compressed() -> None:
    for name in ("entry_desk/desk.js", "entry_desk/desk.css", "specs/KS-2006.json", "specs/places.json"):
        encoding, compressed = weight(name, **ASKED)
        assert encoding == "gzip"
        assert compressed < weight(name)[1] / 2


def test_a_font_is_left_as_it_is() -> None:
    encoding, size = weight("entry_desk/fonts/be-vietnam-pro-latin-400-normal.woff2", **ASKED)
    assert encoding == ""
    assert size > 10_000


def test_before_the_first_key_goes_less_than_the_line_can_bear() -> None:
    """600 kB at most; the viewer, the fonts and the gazetteer follow."""
    first = (
        "vendor/bootstrap-5.3.8.min.css", "shell/shell.css", "entry_desk/desk.css", "entry_desk/desk.js", "specs/KS-2006.json",
    )  # fmt: skip
    assert sum(weight(name, **ASKED)[1] for name in first) < 300_000
