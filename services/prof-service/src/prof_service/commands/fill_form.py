"""What happens when a form of the handbook is filled in? It is checked against its annex, its words are sealed, and it is kept."""

from dataclasses import dataclass
from uuid import UUID

from chassis.kernel.refusal import No
from chassis.problems import NotFound

from prof_service.domain.engagement import Engagement
from prof_service.domain.filling import check_filling, check_signatures
from prof_service.domain.forms import FORMS
from prof_service.domain.forms.field import FormKind, Stage
from prof_service.store.forms import Filling
from prof_service.store.work import Work

FILLED_ELSEWHERE = No(
    "form_filled_elsewhere",
    rule="NT-04-23",
    zh="此申請書請由「晚間、例假日服務申請」填寫。",
    en="This form is filled in as an application for evening or holiday service.",
)
WHICH_SESSION = No(
    "form_of_which_session",
    rule="NT-09-19",
    zh="此表單依次填寫，請註明第幾次；其他表單則否。",
    en="This form is one of a session: name its number; the other forms have none.",
    kind="invalid",
)
PART_FOUR_ONLY = No(
    "successor_fills_part_four_only",
    rule="NT-05-29",
    zh="接續服務之單位僅需填寫同一份服務計畫書之四、結案評值及原因。",
    en="A unit that goes on with the training fills in part 4 of the same plan, and only that.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FillForm:
    """What is added to a form of an engagement."""

    engagement_id: UUID
    filling: Filling


async def fill_form(command: FillForm, work: Work) -> None:
    """Raises what `check_filling` and `check_signatures` raise, and those above; NotFound for a foreign unit."""
    engagement = await work.engagements.lock(command.engagement_id)
    filling, form = command.filling, FORMS[command.filling.kind]
    if form.kind is FormKind.EVENING_HOLIDAY_REQUEST:
        raise FILLED_ELSEWHERE()
    if form.per_session != (filling.session_no > 0):
        raise WHICH_SESSION()
    unit_id = await _unit(engagement, filling, work)
    before, units = await work.forms.of(engagement.id, filling.kind, filling.session_no)
    if form.kind is FormKind.SERVICE_PLAN and filling.stage is Stage.FIRST and units - {unit_id}:
        raise PART_FOUR_ONLY()
    check_filling(form, filling.stage, before, filling.codes, filling.texts, session_no=filling.session_no)
    check_signatures(form, filling.stage, filling.signatures, today=work.today)
    await work.forms.add(engagement, unit_id, filling, no=before.no + 1)


async def _unit(engagement: Engagement, filling: Filling, work: Work) -> UUID:
    """Of a session, the unit that served it; of the engagement, the unit that it is with."""
    if filling.session_no:
        return (await work.sessions.lock_own(engagement.id, filling.session_no)).unit_id
    if engagement.unit_id is None or engagement.unit_id != work.actor.unit:
        raise NotFound("engagement", engagement.id)
    return engagement.unit_id
