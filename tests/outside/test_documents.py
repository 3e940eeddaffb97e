"""Documents: tagged PDF of facts that are set as text, whatever they hold, in every language we speak."""

import pytest

from server.outside.documents import NoSuchDocument, make_pdf

LETTER = {
    "title": "Our answer",
    "sender": {"name": "Havebury", "lines": ["0300 555 0100"]},
    "recipient": ["Amina Khan", "14 Oak Road"],
    "particulars": [["Our reference", "CL-ABC"]],
    "blocks": [{"kind": "text", "text": '#panic("never run") *not bold* $x$'}],
}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "plain"), ("ur", "آپ کا دعویٰ"), ("bn", "আপনার দাবি"), ("zh", "您的申请")]
)
def test_a_letter_is_tagged_for_readers_who_listen_and_runs_nothing_of_its_facts(language: str, words: str) -> None:
    blocks = [*LETTER["blocks"], {"kind": "text", "text": words}]  # type: ignore[misc]
    made = make_pdf("letter", {**LETTER, "blocks": blocks}, language=language)

    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made and b"pdfuaid" in made


@pytest.mark.parametrize("stray", ["\x00", "\x0b", "\x1b", "\x7f", "\x9f", "\ud800", "\ufeff", "\ufffe", "\uffff"])
def test_a_character_that_no_document_may_hold_does_not_keep_a_letter_from_being_made(stray: str) -> None:
    blocks = [{"kind": "text", "text": f"{stray}before{stray}after"}, {"kind": "text", "text": stray}]
    made = make_pdf("letter", {**LETTER, "recipient": ("Amina Khan", f"14{stray} Oak Road"), "blocks": blocks})

    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made


def test_a_control_character_is_printed_as_a_mark_and_the_ends_of_lines_are_kept() -> None:
    def letter(text: str) -> bytes:
        return make_pdf("letter", {**LETTER, "date": "", "blocks": [{"kind": "text", "text": text}]})

    assert len(letter("one\x00two")) == len(letter("one\ufffdtwo"))
    assert len(letter("one\r\ntwo\rthree\tfour")) == len(letter("one\ntwo\nthree\tfour"))


def test_a_document_that_we_do_not_have_is_said_so() -> None:
    with pytest.raises(NoSuchDocument):
        make_pdf("passport", LETTER)
