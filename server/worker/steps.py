"""What the worker does, in the order in which it matters."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from server.config import Config
from server.domain.notices.pace import Pace
from server.outside.blobs import Blobs
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.outside.mail.smtp import Smtp
from server.outside.partial_files import PartialFiles
from server.outside.push.web_push import WebPush
from server.outside.sms.choosing import open_sender, receipt_address
from server.outside.sms.local import LocalOutbox
from server.services.absences.watch_absences import watch_absences
from server.services.assessment.follow_up_visits import follow_up_visits
from server.services.assessment.sweep_appointments import sweep_appointments
from server.services.concerns.sweep_clocks import sweep_clocks, warn_of_year
from server.services.evidence.apply_learned import apply_learned
from server.services.flags.follow_register import take_up_register
from server.services.importing.import_handed_in import FilesWaiting, import_handed_in
from server.services.month_reports.make_month_report import make_last_months_reports
from server.services.notices.post import EMAIL, HANDS, SMS, Post
from server.services.notices.queue_daily_notices import queue_feedback, queue_reminders
from server.services.notices.send_notices import send_notices
from server.services.notices.text_after_push import text_after_push
from server.services.phones.wake_phones import wake_phones
from server.services.photos.find_stored_photos import find_stored_photos
from server.services.photos.make_renditions import make_renditions
from server.services.photos.receive_upload import Rooms, expire_uploads
from server.services.retention.drop_leavers_photos import drop_leavers_photos
from server.services.retention.drop_locations import drop_locations
from server.services.review.gather_queue import gather_queue
from server.services.review.rebuild_queue import rebuild_queue
from server.services.review.send_digest import send_digests
from server.services.safety.plan_the_day import plan_the_day
from server.services.safety.ring_phones import ring_phones
from server.services.safety.sweep_alarms import sweep_alarms
from server.services.standards.count_standards import count_standards
from server.services.tenants.make_tenant_link import mask_links
from server.services.upkeep.trim_feed import trim_feed
from server.storage import heartbeats
from server.storage.database import transaction
from server.storage.importing.uploads import Shelf
from server.storage.telling import notices
from server.worker.aside import Aside

SENDING, DAILY, RINGING = "sending", "daily", "ringing"


@dataclass(frozen=True)
class Step:
    """One kind of work; `run` does a little of it and returns how much. It rests `every_seconds` in between.

    Each lane has a thread: a gateway that does not answer must not keep a missed check-in from being seen.
    """

    name: str
    run: Callable[[], int]
    every_seconds: float = 0.0
    lane: str = "main"


def steps_of(app: Flask) -> list[Step]:
    """All steps, with the clock, the stores and the gateway of this application."""
    config: Config = app.extensions["doorstep_config"]
    clock: Clock = app.extensions["doorstep_clock"]
    blobs: Blobs = app.extensions["doorstep_blobs"]
    rooms = Rooms(PartialFiles(config.data_dir / "uploads"), blobs)
    push = _push(config)
    post = _post(config, clock, push)
    shelf = Shelf(config.data_dir / "imports")
    imports = Aside(app, FilesWaiting().is_any, lambda: import_handed_in(clock=clock, shelf=shelf))
    return [
        Step("heartbeat", lambda: _beat(clock), every_seconds=10),
        # A missed check-in waits behind nothing: it is looked for before everything else.
        Step("sweep_alarms", lambda: sweep_alarms(clock=clock), every_seconds=2),
        Step("sweep_clocks", lambda: sweep_clocks(clock=clock), every_seconds=15),
        Step("warn_of_year", lambda: warn_of_year(clock=clock), every_seconds=3600),
        Step("plan_the_day", lambda: plan_the_day(clock=clock), every_seconds=60),
        Step("gather_queue", lambda: gather_queue(clock=clock), every_seconds=3),
        Step("follow_up_visits", lambda: follow_up_visits(clock=clock)),
        Step("send_notices", lambda: send_notices(clock=clock, post=post), lane=SENDING),
        Step("text_after_push", lambda: text_after_push(clock=clock), every_seconds=10),
        Step("wake_phones", lambda: wake_phones(clock=clock, push=push), every_seconds=5, lane=SENDING),
        Step("ring_phones", lambda: ring_phones(clock=clock, push=push), every_seconds=2, lane=RINGING),
        # Thousands at ten in the morning, of which nobody must wait.
        Step("queue_reminders", lambda: _all_of(lambda: queue_reminders(clock=clock)), every_seconds=60, lane=DAILY),
        Step("send_digests", lambda: send_digests(clock=clock), every_seconds=60, lane=DAILY),
        Step("queue_feedback", lambda: _all_of(lambda: queue_feedback(clock=clock)), every_seconds=60, lane=DAILY),
        # One picture at a time: it may take a second, and texts do not wait behind an album.
        Step("make_renditions", lambda: make_renditions(clock=clock, blobs=blobs, limit=1)),
        Step("sweep_appointments", lambda: sweep_appointments(clock=clock), every_seconds=10),
        Step("count_standards", lambda: _all_of(lambda: count_standards(clock=clock)), every_seconds=5, lane=DAILY),
        Step("month_reports", lambda: make_last_months_reports(clock=clock), every_seconds=3600, lane=DAILY),
        Step("watch_absences", lambda: watch_absences(clock=clock), every_seconds=30),
        Step("find_stored_photos", lambda: find_stored_photos(blobs=blobs, clock=clock), every_seconds=3600),
        # At the start, for what an older version did not know; then hourly, should one be at work beside us.
        Step("apply_learned", lambda: _learned(config, clock), every_seconds=3600),
        Step("import_handed_in", imports.turn, every_seconds=1),
        # At the start, for data that was there before the queue; then once a day, should anything have been missed.
        Step("rebuild_queue", lambda: _rebuilt(clock), every_seconds=86_400, lane=DAILY),
        *_ends(config, clock, blobs, rooms),
    ]


def _ends(config: Config, clock: Clock, blobs: Blobs, rooms: Rooms) -> list[Step]:
    """What goes at the end of its time."""
    keys = Keys(config.secret_key, config.vapid_private_key)
    return [
        Step("trim_feed", lambda: trim_feed(clock=clock), every_seconds=86_400),
        Step("expire_uploads", lambda: expire_uploads(clock=clock, rooms=rooms), every_seconds=600),
        Step("drop_leavers_photos", lambda: drop_leavers_photos(blobs=blobs, clock=clock), every_seconds=3600),
        Step("drop_locations", lambda: drop_locations(keys=keys, clock=clock), every_seconds=60, lane=DAILY),
    ]


def _post(config: Config, clock: Clock, push: WebPush) -> Post:
    def keep(gateway_id: str, recipient: str, text: str) -> None:
        # Only the demonstration and the tests may read another person's link off the screen.
        kept = mask_links(text) if config.mode == "production" else text
        with transaction() as connection:
            notices.keep_local_text(connection, gateway_id, recipient, kept, clock.now())

    keys = Keys(config.secret_key, config.vapid_private_key)
    return Post(
        sender=open_sender(config.sms_url, keep, receipt_address(config.sms_url, config.public_url, keys)),
        public_url=config.public_url,
        keys=keys,
        quiet=config.quiet_hours,
        mail=LocalOutbox(keep) if config.mail_url == "local:" else Smtp(config.mail_url),
        push=push,
        paces={SMS: Pace(config.sms_per_minute), EMAIL: Pace(config.mail_per_minute)},
        hands=HANDS,
    )


def _learned(config: Config, clock: Clock) -> int:
    keys = Keys(config.secret_key, config.vapid_private_key)
    return apply_learned(landlord_id=config.landlord_id, keys=keys, clock=clock)


def _rebuilt(clock: Clock) -> int:
    return take_up_register(clock=clock) + rebuild_queue(clock=clock)


def _all_of(round_of: Callable[[], int]) -> int:
    """Round after round until one has nothing to do."""
    done = last = round_of()
    while last:
        last = round_of()
        done += last
    return done


def _push(config: Config) -> WebPush:
    return WebPush(Keys(config.secret_key, config.vapid_private_key).push_private_key(), config.vapid_subject)


def _beat(clock: Clock) -> int:
    with transaction() as connection:
        heartbeats.beat(connection, clock.now())
    return 0
