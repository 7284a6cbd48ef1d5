"""An installation's own certificates: trusted by who enrolled the machine, for its own names and nothing else, renewed in time."""

from __future__ import annotations

import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography import x509
from django.test import Client

from hotich.cli.serve import command as serve
from hotich.support import tls
from hotich.support.supervisor import web_command

NOW = datetime.now(UTC)
NAMES = ["hotich.noibo", "10.20.30.5"]


def handshake(files: tls.Files, name: str, ca: Path) -> None:
    """A browser's side of the beginning of a connection. Raises ssl.SSLError where it would warn."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(files.server, files.server_key)
    asking = ssl.create_default_context(cafile=str(ca))
    here, there = socket.socketpair()

    def serve() -> None:
        try:
            with serving.wrap_socket(there, server_side=True):
                pass
        except (ssl.SSLError, OSError):
            there.close()

    other = threading.Thread(target=serve)
    other.start()
    try:
        with asking.wrap_socket(here, server_hostname=name):
            pass
    finally:
        here.close()
        other.join()


@pytest.mark.parametrize("name", [*NAMES, "localhost", "127.0.0.1", "::1"])
def test_an_enrolled_machine_trusts_every_name_it_was_made_for(tmp_path: Path, name: str) -> None:
    files = tls.ensure(tmp_path, NAMES, now=NOW)
    handshake(files, name, files.ca)


def test_a_machine_that_was_not_enrolled_and_another_name_are_refused(tmp_path: Path) -> None:
    files = tls.ensure(tmp_path / "a", NAMES, now=NOW)
    other = tls.ensure(tmp_path / "b", NAMES, now=NOW)
    for name, ca in (("hotich.noibo", other.ca), ("example.vn", files.ca)):
        with pytest.raises(ssl.SSLError):
            handshake(files, name, ca)


def test_the_authority_vouches_for_no_name_it_was_not_made_for(tmp_path: Path) -> None:
    files = tls.ensure(tmp_path, NAMES, now=NOW)
    with pytest.raises(tls.NameNotCovered) as refused:
        tls.ensure(tmp_path, ["nganhang.vn"], now=NOW)
    assert "nganhang.vn" in refused.value.message
    tls._make_server(files, ["nganhang.vn"], NOW)
    with pytest.raises(ssl.SSLError):
        handshake(files, "nganhang.vn", files.ca)


def test_the_authority_is_made_once_and_the_servers_certificate_again_before_it_ends(tmp_path: Path) -> None:
    files = tls.ensure(tmp_path, NAMES, now=NOW)
    ca, server = files.ca.read_bytes(), files.server.read_bytes()
    tls.ensure(tmp_path, NAMES, now=NOW + timedelta(days=300))
    assert not tls.renew(tmp_path, now=NOW + timedelta(days=300))
    assert (files.ca.read_bytes(), files.server.read_bytes()) == (ca, server)
    assert tls.renew(tmp_path, now=NOW + timedelta(days=340))
    assert files.ca.read_bytes() == ca
    renewed = x509.load_pem_x509_certificate(files.server.read_bytes())
    assert renewed.not_valid_after_utc > NOW + timedelta(days=700)
    assert not tls.renew(tmp_path / "nothing", now=NOW)


def test_a_further_private_address_needs_no_new_enrolment(tmp_path: Path) -> None:
    files = tls.ensure(tmp_path, NAMES, now=NOW)
    ca = files.ca.read_bytes()
    tls.ensure(tmp_path, [*NAMES, "192.168.1.7", "may2.hotich.noibo"], now=NOW)
    assert files.ca.read_bytes() == ca
    handshake(files, "192.168.1.7", files.ca)


def test_the_keys_are_for_the_installations_own_account(tmp_path: Path) -> None:
    files = tls.ensure(tmp_path, NAMES, now=NOW)
    for file in (files.ca_key, files.server_key):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_server_reads_renewed_certificates_within_a_day(tmp_path: Path) -> None:
    files = tls.ensure(tmp_path, NAMES, now=NOW)
    command = web_command("0.0.0.0", 8443, 1, files)  # noqa: S104 - only a command line
    assert command[command.index("--ssl-certificate") + 1] == str(files.server)
    assert command[command.index("--ssl-keyfile") + 1] == str(files.server_key)
    assert command[command.index("--workers-lifetime") + 1] == "24h"
    assert "--ssl-certificate" not in web_command("127.0.0.1", 8000, 1)


@pytest.mark.parametrize("arguments", [["--name", "hotich.noibo"], ["--tls", "--host", "0.0.0.0"]])  # noqa: S104
def test_names_and_certificates_are_asked_for_together(arguments: list[str]) -> None:
    answer = CliRunner().invoke(serve, arguments)
    assert answer.exit_code == 2
    assert "--name" in answer.output


@pytest.mark.django_db
def test_a_stranger_gets_the_authoritys_certificate_and_its_fingerprint(
    tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    client = Client()
    assert client.get("/chung-chi/hotich-ca.cer").status_code == 404
    files = tls.ensure(tmp_path, NAMES, now=NOW)
    answer = client.get("/chung-chi/hotich-ca.cer")
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    given = x509.load_der_x509_certificate(answer.content)
    assert given == x509.load_pem_x509_certificate(files.ca.read_bytes())
    known = tls.authority(tmp_path)
    assert known is not None
    assert known[1] in client.get("/chung-chi/").content.decode()
    assert b"PRIVATE" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host,secure,told",
    [
        ("hotich.noibo", False, True),
        ("hotich.noibo", True, False),
        ("localhost:8000", False, False),
        ("127.0.0.1", False, False),
    ],
)
def test_the_sign_in_page_says_where_the_desk_cannot_work_without_a_line(
    settings: Any, host: str, secure: bool, told: bool
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    page = Client().get("/dang-nhap/", secure=secure, headers={"host": host}).content.decode()
    assert ("HTTP thường" in page) is told
