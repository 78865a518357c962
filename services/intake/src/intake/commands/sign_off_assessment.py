"""How is an assessment signed: approved with a quota, or not opened with a referral?"""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from chassis.kernel.ids import uuid7
from schemas.codes import CmsLevel, Residence, WelfareClass
from schemas.events.intake import CaseNotOpened, QuotaApproved
from schemas.ids import AssessmentId, CaseId

from intake import policies
from intake.commands.record_assessment import told
from intake.domain.assessment import Assessment
from intake.domain.case import Case
from intake.domain.sign_off import (
    Decision,
    Quota,
    SignOff,
    SignOffRules,
    approve,
    may_sign,
    may_sign_as,
    not_open,
)
from intake.store.work import Work


@dataclass(frozen=True, kw_only=True)
class SignOffAssessment:
    """What the supervisor decides."""

    case_id: UUID
    decision: Decision
    referral_target: str | None = None


async def sign_off_assessment(command: SignOffAssessment, work: Work) -> tuple[Case, SignOff]:
    """By another person than the assessor and than who made the visit (AM-144). The quota runs from this day."""
    before = await work.cases.lock(command.case_id)
    may_sign(before)
    assessment = await work.assessments.find(before.assessment_id)
    visit = await work.visits.find(assessment.visit_id)
    rules = policies.sign_off(work, visited_on=assessment.visited_on, valid_from=work.today)
    assessors = frozenset({assessment.assessor, visit.assessor})
    may_sign_as(before, rules, assessors=assessors, signer=work.actor.person)
    if command.decision is Decision.APPROVED:
        return await _approved(before, assessment, rules, work)
    return await _not_opened(before, assessment, rules, command.referral_target, work)


async def _approved(before: Case, assessment: Assessment, rules: SignOffRules, work: Work) -> tuple[Case, SignOff]:
    after, quota = approve(before, assessment, rules)
    after = await work.cases.save(after)
    signed = _signature(assessment, Decision.APPROVED, work, quota=quota)
    await work.sign_offs.insert(signed)
    rule = "foreign_carer_quota" if assessment.foreign_care_worker else "eligible_levels"
    day = work.today if assessment.foreign_care_worker else assessment.visited_on
    work.emit(_quota_approved(after, assessment, quota, work), policies.always(work, rule, day))
    return after, signed


async def _not_opened(
    before: Case, assessment: Assessment, rules: SignOffRules, target: str | None, work: Work
) -> tuple[Case, SignOff]:
    after = await work.cases.save(not_open(before, assessment, rules, target=target))
    signed = _signature(assessment, Decision.NOT_OPENED, work, target=target)
    await work.sign_offs.insert(signed)
    event = CaseNotOpened(
        case_id=CaseId(after.id),
        assessment_id=AssessmentId(assessment.id),
        cms_level=cast("CmsLevel", assessment.cms_level),
        referral_target=str(target),
        decided_on=work.today,
    )
    work.emit(event, policies.always(work, "eligible_levels", assessment.visited_on))
    return after, signed


def _signature(
    assessment: Assessment, decision: Decision, work: Work, *, quota: Quota | None = None, target: str | None = None
) -> SignOff:
    return SignOff(
        id=uuid7(),
        case_id=assessment.case_id,
        assessment_id=assessment.id,
        decision=decision,
        signed_by=work.actor.person,
        signed_on=work.today,
        cms_level=assessment.cms_level,
        quota=quota,
        valid_from=work.today if quota else None,
        referral_target=target,
    )


def _quota_approved(case: Case, assessment: Assessment, quota: Quota, work: Work) -> QuotaApproved:
    return QuotaApproved(
        case_id=CaseId(case.id),
        assessment_id=AssessmentId(assessment.id),
        cms_level=cast("CmsLevel", assessment.cms_level),
        welfare_class=cast("WelfareClass", assessment.welfare_class),
        monthly_quota_twd=quota.monthly.twd,
        quota_percent=quota.percent,
        valid_from=work.today,
        foreign_care_worker=assessment.foreign_care_worker,
        problems=told(assessment.problems),
        district=case.district,
        residence=Residence(case.residence),
        approved_on=work.today,
    )
