"""Every route says who may call it."""

from flask import Flask

from server.http.access import AUDIENCES, STAFF_ROLES, declared_callers


def test_every_route_declares_its_callers(app: Flask) -> None:
    silent = [rule.rule for rule in app.url_map.iter_rules() if not declared_callers(app, rule.endpoint)]

    assert silent == []


def test_no_route_mixes_an_audience_with_staff(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        names = set(declared_callers(app, rule.endpoint))
        assert names <= set(STAFF_ROLES) or (len(names) == 1 and names <= set(AUDIENCES)), rule.rule
