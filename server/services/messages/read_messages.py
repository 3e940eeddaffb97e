"""Reads tenants' messages with how each stands today: for the office's list, for one message, and for the tenant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.messages import COMPLAINT, Due, MessageStanding, Step, standing
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.days.days_off import days_off
from server.storage.tables.messages import MessagePhoto, TenantMessage, TenantMessageStep
from server.storage.telling import message_photos, messages
from server.storage.telling.answering_policy import answering_on
from server.storage.telling.messages import ListedMessage


@dataclass(frozen=True)
class ReadMessage:
    """A message with its photos, what was done about it, and how it stands."""

    listed: ListedMessage
    steps: tuple[TenantMessageStep, ...]
    stands: MessageStanding
    is_overdue: bool
    photos: tuple[MessagePhoto, ...] = ()

    @property
    def message(self) -> TenantMessage:
        return self.listed.message


@dataclass(frozen=True)
class Inbox:
    """The messages that wait, the next due first, and those that are settled, newest first."""

    waiting: tuple[ReadMessage, ...]
    settled: tuple[ReadMessage, ...]


def read_inbox(viewer: Viewer, *, clock: Clock) -> Inbox:
    """What this person may see."""
    read = _read(messages.listed(viewer), london_date(clock.now()))
    waiting = [one for one in read if one.stands.next_due() is not None]
    waiting.sort(key=lambda one: (one.stands.next_due() or date.max, one.message.received_at))
    return Inbox(tuple(waiting), tuple(reversed([one for one in read if one.stands.next_due() is None])))


def read_message(viewer: Viewer, message_id: str, *, clock: Clock) -> ReadMessage | None:
    """One message; None where it is not there or not this person's to see."""
    found = messages.get(viewer, message_id)
    return _read([found], london_date(clock.now()))[0] if found is not None else None


def read_own_messages(
    landlord_id: str, appointment_id: str, person_id: str | None, *, clock: Clock
) -> tuple[ReadMessage, ...]:
    """What a tenant said about an appointment, newest first, with the answers."""
    rows = messages.of_tenant(landlord_id, appointment_id, person_id)
    return tuple(_read([ListedMessage(row) for row in rows], london_date(clock.now())))


def how_it_stands(message: TenantMessage, steps: Sequence[TenantMessageStep]) -> MessageStanding:
    """By the numbers that were in force when it came."""
    came_on = london_date(message.received_at)
    done = [Step(step.kind, london_date(step.at), step.new_due_on) for step in steps]
    years = range(came_on.year, came_on.year + 3)
    is_complaint = message.kind == COMPLAINT
    holidays = days_off(message.landlord_id, years, in_law=True) if is_complaint else frozenset()
    first = Due(message.acknowledge_by_on, message.answer_by_on)
    return standing(message.kind, first, done, answering_on(came_on), holidays=holidays)


def _read(found: Sequence[ListedMessage], today: date) -> list[ReadMessage]:
    ids = [one.message.message_id for one in found]
    steps, photos = messages.steps_of(ids), message_photos.of_messages(ids)
    read = []
    for one in found:
        own = steps.get(one.message.message_id, [])
        stands = how_it_stands(one.message, own)
        with_it = photos.get(one.message.message_id, ())
        read.append(ReadMessage(one, tuple(own), stands, stands.is_overdue(today), with_it))
    return read
