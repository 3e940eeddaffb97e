"""The schema: where its migrations stand, whether it is current, bringing it up to date."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import Migrate, upgrade

from server.storage import tables
from server.storage.database import Tables, db
from server.storage.places import folder

migrate = Migrate(render_as_batch=True, compare_type=False)

# Named so that the import, which registers every table, is seen to be used.
ALL_TABLES = tables.__all__


def migrations_folder() -> Path:
    """The numbered migrations: the bundled copy where there is one, else the repository's."""
    return folder("migrations")


def upgrade_schema() -> None:
    """Create or upgrade the database. Each migration is one transaction."""
    upgrade(directory=str(migrations_folder()))


def schema_is_current() -> bool:
    """Whether the database stands at the newest migration."""
    return current_revision() == _scripts().get_current_head()


def current_revision() -> str | None:
    """The migration at which the database stands; None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> set[str]:
    """Every migration that this version of the product has."""
    return {step.revision for step in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    config = AlembicConfig()
    config.set_main_option("script_location", str(migrations_folder()))
    return ScriptDirectory.from_config(config)


def schema_drift() -> list[object]:
    """What the tables in code and the migrated database disagree on; empty when they agree."""
    with db.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Tables.metadata))
