"""Pushes in a real browser: a page in view asks by itself, a closed app says so without a name, a tap opens it."""

import json
from typing import Any

from playwright.sync_api import CDPSession, Page, Worker

from tests.journeys.conftest import Phone
from tests.journeys.house import House
from tests.journeys.operative import OperativesPhone

WAKE = {
    "title": "Doorstep",
    "body": "Your jobs have changed. Open to see what is new.",
    "path": "/app/",
    "tag": "changes",
}
NOTICE = {"title": "Havebury", "body": "Sorry, your visit is now 1pm.", "path": "/t/some-link", "tag": "n1", "seen": ""}

SHOWN = "async () => (await self.registration.getNotifications()).map(({ title, body, tag }) => [title, body, tag])"
NEXT_MESSAGE = """new Promise((heard) => {
  navigator.serviceWorker.addEventListener('message', ({ data }) => heard(data), { once: true });
})"""
# No protocol can tap a notification of the system: the worker's own handler gets the event that a tap makes.
TAPPED = """async () => {
  const opened = [];
  self.clients.openWindow = async (path) => opened.push(path);
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
  for (let turn = 0; turn < 50 && !opened.length; turn++) await new Promise((done) => setTimeout(done, 20));
  return [opened, (await self.registration.getNotifications()).length];
}"""


class Pushes:
    """Delivers pushes as the browser's push service would."""

    def __init__(self, page: Page, origin: str) -> None:
        self._origin, self._registrations = origin, dict[str, str]()
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.on("ServiceWorker.workerRegistrationUpdated", self._heard)
        self._session.send("ServiceWorker.enable")

    def deliver(self, scope: str, push: dict[str, str]) -> None:
        self._session.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": self._origin,
                "registrationId": self._registrations[f"{self._origin}{scope}"],
                "data": json.dumps(push),
            },
        )

    def _heard(self, event: dict[str, Any]) -> None:
        self._registrations.update({one["scopeURL"]: one["registrationId"] for one in event["registrations"]})


def worker_of(page: Page, path: str) -> Worker:
    return next(one for one in page.context.service_workers if one.url.endswith(path))


def shown_by(page: Page, worker: Worker) -> list[list[str]]:
    """What the worker shows, as soon as it shows something."""
    for _ in range(100):
        found: list[list[str]] = worker.evaluate(SHOWN)
        if found:
            return found
        page.wait_for_timeout(50)
    return []


def test_pushes_wake_the_app_and_tell_the_tenant(house: House, phone: Phone, operative: OperativesPhone) -> None:
    page = phone.page()
    page.context.grant_permissions(["notifications"], origin=house.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    pushes = Pushes(page, house.url)
    page.evaluate(f"() => {{ window.heard = {NEXT_MESSAGE}; }}")
    pushes.deliver("/app/", WAKE)
    assert page.evaluate("window.heard") == "sync"
    app = worker_of(page, "/app/sw.js")
    assert app.evaluate(SHOWN) == []

    page.goto(f"{house.url}/t/unknown1234")
    pushes.deliver("/app/", WAKE)
    assert shown_by(page, app) == [["Doorstep", WAKE["body"], "changes"]]
    assert app.evaluate(TAPPED) == [["/app/"], 0]

    page.evaluate("navigator.serviceWorker.register('/t/push-worker.js', { scope: '/t/' }).then(() => null)")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    pushes.deliver("/t/", NOTICE)
    tenants = worker_of(page, "/t/push-worker.js")
    assert shown_by(page, tenants) == [["Havebury", NOTICE["body"], "n1"]]
    assert tenants.evaluate(TAPPED) == [["/t/some-link"], 0]
