"""What is known around a session whose lines are to be claimed?"""

from uuid import UUID

from chassis.policy import Pack
from chassis.problems import NotFound
from chassis.reading import Reader

from prof_service.domain.claims import Attachment, Claim, ClaimRules
from prof_service.domain.filling import Filled
from prof_service.domain.forms.field import FormKind, Signer
from prof_service.domain.sessions import Session
from prof_service.domain.staff import Staff
from prof_service.policies import discipline_rule, not_together, staff_rule, surcharge_rule, training_rules
from prof_service.queries.engagements import Whole, find_engagement
from prof_service.queries.surcharges import approved_surcharges
from prof_service.store.forms import FILLINGS, filled_of
from prof_service.store.staff import FIND as FIND_STAFF
from prof_service.store.staff import QUALIFICATIONS, staff_of


async def find_claim(
    reader: Reader, engagement_id: UUID, session_no: int, codes: tuple[str, ...], attachments: frozenset[Attachment]
) -> Claim:
    """NotFound for a foreign engagement, and for a session that was not served."""
    whole = await find_engagement(reader, engagement_id)
    session = _session(whole, session_no)
    ticked = await approved_surcharges(reader, case_id=session.case_id, unit_id=session.unit_id, on=session.served_on)
    extension = await _form(reader, engagement_id, FormKind.EXTENSION_FORM, 0)
    record = await _form(reader, engagement_id, FormKind.SESSION_RECORD, session_no)
    return Claim(
        engagement=whole.engagement,
        session=session,
        codes=codes,
        attachments=attachments,
        earlier=max((s.served_on for s in whole.sessions if s.no < session.no), default=None),
        staff=await _staff(reader, session),
        ticked=tuple(ticked),
        extension_form=extension.no > 0,
        care_worker_signed=Signer.HOME_CARE_WORKER in {one.signer for one in record.signatures},
    )


def claim_rules(pack: Pack, claim: Claim) -> ClaimRules:
    """The session's rules by its own days."""
    on = claim.session.served_on
    return ClaimRules(
        spacing=training_rules(pack, claim.engagement).spacing,
        staff=staff_rule(pack, on),
        disciplines=discipline_rule(pack, on),
        surcharge=surcharge_rule(pack, on),
        not_together=not_together(pack, on),
    )


def _session(whole: Whole, no: int) -> Session:
    for session in whole.sessions:
        if session.no == no:
            return session
    raise NotFound("session", whole.engagement.id)


async def _form(reader: Reader, engagement_id: UUID, kind: FormKind, session_no: int) -> Filled:
    rows = await reader.rows(FILLINGS, of_engagement=engagement_id, of_kind=kind.value, of_session=session_no)
    return filled_of(rows, ())


async def _staff(reader: Reader, session: Session) -> Staff | None:
    row = await reader.row(FIND_STAFF, of_unit=session.unit_id, staff_code=session.staff)
    return row and staff_of(row, await reader.rows(QUALIFICATIONS, of_staff=[row["id"]]))
