"""Photos cut at random bytes on their way: how much is sent twice after the phone has asked where to go on."""

import base64
import hashlib
import random
import secrets
import socket
import struct
import tempfile
import time
import uuid
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bench.phones import BenchPhone
from bench.sync import BenchProduct, enrolled

SIZE = 400_000
"""As large as the app makes a photo."""

LARGE = 8_000_000
PHOTOS = 20
CUTS = ("reset", "silent")
_PIECE = 4 * 1024
_PACE_S = 0.004
"""A piece each so often is a megabyte a second: the server keeps up, so that what is lost is what it held back."""

_AWAY_S = 0.5
"""A phone waits at least this long before it tries again."""

_PATCH = {"Content-Type": "application/offset+octet-stream"}


@dataclass
class Cut:
    """Bytes sent twice, in per cent of the photo; one cut a photo, and each is verified by the server at the end."""

    line: str
    photos: int
    bytes_each: int
    resent_median_percent: float
    resent_worst_percent: float


@dataclass
class Uncut:
    """Photos in one go, one after the other; the server's processor time holds their beginning as well."""

    bytes_each: int
    megabytes_per_s: float
    cpu_ms_per_megabyte: float


def measure(seed: int = 1) -> tuple[list[Cut], list[Uncut]]:
    """By a line that is reset, and by one that falls silent and is still open when the phone comes back."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        product = BenchProduct(Path(place), "")
        product.prepare(product.url)
        product.start(product.url)
        try:
            phone = enrolled(product, 1)[0]
            _uncut(product, phone, LARGE, 1)
            uncut = [_uncut(product, phone, size, times) for size, times in ((SIZE, 40), (LARGE, 6))]
            return [_cut(phone, line, chance) for line in CUTS], uncut
        finally:
            product.stop()


def _cut(phone: BenchPhone, line: str, chance: random.Random) -> Cut:
    resent = sorted(_resent(phone, chance.randrange(1, SIZE), line) for _ in range(PHOTOS))
    percent = [each * 100 / SIZE for each in resent]
    return Cut(line, PHOTOS, SIZE, percent[PHOTOS // 2], percent[-1])


def _resent(phone: BenchPhone, cut_at: int, line: str) -> int:
    photo = secrets.token_bytes(SIZE)
    where = begin(phone, photo)
    broken = _send_part(phone, where, photo[:cut_at])
    if line == "reset":
        broken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        broken.close()
    time.sleep(_AWAY_S)
    with closing(broken):
        _, asked = _ask(phone, "HEAD", where)
        offset = int(asked["Upload-Offset"])
        patched(phone, where, photo[offset:], offset)
    return cut_at - offset


def _uncut(product: BenchProduct, phone: BenchPhone, size: int, times: int) -> Uncut:
    took, cpu_before_s = 0.0, product.server_cpu_s()
    for _ in range(times):
        photo = secrets.token_bytes(size)
        where = begin(phone, photo)
        begun = time.perf_counter()
        patched(phone, where, photo)
        took += time.perf_counter() - begun
    megabytes = size * times / 1e6
    return Uncut(size, megabytes / took, (product.server_cpu_s() - cpu_before_s) * 1000 / megabytes)


def begin(phone: BenchPhone, photo: bytes) -> str:
    """Announce a photo; where its bytes go."""
    named = {"sha256": hashlib.sha256(photo).hexdigest(), "event_id": str(uuid.uuid4())}
    metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in named.items())
    more = {"Upload-Length": str(len(photo)), "Upload-Metadata": metadata}
    with closing(phone.connect()) as line:
        line.request("POST", "/api/v1/files", b"", {**_headers(phone), **more})
        return line.getresponse().headers["Location"]


def patched(phone: BenchPhone, where: str, rest: bytes, offset: int = 0) -> None:
    """Send what is missing of it, and read that it is whole."""
    status, _ = _ask(phone, "PATCH", where, rest, offset)
    if status != 204:
        raise RuntimeError(f"the bytes from {offset} were answered {status}")


def _send_part(phone: BenchPhone, where: str, part: bytes) -> socket.socket:
    """Begin to send the whole photo, and get no further than this part."""
    given = {**_headers(phone), **_PATCH, "Upload-Offset": "0", "Content-Length": str(SIZE), "Host": "localhost"}
    lines = [f"PATCH {where} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
    line = socket.create_connection(("127.0.0.1", phone.port))
    line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
    for start in range(0, len(part), _PIECE):
        line.sendall(part[start : start + _PIECE])
        time.sleep(_PACE_S)
    return line


def _ask(phone: BenchPhone, method: str, where: str, body: bytes = b"", offset: int = 0) -> tuple[int, dict[str, str]]:
    more = {**_PATCH, "Upload-Offset": str(offset)} if method == "PATCH" else {}
    line: HTTPConnection = phone.connect()
    with closing(line):
        line.request(method, where, body, {**_headers(phone), **more})
        answer = line.getresponse()
        answer.read()
        return answer.status, dict(answer.headers)


def _headers(phone: BenchPhone) -> dict[str, str]:
    return {"Authorization": f"Bearer {phone.token}", "Tus-Resumable": "1.0.0"}
