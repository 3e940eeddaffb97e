"""What a point of a series says."""

from server.domain.standards.series import Point, share_point


def test_a_share_is_of_what_is_certain():
    assert share_point("November", 3, 1, 6) == Point("November", 3, 1, 6, 75.0)


def test_where_nothing_is_certain_there_is_no_share_rather_than_none_met():
    assert share_point("November", 0, 0, 6).value is None
