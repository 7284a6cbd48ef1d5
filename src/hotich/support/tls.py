"""Certificates of an installation without a public name: its own authority, made once, and the server's certificate under it.

A browser keeps work offline only at an address it trusts: HTTPS, or this very machine. Enrolling a machine installs the authority, and
so that it can vouch for nothing else on that machine, it is limited to the names it was made for and to private addresses.
"""

from __future__ import annotations

import ipaddress
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hotich.support.errors import Refusal

CA_LIVES = timedelta(days=3650)
LIVES = timedelta(days=397)
"""What browsers accept of a server's certificate."""
RENEWED_BEFORE = timedelta(days=60)
_HERE = ("localhost", "127.0.0.1", "::1")
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "::1/128", "fc00::/7")


class NameNotCovered(Refusal):
    """The authority was made for other names."""

    code = "tls.name_not_covered"
    message = "Chứng chỉ gốc của hệ thống không dùng được cho tên máy chủ này."


@dataclass(frozen=True, slots=True)
class Files:
    """Where an installation's certificates lie."""

    folder: Path

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def ca_key(self) -> Path:
        return self.folder / "ca-key.pem"

    @property
    def server(self) -> Path:
        return self.folder / "server.pem"

    @property
    def server_key(self) -> Path:
        return self.folder / "server-key.pem"


def files_of(home: Path) -> Files:
    """The certificates below a home folder, there or not."""
    return Files(home / "tls")


def ensure(home: Path, names: Sequence[str], *, now: datetime) -> Files:
    """The certificates to serve these host names and addresses with; made or renewed where they have to be.

    Raises NameNotCovered for a name that the authority on the enrolled machines does not vouch for.
    """
    files = files_of(home)
    files.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    wanted = list(dict.fromkeys([*names, *_HERE]))
    if not files.ca.exists():
        _make_authority(files, wanted, now)
    _check_covered(_read(files.ca), wanted)
    if not _is_good(files, wanted, now):
        _make_server(files, wanted, now)
    return files


def renew(home: Path, *, now: datetime) -> bool:
    """Makes the server's certificate anew, for the names it has, before it ends; says whether it did. Nothing where there is none."""
    files = files_of(home)
    if not files.server.exists():
        return False
    names = _names_of(_read(files.server))
    if _is_good(files, names, now):
        return False
    _make_server(files, names, now)
    return True


def authority(home: Path) -> tuple[bytes, str] | None:
    """The authority's certificate as Windows installs it, and its fingerprint to compare; None where there is none."""
    files = files_of(home)
    if not files.ca.exists():
        return None
    certificate = _read(files.ca)
    return certificate.public_bytes(Encoding.DER), certificate.fingerprint(SHA256()).hex(":").upper()


def _is_good(files: Files, names: Iterable[str], now: datetime) -> bool:
    if not files.server.exists() or not files.server_key.exists():
        return False
    certificate = _read(files.server)
    return (
        set(names) <= set(_names_of(certificate))
        and certificate.not_valid_after_utc - now > RENEWED_BEFORE
        and certificate.issuer == _read(files.ca).subject
    )


def _make_authority(files: Files, names: Iterable[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    # A second installation's authority must not be taken for this one.
    mark = x509.random_serial_number()
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "hotich"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"hotich CA {mark % 0xFFFFFF:06x}"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(mark)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + CA_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .sign(key, SHA256())
    )
    _write(files.ca_key, _pem(key))
    _write(files.ca, certificate.public_bytes(Encoding.PEM))


def _make_server(files: Files, names: Sequence[str], now: datetime) -> None:
    ca = _read(files.ca)
    ca_key = load_pem_private_key(files.ca_key.read_bytes(), password=None)
    assert isinstance(ca_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])]))
        .issuer_name(ca.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(min(now + LIVES, ca.not_valid_after_utc))
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
        )
        .sign(ca_key, SHA256())
    )
    # One after the other: a server that starts between the two writes starts again.
    _write(files.server_key, _pem(key))
    _write(files.server, certificate.public_bytes(Encoding.PEM))


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _permitted(names: Iterable[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_network(net)) for net in _PRIVATE]
    for name in names:
        general = _general(name)
        if isinstance(general, x509.DNSName):
            found.append(general)
        elif not _allows(found, name):
            found.append(x509.IPAddress(ipaddress.ip_network(name)))
    return found


def _check_covered(ca: x509.Certificate, names: Iterable[str]) -> None:
    permitted = ca.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    for name in names:
        if not _allows(permitted, name):
            raise NameNotCovered(
                f"Chứng chỉ gốc của hệ thống không dùng được cho “{name}”: nó được tạo cho các tên khác. Giữ tên cũ, hoặc chuyển thư mục tls "
                "trong HOTICH_HOME đi nơi khác để tạo chứng chỉ gốc mới rồi cài lại cho từng máy."
            )


def _allows(permitted: Iterable[x509.GeneralName], name: str) -> bool:
    wanted = _general(name)
    return any(_covers(each, wanted) for each in permitted)


def _covers(each: x509.GeneralName, wanted: x509.GeneralName) -> bool:
    if isinstance(wanted, x509.IPAddress) and isinstance(each, x509.IPAddress):
        return wanted.value in each.value  # type: ignore[operator]  # a constraint bears a network
    if isinstance(wanted, x509.DNSName) and isinstance(each, x509.DNSName):
        return wanted.value == each.value or wanted.value.endswith(f".{each.value}")
    return False


def _names_of(certificate: x509.Certificate) -> list[str]:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(name.value) for name in names]


def _read(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(file: Path, content: bytes) -> None:
    descriptor, draft = tempfile.mkstemp(dir=file.parent)  # for its owner alone from the beginning
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(draft).replace(file)


def utc_now() -> datetime:
    """The current moment, for who has not set Django up."""
    return datetime.now(UTC)
