"""Which facts of other services move a case?"""

from chassis.deadlines import Due
from schemas.codes import UnitType
from schemas.events.dispatch import CaseReferred
from schemas.events.prof_service import FirstServiceDelivered

from intake.commands.flag_overdue_report import flag_overdue_report
from intake.commands.follow_case import follow_first_service, follow_referral
from intake.store.work import Work


async def on_case_referred(event: CaseReferred, work: Work) -> None:
    """To an A unit: the case is dispatched. To a B unit: the relation alone is of interest here."""
    if event.unit_type is UnitType.A:
        await follow_referral(event.case_id, work)


async def on_first_service_delivered(event: FirstServiceDelivered, work: Work) -> None:
    """The case is in service."""
    await follow_first_service(event.case_id, work)


async def on_report_overdue(due: Due, work: Work) -> None:
    """The report is late."""
    await flag_overdue_report(due, work)
