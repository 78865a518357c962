"""What happens when the unit asks for an extension? It is sent to every reviewer at once, or was never sent and is forfeited."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.kernel.ids import uuid7

from prof_service.commands.a_side import as_unit
from prof_service.commands.extension_clocks import open_reviews
from prof_service.commands.extension_facts import extension_forfeited, extension_requested
from prof_service.domain.extension import ExtensionRequest, Standing
from prof_service.domain.extension_request import Application, Seats, request_extension
from prof_service.domain.extension_rules import ExtensionRules
from prof_service.extension_policies import extension_rules
from prof_service.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension:
    """An application with what was written on its form."""

    engagement_id: UUID
    application: Application
    texts: Mapping[str, str]


async def ask_for_extension(command: RequestExtension, work: Work) -> ExtensionRequest:
    """The request. NotFound for a unit that the engagement is not with now."""
    before = await work.engagements.lock(command.engagement_id)
    as_unit(before, work)
    rules = extension_rules(work.pack, before)
    known = await work.cases.find(before.case_id)
    standing = Standing(
        engagement=before,
        cms_level=known.client.cms_level,
        served_on=await work.extensions.served_on(before),
        earlier=await work.extensions.of_item(before),
        closure_entered=await work.closures.of(before.id) is not None,
    )
    seats = _seats(rules, known.a_unit_id)
    after, request, missed = request_extension(standing, rules, command.application, seats, today=work.today)
    if missed:
        work.emit(extension_forfeited(request, missed))
    else:
        request = open_reviews(request, after, work)
        work.emit(extension_requested(request))
    await work.extensions.add(request, command.application, command.texts)
    await work.engagements.save(after)
    return request


def _seats(rules: ExtensionRules, a_unit_id: UUID | None) -> Seats:
    reviewing = rules.reviewing
    reviewers = reviewing.of(has_a_unit=a_unit_id is not None) if reviewing else ()
    return Seats(request_id=uuid7(), review_ids={who: uuid7() for who in reviewers}, a_unit_id=a_unit_id)
