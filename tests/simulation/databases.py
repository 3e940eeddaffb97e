"""The database of the simulated server: emptied for each run, backed up and put back in the midst of it."""

import shutil
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import text

from server.storage.database import Tables, db
from tests.databases import empty, postgresql_address, teach_to_empty


class SimulatedDatabase(Protocol):
    url: str

    def empty(self) -> None: ...

    def back_up(self) -> None: ...

    def restore(self) -> bool: ...


class SqliteDatabase:
    """A file; a backup is a copy of it."""

    def __init__(self, folder: Path) -> None:
        self._file, self._template, self._backup = (
            folder / f"{name}.sqlite3" for name in ("doorstep", "template", "backup")
        )
        self.url = f"sqlite:///{self._file}"

    def keep_template(self) -> None:
        self._copy(self._file, self._template)

    def empty(self) -> None:
        self._backup.unlink(missing_ok=True)
        self._put(self._template)

    def back_up(self) -> None:
        self._copy(self._file, self._backup)

    def restore(self) -> bool:
        if not self._backup.exists():
            return False
        self._put(self._backup)
        return True

    def _copy(self, source: Path, target: Path) -> None:
        with db.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        shutil.copyfile(source, target)

    def _put(self, source: Path) -> None:
        db.session.remove()
        db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(source, self._file)


class PostgresqlDatabase:
    """A database of its own; a backup is another made from it as a template."""

    def __init__(self, name: str) -> None:
        self.url = postgresql_address(name)
        head, _, query = self.url.partition("?")
        base, _, self._name = head.rpartition("/")
        self._maintenance = f"{base}/postgres" + (f"?{query}" if query else "")
        self._has_backup = False

    def keep_template(self) -> None:
        """It is emptied by deleting rows; a backup made from it can be emptied too."""
        teach_to_empty(self.url, [table.name for table in Tables.metadata.sorted_tables])

    def empty(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            empty(connection)
        self._has_backup = False

    def back_up(self) -> None:
        self._replace(f"{self._name}_backup", self._name)
        self._has_backup = True

    def restore(self) -> bool:
        if self._has_backup:
            self._replace(self._name, f"{self._name}_backup")
        return self._has_backup

    def _replace(self, target: str, source: str) -> None:
        db.session.remove()
        db.engine.dispose()
        with psycopg.connect(self._maintenance, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{target}"')
            connection.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
