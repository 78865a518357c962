"""How does a session, with its sealed record, reach its rows and come back?"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.work import Work

from prof_service.domain.records import Field
from prof_service.domain.sessions import Flag, Session
from prof_service.store.statements import saving
from prof_service.store.tables import record_texts, sessions

TEXT = "record_texts.text"
INSERT = Statement(sa.insert(sessions))
LOCK_OWN = Statement(
    sa.select(sessions)
    .where(
        sessions.c.engagement_id == sa.bindparam("of_engagement", type_=sa.Uuid),
        sessions.c.no == sa.bindparam("session_no", type_=sa.Integer),
        sessions.c.unit_id == sa.bindparam("own_unit", type_=sa.Uuid),
        scope(sessions),
    )
    .with_for_update(of=sessions)
)
FIND = Statement(sa.select(sessions).where(sessions.c.id == sa.bindparam("session_id", type_=sa.Uuid)), system=True)
SAVE = saving(sessions, ("recorded_on", "flags"))
INSERT_TEXT = Statement(sa.insert(record_texts))


class Sessions:
    """The sessions of one work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, session: Session) -> None:
        """A new row."""
        values = {name: getattr(session, name) for name in sessions.c.keys() if hasattr(session, name)}  # noqa: SIM118
        values |= {"guidance_targets": list(session.guidance_targets), "flags": sorted(session.flags)}
        await self._work.run(INSERT, **values, changed_by=self._work.actor.person, changed_at=self._work.now)

    async def lock_own(self, engagement_id: UUID, no: int) -> Session:
        """A session that the person's unit served; NotFound for any other."""
        named = {"of_engagement": engagement_id, "session_no": no, "own_unit": self._work.actor.unit}
        return session_of(await self._work.lock(LOCK_OWN, "session", **named))

    async def find(self, session_id: UUID) -> Session:
        """For workers: a session that is known to be there."""
        row = await self._work.row(FIND, session_id=session_id)
        if row is None:
            raise LookupError(f"no session {session_id}")
        return session_of(row)

    async def save(self, after: Session) -> Session:
        """Write what may change; returns it with its new version."""
        values = {"recorded_on": after.recorded_on, "flags": sorted(after.flags)}
        await self._work.save(SAVE, row_id=after.id, before=after.version, **values)
        return replace(after, version=after.version + 1)

    async def add_texts(self, session: Session, texts: Mapping[Field, str]) -> None:
        """The texts of its record, each sealed for its place."""
        await self._work.run_many(
            INSERT_TEXT, [await self._sealed(session, field, text) for field, text in texts.items()]
        )

    async def _sealed(self, session: Session, field: Field, text: str) -> dict[str, object]:
        sealer, row_id = self._work.service.sealer, text_id(session.id, field)
        return {
            "session_id": session.id,
            "field": field.value,
            "case_id": session.case_id,
            "county": session.county,
            "unit_id": session.unit_id,
            "text": await sealer.seal(self._work, session.case_id, place=TEXT, row_id=row_id, text=text),
        }


def text_id(session_id: UUID, field: str) -> str:
    """The coordinates of a sealed text: the key of its row."""
    return f"{session_id}/{field}"


def session_of(row: Row) -> Session:
    """The row as the aggregate."""
    return Session(
        id=row["id"],
        engagement_id=row["engagement_id"],
        case_id=row["case_id"],
        county=row["county"],
        no=row["no"],
        unit_id=row["unit_id"],
        referral_id=row["referral_id"],
        staff=row["staff"],
        served_on=row["served_on"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        minutes=row["minutes"],
        guidance_targets=tuple(row["guidance_targets"]),
        caregiver_present=row["caregiver_present"],
        flags=frozenset(Flag(flag) for flag in row["flags"]),
        record_due_on=row["record_due_on"],
        recorded_on=row["recorded_on"],
        version=row["version"],
    )
