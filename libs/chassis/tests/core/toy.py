"""A service as small as can be: things that are made and counted up. What the chassis promises is tried on it."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from chassis.access import Actor, Role, allow
from chassis.actions import Action, action
from chassis.calls import Call, call_dependency
from chassis.db import Statement, scope, scoped
from chassis.deadlines import Due, Owed
from chassis.kernel.durations import Duration
from chassis.kernel.ids import uuid7
from chassis.kernel.refusal import No
from chassis.messages import Event, Relation
from chassis.policy import Source, Version
from chassis.problems import NotFound
from chassis.reading import reader
from chassis.service import Definition
from chassis.tables import chassis_tables, versioned
from chassis.work import Work
from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict

METADATA = sa.MetaData()
chassis_tables(METADATA)
things = sa.Table(
    "things",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid, nullable=False),
    sa.Column("county", sa.Text, nullable=False),
    sa.Column("unit_id", sa.Uuid),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("note", sa.LargeBinary),
    *versioned(),
    info=scoped(own="unit_id"),
)
ID = sa.bindparam("thing_id", type_=sa.Uuid)
FIND = Statement(sa.select(things).where(things.c.id == ID, scope(things)))
LOCK = Statement(sa.select(things).where(things.c.id == ID, scope(things)).with_for_update(of=things))
LIST = Statement(sa.select(things).where(scope(things)).order_by(things.c.id).limit(200))
INSERT = Statement(
    sa.insert(things).values(
        {column.name: sa.bindparam(column.name, type_=column.type) for column in things.c if column.name != "note"}
    )
)


def saving(column: sa.Column[Any]) -> Statement:
    return Statement(
        sa.update(things)
        .where(things.c.id == ID, things.c.version == sa.bindparam("before", type_=sa.Integer), scope(things))
        .values(
            {
                column: sa.bindparam(f"new_{column.name}", type_=column.type),
                "version": things.c.version + 1,
                "changed_by": sa.bindparam("changed_by", type_=sa.Text),
                "changed_at": sa.bindparam("changed_at", type_=sa.DateTime(timezone=True)),
            }
        )
        .returning(things.c.version)
    )


SAVE = saving(things.c.count)
SAVE_NOTE = saving(things.c.note)

POISON, LOOKS_LOST = 666, 667

FULL = No("thing_full", rule="NT-09-10", zh="至多 {most} 個。", en="At most {most}.")
COUNT_DUE = Version(
    name="count_due",
    question="",
    values={"due": Duration(3, "working_day"), "if_due_on_day_off": "keep"},
    source=Source(rule="NT-04-08", document="d", section="s"),
    pack="nantou",
    starts=date(2023, 7, 1),
    ends=None,
    selected_by="made_on",
)


class ThingMade(Event):
    TYPE: ClassVar[str] = "tw.ltc.thing.made.v1"
    RELATIONS: ClassVar[tuple[Relation, ...]] = (Relation("opens", "b_unit", "unit_id", "thing_id"),)

    case_id: UUID
    thing_id: UUID
    unit_id: UUID | None = None


class ThingCounted(Event):
    TYPE: ClassVar[str] = "tw.ltc.thing.counted.v1"

    case_id: UUID
    thing_id: UUID
    count: int


class ThingGiven(Event):
    TYPE: ClassVar[str] = "tw.ltc.thing.given.v1"
    RELATIONS: ClassVar[tuple[Relation, ...]] = (Relation("closes", "b_unit", "unit_id", "thing_id"),)

    case_id: UUID
    thing_id: UUID
    unit_id: UUID


class ThingNoted(Event):
    TYPE: ClassVar[str] = "tw.ltc.thing.noted.v1"

    case_id: UUID
    thing_id: UUID


class CountOverdue(Event):
    TYPE: ClassVar[str] = "tw.ltc.count.overdue.v1"

    case_id: UUID
    thing_id: UUID


CLASSES = {c.TYPE: c for c in (ThingMade, ThingCounted, ThingGiven, ThingNoted, CountOverdue)}


async def make(work: Work, case_id: UUID, unit_id: UUID | None, thing_id: UUID | None = None) -> UUID:
    thing_id = thing_id or uuid7()
    await work.run(
        INSERT,
        id=thing_id,
        case_id=case_id,
        county=work.county,
        unit_id=unit_id,
        count=0,
        version=1,
        changed_by=work.actor.person,
        changed_at=work.now,
    )
    owed = Owed(role="b_unit", unit=unit_id, awaited_role="care_manager", awaited_unit=None, met_by="/v1/things/counts")
    work.deadlines.open("count", subject_id=thing_id, case_id=case_id, owed=owed, since=work.today, rule=COUNT_DUE)
    work.emit(ThingMade(case_id=case_id, thing_id=thing_id, unit_id=unit_id), COUNT_DUE)
    return thing_id


def may_count(counted: int) -> None:
    if counted >= 3:
        raise FULL(most=3)


async def count(work: Work, thing_id: UUID) -> tuple[int, int]:
    row = await work.lock(LOCK, "thing", thing_id=thing_id)
    may_count(row["count"])
    await work.save(SAVE, thing_id=thing_id, before=row["version"], new_count=row["count"] + 1)
    work.deadlines.meet("count", subject_id=thing_id, case_id=row["case_id"], on=work.today)
    work.emit(ThingCounted(case_id=row["case_id"], thing_id=thing_id, count=row["count"] + 1))
    return row["count"] + 1, row["version"] + 1


async def on_thing_made(event: ThingMade, work: Work) -> None:
    await make(work, event.case_id, event.unit_id, event.thing_id)


async def on_thing_counted(event: ThingCounted, work: Work) -> None:
    if event.count == POISON:
        raise ValueError("poison")
    if event.count == LOOKS_LOST:
        raise FileNotFoundError("a file of the handler's own")
    await count(work, event.thing_id)


async def on_count_overdue(due: Due, work: Work) -> None:
    work.emit(CountOverdue(case_id=due.case_id, thing_id=due.subject_id))


class MakeBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    case_id: UUID
    unit_id: UUID | None = None


class NoteBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str


class ThingView(BaseModel):
    id: UUID
    count: int
    actions: list[Action] = []


router = APIRouter(prefix="/v1/things")
AsMaker = Annotated[Actor, allow(Role.CARE_MANAGER, Role.B_UNIT)]
ToyCall = Annotated[Call[Work], Depends(call_dependency())]


@router.post("", status_code=201, response_model=ThingView)
async def post_thing(body: MakeBody, by: AsMaker, call: ToyCall) -> Response:
    async with call.begin(by) as work:
        thing_id = await make(work, body.case_id, body.unit_id)
        return call.answer(ThingView(id=thing_id, count=0), status=201, version=1)


@router.post("/unanswered", status_code=201, response_model=ThingView)
async def post_unanswered(by: AsMaker, call: ToyCall) -> Response:
    """Asks for a rule on a day before the county's first."""
    async with call.begin(by) as work:
        work.pack.rule("c_reply", on=date(1999, 1, 1))
        return call.answer(ThingView(id=work.id, count=0))


