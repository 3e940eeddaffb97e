"""Half-sent files: whoever holds the pen writes on, and nobody else does."""

from pathlib import Path

import pytest

from server.outside.partial_files import Mark, PartialFiles, Pen, PenTaken


@pytest.fixture
def files(tmp_path: Path) -> PartialFiles:
    return PartialFiles(tmp_path / "uploads")


def test_a_newer_pen_cuts_off_what_an_older_one_wrote_beyond_it(files: PartialFiles) -> None:
    with files.pen("u", Mark("older", 0)) as older:
        older.write(b"abcdef")
        with files.pen("u", Mark("newer", 3)) as newer:
            with pytest.raises(PenTaken):
                older.write(b"ghi")
            newer.write(b"xyz")

    assert files.path("u").read_bytes() == b"abcxyz"


def test_who_asks_for_the_offset_learns_how_far_it_came_and_stops_it(files: PartialFiles) -> None:
    with files.pen("u", Mark("one", 0)) as pen:
        pen.write(b"abc")
        assert files.stop("u", "another") == 0
        pen.write(b"def")
        assert files.stop("u", "one") == 6
        with pytest.raises(PenTaken):
            pen.write(b"ghi")

    assert files.path("u").read_bytes() == b"abcdef"
    assert [path.name for path in files.path("u").parent.iterdir()] == ["u"]


def test_a_pen_stopped_between_opening_its_files_and_taking_it_writes_nothing(files: PartialFiles) -> None:
    """Its mark has lost its name by then: nobody who asks for the offset would find it."""
    with files.pen("u", Mark("older", 0)) as older:
        older.write(b"abc")
        with files.path("u").open("r+b") as file, files.path("u.mark").open("r+b") as mark_file:
            newer = Pen(file.fileno(), mark_file.fileno(), Mark("newer", 0))
            assert files.stop("u", "older") == 3
            with pytest.raises(PenTaken):
                newer.take()

    assert files.path("u").read_bytes() == b"abc"


def test_an_upload_that_has_ended_is_not_written_on(files: PartialFiles) -> None:
    with files.pen("u", Mark("one", 0)) as pen:
        pen.write(b"abc")
        files.drop("u")
        with pytest.raises(PenTaken):
            pen.write(b"def")
        with pytest.raises(PenTaken):
            pen.flush()

    assert not files.path("u").exists()


def test_a_mark_that_a_loss_of_power_emptied_counts_for_nothing(files: PartialFiles) -> None:
    with files.pen("u", Mark("one", 0)) as pen:
        pen.write(b"abc")
    files.path("u.mark").write_bytes(b"")

    assert files.stop("u", "one") == 0


def test_a_mark_of_the_release_before_is_read(files: PartialFiles) -> None:
    with files.pen("u", Mark("one", 0)) as pen:
        pen.write(b"abc")
    files.path("u.mark").write_text("one 3")

    assert files.stop("u", "one") == 3
