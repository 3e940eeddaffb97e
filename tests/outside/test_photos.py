"""Real phone photos come out upright and mute; hostile files are refused with a reason and harm nothing."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from server.outside.photos import PictureRefused, make_pictures

PHOTOS = Path(__file__).parents[1] / "data" / "photos"
REAL = sorted(path.name for path in PHOTOS.iterdir() if path.name.startswith(("phone", "orientation")))
BROKEN = sorted(path.name for path in PHOTOS.glob("broken-*"))


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("name", REAL)
def test_a_real_photo_becomes_two_jpegs_that_say_nothing_but_the_picture(name: str) -> None:
    made = make_pictures((PHOTOS / name).read_bytes())

    view, thumbnail = opened(made.view), opened(made.thumbnail)
    assert (view.format, thumbnail.format) == ("JPEG", "JPEG")
    assert max(view.size) <= 1600
    assert max(thumbnail.size) <= 320
    assert view.size == made.size
    for picture, content in ((view, made.view), (thumbnail, made.thumbnail)):
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert b"Exif" not in content
        assert b"http" not in content


def test_every_orientation_comes_out_the_same_way_up() -> None:
    upright = opened(make_pictures((PHOTOS / "orientation-1.jpg").read_bytes()).view)

    for turn in (3, 6, 8):
        turned = opened(make_pictures((PHOTOS / f"orientation-{turn}.jpg").read_bytes()).view)
        assert turned.size == upright.size
        difference = ImageStat.Stat(ImageChops.difference(upright.convert("L"), turned.convert("L"))).mean[0]
        assert difference < 12


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_never_crashes_us(name: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        make_pictures((PHOTOS / name).read_bytes())

    assert str(refused.value).endswith(".")


def a_png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack("!I", len(content)) + kind + content + struct.pack("!I", zlib.crc32(kind + content))

    head = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


HOSTILE = {
    "nothing": b"",
    "html": b"<!doctype html><script>alert(1)</script>",
    "html named as png": b"\x89PNG\r\n\x1a\n<html><body onload=alert(1)></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "bomb": a_png(60_000, 60_000, b"\0" * 1000),
    "small bomb": a_png(9_000, 9_000, b"\0" * (9_001 * 9_000)),
    "cut short": (PHOTOS / "phone-jpeg-iphone6.jpg").read_bytes()[:5000],
    "noise with a jpeg's head": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 50,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_photo_is_refused_with_a_reason(what: str) -> None:
    with pytest.raises(PictureRefused, match=r"picture"):
        make_pictures(HOSTILE[what])


def test_what_was_see_through_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")

    assert opened(make_pictures(out.getvalue()).view).getpixel((10, 10)) == (255, 255, 255)


def test_script_hidden_behind_a_real_picture_does_not_come_through() -> None:
    polyglot = (PHOTOS / "orientation-1.jpg").read_bytes() + b"<script>alert(1)</script>"

    made = make_pictures(polyglot)

    assert b"script" not in made.view + made.thumbnail
