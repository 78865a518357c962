"""A statement that forgets whose rows it may see does not come into being; a foreign row looks like none."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa
from chassis.access import SYSTEM, Actor, Role, routes_without_access
from chassis.db import Statement, Unscoped, scope
from chassis.scope import scoped
from sqlalchemy.dialects.postgresql import insert

from libs.chassis.tests.core.looking import fetch, made
from libs.chassis.tests.core.toy import FIND, METADATA, SAVE

METADATA_2 = sa.MetaData()
relations = METADATA.tables["relations"].to_metadata(METADATA_2)
t = sa.Table(
    "notes",
    METADATA_2,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("case_id", sa.Uuid),
    sa.Column("county", sa.Text),
    sa.Column("unit_id", sa.Uuid),
    sa.Column("n", sa.Integer),
    info=scoped(own="unit_id"),
)
free = sa.Table("free", METADATA_2, sa.Column("id", sa.Uuid, primary_key=True), sa.Column("note_id", sa.Uuid))
a = t.alias("a")
ID = sa.bindparam("wanted", type_=sa.Uuid)
joined = t.c.id == free.c.note_id
upsert = insert(t).values(id=ID, n=1)

FORGOTTEN = {
    "a plain select": sa.select(t.c.id),
    "a select by id": sa.select(t).where(t.c.id == ID),
    "a total": sa.select(sa.func.count()).select_from(t),
    "a join": sa.select(free.c.id).select_from(free.join(t, joined)),
    "an outer join whose ON cannot hold back the outer rows": sa.select(t.c.id).select_from(
        t.outerjoin(free, sa.and_(joined, scope(t)))
    ),
    "a full join": sa.select(t.c.id).select_from(t.join(free, sa.and_(joined, scope(t)), full=True)),
    "a comma join": sa.select(free.c.id, t.c.n).where(joined),
    "a lock": sa.select(t).where(t.c.id == ID).with_for_update(),
    "an alias, scoped by its table": sa.select(a.c.id).where(scope(t)),
    "a second alias": sa.select(t.c.id, a.c.id).where(scope(t), a.c.id == t.c.id),
    "an alias of an alias": sa.select(a.alias("b").c.id),
    "a sample": sa.select(sa.tablesample(t, 10).c.id),
    "a subquery": sa.select(sa.select(t.c.id).subquery().c.id),
    "a subquery scoped outside": sa.select(sa.select(t).subquery("s").c.id).where(scope(t)).select_from(t),
    "a lateral": sa.select(free.c.id).select_from(free.join(sa.select(t.c.id).lateral("l"), sa.true())),
    "a scalar subquery": sa.select(sa.select(t.c.id).limit(1).scalar_subquery()),
    "a scalar subquery in ORDER BY": sa.select(free.c.id).order_by(
        sa.select(t.c.n).where(joined).correlate(free).scalar_subquery()
    ),
    "IN": sa.select(free.c.id).where(free.c.note_id.in_(sa.select(t.c.id))),
    "NOT IN": sa.select(free.c.id).where(free.c.note_id.not_in(sa.select(t.c.id))),
    "EXISTS": sa.select(free.c.id).where(sa.exists().where(joined)),
    "EXISTS over an alias": sa.select(t.c.id).where(scope(t), sa.exists().where(a.c.id == t.c.id).correlate(t)),
    "a CTE": sa.select(sa.select(t.c.id).cte("x").c.id),
    "a CTE that nothing reads": sa.select(free.c.id).add_cte(sa.select(t.c.id).cte("y")),
    "an UPDATE in a CTE": sa.select(free.c.id).add_cte(sa.update(t).values(n=1).returning(t.c.id).cte("u")),
    "the second half of a union": sa.select(t.c.id).where(scope(t)).union_all(sa.select(t.c.id)),
    "OR'ed away": sa.select(t.c.id).where(sa.or_(scope(t), t.c.n == 1)),
    "OR'ed away deeper": sa.select(t.c.id).where(sa.and_(t.c.n > 0, sa.or_(scope(t), sa.true()))),
    "negated": sa.select(t.c.id).where(~scope(t)),
    "inside a CASE": sa.select(t.c.id).where(sa.case((scope(t), True), else_=True)),
    "in HAVING": sa.select(t.c.n).group_by(t.c.n).having(scope(t)),
    "an UPDATE": sa.update(t).where(t.c.id == ID).values(n=1),
    "a DELETE": sa.delete(t).where(t.c.id == ID),
    "UPDATE … FROM": sa.update(free).where(joined).values(note_id=t.c.id),
    "UPDATE … FROM in its values": sa.update(free).values(note_id=t.c.id),
    "UPDATE with a subquery as value": sa.update(free).values(note_id=sa.select(t.c.id).limit(1).scalar_subquery()),
    "DELETE … USING": sa.delete(free).where(joined),
    "INSERT … SELECT": sa.insert(free).from_select(["id"], sa.select(t.c.id)),
    "ON CONFLICT DO UPDATE": upsert.on_conflict_do_update(index_elements=["id"], set_={"n": 2}),
    "correlated with nothing": sa.select(sa.select(t.c.id).correlate(t).subquery("s").c.id),
    "correlated with what another level has": sa.select(free.c.id).where(
        free.c.id.in_(sa.select(sa.select(t.c.id).correlate(t).subquery("s").c.id))
    ),
    "a text": sa.text("SELECT * FROM notes"),
    "a text as column": sa.select(sa.literal_column("(SELECT n FROM notes LIMIT 1)")),
    "a text as condition": sa.select(free.c.id).where(sa.text("id IN (SELECT id FROM notes)")),
    "a table made up on the spot": sa.select(sa.table("notes", sa.column("id")).c.id),
}

SCOPED = {
    "a select": sa.select(t.c.id).where(t.c.id == ID, scope(t)),
    "a nested conjunction": sa.select(t.c.id).where(sa.and_(t.c.n > 0, sa.and_(scope(t), t.c.n < 9))),
    "an alias": sa.select(a.c.id).where(scope(a)),
    "a join": sa.select(t.c.id).select_from(free.join(t, sa.and_(joined, scope(t)))),
    "the inner side of an outer join": sa.select(free.c.id, t.c.n).select_from(
        free.outerjoin(t, sa.and_(joined, scope(t)))
    ),
    "a subquery": sa.select(sa.select(t.c.id).where(scope(t)).subquery().c.id),
    "a correlated EXISTS": sa.select(t.c.id).where(scope(t), sa.exists().where(joined).correlate(t)),
    "an EXISTS with its scope": sa.select(free.c.id).where(sa.exists().where(joined, scope(t)).correlate(free)),
    "a CTE": sa.select(sa.select(t.c.id).where(scope(t)).cte("x").c.id),
    "a union": sa.select(t.c.id).where(scope(t)).union(sa.select(a.c.id).where(scope(a))),
    "an UPDATE": sa.update(t).where(t.c.id == ID, scope(t)).values(n=t.c.n + 1).returning(t.c.n),
    "a DELETE": sa.delete(t).where(t.c.id == ID, scope(t)),
    "an INSERT": sa.insert(t),
    "an upsert": upsert.on_conflict_do_update(index_elements=["id"], set_={"n": 2}, where=scope(t)),
    "ON CONFLICT DO NOTHING": upsert.on_conflict_do_nothing(),
    "a table that is nobody's": sa.select(free.c.id),
    "a text of no consequence": sa.select(free.c.id).where(sa.text("now() > '2000-01-01'")),
}


@pytest.mark.parametrize("query", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_forgotten_predicate_fails_at_import(query):
    with pytest.raises(Unscoped):
        Statement(query)


@pytest.mark.parametrize("query", SCOPED.values(), ids=SCOPED)
def test_a_scoped_statement_comes_into_being(query):
    assert Statement(query).sql


@pytest.mark.parametrize("query", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_workers_statement_may_see_all_rows_and_refuses_a_person(query):
    statement = Statement(query, system=True)
    person = Actor("p", "nantou", frozenset({Role.PLATFORM_OPERATOR}))
    with pytest.raises(PermissionError):
        statement.bound(person, {})
    pretender = Actor("system", "", frozenset())
    with pytest.raises(PermissionError):
        statement.bound(pretender, {})


def test_the_parameters_of_the_scope_come_from_the_actor_and_from_nowhere_else():
    unit = uuid4()
    actor = Actor("p", "nantou", frozenset({Role.B_UNIT}), unit)
    sql, arguments = FIND.bound(actor, {"thing_id": unit})
    assert "nantou" in arguments
    assert "county" in sql
    with pytest.raises(TypeError, match="actor_county"):
        FIND.bound(actor, {"thing_id": unit, "actor_county": "yilan"})
    with pytest.raises(KeyError):
        FIND.bound(actor, {})


def test_a_worker_reads_the_same_statement_without_the_scope():
    sql, arguments = FIND.bound(SYSTEM, {"thing_id": uuid4()})
    assert "relations" not in sql
    assert len(arguments) == 1


def test_the_row_of_a_version_conflict_is_looked_up_within_the_scope():
    assert "relations" in SAVE.present.sql
    assert SAVE.present.wanted == {"thing_id"}
    with pytest.raises(TypeError):
        _ = FIND.present


def test_every_route_of_the_toy_says_who_may(toy):
    assert routes_without_access(toy.client._transport.app) == []


# --- over HTTP --------------------------------------------------------------------------------------------------------


async def listed(toy, by):
    return {row["id"] for row in (await toy.get("/v1/things", by=by)).json()}


async def test_a_foreign_row_is_missing_byte_for_byte_like_an_unknown_id(toy):
    thing = await made(toy, unit_id=uuid4())
    strangers = [
        toy.bearer("care_manager", county="yilan"),
        toy.bearer("b_unit", unit=uuid4()),
        toy.bearer("b_unit"),  # a token without a unit
    ]
    for by in strangers:
        for method, path in (("GET", "/v1/things/{}"), ("POST", "/v1/things/{}/counts")):
            foreign, unknown = [
                await toy.client.request(method, path.format(id_), headers=by) for id_ in (thing, uuid4())
            ]
            assert foreign.status_code == unknown.status_code == 404
            assert foreign.content.replace(thing.encode(), b"") == _without_ids(unknown.content)
            assert {*foreign.headers} == {*unknown.headers}
        assert await listed(toy, by) == set()


def _without_ids(content):
    return re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", b"", content)


async def test_the_county_sees_all_of_its_cases_and_none_of_another(toy):
    here = await made(toy)
    await toy.post("/v1/things", {"case_id": str(uuid4())}, by=toy.bearer("care_manager", county="yilan"))
    assert await listed(toy, toy.bearer("care_manager")) == {here}


async def test_a_unit_sees_a_case_while_related_and_afterwards_only_what_it_did_itself(toy):
    case, unit = uuid4(), uuid4()
    own, others = await made(toy, case_id=case, unit_id=unit), await made(toy, case_id=case)
    by = toy.bearer("b_unit", unit=unit)
    assert await listed(toy, by) == {own, others}
    await fetch(toy, "UPDATE relations SET until = now()")
    assert await listed(toy, by) == {own}
    assert (await toy.get(f"/v1/things/{others}", by=by)).status_code == 404
    assert (await toy.post(f"/v1/things/{others}/counts", by=by)).status_code == 404
    assert (await toy.post(f"/v1/things/{own}/counts", by=by)).status_code == 201


async def test_a_relation_to_a_case_opens_nothing_in_another_county(toy):
    case, unit = uuid4(), uuid4()
    await made(toy, case_id=case, unit_id=unit)
    assert await listed(toy, toy.bearer("b_unit", unit=unit, county="yilan")) == set()


async def test_a_role_that_may_not_gets_403_for_a_row_that_it_could_see(toy):
    answer = await toy.get(f"/v1/things/{await made(toy)}", by=toy.bearer("county_gov"))
    assert answer.status_code == 403


def test_the_scope_of_an_upsert_speaks_of_the_row_that_is_there_and_reads_no_other():
    new = insert(t)
    upsert = new.on_conflict_do_update(index_elements=["id"], set_={"n": new.excluded["n"]}, where=scope(t))
    subquery = Statement(upsert).sql.split("EXISTS (")[1]
    assert "FROM relations \nWHERE relations.case_id = notes.case_id" in subquery
