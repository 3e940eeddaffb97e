"""Every audience's routes, and the gate that recognises its callers, in one place."""

from flask import Flask

from server.http.access import guard
from server.http.api.gate import integrator_gate
from server.http.api.routes import register_api
from server.http.calendars import routes as calendars
from server.http.console import routes as console
from server.http.files import routes as files
from server.http.health import routes as health
from server.http.health.gate import operator_gate
from server.http.hooks import routes as hooks
from server.http.limits import limiter
from server.http.shell import routes as shell
from server.http.staff import provider
from server.http.staff import routes as staff
from server.http.staff.forms import prepare_forms
from server.http.staff.gate import staff_gate
from server.http.sync import calendar as own_calendar
from server.http.sync import push
from server.http.sync import routes as sync
from server.http.sync.gate import device_gate
from server.http.tenant import routes as tenant


def register(app: Flask) -> None:
    """Add all routes and put the gates before them."""
    app.register_blueprint(files.bp)
    app.register_blueprint(health.bp)
    app.register_blueprint(sync.bp)
    app.register_blueprint(push.bp)
    app.register_blueprint(own_calendar.bp)
    app.register_blueprint(shell.bp)
    shell.load_files(app)
    limiter.init_app(app)
    prepare_forms(app)
    console.prepare_pages(app)
    app.register_blueprint(staff.bp)
    app.register_blueprint(provider.bp)
    app.register_blueprint(console.bp)
    app.register_blueprint(tenant.bp)
    app.register_blueprint(calendars.bp)
    app.register_blueprint(hooks.bp)
    register_api(app)
    gates = {"tenant": tenant.gate, "staff": staff_gate, "device": device_gate, "integrator": integrator_gate}
    guard(app, {**gates, "gateway": hooks.gateway_gate, "operator": operator_gate})
