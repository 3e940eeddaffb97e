"""The words of a notice as a letter: what the text says with room around it, in the tenant's language.

English stands beside each sentence that no speaker has checked (decision 0210); the letter then says that it counts.
"""

from dataclasses import dataclass
from datetime import datetime

from server.domain.wording.languages import ENGLISH, first_known
from server.domain.wording.tenant_times import london_date
from server.domain.wording.text_rules import sender_and_words
from server.outside.local_times import long_date
from server.outside.phone_numbers import as_dialled
from server.services.wording.both_languages import Block, both, unless_none, warning
from server.services.wording.read_speech import read_speech
from server.services.wording.voice import Voice
from server.storage.telling.catalogues import LETTERS
from server.storage.telling.letters import Addressee
from server.storage.telling.notices import NoticeRow


@dataclass(frozen=True)
class Written:
    """What the paper bears beside the two addresses; `blocks` are those of `letter.typ`."""

    language: str
    title: str
    blocks: tuple[Block, ...]
    particulars: tuple[tuple[str, str], ...]


def letter_voice(landlord_id: str, language: str) -> Voice:
    """Says the sentences that stand in letters."""
    return Voice(read_speech(landlord_id, first_known([language]), (LETTERS, "page")))


def write_notice_letter(notice: NoticeRow, language: str, addressee: Addressee, now: datetime) -> Written:
    """The letter of one notice; `{link}` still stands in it until it is printed."""
    voice = letter_voice(notice.landlord_id, language)
    title, english_title = voice.both(_title(voice, notice.kind))
    blocks = [
        *unless_none("heading", english_title),
        *_body(notice, voice.language.code),
        *both("text", voice, "letters.ring", phone=as_dialled(addressee.landlord_phone)),
        *both("text", voice, "letters.complain"),
    ]
    if addressee.out_of_hours_phone:
        blocks += both("text", voice, "letters.ring_at_night", phone=as_dialled(addressee.out_of_hours_phone))
    if any(block["language"] == ENGLISH for block in blocks) and voice.language.code != ENGLISH:
        blocks = [*warning(voice), *blocks]
    return Written(voice.language.code, title, tuple(blocks), _dated(voice, now))


def _title(voice: Voice, kind: str) -> str:
    own = f"letters.title_{kind}"
    return own if voice.knows(own) else "letters.title"


def _body(notice: NoticeRow, language: str) -> list[Block]:
    """Without the landlord's name, which a text begins with and a letter's head bears."""
    said = _as_sentence(sender_and_words(notice.text)[1])
    if not notice.own_text:
        return [{"kind": "text", "text": said, "language": notice.language}]
    own = _as_sentence(sender_and_words(notice.own_text)[1])
    return [
        {"kind": "text", "text": own, "language": language},
        {"kind": "text", "text": said, "language": notice.language},
    ]


def _dated(voice: Voice, now: datetime) -> tuple[tuple[str, str], ...]:
    """A line for each language that is due: in one line they would change places where text runs from the right."""
    own, english = voice.both("letters.date")
    lines = ((own, voice.language.code),) if english is None else ((own, voice.language.code), (english, ENGLISH))
    return tuple((name, long_date(london_date(now), code)) for name, code in lines)


def _as_sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
