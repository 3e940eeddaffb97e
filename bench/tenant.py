"""What a tenant's browser fetches to show the page: the document, and everything that it names in one go."""

import gzip
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.domain.wording.languages import LANGUAGES
from server.outside.clock import FixedClock
from server.storage.database import db
from server.storage.migrating import upgrade_schema
from tests.conftest import a_config
from tests.factories import NOW, a_visit, an_appointment, an_assignment, an_operative
from tests.http.tenant.pages import a_link, opened

NAMED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True)
class Weight:
    """Bytes: the document as it is sent and as gzip would make it, and the files that it names, compressed as sent."""

    language: str
    document: int
    document_gzipped: int
    named: int
    files: int
    deeper: int

    @property
    def total(self) -> int:
        return self.document + self.named


def measure() -> list[Weight]:
    """The page of today's appointment after the postcode, in every language; unchecked ones say it twice."""
    with tempfile.TemporaryDirectory() as folder, _app(Path(folder)) as app:
        client, clock = app.test_client(), FixedClock(NOW)
        link = a_link(clock)
        opened(client, link)
        return [_weigh(client, link, language) for language in LANGUAGES]


@contextmanager
def _app(folder: Path) -> Iterator[Flask]:
    app = create_app(a_config(folder, f"sqlite:///{folder}/doorstep.sqlite3"), clock=FixedClock(NOW))
    with app.app_context():
        upgrade_schema()
        an_operative(full_name="Sam Reed")
        an_appointment()
        an_assignment()
        a_visit()
        yield app
        db.session.remove()
        db.engine.dispose()


def _weigh(client: FlaskClient, link: str, language: str) -> Weight:
    page = client.get(f"{link}?language={language}").data
    named = sorted(set(NAMED.findall(page.decode())))
    sent = [client.get(path, headers={"Accept-Encoding": "gzip"}).data for path in named]
    return Weight(
        language=language,
        document=len(page),
        document_gzipped=len(gzip.compress(page)),
        named=sum(map(len, sent)),
        files=len(named),
        deeper=sum(_names_more(one) for one in sent),
    )


def _names_more(sent: bytes) -> bool:
    """Whether a file asks for another one, which would cost a second round trip."""
    content = gzip.decompress(sent) if sent[:2] == b"\x1f\x8b" else sent
    return b"@import" in content or b"url(" in content
