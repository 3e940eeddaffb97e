"""A word counts as one of ours only where it is all that the tenant wrote."""

import pytest

from server.domain.replies import what_is_asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("STOP", "stop"),
        (" stop.\n", "stop"),
        ("Stop all", "stop"),
        ("Wait!", "wait"),
        ("Re-book", "rebook"),
        ("START", "start"),
        ("Please wait for my wife", "message"),
        ("stop it", "message"),
        ("stop the leak", "message"),
        ("cancel", "message"),
        ("", "message"),
        ("🙂", "message"),
    ],
)
def test_what_a_tenants_text_asks_for(text: str, asked: str) -> None:
    assert what_is_asked(text) == asked
