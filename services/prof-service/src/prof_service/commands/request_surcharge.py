"""What happens when evening or holiday service is applied for, confirmed and decided?"""

from dataclasses import dataclass
from uuid import UUID

from chassis.access import Role
from chassis.kernel.ids import uuid7
from chassis.problems import NotFound
from schemas.events.surcharges import EveningHolidayApproved, EveningHolidayRejected, EveningHolidayRequested
from schemas.ids import CaseId, EngagementId, SurchargeRequestId, UnitId
from schemas.professional_codes import Surcharge, SurchargeRejection, SurchargeStep

from prof_service.day_kinds import day_kind
from prof_service.domain.engagement import Engagement
from prof_service.domain.surcharge_form import Form, apply
from prof_service.domain.surcharges import ASKED_BEFORE, Application, confirm, decide
from prof_service.policies import not_together, surcharge_rule
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSurcharge:
    """Annex 6 as it was filled in. `explanation` is free text, sealed."""

    engagement_id: UUID
    form: Form
    explanation: str | None = None


async def request_surcharge(command: RequestSurcharge, work: Work) -> Application:
    """The application. Raises what `apply` raises, ASKED_BEFORE; NotFound for a unit that does not have the engagement."""
    engagement = await work.engagements.lock(command.engagement_id)
    unit_id = _unit(engagement, work)
    form, pack = command.form, work.pack
    rule, together = surcharge_rule(pack, form.service_date), not_together(pack, form.service_date)
    day = day_kind(pack.calendar, form.service_date)
    observed = apply(form, rule, together, day, today=work.today)
    await work.cases.hold(engagement.case_id)
    for earlier in await work.surcharges.standing(engagement.case_id, unit_id, form.service_date):
        together.check((earlier.surcharge, *form.surcharges))
        raise ASKED_BEFORE(status=earlier.status)
    new = _application(engagement, unit_id, form, observed, work)
    await work.surcharges.add(new, command.explanation)
    work.emit(surcharge_requested(new))
    return new


async def confirm_surcharge(request_id: UUID, rejection: SurchargeRejection | None, work: Work) -> Application:
    """Step 1. NotFound for an A case manager of another unit than the case's."""
    before = await work.surcharges.lock(request_id)
    if (await work.cases.find(before.case_id)).a_unit_id != work.actor.unit:
        raise NotFound("surcharge_request", request_id)
    after = confirm(before, rejection, by=work.actor.person, on=work.today)
    if rejection is not None:
        work.emit(surcharge_rejected(after, SurchargeStep.A_CASE_MANAGER, rejection, work))
    return await work.surcharges.save(after)


async def decide_surcharge(request_id: UUID, rejection: SurchargeRejection | None, work: Work) -> Application:
    """Step 2: only what the care manager has ticked may be claimed (NT-04-26)."""
    before = await work.surcharges.lock(request_id)
    after = decide(before, rejection, by=work.actor.person, on=work.today)
    if rejection is None:
        work.emit(surcharge_approved(after, work))
    else:
        work.emit(surcharge_rejected(after, SurchargeStep.CARE_MANAGER, rejection, work))
    return await work.surcharges.save(after)


def _unit(engagement: Engagement, work: Work) -> UUID:
    """The unit hands in for its own engagements; the A case manager and the care manager for the client (AM-128)."""
    own = Role.B_UNIT in work.actor.roles and engagement.unit_id != work.actor.unit
    if engagement.unit_id is None or own:
        raise NotFound("engagement", engagement.id)
    return engagement.unit_id


def _application(engagement: Engagement, unit_id: UUID, form: Form, observed: bool, work: Work) -> Application:
    return Application(
        id=uuid7(),
        engagement_id=engagement.id,
        case_id=engagement.case_id,
        county=engagement.county,
        unit_id=unit_id,
        surcharge=form.surcharges[0],
        service_date=form.service_date,
        starts_at=form.starts_at,
        reasons=form.reasons,
        applicant=form.applicant,
        signer=form.signer,
        signed_on=form.signed_on,
        observed_day_off=observed,
        requested_on=work.today,
    )


def surcharge_requested(new: Application) -> EveningHolidayRequested:
    """The fact that it was applied for; the notice to care manager and A case manager stands on it (NT-04-25)."""
    return EveningHolidayRequested(
        case_id=CaseId(new.case_id),
        engagement_id=EngagementId(new.engagement_id),
        surcharge_request_id=SurchargeRequestId(new.id),
        unit_id=UnitId(new.unit_id),
        surcharge=Surcharge(new.surcharge),
        reasons=tuple(reason.reason for reason in new.reasons),
        service_date=new.service_date,
        observed_day_off=new.observed_day_off,
        requested_on=new.requested_on,
    )


def surcharge_approved(after: Application, work: Work) -> EveningHolidayApproved:
    """The fact that it may be claimed."""
    return EveningHolidayApproved(
        case_id=CaseId(after.case_id),
        engagement_id=EngagementId(after.engagement_id),
        surcharge_request_id=SurchargeRequestId(after.id),
        unit_id=UnitId(after.unit_id),
        surcharge=after.surcharge,
        service_date=after.service_date,
        approved_on=work.today,
    )


def surcharge_rejected(
    after: Application, step: SurchargeStep, reason: SurchargeRejection, work: Work
) -> EveningHolidayRejected:
    """The fact that it may not be claimed."""
    return EveningHolidayRejected(
        case_id=CaseId(after.case_id),
        engagement_id=EngagementId(after.engagement_id),
        surcharge_request_id=SurchargeRequestId(after.id),
        unit_id=UnitId(after.unit_id),
        surcharge=after.surcharge,
        service_date=after.service_date,
        step=step,
        reason=reason,
        rejected_on=work.today,
    )
