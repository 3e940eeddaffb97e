"""One operative with a phone and a visit from 10:00 to 11:00, people on duty, and a clock both sides share."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.services.safety.plan_the_day import plan_the_day
from server.services.safety.sweep_alarms import sweep_alarms
from server.storage.database import db, transaction
from server.storage.safety import alarms
from server.storage.tables.safety import Alarm, DutyTurn
from server.storage.telling.notices import NOTICES
from tests import factories
from tests.factories import LANDLORD, NOW
from tests.phone import Phone

MOBILE, OFFICE, DUTY, NEXT = "+447700900201", "+447700900301", "+447700900302", "+447700900303"


class LoneWorker:
    """The day as it goes by; times are moved in minutes after nine."""

    def __init__(self, app: Flask, client: FlaskClient, clock: FixedClock) -> None:
        self.app, self.clock = app, clock
        factories.an_operative(full_name="Sam Reed", mobile=MOBILE, email="sam@example.org")
        factories.an_appointment(end_at=NOW + timedelta(hours=2))
        factories.an_assignment()
        self.visit_id = factories.a_visit()
        config = app.extensions["doorstep_config"]
        code = make_enrolment_code("op-1", made_by="test", config=config, clock=clock)
        self.phone = Phone.enrolled(client, code.code, wall_ms=self._ms())
        self.manager = self.on_duty("duty_manager", DUTY, "contract_manager")

    def on_duty(self, post: str, mobile: str, role: str, firm_id: str | None = None, **user: str) -> Viewer:
        user_id = factories.a_user(role, firm_id=firm_id, **user)
        with transaction():
            db.session.add(
                DutyTurn(
                    turn_id=user_id,
                    landlord_id=LANDLORD,
                    firm_id=firm_id,
                    post=post,
                    user_id=user_id,
                    mobile=mobile,
                    starts_at=NOW - timedelta(hours=1),
                    ends_at=NOW + timedelta(hours=12),
                    made_by="test",
                    made_at=NOW,
                )
            )
        email = user.get("email", f"{user_id}@example.org")
        return Viewer(user_id, user.get("name", "A. User"), email, LANDLORD, firm_id, (role,))

    def at(self, minutes: int) -> None:
        """Move to so many minutes after nine; the phone's clock moves too, and the worker takes the plan in."""
        self.clock.at = NOW + timedelta(minutes=minutes)
        self.phone.wall_ms = self._ms()

    def look(self, minutes: int) -> int:
        """Move there and sweep once."""
        self.at(minutes)
        return sweep_alarms(clock=self.clock)

    def plan(self) -> int:
        return plan_the_day(clock=self.clock)

    def alarms(self) -> list[Alarm]:
        db.session.rollback()
        return list(db.session.scalars(select(Alarm).order_by(Alarm.raised_at, Alarm.alarm_id)))

    def history(self, alarm: Alarm) -> list[str]:
        return [step.what for step in alarms.history([alarm.alarm_id])[alarm.alarm_id]]

    def texts(self) -> list[str]:
        """Whom texts were queued for, in order."""
        with db.engine.connect() as connection:
            rows = connection.execute(select(NOTICES.c.recipient).order_by(NOTICES.c.queued_at, NOTICES.c.notice_id))
            return list(rows.scalars())

    def _ms(self) -> int:
        return int(self.clock.now().timestamp() * 1000)
