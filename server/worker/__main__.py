"""`python -m server.worker` runs the worker until it is told to stop; `doorstep worker` becomes this."""

import signal
import sys
import threading

from sqlalchemy.exc import OperationalError

from server.app import create_app
from server.config import WrongSetting, read_config
from server.storage.migrating import schema_is_current
from server.worker.main import run_worker


def main() -> int:
    """Run until Ctrl-C or a polite kill; 2 for a wrong setting, 1 for a database that is silent or behind."""
    try:
        app = create_app(read_config())
    except WrongSetting as wrong:
        print(f"doorstep: {wrong}", file=sys.stderr)
        return 2
    with app.app_context():
        try:
            is_current = schema_is_current()
        except OperationalError:
            print("doorstep: the database does not answer. Check DOORSTEP_DATABASE_URL.", file=sys.stderr)
            return 1
        if not is_current:
            print("doorstep: the database is not up to date. Run `doorstep migrate` first.", file=sys.stderr)
            return 1
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    print("The worker is running. Ctrl-C stops it.", file=sys.stderr)
    run_worker(app, stop)
    return 0


sys.exit(main())
