"""The web server: gunicorn with threads, started from code so that one command suffices."""

from flask import Flask
from gunicorn.app.base import BaseApplication

from server.app import create_app


class WebServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn on our application; each process makes its own, so that no connection is shared across a fork."""

    def __init__(self, options: dict[str, object]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app()


def run_web(*, host: str, port: int, threads: int, processes: int) -> None:
    """Serve until told to stop."""
    WebServer(
        {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "threads": threads,
            "workers": processes,
            "graceful_timeout": 10,
            "timeout": 60,
            "keepalive": 15,
            "loglevel": "warning",
            "worker_tmp_dir": None,
        }
    ).run()
