"""How do a notice, its recipients and its mails reach their rows?"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.access import Role
from chassis.db import Statement, scope
from chassis.kernel.ids import uuid7
from chassis.problems import NotFound
from chassis.work import Work
from schemas.professional_codes import NoticeRecipient
from sqlalchemy.dialects.postgresql import insert

from prof_service.store.notice_tables import mail_addresses, mails, notice_recipients, notices
from prof_service.store.tables import cases, engagements

TEXT = "notices.text"
_NOTICE = sa.bindparam("of_notice", type_=sa.Uuid)
INSERT = Statement(sa.insert(notices))
INSERT_RECIPIENT = Statement(sa.insert(notice_recipients))
UNREAD = {"read_at": None, "read_by": None}
INSERT_MAIL = Statement(sa.insert(mails))
CASE = Statement(
    sa.select(cases.c.case_id, cases.c.a_unit_id, cases.c.cms_level).where(
        cases.c.case_id == sa.bindparam("of_case", type_=sa.Uuid), scope(cases)
    )
)
ENGAGEMENT = Statement(
    sa.select(engagements.c.case_id, engagements.c.unit_id, engagements.c.referred_on).where(
        engagements.c.id == sa.bindparam("of_engagement", type_=sa.Uuid), scope(engagements)
    )
)
ADDRESSED = Statement(
    sa.select(mail_addresses.c.office).where(
        mail_addresses.c.office == sa.any_(sa.bindparam("offices", type_=sa.ARRAY(sa.Text))), scope(mail_addresses)
    )
)
LOCK_RECIPIENT = Statement(
    sa.select(notice_recipients)
    .where(
        notice_recipients.c.notice_id == _NOTICE,
        notice_recipients.c.role == sa.any_(sa.bindparam("roles", type_=sa.ARRAY(sa.Text))),
        sa.or_(
            notice_recipients.c.unit_id.is_(None),
            notice_recipients.c.unit_id == sa.bindparam("own_unit", type_=sa.Uuid),
        ),
        scope(notice_recipients),
    )
    .order_by(notice_recipients.c.role)
    .with_for_update(of=notice_recipients)
)
READ = Statement(
    sa.update(notice_recipients)
    .where(
        notice_recipients.c.notice_id == _NOTICE,
        notice_recipients.c.role == sa.bindparam("of_role", type_=sa.Text),
        scope(notice_recipients),
    )
    .values(read_at=sa.bindparam("at", type_=sa.DateTime(timezone=True)), read_by=sa.bindparam("by", type_=sa.Text))
)
_ADDRESS = insert(mail_addresses).values(
    {column.name: sa.bindparam(column.name, type_=column.type) for column in mail_addresses.c}
)
KEEP_ADDRESS = Statement(
    _ADDRESS.on_conflict_do_update(
        index_elements=["county", "office"],
        set_={name: _ADDRESS.excluded[name] for name in ("address", "changed_by")},
        where=scope(mail_addresses),
    )
)


def office_of(role: str, unit_id: UUID | None) -> str:
    """The office that a recipient works in: the role, and the unit if it has one."""
    return role if unit_id is None else f"{role}/{unit_id}"


def roles_of(roles: frozenset[Role]) -> list[str]:
    """Which recipients a person is: the staff of a unit reads for the unit."""
    as_recipient = {Role.PROF_STAFF: NoticeRecipient.B_UNIT.value}
    return sorted({as_recipient.get(role, role.value) for role in roles})


class Notices:
    """The notices of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def about(self, case_id: UUID | None, engagement_id: UUID | None) -> tuple[UUID, UUID | None, date | None]:
        """Case, unit and day of referral of what the notice is about; NotFound for what the person cannot see."""
        if engagement_id is None:
            return (case_id or UUID(int=0)), None, None
        row = await self._work.row(ENGAGEMENT, of_engagement=engagement_id)
        if row is None:
            raise NotFound("engagement", engagement_id)
        return row["case_id"], row["unit_id"], row["referred_on"]

    async def units(self, case_id: UUID, serving: UUID | None) -> dict[NoticeRecipient, UUID | None]:
        """Who can be reached in this case, and in which unit; NotFound for a case that the person cannot see."""
        row = await self._work.row(CASE, of_case=case_id)
        if row is None:
            raise NotFound("case", case_id)
        found: dict[NoticeRecipient, UUID | None] = {NoticeRecipient.CARE_MANAGER: None}
        if row["a_unit_id"] is not None:
            found[NoticeRecipient.A_CASE_MANAGER] = row["a_unit_id"]
        if serving is not None:
            found[NoticeRecipient.B_UNIT] = serving
        return found

    async def add(
        self, row: Mapping[str, object], text: str, recipients: Mapping[NoticeRecipient, UUID | None]
    ) -> None:
        """The notice with its sealed text, an inbox entry for each recipient, a letter for each that has an address."""
        work, case_id, notice_id = self._work, UUID(str(row["case_id"])), UUID(str(row["id"]))
        sealed = await work.service.sealer.seal(work, case_id, place=TEXT, row_id=notice_id, text=text)
        await work.run(INSERT, **{**row, "text": sealed, "county": work.county})
        about = {"notice_id": notice_id, "case_id": case_id, "county": work.county}
        await work.run_many(
            INSERT_RECIPIENT,
            [{**about, **UNREAD, "role": role.value, "unit_id": unit} for role, unit in recipients.items()],
        )
        offices = [office_of(role, unit) for role, unit in recipients.items()]
        letter = {**about, "reference": row["reference"], "attempts": 0, "next_at": work.now, "sent_at": None}
        addressed = await work.rows(ADDRESSED, offices=offices)
        await work.run_many(INSERT_MAIL, [{**letter, "id": uuid7(), "office": a["office"]} for a in addressed])

    async def read(self, notice_id: UUID, roles: list[str]) -> list[tuple[UUID, NoticeRecipient, bool]]:
        """Mark it read as each recipient that the person is; the flag says whether it was unread. NotFound for others."""
        own = {"of_notice": notice_id, "roles": roles, "own_unit": self._work.actor.unit}
        rows = await self._work.rows(LOCK_RECIPIENT, **own)
        if not rows:
            raise NotFound("notice", notice_id)
        for row in rows:
            if row["read_at"] is None:
                now = {"at": self._work.now, "by": self._work.actor.person}
                await self._work.run(READ, of_notice=notice_id, of_role=row["role"], **now)
        return [(row["case_id"], NoticeRecipient(row["role"]), row["read_at"] is None) for row in rows]

    async def keep_address(self, role: NoticeRecipient, unit_id: UUID | None, address: str) -> None:
        """The address of an office."""
        county, by = self._work.county, self._work.actor.person
        office = office_of(role, unit_id)
        await self._work.run(KEEP_ADDRESS, county=county, office=office, address=address, changed_by=by)
