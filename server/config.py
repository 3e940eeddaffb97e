"""Every setting, read once from the environment, checked before anything starts.

Each setting stands in `docs/settings.md`. Policy values are not settings: they are dated data in `server/policies/`.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from server.domain.client_versions import SHIPPED
from server.domain.notices import QuietHours

PREFIX = "DOORSTEP_"
# Whose browsers people have: Chrome and those built on it, Firefox, Safari, Edge on Windows.
_KNOWN_PUSH_SERVICES = "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com"
MODES = ("production", "demo", "test")
# The drivers that come with us.
_DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql+psycopg")
_WITH_HOST = ("http", "https", "s3", "kannel+http", "kannel+https", "twilio+https")


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
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    unknown: tuple[str, ...] = ()
    """Variables with our prefix that are no setting: misspelt, or of another version."""

    @property
    def is_secure(self) -> bool:
        """Whether people reach us by HTTPS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


def read_config(environ: Mapping[str, str] | None = None) -> Config:
    """Read and check all settings; raises WrongSetting with a sentence that names the wrong one."""
    given = _Given(os.environ if environ is None else environ)
    mode = given.one_of("MODE", MODES, "production")
    data_dir = _usable_folder("DATA_DIR", Path(given.text("DATA_DIR", "var")).resolve())
    clock_file = given.text("CLOCK_FILE", "")
    if clock_file and mode == "production":
        raise WrongSetting("CLOCK_FILE", "moves the server's clock and works only in test and demo mode; unset it.")
    return Config(
        mode=mode,
        data_dir=data_dir,
        database_url=_database_url(given.text("DATABASE_URL", f"sqlite:///{data_dir}/doorstep.sqlite3")),
        public_url=_public_url(given.url("PUBLIC_URL", "http://localhost:8000", ("http", "https"))),
        secret_key=given.text("SECRET_KEY", "") or _kept_secret(data_dir),
        blobs_url=_blobs_url(given.url("BLOBS_URL", f"file://{data_dir}/blobs", ("file", "s3"))),
        jobs_url=given.url("JOBS_URL", f"sqlite:///{data_dir}/jobs.sqlite3", ("sqlite", "postgresql", "redis")),
        sms_url=_sms_url(given.url("SMS_URL", "local:", ("local", "kannel+http", "kannel+https", "twilio+https"))),
        sms_per_minute=given.whole_number("SMS_PER_MINUTE", 600, 1, 1_000_000),
        mail_url=given.url("MAIL_URL", "local:", ("local", "smtp", "smtps")),
        mail_per_minute=given.whole_number("MAIL_PER_MINUTE", 300, 1, 1_000_000),
        push_services=_push_services(given.text("PUSH_SERVICES", _KNOWN_PUSH_SERVICES), mode),
        quiet_hours=_quiet_hours(given.text("QUIET_HOURS", "")),
        trusted_proxies=given.whole_number("TRUSTED_PROXIES", 0, 0, 10),
        landlord_id=given.fitting("LANDLORD", "havebury", r"[A-Za-z0-9_-]{1,40}", "1 to 40 letters, digits, - and _"),
        clock_file=Path(clock_file) if clock_file else None,
        vapid_private_key=given.fitting("VAPID_PRIVATE_KEY", "", r"([\w-]{43}=?)?", "the base64url of its 32 bytes"),
        vapid_subject=given.fitting(
            "VAPID_SUBJECT", "mailto:doorstep@example.org", r"(mailto:|https://).+", "a mailto: or https:// address"
        ),
        upload_max_bytes=given.whole_number("UPLOAD_MAX_BYTES", 25 * 1024 * 1024, 1024, 1024**3),
        log_level=given.one_of("LOG_LEVEL", ("debug", "info", "warning", "error"), "info"),
        client_required=given.whole_number("CLIENT_REQUIRED", 0, 0, SHIPPED),
        metrics_token=given.text("METRICS_TOKEN", ""),
        **_provider(given, mode),
        unknown=given.never_asked(),
    )


