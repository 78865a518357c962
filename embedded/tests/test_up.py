"""What may which role do in a database of `make up`, and what does the list of processes believe?"""

import os

import asyncpg
import psutil
import pytest
from chassis.testing.postgres import _own_server
from ltc.databases import make_database, role_url
from ltc.up import Process


@pytest.fixture
async def urls(monkeypatch):
    monkeypatch.setattr("ltc.databases.database_name", lambda service: f"up_{service}_{os.getpid()}")
    server = _own_server()
    owner = await make_database(server, "toy")
    connection = await asyncpg.connect(owner)
    await connection.execute("CREATE TABLE IF NOT EXISTS things (n int GENERATED ALWAYS AS IDENTITY, note text)")
    await connection.close()
    return {role: role_url(server, "toy", role) for role in ("owner", "app", "read")}


async def _try(url, sql):
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    except asyncpg.InsufficientPrivilegeError:
        return False
    finally:
        await connection.close()
    return True


@pytest.mark.parametrize(
    ("sql", "allowed"),
    [
        pytest.param("CREATE TABLE other (n int)", {"owner"}, id="only the owner changes the schema"),
        pytest.param("DROP TABLE things", set(), id="nobody else drops a table"),
        pytest.param("INSERT INTO things (note) VALUES ('a')", {"owner", "app"}, id="the service writes rows"),
        pytest.param("SELECT * FROM things", {"owner", "app", "read"}, id="the third one only looks"),
    ],
)
async def test_each_role_has_the_least_rights(urls, sql, allowed):
    asked = {"app", "read"} if sql.startswith("DROP") else {"app", "read", "owner"}
    assert {role for role in asked if await _try(urls[role], sql)} == allowed
    await _try(urls["owner"], "DROP TABLE IF EXISTS other")


async def test_no_other_service_may_connect(urls):
    server = _own_server()
    stranger = await asyncpg.connect(server.url("postgres"))
    await stranger.execute("DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN")
    await stranger.close()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(urls["app"].replace(f"up_toy_{os.getpid()}_app@", "stranger@"))


def test_a_process_that_got_the_number_of_a_dead_one_is_not_taken_for_it():
    mine = Process("a", "intake", "api", 1, "log", pid=os.getpid(), born=psutil.Process().create_time())
    assert mine.alive
    assert not Process("a", "intake", "api", 1, "log", pid=os.getpid(), born=1.0).alive
