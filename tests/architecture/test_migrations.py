"""Migrations are numbered one by one, end in one head, and make the tables that the code knows."""

import re

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask

from server.storage.migrating import migrations_folder, schema_drift, schema_is_current


def _script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    return ScriptDirectory.from_config(config)


def test_migrations_are_numbered_without_a_hole() -> None:
    files = sorted(path.name for path in (migrations_folder() / "versions").glob("*.py"))

    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in files)
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))


def test_each_migration_follows_the_one_before_it() -> None:
    chain = [(step.revision, step.down_revision) for step in reversed(list(_script().walk_revisions()))]

    assert chain[0][1] is None
    assert all(down == f"{int(revision) - 1:04d}" for revision, down in chain[1:])


def test_there_is_one_head() -> None:
    assert len(_script().get_heads()) == 1


def test_the_migrated_database_is_what_the_code_knows(app: Flask) -> None:
    assert schema_is_current()
    assert schema_drift() == []
