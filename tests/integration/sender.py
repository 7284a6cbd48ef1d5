"""A desk seen from the server: packets over HTTP, with a session or without."""

from __future__ import annotations

from typing import Any

from desk import CHILD
from django.test import Client

from hotich.entries import grants
from hotich.entries import operations as entries
from hotich.support.ids import uuid7
from hotich.support.time import now as clock


class Sender:
    """A desk that talks to the server over HTTP, with a session or without."""

    def __init__(
        self, world: Any, officer: Any, *, signed_in: bool = True, lease: tuple[int, int] = (1000, 9000)
    ):
        self.world, self.officer, self.entry = world, officer, uuid7()
        self.client = Client()
        if signed_in:
            self.client.force_login(officer)
        self.lease = entries.grant_lease(
            actor=officer, book=world.book, station=world.station, low=lease[0], high=lease[1], now=clock()
        )
        self.grant = self.granted()

    def granted(self, **more: Any) -> str:
        return grants.issue(
            **{
                "officer": self.officer,
                "station": self.world.station,
                "leases": [self.lease],
                "now": clock(),
                **more,
            }
        )

    def packet(self, type: str, payload: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "tx_id": str(uuid7()),
            "entry": str(self.entry),
            "book": str(self.world.book.pk),
            "pass": 0,
            "base_seq": 0,
            "device_time": clock().isoformat(),
            "grant": self.grant,
            "type": type,
            "payload": payload,
            **more,
        }

    def opening(self, page: int = 1, line: int = 1, **more: Any) -> dict[str, Any]:
        return self.packet(
            "entry_opened", {"page": page, "line": line, "position": page * 1000 + line}, **more
        )

    def keying(self, fields: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        return self.packet("fields_keyed", fields or CHILD, **{"base_seq": 1, **more})

    def post(self, *packets: dict[str, Any], expect: int = 200) -> Any:
        body = {"station": self.world.station.code, "packets": list(packets)}
        response = self.client.post("/api/sync", body, content_type="application/json")
        assert response.status_code == expect, response.content
        return response.json()

    def send(self, *packets: dict[str, Any]) -> list[dict[str, Any]]:
        results: list[dict[str, Any]] = self.post(*packets)["results"]
        return results
