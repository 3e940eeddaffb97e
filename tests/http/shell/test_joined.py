"""Modules that go out in one file are the same program as when each goes out alone."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from server.http.shell.files import read_served_files
from server.http.shell.joined import CannotJoin, joined

COUNTER = "let count = 0;\nexport const next = () => ++count;\nexport class Box { holds = 'a box'; }\n"
TREE = {
    "/app/start.js": "import { next as first } from './low/counter.js';\nimport * as all from './low/counter.js';\n"
    "import { Box, tell } from './barrel.js';\nconst seen = [first(), all.next(), new Box().holds];\n"
    "const later = () => import('./later.js');\nconst alone = () => import('../alone.js');\n"
    "later().then(async ({ more }) => tell([...seen, more(), (await alone()).name]));\n",
    "/app/barrel.js": "export { Box } from './low/counter.js';\nexport { say as tell } from './low/say.js';\n",
    "/app/low/counter.js": COUNTER,
    "/app/low/say.js": "var n=console;function s(t){n.log(JSON.stringify(t))}export{s as say};",
    "/app/later.js": "import { next } from './low/counter.js';\nimport { extra } from './low/extra.js';\n"
    "export function more() {\nreturn [next(), extra];\n}\n",
    "/app/low/extra.js": "export const extra = 'extra';\n",
    "/alone.js": "export const name = 'alone';\n",
}
GROUPS = {"/app/joined/one.js": ["/app/start.js"], "/app/joined/two.js": ["/app/later.js"]}


def _run(files: Mapping[str, str], start: str, folder: Path) -> str:
    """What the program prints; a browser's addresses become this folder's."""
    (folder / "package.json").write_text('{"type": "module"}')
    for path, text in files.items():
        file = folder / path.removeprefix("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(re.sub(r"(from |import\()'/", rf"\1'{folder}/", text))
    done = subprocess.run(["node", str(folder / start)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def test_joined_modules_do_what_they_do_alone(tmp_path: Path) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    alone.mkdir()
    together.mkdir()
    joined_files = joined(TREE, GROUPS)

    printed = _run({**joined_files, "/alone.js": TREE["/alone.js"]}, "app/joined/one.js", together)

    assert printed == '[1,2,"a box",[3,"extra"],"alone"]\n'
    assert printed == _run(TREE, "app/start.js", alone)


def test_a_module_that_a_group_before_has_is_taken_from_there() -> None:
    files = joined(TREE, GROUPS)

    taken = re.search(r"^import \{ (\S+) \} from '/app/joined/one.js';$", files["/app/joined/two.js"], re.MULTILINE)
    assert taken is not None
    assert f"const {taken[1]} = (() => {{\nlet count = 0;" in files["/app/joined/one.js"]
    assert "count = 0" not in files["/app/joined/two.js"]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({"/app/a.js": "import { b } from './b.js';\n", "/app/b.js": "import { a } from './a.js';\n"}, "circle"),
        ({"/app/a.js": "export let a = 1;\n"}, "export let a"),
        ({"/app/a.js": "export default 1;\n"}, "export default"),
        ({"/app/a.js": "import './b.js';\n"}, "import './b.js'"),
        ({"/app/a.js": "export * from './b.js';\n"}, "export *"),
    ],
    ids=["circle", "changing binding", "default", "for its effect", "star"],
)
def test_what_joining_would_change_is_refused(written: dict[str, str], why: str) -> None:
    with pytest.raises(CannotJoin, match=re.escape(why)):
        joined(written, {"/app/joined/one.js": ["/app/a.js"]})


SERVED = [(path, file.content.decode()) for path, file in read_served_files().items() if "/joined/" in path]


@pytest.mark.parametrize(("path", "text"), SERVED, ids=[path for path, _ in SERVED])
def test_each_served_file_is_a_whole_module(path: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "one.mjs"
    file.write_text(text)

    assert subprocess.run(["node", "--check", str(file)], capture_output=True, text=True, check=False).stderr == ""


@pytest.mark.parametrize(("path", "text"), SERVED, ids=[path for path, _ in SERVED])
def test_each_name_that_a_file_takes_is_given_by_another(path: str, text: str) -> None:
    given = {at: set(re.findall(r"[$\w]+", re.findall(r"^export \{(.*)\};$", one, re.M)[-1])) for at, one in SERVED}

    for names, source in re.findall(r"^import \{(.*)\} from '(.*)';$", text, re.MULTILINE):
        assert set(re.findall(r"[$\w]+", names)) <= given[source]
    for source, name in re.findall(r"import\('(/app/joined/[^']+)'\)\.then\(\(joined\) => joined\.([$\w]+)\)", text):
        assert name in given[source]
