"""The web server: gunicorn with threads, started from code so that one command suffices."""

import gc
import sys

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from server.app import create_app
from server.cli.arriving import with_arriving_photos
from server.outside.logs import mask_links

_SWITCH_AFTER_S = 0.0005


class WebServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn on our application; each process makes its own, so that no connection is shared across a fork."""

    def __init__(self, options: dict[str, object]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = create_app()
        app.wsgi_app = with_arriving_photos(app.wsgi_app)  # type: ignore[method-assign]
        # What stands now stands to the end: the collector need not look at it again with every batch of events.
        gc.collect()
        gc.freeze()
        # Whoever holds the database's lock waits so long for the interpreter after each statement.
        sys.setswitchinterval(_SWITCH_AFTER_S)
        return app


class Log(Logger):  # type: ignore[misc]
    """Gunicorn's own words about a request that failed name its path, and a path may hold a tenant's link."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(mask_links)


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
            "logger_class": Log,
            "worker_tmp_dir": None,
        }
    ).run()
