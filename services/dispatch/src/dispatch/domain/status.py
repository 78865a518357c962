"""Which status may follow which? One table for referrals to A units, one for those to B units."""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """Where a referral stands."""

    REFERRED = "referred"
    ACCEPTED = "accepted"
    """A: the unit has taken the case over."""
    TRANSFERRED = "transferred"
    """A: another A unit has the case."""
    REPLIED = "replied"
    """B: the unit will serve."""
    DELAYED = "delayed"
    """B: no answer or no first service in time."""
    DECLINED = "declined"
    """B: the unit refuses; the client is free."""
    SERVING = "serving"
    REASSIGNED = "reassigned"
    """B: another unit has been asked."""
    ENDED = "ended"


NEXT_A: Mapping[Status, frozenset[Status]] = {
    Status.REFERRED: frozenset({Status.ACCEPTED, Status.TRANSFERRED, Status.ENDED}),
    Status.ACCEPTED: frozenset({Status.TRANSFERRED, Status.ENDED}),
    Status.TRANSFERRED: frozenset(),
    Status.ENDED: frozenset(),
}

NEXT_B: Mapping[Status, frozenset[Status]] = {
    Status.REFERRED: frozenset(
        {Status.REPLIED, Status.DELAYED, Status.DECLINED, Status.SERVING, Status.REASSIGNED, Status.ENDED}
    ),
    Status.REPLIED: frozenset({Status.SERVING, Status.DECLINED, Status.DELAYED, Status.REASSIGNED, Status.ENDED}),
    Status.DELAYED: frozenset({Status.REPLIED, Status.DECLINED, Status.SERVING, Status.REASSIGNED, Status.ENDED}),
    Status.DECLINED: frozenset({Status.REASSIGNED, Status.ENDED}),
    Status.SERVING: frozenset({Status.REASSIGNED, Status.ENDED}),
    Status.REASSIGNED: frozenset(),
    Status.ENDED: frozenset(),
}

OPEN = frozenset(status for table in (NEXT_A, NEXT_B) for status, after in table.items() if after)
"""A case or an item with a referral in one of these is taken."""
