"""Takes a gateway's or a browser's word on what became of a notice; telling us twice changes nothing."""

from server.outside.clock import Clock
from server.outside.sms.port import DELIVERED, FAILED, Receipt
from server.services.notices.tell_otherwise import tell_otherwise
from server.services.phones.tell_phones import tell_phones_of
from server.storage.database import transaction
from server.storage.telling import notices


def take_receipt(receipt: Receipt, *, clock: Clock) -> bool:
    """True where it was news. A text that never arrived is told another way, which may be a task for the office."""
    now = clock.now()
    with transaction() as connection:
        if receipt.state == DELIVERED:
            notice = notices.delivered(connection, receipt.notice_id, now)
        elif receipt.state == FAILED:
            reason = f"It did not reach the phone. {receipt.detail}".strip()
            notice = notices.bounced(connection, receipt.notice_id, reason, now)
        else:
            return False
        if notice is None:
            return False
        if receipt.state == FAILED:
            tell_otherwise(notice, now=now)
        notices.tell_the_rule(connection, notice)
        tell_phones_of(notice, at=now)
    return True
