"""The program that reads one untrusted picture from its input and writes two safe ones.

It runs by itself, holds nothing worth stealing, and stops at its limits. Nothing else of the product is loaded here.
"""

from __future__ import annotations

import io
import resource
import struct
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

REFUSED = 3
HEAD = "!III"

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_MOST_PIXELS = 64_000_000
_MOST_MEMORY = 2 * 1024**3
_MOST_CPU_SECONDS = 30
_VIEW, _THUMBNAIL = 1600, 320


class _Refused(Exception):
    """Why no picture is made of it."""


def main() -> int:
    """0 and both pictures on standard output, or REFUSED and the reason there."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_CPU_SECONDS, _MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer, code = _pictures(sys.stdin.buffer.read()), 0
    except _Refused as refused:
        answer, code = str(refused).encode(), REFUSED
    except MemoryError:
        answer, code = b"The picture needs more memory than a photo does.", REFUSED
    sys.stdout.buffer.write(answer)
    return code


def _pictures(original: bytes) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(io.BytesIO(original), formats=_FORMATS) as opened:
            # A big JPEG is decoded at half, a quarter or an eighth of its size where that is enough.
            opened.draft("RGB", (_VIEW, _VIEW))
            upright = ImageOps.exif_transpose(opened)
            view = _flat(upright)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _Refused("The picture has more points than any phone's photo.") from error
    except UnidentifiedImageError as error:
        raise _Refused("This is not a picture of a kind that phones make (JPEG, HEIC, PNG or WebP).") from error
    except MemoryError:
        raise
    # Decoders raise nearly anything on a broken file; here that is one answer and not a crash.
    except Exception as error:
        raise _Refused("The picture is damaged and could not be read.") from error
    return _packed(view)


def _flat(picture: Picture) -> Picture:
    """Plain RGB of at most the view's size; what was see-through becomes white."""
    from PIL import Image

    picture.thumbnail((_VIEW, _VIEW))
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _packed(view: Picture) -> bytes:
    from PIL import Image

    # A fresh picture carries the points and nothing else that the file said.
    clean = Image.new("RGB", view.size)
    clean.paste(view)
    width, height = clean.size
    whole = _jpeg(clean, 82)
    clean.thumbnail((_THUMBNAIL, _THUMBNAIL))
    return struct.pack(HEAD, width, height, len(whole)) + whole + _jpeg(clean, 75)


def _jpeg(picture: Picture, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
