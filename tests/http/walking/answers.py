"""What an answer says to whoever can open it: pages as they stand, documents by their text, archives by each file."""

import io
import subprocess
import zipfile

from werkzeug.test import TestResponse

# A cookie is its reader's own, and how long a page is may be the very number that was planted.
_LEFT_OUT = ("Set-Cookie", "Content-Length")


def said(answer: TestResponse) -> str:
    """All that can be read out of an answer: its status, where it leads, and its content."""
    told = "\n".join(f"{name}: {value}" for name, value in answer.headers if name not in _LEFT_OUT)
    content = content_of(answer.data)
    answer.close()
    return f"{answer.status_code}\n{told}\n{content}"


def content_of(content: bytes) -> str:
    """A document's raw bytes stay searched too: a secret may stand in what a reader of documents does not show."""
    plain = content.decode("utf-8", errors="replace")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(f"{name}\n{content_of(archive.read(name))}" for name in archive.namelist())
    return f"{plain}\n{_text_of_pdf(content)}" if content.startswith(b"%PDF-") else plain


def _text_of_pdf(content: bytes) -> str:
    """Its text, by poppler; a file that only claims to be a PDF has none."""
    made = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=False)
    return made.stdout.decode("utf-8", errors="replace")
