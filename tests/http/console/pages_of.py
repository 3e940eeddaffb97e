"""Every address that a route has with given arguments, so that tests walk the routes as they are."""

from collections.abc import Iterator
from itertools import product

from flask import Flask
from werkzeug.routing import Rule

from server.domain.viewing import ROLES
from server.http.access import declared_callers


def staff_rules(app: Flask) -> list[Rule]:
    """The routes that staff call."""
    return [rule for rule in app.url_map.iter_rules() if set(declared_callers(app, rule.endpoint)) & set(ROLES)]


def addresses(app: Flask, rule: Rule, arguments: dict[str, list[str]]) -> Iterator[str]:
    """The rule's addresses with every combination of the arguments; none where one of them is not given."""
    names = sorted(rule.arguments)
    if any(name not in arguments for name in names):
        return
    adapter = app.url_map.bind("localhost")
    method = "POST" if "POST" in (rule.methods or ()) else "GET"
    for values in product(*(arguments[name] for name in names)):
        given = dict(zip(names, values, strict=True))
        if "number" in given:
            given["number"] = int(given["number"])  # type: ignore[assignment]
        yield adapter.build(rule.endpoint, given, method=method)