class _Given:
    """The environment, asked one setting at a time."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._asked: set[str] = set()

    def text(self, name: str, default: str) -> str:
        self._asked.add(PREFIX + name)
        return self._environ.get(PREFIX + name, "").strip() or default

    def fitting(self, name: str, default: str, pattern: str, wanted: str) -> str:
        """The text, where it has this form. The sentence does not repeat it: it may be a secret."""
        value = self.text(name, default)
        if not re.fullmatch(pattern, value, re.ASCII):
            raise WrongSetting(name, f"must be {wanted}.")
        return value

    def never_asked(self) -> tuple[str, ...]:
        """What is there under our prefix and nothing has asked for."""
        return tuple(sorted(name for name in self._environ if name.startswith(PREFIX) and name not in self._asked))

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
        parts = _split(name, value)
        if parts.scheme not in schemes:
            raise WrongSetting(name, f"must begin with one of {', '.join(s + ':' for s in schemes)}")
        if parts.scheme in _WITH_HOST and not parts.hostname:
            raise WrongSetting(name, f"names nothing after {parts.scheme}://, where a host or a bucket must stand.")
        return value


def _split(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port  # is read only here, and raises where it is no number
    except ValueError:
        raise WrongSetting(name, "is no address that can be read; look at its host and port.") from None
    return parts


def _provider(given: _Given, mode: str) -> dict[str, str]:
    """The identity provider, whole or not at all."""
    found = {
        "OIDC_ISSUER": given.text("OIDC_ISSUER", ""),
        "OIDC_CLIENT_ID": given.text("OIDC_CLIENT_ID", ""),
        "OIDC_CLIENT_SECRET": given.text("OIDC_CLIENT_SECRET", ""),
    }
    missing = [name for name, value in found.items() if not value]
    if missing and len(missing) < len(found):
        raise WrongSetting(missing[0], f"is missing: {', '.join(found)} stand together or not at all.")
    schemes = ("https",) if mode == "production" else ("http", "https")
    if not missing and _split("OIDC_ISSUER", found["OIDC_ISSUER"]).scheme not in schemes:
        raise WrongSetting("OIDC_ISSUER", "must begin with https:")
    return {name.lower(): value for name, value in found.items()}


def _database_url(value: str) -> str:
    """Point a plain PostgreSQL address at the driver we ship; anything but SQLite and PostgreSQL is refused."""
    scheme, _, rest = value.partition("://")
    if scheme in ("postgres", "postgresql"):
        scheme, value = "postgresql+psycopg", f"postgresql+psycopg://{rest}"
    if scheme not in _DRIVERS:
        raise WrongSetting("DATABASE_URL", "must begin with sqlite:/// or postgresql://")
    try:
        make_url(value)
    except (ArgumentError, ValueError):
        raise WrongSetting(
            "DATABASE_URL", "is no address that can be read, such as postgresql://USER@HOST/NAME"
        ) from None
    return value


def _public_url(value: str) -> str:
    """The bare origin: every address of ours begins at its root."""
    parts = urlsplit(value)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise WrongSetting("PUBLIC_URL", "must end after host and port: Doorstep is served at the root of its host.")
    return value.rstrip("/")


def _blobs_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "file":
        if parts.netloc or not parts.path.startswith("/"):
            raise WrongSetting(
                "BLOBS_URL", "must name a folder from the root on, such as file:///var/lib/doorstep/blobs"
            )
        _usable_folder("BLOBS_URL", Path(parts.path))
    return value


def _usable_folder(name: str, folder: Path) -> Path:
    """The folder; made where it is missing, for this user alone: homes, names and photos will stand in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(name, f"names the folder {folder}, which cannot be made ({error.strerror}).") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise WrongSetting(name, f"names the folder {folder}, in which this user may not write.")
    return folder


def _push_services(value: str, mode: str) -> tuple[str, ...]:
    """Host names that pushes may be sent to; a whole origin such as http://127.0.0.1:9000 only in test and demo."""
    services = tuple(part.strip() for part in value.split(",") if part.strip())
    for service in services:
        if "/" in service and mode == "production":
            raise WrongSetting("PUSH_SERVICES", f"names {service!r}; give host names only, such as *.push.apple.com.")
    return services


def _sms_url(value: str) -> str:
    """Twilio's calls prove themselves by the account's token: without one, everybody could make them."""
    address = urlsplit(value)
    if address.scheme.startswith("twilio") and not (address.username and address.password):
        raise WrongSetting("SMS_URL", "needs the account and its token: twilio+https://ACCOUNT:TOKEN@api.twilio.com")
    return value


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
