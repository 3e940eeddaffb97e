"""What a browser is served is the program as written, less comments and the white space that parts nothing."""

import json
import subprocess
from pathlib import Path

import pytest

from server.http.shell.files import read_served_files
from server.http.shell.lean import UnreadableScript, lean
from server.storage.places import folder

ROOT = Path(__file__).resolve().parents[2]

COMPARE = """
const ts = require('typescript');
const read = (text) => ts.createSourceFile('one.js', text, ts.ScriptTarget.Latest, true);
const shape = (node) => {
  const parts = [];
  ts.forEachChild(node, (child) => void parts.push(shape(child)));
  const said = ts.isToken(node) ? node.getText() : '';
  return [node.kind, node.operator, node.flags & ts.NodeFlags.BlockScoped, said, parts];
};
const isOther = (a, b) => JSON.stringify(shape(read(a))) !== JSON.stringify(shape(read(b)));
const pairs = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const changed = pairs.filter(([, a, b]) => isOther(a, b)).map(([name]) => name);
console.log(JSON.stringify(changed));
"""


def _changed(pairs: list[tuple[str, str, str]]) -> list[str]:
    """The names whose two texts are different programs."""
    done = subprocess.run(
        ["node", "-e", COMPARE], input=json.dumps(pairs), capture_output=True, text=True, check=True, cwd=ROOT
    )
    return list(json.loads(done.stdout))


def test_leaving_comments_and_indentation_out_changes_no_program() -> None:
    pairs = []
    for path in sorted([*folder("pwa").rglob("*.js"), *folder("static").glob("*.js")]):
        written = path.read_text()
        pairs.append((path.name, written, lean(written)))

    assert len(pairs) > 50
    assert _changed(pairs) == []


def test_the_comparison_sees_a_changed_program() -> None:
    assert _changed([("one.js", "const a = `x\n  y`;", "const a = `x\ny`;")]) == ["one.js"]
    assert _changed([("one.js", "return\n(a);", "return (a);"), ("two.js", "f(a, -b);", "f(a, +b);")]) == [
        "one.js",
        "two.js",
    ]


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("const a = 1; // why\n\n  /* and\n   why */\n  const b = 2;\n", "const a=1;\nconst b=2;\n"),
        (
            "x = `\n  // kept\n  ${f({\n    a: `\n  b`,\n  })}\n  end`;\n",
            "x=`\n  // kept\n  ${f({\na:`\n  b`,})}\n  end`;\n",
        ),
        (
            "f(\n  a, // why\n  [\n    1,\n    2,\n  ],\n);\n[b] = c;\nreturn (\n  d\n);\n",
            "f(a,[1,2,],);\n[b]=c;\nreturn(d);\n",
        ),
        ("x = '// kept' + \"/* kept */\";\n", "x='// kept' + \"/* kept */\";\n"),
        ("x = s.split(/[/'`]/); // why\n", "x=s.split(/[/'`]/);\n"),
        ("x = (a + b) / 2 / c; // a half\n", "x=(a + b)/ 2 / c;\n"),
        ("x = `\\`${a}$`; // why\n", "x=`\\`${a}$`;\n"),
        ("x = a ? - -b : / c /;\n", "x=a?- -b:/ c /;\n"),
        ("x = /** @type {A} */ (y);\n", "x=(y);\n"),
    ],
    ids=["comments", "templates", "lists", "strings", "patterns", "divisions", "escapes", "signs", "types"],
)
def test_only_what_no_program_reads_is_left_out(written: str, served: str) -> None:
    assert lean(written) == served
    assert _changed([("one.js", written, served)]) == []


def test_a_script_that_cannot_be_read_to_its_end_is_not_served() -> None:
    with pytest.raises(UnreadableScript):
        lean("const a = `never closed")


def test_the_phones_scripts_are_served_without_comments() -> None:
    script = read_served_files()["/app/sw.js"].content.decode()

    assert not any(line.startswith(("//", "/*", " ")) for line in script.splitlines())
