"""The blob store gives back what was put in, and says so when it no longer can."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from server.outside.blobs import BlobsUnavailable, WrongBytes, open_blobs, original_key

NAME = sha256(b"a photo").hexdigest()


def test_what_was_put_in_comes_back(tmp_path: Path) -> None:
    blobs = open_blobs(f"file://{tmp_path}/blobs")
    blobs.put(original_key("havebury", NAME), b"a photo")

    assert blobs.original("havebury", NAME) == b"a photo"
    assert blobs.original("another", NAME) is None
    assert list(blobs.keys("originals")) == [original_key("havebury", NAME)]


def test_bytes_that_changed_in_the_store_are_not_shown_as_evidence(tmp_path: Path) -> None:
    blobs = open_blobs(f"file://{tmp_path}/blobs")
    blobs.put(original_key("havebury", NAME), b"another photo")

    with pytest.raises(WrongBytes):
        blobs.original("havebury", NAME)


def test_a_store_that_cannot_write_says_so(tmp_path: Path) -> None:
    blobs = open_blobs(f"file://{tmp_path}/blobs")
    blobs.check()
    shutil.rmtree(tmp_path / "blobs")
    (tmp_path / "blobs").write_text("a file where the folder was")

    with pytest.raises(BlobsUnavailable):
        blobs.check()
