"""Safe pictures from untrusted bytes: decoded in a process of its own with little time and memory, and made anew.

What comes out has the right way up, at most 1600 px (`view`) or 320 px (`thumbnail`), and no EXIF, GPS or other words.
"""

import struct
import subprocess
import sys
from dataclasses import dataclass

from server.outside import picture_decoder

MOST_SECONDS = 40


@dataclass(frozen=True)
class Pictures:
    """JPEG bytes of both sizes, and the view's width and height in pixels."""

    view: bytes
    thumbnail: bytes
    size: tuple[int, int]


class PictureRefused(Exception):
    """These bytes make no safe picture; the sentence says why, for people."""


def make_pictures(original: bytes) -> Pictures:
    """Decode and make both pictures; raises PictureRefused whatever the bytes do to the decoder."""
    command = [sys.executable, "-I", picture_decoder.__file__]
    try:
        done = subprocess.run(command, input=original, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise PictureRefused("The picture took too long to read.") from error
    if done.returncode == picture_decoder.REFUSED:
        raise PictureRefused(done.stdout.decode(errors="replace") or "The picture could not be read.")
    if done.returncode != 0:
        raise PictureRefused("The picture broke off the reading of it.")
    return _unpacked(done.stdout)


def _unpacked(answer: bytes) -> Pictures:
    width, height, view_length = struct.unpack_from(picture_decoder.HEAD, answer)
    pictures = answer[struct.calcsize(picture_decoder.HEAD) :]
    return Pictures(pictures[:view_length], pictures[view_length:], (width, height))
