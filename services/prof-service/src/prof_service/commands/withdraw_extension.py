"""What happens when a request is taken back, or its engagement is closed meanwhile? Nobody owes a review any more."""

from dataclasses import dataclass
from uuid import UUID

from schemas.professional_codes import ExtensionWithdrawal

from prof_service.commands.a_side import as_unit
from prof_service.commands.begin_closing import closing_begun
from prof_service.commands.extension_clocks import cancel_reviews
from prof_service.commands.extension_facts import extension_withdrawn
from prof_service.domain.closing import after_last_group
from prof_service.domain.engagement import Status as Training
from prof_service.domain.extension import ExtensionRequest
from prof_service.domain.extension_request import withdraw
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawExtension:
    """By the unit."""

    request_id: UUID


async def withdraw_extension(command: WithdrawExtension, work: Work) -> ExtensionRequest:
    """The request; a training whose groups are done is closed now. NotFound for a unit that the engagement is not with."""
    before, engagement = await work.extensions.lock_with_engagement(command.request_id)
    as_unit(engagement, work)
    request, free = withdraw(before, engagement, on=work.today)
    cancel_reviews(request, "withdrawn", work)
    work.emit(extension_withdrawn(request, ExtensionWithdrawal.BY_UNIT, work.today))
    after = after_last_group(free, on=work.today)
    if after.status is Training.CLOSING and engagement.status is not Training.CLOSING:
        after = await closing_begun(after, work, begun_by="platform")
    await work.engagements.save(after)
    return await work.extensions.save(request)
