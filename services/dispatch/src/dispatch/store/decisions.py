"""Where does it stand who decided what, among which units, and by which policy?"""

from uuid import UUID

import sqlalchemy as sa
from chassis.db import Statement, scope
from chassis.problems import NotFound
from chassis.work import Work

from dispatch.domain.reassignment import Mode, Principle
from dispatch.store import statements as st
from dispatch.store.register_tables import reassignment_principles
from dispatch.store.tables import dispatch_decisions, proposals

INSERT = Statement(sa.insert(dispatch_decisions))
DECISION = st.find(dispatch_decisions, "referral_id")
PRINCIPLE = st.find(reassignment_principles, "a_unit_id")
KEEP_PRINCIPLE = st.upsert(reassignment_principles)
PROPOSAL = st.find(proposals, "referral_id")
INSERT_PROPOSAL = Statement(sa.insert(proposals))
_TOLD = ("reason", "to_unit_id", "proposed_on", "settled_on")
PROPOSE_AGAIN = Statement(
    sa.update(proposals)
    .where(proposals.c.referral_id == st.key(), scope(proposals))
    .values({name: sa.bindparam(name, type_=proposals.c[name].type) for name in _TOLD})
    .returning(proposals.c.referral_id)
)
SETTLE = Statement(
    sa.update(proposals)
    .where(proposals.c.referral_id == st.key(), proposals.c.settled_on.is_(None), scope(proposals))
    .values(settled_on=sa.bindparam("settled_on", type_=sa.Date))
)


class Decisions:
    """Decisions, principles and proposals inside a command."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, **values: object) -> None:
        """How a referral came to its unit."""
        work = self._work
        await work.run(INSERT, county=work.county, decided_on=work.today, decided_by=work.actor.person, **values)

    async def principle(self, a_unit_id: UUID) -> Principle | None:
        """The A unit's own principle; None: it has set none, the county's default holds."""
        row = await self._work.row(PRINCIPLE, row_id=a_unit_id)
        if row is None:
            return None
        return Principle(
            a_unit_id=row["a_unit_id"], county=row["county"], mode=Mode(row["mode"]), version=row["version"]
        )

    async def set_principle(self, principle: Principle) -> Principle:
        """The A unit's principle from now on."""
        work = self._work
        await work.run(
            KEEP_PRINCIPLE,
            a_unit_id=principle.a_unit_id,
            county=principle.county,
            mode=principle.mode.value,
            version=1,
            changed_by=work.actor.person,
            changed_at=work.now,
        )
        kept = await self.principle(principle.a_unit_id)
        if kept is None:
            raise NotFound("principle")
        return kept

    async def open_proposal(self, referral_id: UUID) -> tuple[UUID | None] | None:
        """The unit that is proposed and waits for a person, as a tuple of one; None: nothing is proposed."""
        row = await self._work.row(PROPOSAL, row_id=referral_id)
        return None if row is None or row["settled_on"] is not None else (row["to_unit_id"],)

    async def propose(self, referral_id: UUID, case_id: UUID, reason: str, to_unit_id: UUID | None) -> None:
        """A proposal that waits for the A case manager."""
        work = self._work
        told = {"reason": reason, "to_unit_id": to_unit_id, "proposed_on": work.today, "settled_on": None}
        if await work.value(PROPOSE_AGAIN, row_id=referral_id, **told) is None:
            await work.run(INSERT_PROPOSAL, referral_id=referral_id, case_id=case_id, county=work.county, **told)

    async def settle_proposal(self, referral_id: UUID) -> None:
        """It has been decided."""
        await self._work.run(SETTLE, row_id=referral_id, settled_on=self._work.today)
