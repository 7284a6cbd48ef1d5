"""Sealed packets: what a desk keeps of unsent work can be carried by anybody's session and read by the server alone (decisions.md 18).

A desk seals each packet under a key of its own, agreed with the server's public key; the browser cannot open it again. The private
keys lie in the installation's home folder. The newest is handed out; older ones stay, because a machine may come back
after weeks with what it has not sent.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from hotich.entries.errors import PacketUnopened
from hotich.support import secret_files

KEPT_FOR = timedelta(days=90)
"""How long one key is handed out before the next is made."""
_INFO = b"hotich outbox 1"
_WORKING_KEY = b"hotich working key 1"
LARGEST = 400_000
"""Characters of one sealed packet."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One packet as a browser keeps it: whose it is cannot be seen from outside."""

    tx_id: str
    key: str
    epk: str
    iv: str
    box: str


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a desk seals with: P-256, the uncompressed point as base64url."""

    id: str
    public: str


def public_key(*, today: date) -> PublicKey:
    """The key to seal with now; the next one is made when the newest has been handed out for long enough."""
    files = _files()
    if not files or date.fromisoformat(files[-1].stem) <= today - KEPT_FOR:
        secret_files.kept(_folder() / f"{today.isoformat()}.pem", _new_key)
        files = _files()
    key = _read(files[-1])
    return PublicKey(_name(key), _encoded(_point(key)))


def opened(sealed: Sealed) -> dict[str, Any]:
    """The packet inside. Raises PacketUnopened for one sealed to a key that is gone, damaged, or put under another name."""
    if len(sealed.box) > LARGEST:
        raise PacketUnopened
    private = next((found for file in reversed(_files()) if _name(found := _read(file)) == sealed.key), None)
    if private is None:
        raise PacketUnopened
    try:
        epk = _decoded(sealed.epk)
        shared = private.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), epk)
        )
        secret = HKDF(algorithm=SHA256(), length=32, salt=epk, info=_INFO).derive(shared)
        text = AESGCM(secret).decrypt(_decoded(sealed.iv), _decoded(sealed.box), sealed.tx_id.encode("ascii"))
        packet = json.loads(text)
    except (InvalidTag, NotBase64, ValueError) as error:
        raise PacketUnopened from error
    if not isinstance(packet, dict) or str(packet.get("tx_id")) != sealed.tx_id:
        raise PacketUnopened
    return packet


def working_key(officer_id: int) -> str:
    """The key under which a browser keeps an officer's working copies: the same at every sign-in of his, nobody else's."""
    info = _WORKING_KEY + b" " + str(officer_id).encode("ascii")
    secret = settings.SECRET_KEY.encode()
    return _encoded(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret))


def _folder() -> Path:
    return Path(settings.HOME) / "secrets" / "outbox"


def _files() -> list[Path]:
    """The kept keys, the newest last: each is named by the day on which it was made."""
    return sorted(_folder().glob("*.pem"))


def _new_key() -> bytes:
    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@lru_cache(maxsize=64)
def _read(file: Path) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file} is not a key of an elliptic curve")
    return key


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _name(key: ec.EllipticCurvePrivateKey) -> str:
    return _encoded(sha256(_point(key)).digest()[:9])


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
