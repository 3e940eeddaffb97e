"""An anchor proves its own issue, also one of the kind that was issued before."""

import base64

from server.domain.times import Contact, Reading
from server.outside.keys import Keys

KEYS = Keys("a test secret of no other use, 0123456789")
CONTACT = Contact(1_763_800_000_000, 1_763_800_000_012, Reading(1_763_800_001_000, 5_000, "page"))

# Issued by the release of before to `phone-1`, under the same secret and for the same contact.
FORMER_ID = "AAECAwQFBgcICQoLDA0ODwGaqqwmAAAMAZqqrCnoAAAAABOINmAxWkgCrLKFoWJh"


def issued() -> str:
    return str(KEYS.issue_anchor("phone-1", CONTACT)["anchor_id"])


def test_an_anchor_gives_back_the_contact_it_was_issued_at() -> None:
    assert KEYS.read_anchor("phone-1", issued(), "page") == CONTACT


def test_an_anchor_means_nothing_in_another_phones_event() -> None:
    assert KEYS.read_anchor("phone-2", issued(), "page") is None


def test_on_another_page_an_anchor_says_nothing_of_elapsed_time() -> None:
    read = KEYS.read_anchor("phone-1", issued(), "another page")
    assert read is not None
    assert read.clock == Reading(CONTACT.clock.wall_ms)


def test_two_anchors_of_one_contact_differ() -> None:
    assert issued() != issued()


def test_an_anchor_of_the_longer_kind_is_still_read() -> None:
    assert KEYS.read_anchor("phone-1", FORMER_ID, "page") == CONTACT


def test_an_anchor_with_one_changed_letter_is_not_ours() -> None:
    anchor = issued()
    for place in range(len(anchor)):
        letter = "A" if anchor[place] != "A" else "B"
        changed = f"{anchor[:place]}{letter}{anchor[place + 1 :]}"
        if _bytes(changed) != _bytes(anchor):  # the last letter has bits to spare
            assert KEYS.read_anchor("phone-1", changed, "page") is None


def test_a_part_of_an_anchor_is_not_one() -> None:
    anchor = issued()
    assert all(KEYS.read_anchor("phone-1", anchor[:count], "page") is None for count in range(len(anchor)))


def _bytes(anchor: str) -> bytes:
    return base64.urlsafe_b64decode(anchor + "=" * (-len(anchor) % 4))
