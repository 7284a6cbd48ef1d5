"""What a browser does with a packet that it keeps: seals it to the server, by the agreement of decisions.md 18."""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def seal(packet: dict[str, Any], public: dict[str, str]) -> dict[str, str]:
    """A packet as the outbox has it, under a key of its own."""
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(public["public"]))
    private = ec.generate_private_key(ec.SECP256R1())
    epk = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key = HKDF(algorithm=SHA256(), length=32, salt=epk, info=b"hotich outbox 1").derive(
        private.exchange(ec.ECDH(), point)
    )
    iv = os.urandom(12)
    box = AESGCM(key).encrypt(iv, json.dumps(packet).encode(), packet["tx_id"].encode())
    return {
        "tx_id": packet["tx_id"], "key": public["id"], "epk": _encoded(epk), "iv": _encoded(iv), "box": _encoded(box),
    }  # fmt: skip


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
