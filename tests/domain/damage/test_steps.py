"""Who may do what about damage, and what each step must say before it is taken."""

from datetime import date

import pytest

from server.domain.damage.steps import DamageDeed, DamageStepNotAllowed, check_deed

TODAY = date(2026, 11, 23)


def refused(deed: DamageDeed, *, by_firm: bool = False, is_open: bool = True, remedy: str = "") -> str:
    with pytest.raises(DamageStepNotAllowed) as raised:
        check_deed(deed, by_firm=by_firm, is_open=is_open, remedy=remedy, today=TODAY)
    return raised.value.field


@pytest.mark.parametrize(
    "deed",
    [
        DamageDeed("asked", "What happened?"),
        DamageDeed("remedy", "We repair it.", remedy="repair"),
        DamageDeed("remedy", "Fair wear.", remedy="none", value_pence=0),
        DamageDeed("valued"),
        DamageDeed("postponed", "Parts are late.", due_on=date(2026, 12, 1)),
        DamageDeed("wrote", "We have seen the photos."),
        DamageDeed("noted", "Rang Sam."),
    ],
)
def test_what_is_complete_may_be_done(deed: DamageDeed) -> None:
    check_deed(deed, by_firm=False, is_open=True, remedy="", today=TODAY)


@pytest.mark.parametrize(
    ("deed", "field"),
    [
        (DamageDeed("asked"), "text"),
        (DamageDeed("remedy", "Because"), "remedy"),
        (DamageDeed("remedy", "Because", remedy="repair", value_pence=-1), "value"),
        (DamageDeed("remedy", "Because", remedy="repair", due_on=date(2026, 11, 22)), "due_on"),
        (DamageDeed("postponed", "Later"), "due_on"),
        (DamageDeed("insurer", "Zurich 12"), "kind"),
        (DamageDeed("put_right"), "kind"),
        (DamageDeed("closed", "Done."), "kind"),
        (DamageDeed("answered", "It was old."), "kind"),
        (DamageDeed("joined"), "kind"),
    ],
)
def test_what_lacks_something_names_the_field(deed: DamageDeed, field: str) -> None:
    assert refused(deed) == field


def test_a_contractor_answers_and_notes_and_decides_nothing() -> None:
    check_deed(
        DamageDeed("answered", "It was old.", stance="disputes"), by_firm=True, is_open=True, remedy="", today=TODAY
    )

    done = DamageDeed("answered", "Mended.", stance="has_put_right", due_on=date(2026, 11, 20))
    check_deed(done, by_firm=True, is_open=True, remedy="", today=TODAY)
    assert refused(DamageDeed("remedy", "No", remedy="none"), by_firm=True) == "kind"
    assert refused(DamageDeed("answered", "We will.", stance="will_put_right"), by_firm=True) == "due_on"


def test_a_closed_case_takes_notes_alone() -> None:
    check_deed(DamageDeed("noted", "For the file."), by_firm=False, is_open=False, remedy="none", today=TODAY)

    assert refused(DamageDeed("wrote", "More"), is_open=False, remedy="none") == "kind"
