"""Examine a running installation: what is wrong, and how to mend it. Changes nothing."""

import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select

from server.config import Config
from server.outside import documents
from server.outside.blobs import Blobs, BlobsUnavailable
from server.outside.clock import Clock, FileClock
from server.storage import heartbeats
from server.storage.database import db
from server.storage.migrating import schema_drift, schema_is_current
from server.storage.tables.journal import JournalRow
from server.storage.telling import notices

OK, WARNING, PROBLEM = "ok", "warning", "problem"

_SILENT_AFTER = timedelta(minutes=2)
_STUCK_AFTER = timedelta(minutes=30)
_SCRIPTS = {
    "English and Polish": "Noto Sans",
    "Bengali": "Noto Sans Bengali",
    "Hindi": "Noto Sans Devanagari",
    "Urdu": "Noto Naskh Arabic",
    "Chinese": "Noto Sans CJK SC",
}


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` says what to do, and is empty where all is well."""

    what: str
    state: str
    said: str
    mend: str = ""


def examine(config: Config, *, clock: Clock, blobs: Blobs) -> list[Finding]:
    """Every check, in the order in which they depend on each other; one that fails hides no other."""
    database = _database()
    findings = [_settings(config), _secret(config), database]
    if database.state != PROBLEM:
        findings += [_clock(clock), _worker(clock), _outbox(clock)]
    return [*findings, _blobs(blobs), _disk(config), _gateway(config), look_at_fonts()]


def look_at_fonts(found: Callable[[], set[str]] = documents.families) -> Finding:
    """Letters and cards are set in the tenant's script; screens bring their own fonts."""
    families = found()
    missing = [language for language, family in _SCRIPTS.items() if family not in families]
    if missing:
        mend = "Install Doorstep anew: its wheel brings these fonts (server/documents/fonts)."
        return Finding("fonts", PROBLEM, f"No font for {', '.join(missing)}; letters would show empty boxes.", mend)
    return Finding("fonts", OK, "There is a font for every language we write in.")


def _settings(config: Config) -> Finding:
    if config.mode != "production":
        mend = "Unset DOORSTEP_MODE before real tenants use it."
        return Finding("settings", WARNING, f"Readable; the mode is {config.mode}.", mend)
    if not config.is_secure and urlsplit(config.public_url).hostname != "localhost":
        mend = "Put HTTPS before it and set DOORSTEP_PUBLIC_URL to https://..., see docs/deploying.md."
        return Finding("settings", PROBLEM, "Phones give no storage, camera or push to a page without HTTPS.", mend)
    if config.unknown:
        mend = "Look for a slip of the pen: docs/settings.md has them all. What is not known is not read."
        return Finding("settings", WARNING, f"No setting of ours: {', '.join(config.unknown)}.", mend)
    return Finding("settings", OK, f"Readable; people reach it at {config.public_url}.")


def _secret(config: Config) -> Finding:
    path = config.data_dir / "secret_key"
    if len(config.secret_key) < 32:
        mend = "Set DOORSTEP_SECRET_KEY to at least 32 random characters."
        return Finding("keys", PROBLEM, "The server's secret is too short.", mend)
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding("keys", PROBLEM, f"Others on this machine can read {path}.", f"Run: chmod 600 {path}")
    return Finding("keys", OK, "The server's secret is there; all other keys are derived from it.")


def _database() -> Finding:
    try:
        if not schema_is_current():
            return Finding("database", PROBLEM, "It is not at this version's schema.", "Run `doorstep migrate`.")
        drift = schema_drift()
    # Drivers fail in many ways; here each is one answer.
    except Exception as error:
        mend = "Check DOORSTEP_DATABASE_URL, and that the database runs and lets us in."
        return Finding("database", PROBLEM, f"It does not answer ({type(error).__name__}).", mend)
    if drift:
        mend = "Somebody changed tables by hand: restore a backup, or undo it."
        return Finding("database", PROBLEM, f"{len(drift)} things differ from the schema.", mend)
    return Finding("database", OK, f"It answers ({db.engine.dialect.name}) and is at this version's schema.")


def _clock(clock: Clock) -> Finding:
    """Whoever set the clock back would date new evidence before what is already here."""
    with db.engine.connect() as connection:
        newest = connection.execute(select(func.max(JournalRow.received_at))).scalar()
    now = clock.now()
    if newest is not None and newest > now + timedelta(seconds=5):
        mend = "Set the machine's clock by NTP (chrony or systemd-timesyncd) before phones sync again."
        return Finding("clock", PROBLEM, f"It shows {now:%Y-%m-%d %H:%M} UTC, and evidence from later is here.", mend)
    if isinstance(clock, FileClock):
        return Finding("clock", WARNING, "DOORSTEP_CLOCK_FILE moves it.", "Unset it, unless this is a rehearsal.")
    return Finding("clock", OK, f"It shows {now:%Y-%m-%d %H:%M} UTC; compare it with your own.")


def _worker(clock: Clock) -> Finding:
    with db.engine.connect() as connection:
        seen = heartbeats.last_beat(connection)
    if seen is None:
        return Finding("worker", WARNING, "No worker has run here yet.", "Start `doorstep worker`.")
    if clock.now() - seen > _SILENT_AFTER:
        return Finding("worker", PROBLEM, f"Last seen {seen:%Y-%m-%d %H:%M} UTC.", "Start `doorstep worker`.")
    return Finding("worker", OK, "It lives.")


def _outbox(clock: Clock) -> Finding:
    with db.engine.connect() as connection:
        oldest = notices.oldest_due(connection, clock.now())
    if oldest is not None and clock.now() - oldest > _STUCK_AFTER:
        mend = "Look at the failures in the console under Texts, and at the gateway."
        return Finding("outbox", PROBLEM, f"A text has been waiting since {oldest:%Y-%m-%d %H:%M} UTC.", mend)
    return Finding("outbox", OK, "No text waits longer than it should.")


def _blobs(blobs: Blobs) -> Finding:
    try:
        blobs.check()
    except BlobsUnavailable:
        mend = "Check DOORSTEP_BLOBS_URL, the folder's owner and its space, or the bucket's key."
        return Finding("blobs", PROBLEM, "Photos cannot be written and read back.", mend)
    return Finding("blobs", OK, "Photos can be written and read back.")


def _disk(config: Config) -> Finding:
    free = shutil.disk_usage(config.data_dir).free // 1024**2
    if free < 500:
        return Finding("disk", PROBLEM, f"Only {free} MB are free.", f"Make room where {config.data_dir} stands.")
    return Finding("disk", OK, f"{free} MB are free.")


def _gateway(config: Config) -> Finding:
    address = urlsplit(config.sms_url)
    if address.scheme == "local":
        state = WARNING if config.mode == "production" else OK
        mend = "Set DOORSTEP_SMS_URL to your gateway." if state == WARNING else ""
        return Finding("gateway", state, "Texts stay in the local outbox and reach nobody.", mend)
    port = address.port or (443 if address.scheme.endswith("https") else 80)
    try:
        socket.create_connection((address.hostname or "", port), timeout=5).close()
    except OSError:
        mend = "Check DOORSTEP_SMS_URL, the gateway and the firewall. Texts wait meanwhile."
        return Finding("gateway", PROBLEM, f"{address.hostname}:{port} does not answer.", mend)
    return Finding("gateway", OK, f"{address.hostname}:{port} answers.")