@router.post("/{thing_id}/counts", status_code=201, response_model=ThingView)
async def post_count(thing_id: UUID, by: AsMaker, call: ToyCall) -> Response:
    async with call.begin(by) as work:
        counted, version = await count(work, thing_id)
        return call.answer(ThingView(id=thing_id, count=counted), status=201, version=version)


@router.post("/{thing_id}/notes", status_code=201, response_model=ThingView)
async def post_note(thing_id: UUID, body: NoteBody, by: AsMaker, call: ToyCall) -> Response:
    async with call.begin(by) as work:
        row = await work.lock(LOCK, "thing", thing_id=thing_id)
        about = {"place": "things.note", "row_id": thing_id, "text": body.text}
        note = await work.service.sealer.seal(work, row["case_id"], **about)
        await work.save(SAVE_NOTE, thing_id=thing_id, before=row["version"], new_note=note)
        work.emit(ThingNoted(case_id=row["case_id"], thing_id=thing_id))
        return call.answer(ThingView(id=thing_id, count=row["count"]), status=201, version=row["version"] + 1)


@router.get("/{thing_id}")
async def get_thing(thing_id: UUID, by: AsMaker, request: Request) -> ThingView:
    row = await reader(request, by).row(FIND, thing_id=thing_id)
    if row is None:
        raise NotFound("thing")
    offered = action(request, "count", f"/v1/things/{thing_id}/counts", lambda: may_count(row["count"]))
    return ThingView(id=thing_id, count=row["count"], actions=[offered])


@router.get("")
async def get_things(by: AsMaker, request: Request) -> list[ThingView]:
    return [ThingView(id=row["id"], count=row["count"]) for row in await reader(request, by).rows(LIST)]


TOY: Definition[Work] = Definition(
    name="toy",
    title="Toy",
    metadata=METADATA,
    migrations=Path(__file__).parent / "toy_migrations",
    work=Work,
    events={ThingMade: on_thing_made, ThingCounted: on_thing_counted},
    deadlines={"count": on_count_overdue},
    classes=CLASSES.get,
    routers=(router,),
)
