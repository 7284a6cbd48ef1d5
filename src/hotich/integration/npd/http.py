"""The register's door over HTTP: one POST a message or a question, JSON both ways, its key in a header of its own. Nothing of a person
ever stands in an address.

`POST <address>/updates` with `Idempotency-Key`, `Authorization: Bearer …` and `{"key", "kind", "facts"}`; the answer is
`{"status": "accepted" | "refused" | "received", "personal_id", "reference", "reason"}`. Whatever else comes back, or does not,
leaves open whether the message arrived.

`POST <address>/searches` with the same headers and `{"key", "question", "second", "limit"}`, where `question` holds what the book says
(`full_name`, `birth_date`, `sex`, `mother_full_name`, … or `personal_id` alone); the answer is `{"key", "coverage": "nation" |
"province" | "town" | "list", "as_of": "2026-11-28", "searched": 98000000, "people": [{"personal_id", "full_name", …}]}`: the nearest
first, none where there is nobody. An answer that does not bear the question's key is an answer to something else.

Redirects are not followed: a token goes to the address of the settings and nowhere else.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from hotich.integration.npd.records import ANSWER, records_of
from hotich.population.gateways import Message, NoAnswer, NotReached, Query, Records, Reply, Said

LONGEST = 64 * 1024
"""Bytes of an answer; more is garbage."""
_SHUT = (401, 403, 404, 405)
"""The door knows us not, or there is none: the message was not taken."""


class HttpGateway:
    """Told over HTTP within `timeout` seconds in all, however slowly the answer trickles in."""

    def __init__(self, *, address: str, token_file: str = "", timeout: float = 10.0) -> None:
        """Raises ValueError for an address that is none, or one without TLS on another machine."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("HOTICH_REGISTER_ADDRESS: https://… is expected")
        if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("HOTICH_REGISTER_ADDRESS: personal data go out over https only")
        self._parts = parts
        self._token_file = token_file
        self._timeout = timeout

    def tell(self, message: Message) -> Reply:
        """Raises NotReached, NoAnswer."""
        said = {"key": message.key, "kind": message.kind, "facts": message.facts}
        return _reply(*self._posted("updates", message.key, said, longest=LONGEST))

    def ask(self, query: Query) -> Records:
        """Raises NotReached, NoAnswer."""
        said = {
            "key": query.key, "question": query.question, "second": query.second, "limit": query.limit,
        }  # fmt: skip
        status, answer = self._posted("searches", query.key, said, longest=ANSWER)
        if status != 200:
            raise NoAnswer(f"Dữ liệu dân cư báo lỗi (mã {status})")
        return records_of(_read(status, answer, longest=ANSWER), query)

    def _posted(self, where: str, key: str, said: Any, *, longest: int) -> tuple[int, bytes]:
        """The status of the answer and at most one byte more than `longest` of it."""
        headers, body = self._headers(key), json.dumps(said, ensure_ascii=False).encode()
        connection = self._connection()
        try:
            try:
                connection.connect()
            except OSError as error:
                raise NotReached("Không kết nối được tới dữ liệu dân cư") from error
            try:
                with _cut_off(connection.sock, after=self._timeout):
                    connection.request("POST", f"{self._parts.path.rstrip('/')}/{where}", body, headers)
                    response = connection.getresponse()
                    answer = response.read(longest + 1)
            except (OSError, HTTPException) as error:
                raise NoAnswer("Dữ liệu dân cư không trả lời đúng hạn") from error
        finally:
            connection.close()
        if response.status in _SHUT:
            raise NotReached(
                f"Dữ liệu dân cư không nhận kết nối này (mã {response.status}): kiểm tra địa chỉ và mã truy cập"
            )
        return response.status, answer

    def _connection(self) -> HTTPConnection:
        assert self._parts.hostname
        if self._parts.scheme == "https":
            return HTTPSConnection(self._parts.hostname, self._parts.port, timeout=self._timeout)
        return HTTPConnection(self._parts.hostname, self._parts.port, timeout=self._timeout)

    def _headers(self, key: str) -> dict[str, str]:
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
        if self._token_file:
            try:
                token = Path(self._token_file).read_text(encoding="ascii").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise NotReached("Không đọc được tệp mã truy cập dữ liệu dân cư") from error
            headers["Authorization"] = f"Bearer {token}"
        return headers


@contextmanager
def _cut_off(connected: socket.socket, *, after: float) -> Iterator[None]:
    """Shuts the line after so many seconds: a timeout of the socket alone begins anew with every byte that trickles in."""

    def cut() -> None:
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = Timer(after, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(status: int, said: bytes, *, longest: int) -> Any:
    """The JSON of an answer. Raises NoAnswer for one that is too long or none."""
    if len(said) > longest:
        raise NoAnswer("Trả lời của dữ liệu dân cư quá dài")
    try:
        return json.loads(said.decode("utf-8"))
    except (ValueError, RecursionError):
        # Without its cause: that one carries the whole answer, with whom it is about.
        raise NoAnswer(f"Không hiểu trả lời của dữ liệu dân cư (mã {status})") from None


def _reply(status: int, said: bytes) -> Reply:
    """What an answer to a message says. Raises NoAnswer for one that cannot be understood."""
    answer = _read(status, said, longest=LONGEST)
    try:
        meant = Said(answer["status"])
    except (ValueError, TypeError, KeyError):
        raise NoAnswer(f"Không hiểu trả lời của dữ liệu dân cư (mã {status})") from None
    if status >= 500 or (status >= 300 and meant != Said.REFUSED):
        raise NoAnswer(f"Dữ liệu dân cư báo lỗi (mã {status})")
    return Reply(meant, *(_text(answer, word) for word in ("personal_id", "reference", "reason")))


def _text(answer: dict[str, Any], word: str) -> str:
    text = answer.get(word)
    return text[:300] if isinstance(text, str) else ""
