"""All tables, loaded together so that the mapper and the migrations see the whole."""

from server.storage.tables import (
    decisions,
    devices,
    files,
    imports,
    journal,
    notices,
    register,
    staff,
    visits,
)

__all__ = ["decisions", "devices", "files", "imports", "journal", "notices", "register", "staff", "visits"]
