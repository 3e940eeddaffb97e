"""A notice as it leaves: with its link and its code filled in, which are kept nowhere, for the channel it goes by."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.notices.kinds import URGENT
from server.domain.witness import DIGITS, one_time_code
from server.domain.wording.text_rules import sender_and_words
from server.outside.clock import Clock
from server.outside.push.web_push import Browser, Gone, Push
from server.outside.sms.port import NotSent
from server.services.notices.post import EMAIL, PUSH, Post
from server.services.tenants.make_tenant_link import MASKED, address, make_tenant_link
from server.storage.database import db
from server.storage.telling import subscriptions
from server.storage.telling.notices import NoticeRow
from server.storage.telling.subscriptions import Subscription

_LONGEST_TTL = timedelta(hours=12)


@dataclass
class Parcel:
    """What is handed to a gateway. `gone` gathers the subscriptions that the push service knows no more."""

    notice: NoticeRow
    text: str
    masked_text: str
    started_at: datetime
    push: Push | None
    browsers: tuple[Subscription, ...]
    gone: list[str]


def wrapped(notice: NoticeRow, *, clock: Clock, post: Post) -> Parcel:
    """Call it inside the claim's transaction: it makes the link."""
    now = clock.now()
    link = _link(notice, clock, post)
    masked = notice.text.replace("{link}", address(post.public_url, MASKED)).replace("{code}", MASKED[:DIGITS])
    is_push = notice.channel == PUSH
    browsers = _browsers(notice) if is_push else ()
    return Parcel(
        notice=notice,
        text=_text(notice, link, post),
        # A push shows its own few words: the text stays as it is for the text message that may have to follow.
        masked_text=notice.text if is_push else masked,
        started_at=now,
        push=_push(notice, link, now, post) if is_push else None,
        browsers=tuple(browsers),
        gone=[],
    )


def hand_over(parcel: Parcel, post: Post) -> str:
    """The gateway's id of it. Runs without the database, beside others. Raises NotSent."""
    notice = parcel.notice
    if parcel.push is not None and post.push is not None:
        return _pushed(parcel, parcel.push, post)
    sender = post.mail if notice.channel == EMAIL and post.mail is not None else post.sender
    return sender.send(notice.recipient, parcel.text, notice_id=notice.notice_id)


def _pushed(parcel: Parcel, push: Push, post: Post) -> str:
    """One browser that takes it is enough; a stable topic lets each browser show a copy once."""
    if post.push is None:
        raise NotSent("Push is not set up.", permanent=False)
    taken, problem = 0, NotSent("No browser of this tenant takes pushes any more.", permanent=True)
    for one in parcel.browsers:
        try:
            post.push.push(Browser(one.endpoint, one.p256dh, one.auth), push)
            taken += 1
        except Gone:
            parcel.gone.append(one.key)
        except NotSent as refused:
            problem = refused
    if not taken:
        raise problem
    return f"push-{parcel.notice.notice_id}"


def _link(notice: NoticeRow, clock: Clock, post: Post) -> str:
    """A link made for this attempt; none where the words have no place for it."""
    needs = notice.appointment_id is not None and ("{link}" in notice.text or notice.channel == PUSH)
    if not needs or notice.appointment_id is None:
        return ""
    where = (notice.landlord_id, notice.appointment_id)
    return address(post.public_url, make_tenant_link(*where, clock=clock, reader_id=notice.person_id))


def _text(notice: NoticeRow, link: str, post: Post) -> str:
    text = notice.text.replace("{link}", link) if link else notice.text
    if notice.appointment_id is None or "{code}" not in text:
        return text
    return text.replace("{code}", one_time_code(post.keys.witness_key(notice.landlord_id, notice.appointment_id)))


def _browsers(notice: NoticeRow) -> list[Subscription]:
    return list(subscriptions.of_person(db.session.connection(), notice.landlord_id, notice.person_id or ""))


def _push(notice: NoticeRow, link: str, now: datetime, post: Post) -> Push:
    left = (notice.useless_after_at or now + _LONGEST_TTL) - now
    return Push(
        title=sender_and_words(notice.text)[0],
        body=notice.short_text,
        path=link.removeprefix(post.public_url) or "/",
        topic=notice.notice_id.replace("-", ""),
        ttl_seconds=max(60, int(min(left, _LONGEST_TTL).total_seconds())),
        urgency="high" if notice.kind in URGENT else "normal",
        seen=f"/hooks/push/{notice.notice_id}/{post.keys.hook_token(f'push:{notice.notice_id}')}",
    )
