"""`doorstep assess`: one decision per case on standard output, refusals on standard error, exit code 2."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from server.cli.assess import assess
from tests.policy_cases.rows import a_loss, missed_three_times

Json = dict[str, Any]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(assess, [str(one) for one in arguments])


def decisions(result: Result) -> list[Json]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def a_file(folder: Path, content: object, name: str = "cases.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_each_case_of_each_file_is_one_line_in_order(tmp_path: Path):
    one = a_file(tmp_path, missed_three_times(case="lone"), "one.json")
    two = a_file(tmp_path, [missed_three_times(case=name) for name in ("first", "second")], "two.json")

    result = run(one, two, "--json")

    assert [decision["case"] for decision in decisions(result)] == ["lone", "first", "second"]
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_case_that_does_not_fit_is_named_by_path_and_the_others_are_assessed(tmp_path: Path):
    bad = missed_three_times(losses=[a_loss(), a_loss(day="2026-10-14", pence="9000")])
    path = a_file(tmp_path, [missed_three_times(case="first"), bad, missed_three_times(case="third")])

    result = run(path)

    assert [decision["case"] for decision in decisions(result)] == ["first", "third"]
    assert "case 2: losses[1].pence: must be a whole number, 0 or more." in result.stderr
    assert result.exit_code == 2


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[", b"null", b"[" * 100_000, b'{"as_of": NaN}', b"[[[]]]", b"[null]"]
)
def test_a_file_that_holds_no_case_is_refused_without_a_traceback(tmp_path: Path, content: bytes):
    good = a_file(tmp_path, missed_three_times(), "good.json")

    result = run(a_file(tmp_path, content), good)

    assert result.exit_code == 2
    assert len(decisions(result)) == 1
    assert result.stderr.count("\n") == 1


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path):
    result = run(tmp_path / "none.json", tmp_path)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("the file cannot be read") == 2


def test_a_repeated_name_is_refused_with_its_path(tmp_path: Path):
    text = json.dumps(missed_three_times()).replace('"pence": 9000', '"pence": 9000, "pence": 1', 1)

    result = run(a_file(tmp_path, text.encode()))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "losses[0].pence: stands twice in one object" in result.stderr


def test_what_a_terminal_would_act_on_is_shown_as_its_escape(tmp_path: Path):
    result = run(a_file(tmp_path, missed_three_times(**{"\x1b[2J": 1})))

    assert "\x1b" not in result.stderr
    assert result.exit_code == 2


def test_the_profile_given_wins_over_the_case_s_and_settings_win_over_both(tmp_path: Path):
    path = a_file(tmp_path, missed_three_times(settings={"profile": "literal", "tolerance_seconds": 60}))

    own, given = decisions(run(path)), decisions(run(path, "--profile", "third"))
    overridden = decisions(run(path, "--settings", "tolerance_seconds=0", "--settings", "weak_evidence=ignore"))

    assert (own[0]["settings"]["weak_evidence"], own[0]["total_pence"]) == ("accept", 21000)
    assert (given[0]["settings"]["weak_evidence"], given[0]["total_pence"]) == ("decision", 7000)
    assert overridden[0]["settings"]["tolerance_seconds"] == 0
    assert overridden[0]["settings"]["weak_evidence"] == "ignore"


@pytest.mark.parametrize(
    "wrong",
    [
        ["--settings", "days_payed=from_threshold_day"],
        ["--settings", "days_paid=some_days"],
        ["--settings", "days_paid"],
        ["--settings", "tolerance_seconds=ten"],
        ["--settings", "profile=third"],
        ["--profile", "strict"],
        ["--verbose"],
    ],
)
def test_wrong_use_ends_with_2_and_prints_no_decision(tmp_path: Path, wrong: list[str]):
    result = run(a_file(tmp_path, missed_three_times()), *wrong)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr


def test_without_a_file_it_says_what_is_missing():
    result = run()

    assert result.exit_code == 2
    assert "FILE" in result.stderr


def test_it_starts_without_a_web_framework_or_a_database(tmp_path: Path):
    path = a_file(tmp_path, missed_three_times())
    script = (
        "import sys; sys.argv = ['doorstep', 'assess', sys.argv[1]]\n"
        "from server.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code\n"
        "heavy = {'flask', 'sqlalchemy', 'PIL', 'holidays', 'babel', 'cryptography'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy or code else 0)"
    )

    ended = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["total_pence"] == 21000
