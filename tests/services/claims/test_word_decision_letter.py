"""The letter that answers a claim: the sum, the reasons, the claimant's own days, the rule, and how to challenge it."""

import json
from datetime import date

import pytest

from server.domain.wording.explanation import DAY_WORDS
from server.domain.wording.own_sentences import own_sentences
from server.domain.wording.speech import Speech
from server.services.claims.word_decision_letter import Answered, Writer, word_decision_letter
from server.services.wording.voice import Voice
from server.storage.telling.catalogues import ANSWERS, LETTERS, shipped

WRITER = Writer("Havebury", "0300 555 0100")
DAY = {
    "person": "p-1",
    "day": "2026-11-03",
    "loss_pence": 9000,
    "cap_pence": 7000,
    "paid_pence": 7000,
    "reasons": [{"code": "at_cap"}],
}
HERS = {**DAY, "person": "p-2", "loss_pence": 5500, "paid_pence": 5500, "reasons": [{"code": "below_cap"}]}


def a_voice(language: str, *, is_checked: bool = False) -> Voice:
    names = (ANSWERS, LETTERS, "page")
    english, own = (
        {f"{name}.{key}": words for name in names for key, words in shipped(code, name).items()}
        for code in ("en", language)
    )
    return Voice(Speech(language, english, own, set(own) if is_checked else set()))


def the_facts(language: str = "en", *, is_checked: bool = False, **fields: object) -> dict[str, object]:
    values: dict[str, object] = {
        "reference": "CL-ABC",
        "claimant_id": "p-1",
        "claimant_name": "Amina Khan",
        "address": ("14 Oak Road", "IP33 1AA"),
        "claimed_on": date(2026, 11, 20),
        "decided_on": date(2026, 11, 23),
        "state": "approved",
        "total_pence": 7000,
        "reason": "We saw your payslip.",
        "found": ["Repair J-1: the appointment was not kept on 3 occasions."],
        "days": [DAY],
        **fields,
    }
    voice = a_voice(language, is_checked=is_checked)
    return word_decision_letter(Answered(**values), WRITER, voice)  # type: ignore[arg-type]


def a_letter(language: str = "en", *, is_checked: bool = False, **fields: object) -> str:
    return json.dumps(the_facts(language, is_checked=is_checked, **fields), ensure_ascii=False)


def test_an_approval_says_the_sum_the_day_and_why_it_is_not_more() -> None:
    letter = a_letter()

    for said in (
        "We will pay you £70.00.",
        "Tuesday 3 November 2026",
        "£90.00",
        "the most that can be paid for this day",
    ):
        assert said in letter
    assert "We saw your payslip." in letter and "never ask for bank details" in letter


@pytest.mark.parametrize("state", ["approved", "refused", "paid"])
def test_every_letter_names_the_rule_and_how_to_challenge(state: str) -> None:
    letter = a_letter(state=state)

    for said in ("section 5 of our policy HS 004A", "Quote CL-ABC", "Housing Ombudsman", "14 Oak Road"):
        assert said in letter


def test_a_refusal_promises_nothing_and_says_what_the_rule_alone_came_to() -> None:
    letter = a_letter(state="refused", total_pence=0)

    assert "We cannot pay this claim." in letter
    assert "will pay" not in letter and '"We pay"' not in letter
    assert "By the rule alone" in letter


def test_each_adult_is_told_their_own_part_and_no_other() -> None:
    mine, hers, nothing = (
        a_letter(days=[DAY, HERS], total_pence=12_500, claimant_id=who) for who in ("p-1", "p-2", "p-3")
    )

    assert "We will pay you £70.00." in mine and "£55.00" not in mine and "£125.00" not in mine
    assert "We will pay you £55.00." in hers and "£90.00" not in hers
    assert "We cannot pay anything for the days that you claimed." in nothing and "£" not in nothing


def test_another_sum_than_the_rules_that_adults_share_is_said_to_be_the_homes() -> None:
    letter = a_letter(days=[DAY, HERS], total_pence=10_000)

    assert "We will pay £100.00 for your home in all." in letter and "By the rule alone" in letter


def test_a_goodwill_payment_is_a_line_of_its_own_outside_the_rule() -> None:
    letter = a_letter(goodwill=[(2500, "For the cold weekend.")])

    assert "We will pay you £70.00." in letter
    assert "Outside this rule we pay you £25.00 as a goodwill payment." in letter and "For the cold weekend." in letter


def test_in_another_language_each_part_has_the_english_below_it_until_it_is_checked() -> None:
    facts, checked = the_facts("pl"), a_letter("pl", is_checked=True)
    letter = json.dumps(facts, ensure_ascii=False)
    blocks = facts["blocks"]
    assert isinstance(blocks, list)
    tables = {block["language"]: block["rows"] for block in blocks if block["kind"] == "table"}

    assert facts["title"] == "Nasza odpowiedź na Twoje zgłoszenie CL-ABC"
    assert "Wypłacimy Ci £70.00." in letter and "We will pay you £70.00." in letter
    assert "liczą się angielskie" in letter and "the English counts" in letter
    assert tables["pl"][0][0] == "wtorek, 3 listopada 2026" and tables["en"][0][0] == "Tuesday 3 November 2026"
    assert "We will pay you" not in checked and "liczą się angielskie" not in checked
    assert "Ta część jest po angielsku" in checked and "Repair J-1: the appointment" in checked


def test_a_letter_in_english_says_everything_once() -> None:
    letter = a_letter()

    assert letter.count("We will pay you") == 1 and "the English counts" not in letter


def test_the_letter_gives_each_day_the_reasons_of_the_assessment_word_for_word() -> None:
    english = shipped("en", ANSWERS)

    assert {name: words for name, words in english.items() if name.startswith("day_")} == {
        f"day_{code}": words for code, words in DAY_WORDS.items()
    }


def test_one_adult_is_not_told_what_another_lost() -> None:
    sentences = ["Monday (p-1): £90.00 was lost.", "Monday (p-2): £50.00 was lost.", "Nothing more is owed."]
    names = {"p-1": "Amina Khan", "p-2": "Omar Khan"}

    assert list(own_sentences(sentences, names, "p-1")) == ["Monday (Amina Khan): £90.00 was lost.", sentences[2]]
    assert list(own_sentences(sentences, names, None)) == [sentences[2]]
