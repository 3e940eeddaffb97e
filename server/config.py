"""Every setting, read once from the environment, checked before anything starts.

Each setting stands in `docs/settings.md`. Policy values are not settings: they are dated data in `server/policies/`.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from server.domain.client_versions import SHIPPED
from server.domain.notices import QuietHours

PREFIX = "DOORSTEP_"
# Whose browsers people have: Chrome and those built on it, Firefox, Safari, Edge on Windows.
_KNOWN_PUSH_SERVICES = "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com"
MODES = ("production", "demo", "test")


class WrongSetting(Exception):
    """A setting that cannot be used; the sentence names it and the way out."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{PREFIX}{name}: {problem}")
        self.name = name


@dataclass(frozen=True)
class Config:
    """The settings as the product uses them; times in seconds, sizes in bytes."""

    mode: str
    data_dir: Path
    database_url: str
    public_url: str
    secret_key: str
    blobs_url: str
    jobs_url: str
    sms_url: str
    sms_per_minute: int
    mail_url: str
    mail_per_minute: int
    push_services: tuple[str, ...]
    quiet_hours: QuietHours | None
    trusted_proxies: int
    landlord_id: str
    clock_file: Path | None
    vapid_private_key: str
    vapid_subject: str
    upload_max_bytes: int
    log_level: str
    client_required: int
    metrics_token: str

    @property
    def is_secure(self) -> bool:
        """Whether people reach us by HTTPS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


def read_config(environ: Mapping[str, str] | None = None) -> Config:
    """Read and check all settings; raises WrongSetting with a sentence that names the wrong one."""
    given = _Given(os.environ if environ is None else environ)
    mode = given.one_of("MODE", MODES, "production")
    data_dir = Path(given.text("DATA_DIR", "var")).resolve()
    clock_file = given.text("CLOCK_FILE", "")
    if clock_file and mode == "production":
        raise WrongSetting("CLOCK_FILE", "moves the server's clock and works only in test and demo mode; unset it.")
    return Config(
        mode=mode,
        data_dir=data_dir,
        database_url=_database_url(given.text("DATABASE_URL", f"sqlite:///{data_dir}/doorstep.sqlite3")),
        public_url=given.url("PUBLIC_URL", "http://localhost:8000", ("http", "https")).rstrip("/"),
        secret_key=given.text("SECRET_KEY", "") or _kept_secret(data_dir),
        blobs_url=given.url("BLOBS_URL", f"file://{data_dir}/blobs", ("file", "s3")),
        jobs_url=given.url("JOBS_URL", f"sqlite:///{data_dir}/jobs.sqlite3", ("sqlite", "postgresql", "redis")),
        sms_url=given.url("SMS_URL", "local:", ("local", "kannel+http", "kannel+https", "twilio+https")),
        sms_per_minute=given.whole_number("SMS_PER_MINUTE", 600, 1, 1_000_000),
        mail_url=given.url("MAIL_URL", "local:", ("local", "smtp", "smtps")),
        mail_per_minute=given.whole_number("MAIL_PER_MINUTE", 300, 1, 1_000_000),
        push_services=_push_services(given.text("PUSH_SERVICES", _KNOWN_PUSH_SERVICES), mode),
        quiet_hours=_quiet_hours(given.text("QUIET_HOURS", "")),
        trusted_proxies=given.whole_number("TRUSTED_PROXIES", 0, 0, 10),
        landlord_id=given.text("LANDLORD", "havebury"),
        clock_file=Path(clock_file) if clock_file else None,
        vapid_private_key=given.text("VAPID_PRIVATE_KEY", ""),
        vapid_subject=given.text("VAPID_SUBJECT", "mailto:doorstep@example.org"),
        upload_max_bytes=given.whole_number("UPLOAD_MAX_BYTES", 25 * 1024 * 1024, 1024, 1024**3),
        log_level=given.one_of("LOG_LEVEL", ("debug", "info", "warning", "error"), "info"),
        client_required=given.whole_number("CLIENT_REQUIRED", 0, 0, SHIPPED),
        metrics_token=given.text("METRICS_TOKEN", ""),
    )


class _Given:
    """The environment, asked one setting at a time."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        return self._environ.get(PREFIX + name, "").strip() or default

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(name, default).lower()
        if value not in allowed:
            raise WrongSetting(name, f"is {value!r}; it must be one of {', '.join(allowed)}.")
        return value

    def whole_number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise WrongSetting(name, f"is {value!r}; it must be a whole number from {least} to {most}.")
        return int(value)

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if urlsplit(value).scheme not in schemes:
            raise WrongSetting(name, f"must begin with one of {', '.join(s + ':' for s in schemes)}")
        return value


def _database_url(value: str) -> str:
    """Point a plain PostgreSQL address at the driver we ship; anything but SQLite and PostgreSQL is refused."""
    scheme, _, rest = value.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg://{rest}"
    if scheme.split("+")[0] not in ("sqlite", "postgresql"):
        raise WrongSetting("DATABASE_URL", "must begin with sqlite:/// or postgresql://")
    return value


def _push_services(value: str, mode: str) -> tuple[str, ...]:
    """Host names that pushes may be sent to; a whole origin such as http://127.0.0.1:9000 only in test and demo."""
    services = tuple(part.strip() for part in value.split(",") if part.strip())
    for service in services:
        if "/" in service and mode == "production":
            raise WrongSetting("PUSH_SERVICES", f"names {service!r}; give host names only, such as *.push.apple.com.")
    return services


def _quiet_hours(value: str) -> QuietHours | None:
    """`21:00-08:00` as London times; empty for none."""
    if not value:
        return None
    try:
        begin, end = (time.fromisoformat(part.strip()) for part in value.split("-"))
    except ValueError:
        raise WrongSetting("QUIET_HOURS", f"is {value!r}; it must be two times such as 21:00-08:00.") from None
    if begin == end:
        raise WrongSetting("QUIET_HOURS", "begins when it ends; leave it empty for no quiet hours.")
    return QuietHours(begin, end)


def _kept_secret(data_dir: Path) -> str:
    """The secret made at the first start and kept in the data folder, readable by its owner only."""
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=data_dir, prefix="secret_key.")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            # A link appears whole or not at all, so two processes that start together end with one secret.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return path.read_text()
