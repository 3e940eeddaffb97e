"""What a phone is served is the code as written, less the lines that hold only a comment."""

import json
import subprocess
from pathlib import Path

from server.http.shell.files import read_served_files, without_comment_lines
from server.storage.places import folder

ROOT = Path(__file__).resolve().parents[2]

COMPARE = """
const ts = require('typescript');
const printer = ts.createPrinter({ removeComments: true });
const shape = (text) => printer.printFile(ts.createSourceFile('one.js', text, ts.ScriptTarget.Latest, true));
const pairs = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const changed = pairs.filter(([, a, b]) => shape(a) !== shape(b)).map(([name]) => name);
console.log(JSON.stringify(changed));
"""


def _changed(pairs: list[tuple[str, str, str]]) -> list[str]:
    """The names whose two texts are different programs."""
    done = subprocess.run(
        ["node", "-e", COMPARE], input=json.dumps(pairs), capture_output=True, text=True, check=True, cwd=ROOT
    )
    return list(json.loads(done.stdout))


def test_leaving_comments_out_changes_no_program() -> None:
    pairs = []
    for path in sorted(folder("pwa").rglob("*.js")):
        written = path.read_text()
        pairs.append((path.name, written, without_comment_lines(written)))

    assert len(pairs) > 50
    assert _changed(pairs) == []


def test_the_comparison_sees_a_changed_program() -> None:
    assert _changed([("one.js", "const a = `x\n// y\n`;", without_comment_lines("const a = `x\n// y\n`;"))]) == [
        "one.js"
    ]


def test_the_phones_scripts_are_served_without_comment_lines() -> None:
    script = read_served_files()["/app/sw.js"].content.decode()

    assert not any(line.lstrip().startswith(("//", "/*")) for line in script.splitlines())
