"""What JSON readers let pass in silence is kept for refusal, and what is no JSON is one clear sentence."""

import pytest

from server.domain.cases.fields import RepeatedNames
from server.services.assessment.read_case_json import CaseFileIsNotJson, read_case_json


def test_one_object_and_an_array_are_both_lists_of_cases():
    assert read_case_json(b'\xef\xbb\xbf{"case": "C"}') == [{"case": "C"}]
    assert read_case_json(b"[1, {}]") == [1, {}]
    assert read_case_json(b"[]") == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not JSON: Expecting value at line 1, column 1"),
        (b'{"case": }', "line 1, column 10"),
        (b"{} {}", "Extra data"),
        (b'"case"', "one JSON object or an array"),
        (b"12", "one JSON object or an array"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8 .byte 0"),
        (b'{"a": "\xe9"}', "not UTF-8 .byte 7"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"pence": ' + b"9" * 5000 + b"}", "too many digits"),
    ],
)
def test_bytes_that_are_no_case_file_are_refused(content: bytes, problem: str):
    with pytest.raises(CaseFileIsNotJson, match=problem):
        read_case_json(content)


def test_a_name_that_stands_twice_is_kept_for_refusal_with_its_place():
    (case,) = read_case_json(b'{"a": 1, "b": 2, "b": 3}')

    assert isinstance(case, RepeatedNames)
    assert case.repeated == "b"
