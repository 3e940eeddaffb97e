"""All tables, loaded together so that the mapper and the migrations see the whole."""

from server.storage.tables import (
    claiming,
    decisions,
    devices,
    files,
    imports,
    integrators,
    journal,
    messages,
    notices,
    recharging,
    register,
    staff,
    standings,
    telling,
    visits,
    wording,
)

__all__ = [
    "claiming",
    "decisions",
    "devices",
    "files",
    "imports",
    "integrators",
    "journal",
    "messages",
    "notices",
    "recharging",
    "register",
    "staff",
    "standings",
    "telling",
    "visits",
    "wording",
]
