"""Which letters wait, and who sends them next? For the worker alone."""

import sqlalchemy as sa
from chassis.db import Statement

from prof_service.store.notice_tables import mail_addresses, mails

MOST_ATTEMPTS = 30
_NOW = sa.func.clock_timestamp()  # the post runs on real time, never on a demo's clock
_WAITING = (
    sa.select(mails.c.id)
    .where(mails.c.sent_at.is_(None), mails.c.attempts < MOST_ATTEMPTS, mails.c.next_at <= _NOW)
    .order_by(mails.c.next_at, mails.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer))
    .with_for_update(skip_locked=True)
)
_PAUSE = sa.func.make_interval(0, 0, 0, 0, 0, 0, sa.func.least(15 * sa.func.power(2, mails.c.attempts), 3600))
CLAIM = Statement(
    sa.update(mails)
    .where(
        mails.c.id.in_(_WAITING.scalar_subquery()),
        mail_addresses.c.county == mails.c.county,
        mail_addresses.c.office == mails.c.office,
    )
    .values(attempts=mails.c.attempts + 1, next_at=_NOW + _PAUSE)
    .returning(mails.c.id, mails.c.notice_id, mails.c.reference, mails.c.attempts, mail_addresses.c.address),
    system=True,
)
"""Claimed in a statement of its own, before any of them is sent; who crashes between leaves it for the next try."""
SENT = Statement(
    sa.update(mails).where(mails.c.id == sa.bindparam("mail_id", type_=sa.Uuid)).values(sent_at=_NOW), system=True
)
