"""Two tus clients that we did not write, and a bare socket, against a live server."""

import io
import socket
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tusclient.client import TusClient
from werkzeug.serving import make_server

from server.storage.database import db
from server.storage.files import verified_among
from tests.http.files.bad_line import BadLine
from tests.http.files.tus import a_phone, begin, offset_of

PHOTO = bytes(range(256)) * 3000
NAME = sha256(PHOTO).hexdigest()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application listening on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def is_verified() -> bool:
    with db.engine.connect() as connection:
        return NAME in verified_among(connection, "havebury", "BRK", [NAME])


def test_an_ordinary_tus_client_sends_stops_and_resumes(address: str) -> None:
    phone = a_phone()
    named = {"sha256": NAME, "event_id": "0197-event"}
    sending = TusClient(f"{address}/api/v1/files", headers=phone).uploader(
        file_stream=io.BytesIO(PHOTO), chunk_size=100_000, metadata=named
    )

    sending.upload(stop_at=250_000)
    resumed = TusClient(f"{address}/api/v1/files", headers=phone).uploader(
        file_stream=io.BytesIO(PHOTO), url=sending.url, chunk_size=200_000, upload_checksum=True
    )
    resumed_at = resumed.offset
    resumed.upload()

    assert resumed_at == 250_000
    assert is_verified()


@pytest.mark.parametrize("send", [pytest.param("tuspy", id="tuspy"), pytest.param("tus-js-client", id="tus-js-client")])
def test_clients_cut_at_random_bytes_resume_until_all_is_there(address: str, send: str) -> None:
    phone = a_phone()
    with BadLine(urlsplit(address).port or 0, seed=20) as line:
        endpoint = f"http://127.0.0.1:{line.port}/api/v1/files"
        {"tuspy": by_tuspy, "tus-js-client": by_tus_js_client}[send](endpoint, phone)

    assert is_verified()
    assert line.cuts >= 3


def by_tuspy(endpoint: str, phone: dict[str, str]) -> None:
    named = {"sha256": NAME, "event_id": "0197-event"}
    uploader = TusClient(endpoint, headers=phone).uploader(
        file_stream=io.BytesIO(PHOTO), chunk_size=512 * 1024, metadata=named, retries=100, retry_delay=0
    )
    uploader.upload()


def by_tus_js_client(endpoint: str, phone: dict[str, str]) -> None:
    script = Path(__file__).with_name("upload.mjs")
    command = ["node", str(script), endpoint, phone["Authorization"], NAME]
    ran = subprocess.run(command, input=PHOTO, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()


def test_a_line_that_breaks_in_mid_piece_loses_nothing_that_was_counted(address: str, client: FlaskClient) -> None:
    phone = a_phone()
    where = begin(client, phone, PHOTO).headers["Location"]
    place = urlsplit(address)
    lines = [
        f"PATCH {where} HTTP/1.1",
        f"Host: {place.netloc}",
        f"Authorization: {phone['Authorization']}",
        "Tus-Resumable: 1.0.0",
        "Upload-Offset: 0",
        "Content-Type: application/offset+octet-stream",
        f"Content-Length: {len(PHOTO)}",
        "Connection: close",
    ]
    with socket.create_connection((place.hostname or "", place.port or 0)) as line:
        line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + PHOTO[:300_001])
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass

    offset = offset_of(client, phone, where)
    rest = TusClient(f"{address}/api/v1/files", headers=phone).uploader(
        file_stream=io.BytesIO(PHOTO), url=address + where, chunk_size=len(PHOTO)
    )
    rest.upload()

    assert 0 < offset <= 300_001
    assert is_verified()
