"""Which clocks does a referral start? The county's: the answer and the first service, each owed by the unit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from chassis.deadlines import Owed
from chassis.policy import Version
from schemas.codes import ReferralClock

from dispatch import policies
from dispatch.domain.referral import Referral
from dispatch.store.work import Work


def start_clocks(referral: Referral, work: Work) -> Referral:
    """The referral with its due dates; none where the county has no rule."""
    if referral.service_code is None:
        return referral
    rules = policies.clocks(work.pack, referral.service_code, referral.referred_on)
    reply_due = _start(ReferralClock.REPLY, rules.reply, f"/v1/referrals/{referral.id}/replies", referral, work)
    # met by the first session, in the service of whoever serves
    served = f"/v1/engagements?referral_id={referral.id}"
    first_due = _start(ReferralClock.FIRST_SERVICE, rules.first_service, served, referral, work)
    return replace(referral, reply_due_on=reply_due, first_service_due_on=first_due)


def _start(clock: ReferralClock, rule: Version | None, met_by: str, referral: Referral, work: Work) -> date | None:
    if rule is None:
        return None
    owed = Owed(
        role="b_unit",
        unit=referral.unit_id,
        awaited_role="a_case_manager" if referral.a_unit_id else "care_manager",
        awaited_unit=referral.a_unit_id,
        met_by=met_by,
    )
    return work.deadlines.open(
        clock.value,
        subject_id=referral.id,
        case_id=referral.case_id,
        owed=owed,
        since=referral.referred_on,
        rule=rule,
    )


def stop_clocks(referral: Referral, reason: str, work: Work, clocks: Iterable[ReferralClock] = ReferralClock) -> None:
    """They are owed no more."""
    for clock in clocks:
        work.deadlines.cancel(
            clock.value, subject_id=referral.id, case_id=referral.case_id, reason=reason, on=work.today
        )
