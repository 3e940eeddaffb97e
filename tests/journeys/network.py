"""A network between browser and server that can refuse, fall silent, lie, or cut an answer short."""

import selectors
import socket
import threading
from contextlib import suppress

PORTAL = b"<!doctype html><title>Free Wi-Fi</title><h1>Accept our terms to go online</h1>"
LIE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (
    len(PORTAL),
    PORTAL,
)


class Network:
    """Listens on one port for the whole test and passes bytes to the server, as `mode` says.

    `pass`: as if it were not there. `refuse`: connections are refused. `silent`: accepted, never answered.
    `lie`: every request is answered 200 with a portal's page.
    """

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.mode = "pass"
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def become(self, mode: str) -> None:
        """Change what the network does; connections that stand are cut."""
        if mode == "refuse" and self.mode != "refuse":
            self._stop_listening()
        elif mode != "refuse" and self.mode == "refuse":
            self._listener = self._listen(self.port)
        self.mode = mode
        self._cut()

    def close(self) -> None:
        self.mode = "refuse"
        self._stop_listening()
        self._cut()

    def _stop_listening(self) -> None:
        """Closing alone would leave the port taken while the other thread waits on it."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                browser, _ = listener.accept()
            except OSError:
                return
            if self.mode == "refuse":
                browser.close()
                continue
            with self._lock:
                self._open.add(browser)
            threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        mode = self.mode
        if mode == "pass":
            self._pass_on(browser)
        elif mode == "lie":
            with suppress(OSError):
                browser.recv(65536)
                browser.sendall(LIE)
            self._drop(browser)

    def _pass_on(self, browser: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.server_port), timeout=5)
        except OSError:
            self._drop(browser)
            return
        with self._lock:
            self._open.add(server)
        with suppress(OSError, ValueError), selectors.DefaultSelector() as ready:
            ready.register(browser, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, browser)
            while _copy(ready):
                pass
        self._drop(browser)
        self._drop(server)

    def _drop(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)
        connection.close()

    def _cut(self) -> None:
        with self._lock:
            standing, self._open = self._open, set()
        for connection in standing:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


def _copy(ready: selectors.BaseSelector) -> bool:
    """Move what has arrived; False once either side has ended."""
    for key, _ in ready.select(timeout=30):
        data = key.fileobj.recv(65536)  # type: ignore[union-attr]
        if not data:
            return False
        key.data.sendall(data)
    return True
