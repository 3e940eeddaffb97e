"""Every setting is documented, and a wrong one stops the start with a sentence that names it."""

import re
from pathlib import Path

import pytest

from server.config import WrongSetting, read_config

ROOT = Path(__file__).resolve().parents[2]
WITH_IT = {"OIDC_ISSUER": {"DOORSTEP_OIDC_CLIENT_ID": "doorstep", "DOORSTEP_OIDC_CLIENT_SECRET": "a secret"}}
READ = set(re.findall(r'given\.\w+\(\s*"([A-Z_]+)"', (ROOT / "server" / "config.py").read_text()))
DOCUMENTED = set(re.findall(r"^\| `DOORSTEP_([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.M))


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    assert READ
    assert DOCUMENTED == READ


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "live"),
        ("DATABASE_URL", "mysql://somewhere/doorstep"),
        ("DATABASE_URL", "mysql+pymysql://somewhere/doorstep"),
        ("DATABASE_URL", "postgresql+psycopg2://somewhere/doorstep"),
        ("DATABASE_URL", "postgresql://somewhere:port/doorstep"),
        ("PUBLIC_URL", "doorstep.example.org"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://example.org/doorstep"),
        ("PUBLIC_URL", "https://example.org:port"),
        ("BLOBS_URL", "s3://"),
        ("BLOBS_URL", "file://photos/here"),
        ("BLOBS_URL", "file:///dev/null/photos"),
        ("DATA_DIR", "/dev/null/data"),
        ("LANDLORD", "../havebury"),
        ("BLOBS_URL", "ftp://files"),
        ("JOBS_URL", "amqp://rabbit"),
        ("SMS_URL", "smtp://post"),
        ("SMS_URL", "kannel+http:///cgi-bin/sendsms"),
        ("SMS_URL", "twilio+https://api.twilio.com"),
        ("SMS_PER_MINUTE", "0"),
        ("MAIL_URL", "pop3://post"),
        ("MAIL_PER_MINUTE", "some"),
        ("PUSH_SERVICES", "http://127.0.0.1:9000"),
        ("QUIET_HOURS", "at night"),
        ("QUIET_HOURS", "08:00-08:00"),
        ("TRUSTED_PROXIES", "many"),
        ("VAPID_PRIVATE_KEY", "-----BEGIN EC PRIVATE KEY-----"),
        ("VAPID_SUBJECT", "doorstep@example.org"),
        ("UPLOAD_MAX_BYTES", "12"),
        ("LOG_LEVEL", "loud"),
        ("OIDC_ISSUER", "http://login.example.org"),
        ("CLIENT_REQUIRED", "the newest"),
    ],
)
def test_a_wrong_setting_is_named_in_a_sentence(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read_config({"DOORSTEP_DATA_DIR": str(tmp_path), **WITH_IT.get(name, {}), f"DOORSTEP_{name}": value})

    assert str(wrong.value).startswith(f"DOORSTEP_{name}: ")


def test_an_identity_provider_is_given_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read_config({"DOORSTEP_DATA_DIR": str(tmp_path), "DOORSTEP_OIDC_ISSUER": "https://login.example.org"})

    assert str(wrong.value).startswith("DOORSTEP_OIDC_CLIENT_ID: is missing")


def test_a_variable_that_is_no_setting_is_named_to_whoever_asks_the_doctor(tmp_path: Path) -> None:
    given = {"DOORSTEP_DATA_DIR": str(tmp_path), "DOORSTEP_TRUSTED_PROXY": "1", "PATH": "/bin"}

    assert read_config(given).unknown == ("DOORSTEP_TRUSTED_PROXY",)


def test_the_clock_can_be_moved_only_in_test_and_demo(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting):
        read_config({"DOORSTEP_DATA_DIR": str(tmp_path), "DOORSTEP_CLOCK_FILE": str(tmp_path / "clock")})


def test_a_data_folder_that_we_make_is_for_its_owner_only(tmp_path: Path) -> None:
    read_config({"DOORSTEP_DATA_DIR": str(tmp_path / "data")})

    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_the_secret_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    first = read_config({"DOORSTEP_DATA_DIR": str(tmp_path)}).secret_key

    assert read_config({"DOORSTEP_DATA_DIR": str(tmp_path)}).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
