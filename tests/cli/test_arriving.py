"""A photo's bytes are handed over as they come, and no others."""

import socket
from collections.abc import Iterator
from threading import Timer

import pytest
from gunicorn.config import Config
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream

from server.cli.arriving import LEAST, ArrivingContent, with_arriving_photos

LENGTH = 100_000


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The phone's end of a line, and ours, on which nothing is waited for longer than a second."""
    phone, ours = socket.socketpair()
    ours.settimeout(1)
    with phone, ours:
        yield phone, ours


def heard(parser: RequestParser) -> Request:
    return next(parser)


def announced(method: str = "PATCH", more: str = f"Content-Length: {LENGTH}") -> bytes:
    return f"{method} /photo HTTP/1.1\r\nHost: here\r\n{more}\r\n\r\n".encode()


def test_what_has_come_is_handed_over_before_a_read_is_full(ends: tuple[socket.socket, socket.socket]) -> None:
    phone, ours = ends
    phone.sendall(announced() + b"x" * 5_000)
    content = ArrivingContent(heard(RequestParser(Config(), ours, None)).body.reader)

    assert content.read(64 * 1024) == b"x" * 5_000


def test_crumbs_are_gathered_as_long_as_more_is_to_come(ends: tuple[socket.socket, socket.socket]) -> None:
    phone, ours = ends
    phone.sendall(announced() + b"x" * 100)
    content = ArrivingContent(heard(RequestParser(Config(), ours, None)).body.reader)
    Timer(0.05, phone.sendall, [b"y" * LEAST]).start()

    assert content.read(64 * 1024) == b"x" * 100 + b"y" * LEAST


def test_the_last_bytes_are_not_waited_for_longer_than_they_are(ends: tuple[socket.socket, socket.socket]) -> None:
    phone, ours = ends
    phone.sendall(announced(more="Content-Length: 7") + b"all of ")
    content = ArrivingContent(heard(RequestParser(Config(), ours, None)).body.reader)

    assert (content.read(64), content.read(64)) == (b"all of ", b"")


def test_the_next_request_on_the_line_is_left_for_itself(ends: tuple[socket.socket, socket.socket]) -> None:
    phone, ours = ends
    parser = RequestParser(Config(), ours, None)
    phone.sendall(announced(more="Content-Length: 3") + b"one" + announced("POST", "Content-Length: 3") + b"two")
    first = ArrivingContent(heard(parser).body.reader).read(64)

    assert (first, heard(parser).body.read()) == (b"one", b"two")


def test_what_a_refused_photo_had_still_to_bring_is_not_read_as_the_next_request(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    phone, ours = ends
    parser = RequestParser(Config(), ours, None)
    phone.sendall(announced(more="Content-Length: 6000") + b"x" * 6_000 + announced("GET", "Accept: */*"))
    first = ArrivingContent(heard(parser).body.reader).read(3_000)

    assert (len(first), heard(parser).method) == (3_000, "GET")


def test_a_line_that_ends_early_says_so(ends: tuple[socket.socket, socket.socket]) -> None:
    phone, ours = ends
    phone.sendall(announced() + b"x" * 5_000)
    phone.shutdown(socket.SHUT_WR)
    content = LimitedStream(ArrivingContent(heard(RequestParser(Config(), ours, None)).body.reader), LENGTH)

    assert content.read(64 * 1024) == b"x" * 5_000
    with pytest.raises(ClientDisconnected):
        content.read(64 * 1024)


@pytest.mark.parametrize(
    "method, more, arrives",
    [
        pytest.param("PATCH", "Content-Length: 3", True, id="a photo"),
        pytest.param("POST", "Content-Length: 3", False, id="a form"),
        pytest.param("PATCH", "Transfer-Encoding: chunked", False, id="chunks, whose server reads their frames"),
    ],
)
def test_only_a_photo_of_known_length_arrives(
    ends: tuple[socket.socket, socket.socket], method: str, more: str, arrives: bool
) -> None:
    phone, ours = ends
    phone.sendall(announced(method, more) + b"abc")
    given: list[object] = []
    app = with_arriving_photos(lambda environ, _start: given.append(environ["wsgi.input"]) or [])

    app({"REQUEST_METHOD": method, "wsgi.input": heard(RequestParser(Config(), ours, None)).body}, None)

    assert isinstance(given[0], ArrivingContent) == arrives
