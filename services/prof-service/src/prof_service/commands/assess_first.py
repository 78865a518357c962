"""What happens at the first session's assessment, and when another caregiver learns along? It is kept, and told by codes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from schemas.events.goals import CaregiverChanged, FirstAssessmentRecorded
from schemas.ids import CaseId, EngagementId, UnitId
from schemas.professional_codes import Caregiver

from prof_service.commands.a_side import as_unit
from prof_service.domain.engagement import Engagement
from prof_service.domain.first_assessment import FirstAssessment, assess, change_caregiver, may_assess
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessFirst:
    """What was assessed (free text by item, sealed), agreed, explained and signed."""

    engagement_id: UUID
    assessment: FirstAssessment
    items: Collection[str]
    explained: Collection[str]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCaregiver:
    """Who learns along from now on, and why (free text, sealed)."""

    engagement_id: UUID
    caregiver: Caregiver
    force_majeure: bool
    note: str


async def assess_first(command: AssessFirst, work: Work) -> tuple[Engagement, FirstAssessment]:
    """By the unit, once: one form for the case (NT-09-17)."""
    before = await work.engagements.lock(command.engagement_id)
    as_unit(before, work)
    may_assess(before, await work.first_assessments.of(before.id))
    new = assess(command.assessment, command.items, command.explained, today=work.today)
    await work.first_assessments.add(before, new, command.explained, command.texts)
    work.emit(first_assessment_recorded(before, new))
    return await work.engagements.save(before), new


async def caregiver_changes(command: ChangeCaregiver, work: Work) -> tuple[Engagement, FirstAssessment]:
    """By the unit; without force majeure it is marked (AM-130)."""
    before = await work.engagements.lock(command.engagement_id)
    as_unit(before, work)
    known = await work.first_assessments.of(before.id)
    after = change_caregiver(known, command.caregiver, force_majeure=command.force_majeure)
    await work.first_assessments.caregiver_changed(before, after, work.today, command.note)
    work.emit(
        CaregiverChanged(
            case_id=CaseId(before.case_id),
            engagement_id=EngagementId(before.id),
            caregiver=after.caregiver,
            force_majeure=command.force_majeure,
            flagged=not command.force_majeure,
            changed_on=work.today,
        )
    )
    return await work.engagements.save(before), after


def first_assessment_recorded(engagement: Engagement, new: FirstAssessment) -> FirstAssessmentRecorded:
    """The fact that it was made."""
    if engagement.unit_id is None:
        raise ValueError("a unit assesses")
    return FirstAssessmentRecorded(
        case_id=CaseId(engagement.case_id),
        engagement_id=EngagementId(engagement.id),
        unit_id=UnitId(engagement.unit_id),
        caregiver=new.caregiver,
        goals=len(new.goals),
        assessed_on=new.assessed_on,
    )
