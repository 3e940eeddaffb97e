"""A chart is a picture with words: heard, seen without colours, and harmless whatever a firm is called."""

import re
from xml.etree import ElementTree

from server.domain.standards.series import Series, share_point
from server.http.console.showing.charts import draw_chart

POINTS = (share_point("<b>Brook & Sons</b>", 8, 2, 1), share_point("Ridge", 10, 0, 0))
SERIES = Series("kept", "Kept within 10 minutes?", "9 of 10 were.", "percent", 95.0, POINTS, 1)


def test_a_chart_is_heard_as_its_question_its_answer_and_every_number() -> None:
    drawing = ElementTree.fromstring(str(draw_chart(SERIES)))[0]
    title, desc = drawing[0], drawing[1]

    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == SERIES.question
    assert desc.text is not None and desc.text.startswith(SERIES.sentence)
    assert "<b>Brook & Sons</b>: 80 % of 10, below the target, 1 uncertain. Ridge: 100 % of 10." in desc.text


def test_a_chart_says_in_signs_what_it_says_in_colours() -> None:
    made = str(draw_chart(SERIES))

    assert made.count("80 % ▼") == 1 and "100 % ▼" not in made
    assert "Striped, with ▼: below the target." in made and "Target 95 %" in made


def test_a_chart_brings_nothing_that_the_page_forbids() -> None:
    assert not re.search(r"style=|<style|<script|href=|on\w+=", str(draw_chart(SERIES)))


def test_of_nothing_there_is_no_chart() -> None:
    assert draw_chart(Series("kept", "Kept?", "No visits.", "percent", 95.0, (), 0)) == ""
