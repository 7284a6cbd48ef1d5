"""A bad line on loopback: a proxy between browser and server that delays, stalls, cuts in mid-answer, delivers twice, or is down.

It knows one request at a time, passes it on whole and reads the whole answer before it decides what the browser gets of it: so
what a cut or a stall hides has always happened on the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from types import TracebackType

DELAY = 2.0
STALL = 8.0


@dataclass(frozen=True, slots=True)
class Weather:
    """Shares of the requests that each mishap befalls; the rest passes as it is."""

    delayed: float = 0.0
    stalled: float = 0.0
    cut: float = 0.0
    twice: float = 0.0
    down: bool = False
    only: str = ""
    """Begin of the addresses that it befalls; empty: all."""


FAIR = Weather()
DOWN = Weather(down=True)
BAD = Weather(delayed=0.2, stalled=0.04, cut=0.15, twice=0.2, only="/api/")


@dataclass
class Line:
    """The proxy: `with Line(port) as line:` listens on `line.port` until the block ends."""

    to: int
    seed: int = 1
    weather: Weather = FAIR
    happened: Counter[str] = field(default_factory=Counter)
    port: int = 0

    def __enter__(self) -> Line:
        self._rng = Random(f"hotich-line-{self.seed}")
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        started = threading.Event()

        def run() -> None:
            asyncio.set_event_loop(self._loop)
            server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
            self.port = server.sockets[0].getsockname()[1]
            started.set()
            self._loop.run_forever()
            server.close()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            self._loop.run_until_complete(asyncio.sleep(0))
            self._loop.close()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        started.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def turns(self, weather: Weather) -> None:
        """The weather changes; when the line goes down, what is open on it breaks."""
        self.weather = weather
        if weather.down:
            self._loop.call_soon_threadsafe(self._break_all)

    def _break_all(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while not self.weather.down:
                request = await _message(reader)
                if request is None or not await self._answer(request, writer):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            with contextlib.suppress(OSError, RuntimeError):
                writer.transport.abort() if self.weather.down else writer.close()

    async def _answer(self, request: bytes, writer: asyncio.StreamWriter) -> bool:
        """Gives the browser what is left of the answer; False where the connection ends with it."""
        weather = self.weather
        path = request.split(b" ", 2)[1].decode("latin-1")
        chance = self._rng.random() if path.startswith(weather.only) else 1.0
        fate = "passed"
        for name in ("delayed", "stalled", "cut", "twice"):
            share = getattr(weather, name)
            if chance < share:
                fate = name
                break
            chance -= share
        self.happened[fate] += 1
        answer = await self._ask(request)
        if fate == "twice":
            answer = await self._ask(request) or answer
        if fate == "delayed":
            await asyncio.sleep(DELAY)
        if fate == "stalled":
            await asyncio.sleep(STALL)
            return False
        if answer is None or self.weather.down:
            return False
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = [
            one for one in head.split(b"\r\n") if not one.lower().startswith((b"connection:", b"keep-alive:"))
        ]
        chunked = any(one.lower().startswith(b"transfer-encoding:") for one in lines)
        if not chunked and not any(one.lower().startswith(b"content-length:") for one in lines):
            lines.append(f"content-length: {len(body)}".encode())
        whole = b"\r\n".join(lines) + b"\r\n\r\n" + body
        if fate == "cut":
            writer.write(whole[: max(20, len(whole) * 2 // 3)])
            with contextlib.suppress(OSError):
                await writer.drain()
            return False
        writer.write(whole)
        await writer.drain()
        return True

    async def _ask(self, request: bytes) -> bytes | None:
        """The server's whole answer; None where the server is not there."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            return None
        try:
            head, _, body = request.partition(b"\r\n\r\n")
            lines = [one for one in head.split(b"\r\n") if not one.lower().startswith(b"connection:")]
            writer.write(b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body)
            await writer.drain()
            return await reader.read() or None
        except OSError:
            return None
        finally:
            writer.close()


async def _message(reader: asyncio.StreamReader) -> bytes | None:
    """One request, whole; None where the browser has closed."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    return head + (await reader.readexactly(length) if length else b"")
