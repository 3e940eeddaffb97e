"""What people made of the shipped words: the office's newest versions, and the sign-offs of speakers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection

from server.storage.database import db
from server.storage.tables.wording import WordingSignOff, WordingVersion

VERSIONS = cast(Table, WordingVersion.__table__)
SIGN_OFFS = cast(Table, WordingSignOff.__table__)


@dataclass(frozen=True)
class Which:
    """One sentence: whose, in which language, and its name in its catalogue."""

    landlord_id: str
    language: str
    catalogue: str
    name: str

    @property
    def key(self) -> str:
        return f"{self.catalogue}.{self.name}"


def own_words(connection: Connection, landlord_id: str, languages: Iterable[str]) -> dict[tuple[str, str], str]:
    """The office's words by language and key; what was put back to the shipped words is left out."""
    query = (
        select(VERSIONS.c.language, VERSIONS.c.catalogue, VERSIONS.c.name, VERSIONS.c.words)
        .where(VERSIONS.c.landlord_id == landlord_id, VERSIONS.c.language.in_(tuple(languages)))
        .order_by(VERSIONS.c.at, VERSIONS.c.version_id)
    )
    newest = {(row[0], f"{row[1]}.{row[2]}"): row[3] for row in connection.execute(query)}
    return {which: words for which, words in newest.items() if words}


def signed_off(connection: Connection, landlord_id: str, language: str) -> set[tuple[str, str]]:
    """Every sign-off of a language, as its key and the digest of the words it was given for."""
    query = select(SIGN_OFFS.c.catalogue, SIGN_OFFS.c.name, SIGN_OFFS.c.words_sha256)
    rows = connection.execute(query.where(SIGN_OFFS.c.landlord_id == landlord_id, SIGN_OFFS.c.language == language))
    return {(f"{row[0]}.{row[1]}", row[2]) for row in rows}


def versions_of(which: Which) -> list[WordingVersion]:
    """Every version of one sentence that the office wrote, the newest first."""
    return list(db.session.scalars(_of(WordingVersion, which).order_by(VERSIONS.c.at.desc())))


def sign_offs_of(which: Which) -> list[WordingSignOff]:
    """Every sign-off of one sentence, the newest first."""
    return list(db.session.scalars(_of(WordingSignOff, which).order_by(SIGN_OFFS.c.at.desc())))


def sign_offs_on(landlord_id: str, language: str) -> list[tuple[str, str, datetime]]:
    """Key, speaker and moment of every sign-off of a language, oldest first."""
    query = (
        select(SIGN_OFFS.c.catalogue, SIGN_OFFS.c.name, SIGN_OFFS.c.speaker, SIGN_OFFS.c.at)
        .where(SIGN_OFFS.c.landlord_id == landlord_id, SIGN_OFFS.c.language == language)
        .order_by(SIGN_OFFS.c.at)
    )
    return [(f"{row[0]}.{row[1]}", row[2], row[3]) for row in db.session.execute(query)]


def _of(table, which: Which):  # type: ignore[no-untyped-def]
    return select(table).where(
        table.landlord_id == which.landlord_id,
        table.language == which.language,
        table.catalogue == which.catalogue,
        table.name == which.name,
    )
