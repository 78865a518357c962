"""The B unit answers: it will serve, or it refuses and the client is free for another unit."""

from dataclasses import dataclass

from chassis.problems import NotFound
from schemas.codes import ReassignmentReason, ReferralAnswer, ReferralClock
from schemas.events.dispatch import ReferralDeclined, ReferralReplied
from schemas.ids import ReferralId

from dispatch.commands.move_referral import apply_principle
from dispatch.commands.start_clocks import stop_clocks
from dispatch.domain.referral import Referral, reply
from dispatch.store.work import Work


@dataclass(frozen=True, kw_only=True)
class RecordReply:
    """`with_cause`: whether the reason is legitimate, as far as it has been judged."""

    referral_id: ReferralId
    answer: ReferralAnswer
    reason_code: str | None
    with_cause: bool | None


async def record_reply(command: RecordReply, work: Work) -> Referral:
    """Keep the answer on the day that it arrives; a refusal is followed by what the A unit's principle says."""
    before = await work.referrals.lock(command.referral_id)
    if before.unit_id != work.actor.unit:
        raise NotFound("referral")
    after = await work.referrals.save(
        reply(before, command.answer, on=work.today, reason=command.reason_code, with_cause=command.with_cause)
    )
    work.deadlines.meet(ReferralClock.REPLY.value, subject_id=after.id, case_id=after.case_id, on=work.today)
    if command.answer is ReferralAnswer.ACCEPTED:
        await work.decisions.settle_proposal(after.id)  # the unit has come round: nothing is left to confirm
        work.emit(_replied(after, work))
        return after
    work.emit(_declined(after, work))
    stop_clocks(after, "declined", work, [ReferralClock.FIRST_SERVICE])
    await apply_principle(after, ReassignmentReason.DECLINED, work)
    return await work.referrals.lock(after.id)


def _replied(after: Referral, work: Work) -> ReferralReplied:
    return ReferralReplied(
        case_id=after.case_id,
        referral_id=after.id,
        unit_id=after.unit_id,
        answer=ReferralAnswer.ACCEPTED,
        replied_on=work.today,
    )


def _declined(after: Referral, work: Work) -> ReferralDeclined:
    return ReferralDeclined(
        case_id=after.case_id,
        referral_id=after.id,
        unit_id=after.unit_id,
        reason=after.reason or "",
        with_cause=after.with_cause,
        declined_on=work.today,
    )
