"""Documents for paper and screen readers: tagged PDF (PDF/UA-1) of facts and a template of `server/documents`.

Facts are set as text, whatever they hold. The letters of all six languages come with the product
(`server/documents/fonts`).
"""

import json
import re
import shutil
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
import typst

_log = structlog.get_logger(__name__)

Facts = Mapping[str, object]
LARGE_POINTS = 18
"""The `size` of a document in large print."""
_NO_LETTER = "could not be displayed"
_END_OF_LINE = re.compile(r"\r\n?")
_IN_NO_DOCUMENT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_STANDS_FOR_IT = "\ufffd"


class NoSuchDocument(Exception):
    """There is no template of this name."""


def make_pdf(
    template: str, facts: Facts, *, language: str = "en", pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF of `server/documents/<template>.typ`; `facts` must be JSON and hold what the template names.

    Pictures (PNG, JPEG, SVG) are named in the facts' blocks and given by the same names. A character that no font has
    is printed as an empty box, and the document is then tagged but not marked as PDF/UA. A control character, which a
    stray key or a damaged file leaves in a text, is printed as U+FFFD: PDF/UA forbids it, and the letter must leave.
    """
    inputs = {"facts": json.dumps(_printable({**facts, "language": language}), ensure_ascii=False)}
    with as_file(files("server") / "documents") as source, TemporaryDirectory() as folder:
        main = _laid_out(source, Path(folder), pictures or {}) / f"{template}.typ"
        if not main.is_file():
            raise NoSuchDocument(template)
        return _set(main, inputs)


def families() -> set[str]:
    """The fonts that documents are set with, by name."""
    return {font.family for font in _fonts().fonts()}


def _printable(value: object) -> object:
    if isinstance(value, str):
        return _IN_NO_DOCUMENT.sub(_STANDS_FOR_IT, _END_OF_LINE.sub("\n", value))
    if isinstance(value, Mapping):
        return {name: _printable(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(one) for one in value]
    return value


def _laid_out(source: Path, folder: Path, pictures: Mapping[str, bytes]) -> Path:
    for template in source.glob("*.typ"):
        shutil.copy(template, folder)
    (folder / "pictures").mkdir()
    for name, content in pictures.items():
        (folder / "pictures" / Path(name).name).write_bytes(content)
    return folder


def _set(main: Path, inputs: dict[str, str]) -> bytes:
    compiler = typst.Compiler(main, root=main.parent, font_paths=_fonts(), sys_inputs=inputs)
    try:
        return _bytes(compiler.compile(format="pdf", pdf_standards="ua-1"))
    except typst.TypstError as error:
        # A name in a rare script must not keep a letter from being sent.
        if _NO_LETTER not in error.message:
            raise
        _log.warning("document_letters_missing", template=main.stem)
        return _bytes(compiler.compile(format="pdf"))


def _bytes(made: bytes | list[bytes] | None) -> bytes:
    return made if isinstance(made, bytes) else b"".join(made or [])


@cache
def _fonts() -> typst.Fonts:
    with as_file(files("server") / "documents" / "fonts") as folder:
        return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[folder])
