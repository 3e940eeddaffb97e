"""A line to a server that breaks after a random number of bytes, again and again."""

import random
import socket
from contextlib import closing, suppress
from threading import Thread


class BadLine:
    """Listens on a port of its own; each connection carries so many bytes to the server and is then cut."""

    def __init__(self, server_port: int, seed: int, fewest: int = 50_000, most: int = 250_000) -> None:
        self._server_port = server_port
        self._chance = random.Random(seed)
        self._span = (fewest, most)
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._ear.getsockname()[1]
        self.cuts = 0

    def __enter__(self) -> "BadLine":
        Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ear.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._ear.accept()
                Thread(target=self._carry, args=(client, self._chance.randint(*self._span)), daemon=True).start()

    def _carry(self, client: socket.socket, left: int) -> None:
        with closing(client), socket.create_connection(("127.0.0.1", self._server_port)) as server, suppress(OSError):
            Thread(target=_back, args=(server, client), daemon=True).start()
            while left and (piece := client.recv(min(left, 4_096))):
                server.sendall(piece)
                left -= len(piece)
            if not left:
                self.cuts += 1
                client.shutdown(socket.SHUT_RDWR)


def _back(server: socket.socket, client: socket.socket) -> None:
    with suppress(OSError):
        while piece := server.recv(65_536):
            client.sendall(piece)
        client.shutdown(socket.SHUT_WR)
