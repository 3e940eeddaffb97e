"""Goodwill payments: outside the earnings clause, charged to nobody."""

from collections.abc import Sequence

from sqlalchemy import select

from server.storage.database import db
from server.storage.tables.claiming import GoodwillPayment


def add(payment: GoodwillPayment) -> None:
    db.session.add(payment)


def of_case(landlord_id: str, case_id: str) -> Sequence[GoodwillPayment]:
    """The case's, in order."""
    query = select(GoodwillPayment).where(
        GoodwillPayment.landlord_id == landlord_id, GoodwillPayment.case_id == case_id
    )
    return list(db.session.scalars(query.order_by(GoodwillPayment.goodwill_id)))


def all_of(landlord_id: str) -> Sequence[GoodwillPayment]:
    query = select(GoodwillPayment).where(GoodwillPayment.landlord_id == landlord_id)
    return list(db.session.scalars(query.order_by(GoodwillPayment.goodwill_id)))
