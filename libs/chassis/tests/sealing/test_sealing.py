"""Is a sealed text read only after its access record has committed, and is no key ever lost or left over?"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
import sqlalchemy as sa
from chassis.access import Actor, Role
from chassis.clock import real_now
from chassis.db import Database
from chassis.envelope import new_key
from chassis.sealing import CannotOpen, Forgotten, NoSealingKey, Sealed, Sealer, reveal, sealer_for
from chassis.settings import Settings
from chassis.tables import chassis_tables
from chassis.work import Work
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

NAME = "王小明"
KEY = new_key()
READER = Actor("p-7", "nantou", frozenset({Role.CARE_MANAGER}))


@dataclass
class Archive:
    """One database, as a service sees it."""

    database: Database

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        """A transaction as `Service.begin` makes it, without the chassis' own rows."""
        async with self.database.acquire() as connection:
            async with connection.transaction():
                work = Work(None, connection, actor=READER, now=real_now())  # type: ignore[arg-type]
                yield work
            work.committed()

    async def fetch(self, sql: str) -> list[Any]:
        async with self.database.acquire() as connection:
            return await connection.fetch(sql)


@pytest.fixture
async def archive(database_url: str) -> AsyncIterator[Archive]:
    metadata = sa.MetaData()
    chassis_tables(metadata)
    database = Database(database_url)
    await database.open()
    async with database.acquire() as connection:
        for name in ("sealing_keys", "access_records"):
            await connection.execute(str(CreateTable(metadata.tables[name]).compile(dialect=postgresql.dialect())))
    yield Archive(database)
    await database.close()


async def sealed_name(
    archive: Archive, sealer: Sealer, owner: UUID, text: str = NAME, row: UUID | None = None
) -> Sealed:
    row = row or uuid4()
    async with archive.begin() as work:
        sealed = await sealer.seal(work, owner, place="cases.name", row_id=row, text=text)
    return Sealed(owner, "cases.name", row, sealed)


async def test_what_was_sealed_is_revealed_in_order_also_by_another_process(archive: Archive) -> None:
    sealer, owners = Sealer([KEY]), [uuid4(), uuid4()]
    items = [await sealed_name(archive, sealer, owner, f"{NAME}{n}") for n, owner in enumerate([*owners, *owners])]
    another_process = Sealer([KEY])
    texts = await reveal(archive.database, another_process, READER, "home_visit", items)
    assert texts == [f"{NAME}{n}" for n in range(4)]


async def test_the_record_says_who_why_whose_and_which_columns(archive: Archive) -> None:
    sealer, owner, row = Sealer([KEY]), uuid4(), uuid4()
    async with archive.begin() as work:
        items = [
            Sealed(owner, place, row, await sealer.seal(work, owner, place=place, row_id=row, text=NAME))
            for place in ("cases.phone", "cases.name", "cases.name")
        ]
    before = real_now()
    await reveal(archive.database, sealer, READER, "home_visit", items)
    (record,) = await archive.fetch("select * from access_records")
    assert (record["person"], record["county"], record["purpose"]) == ("p-7", "nantou", "home_visit")
    assert (record["owner_id"], record["columns"]) == (owner, ["cases.name", "cases.phone"])
    assert before <= record["at"] <= real_now()


async def test_nothing_is_revealed_when_the_record_cannot_be_written(archive: Archive) -> None:
    sealer = Sealer([KEY])
    item = await sealed_name(archive, sealer, uuid4())
    await archive.fetch("drop table access_records")
    with pytest.raises(asyncpg.UndefinedTableError):
        await reveal(archive.database, sealer, READER, "home_visit", [item])


async def test_the_record_of_a_vain_attempt_stands(archive: Archive) -> None:
    sealer = Sealer([KEY])
    item = await sealed_name(archive, sealer, uuid4())
    with pytest.raises(CannotOpen):
        await reveal(
            archive.database, sealer, READER, "home_visit", [Sealed(item.owner_id, "cases.name", "x", item.sealed)]
        )
    assert len(await archive.fetch("select from access_records")) == 1


async def test_another_place_row_or_owner_stays_closed(archive: Archive) -> None:
    sealer = Sealer([KEY])
    item, other = await sealed_name(archive, sealer, uuid4()), await sealed_name(archive, sealer, uuid4())
    for moved in (
        Sealed(item.owner_id, "cases.phone", item.row_id, item.sealed),
        Sealed(item.owner_id, "cases.name", other.row_id, item.sealed),
        Sealed(other.owner_id, "cases.name", item.row_id, item.sealed),
        Sealed(uuid4(), "cases.name", item.row_id, item.sealed),
    ):
        with pytest.raises(CannotOpen):
            await reveal(archive.database, sealer, READER, "home_visit", [moved])


@pytest.mark.parametrize("purpose", ["", "Home visit", "因為想看", "x" * 65])
async def test_a_purpose_is_a_code(archive: Archive, purpose: str) -> None:
    with pytest.raises(ValueError, match="code"):
        await reveal(archive.database, Sealer([KEY]), READER, purpose, [])


async def test_an_owner_has_one_key_also_when_two_begin_at_once(archive: Archive) -> None:
    owner, row = uuid4(), uuid4()
    sealers = [Sealer([KEY]) for _ in range(6)]
    items = await asyncio.gather(*(sealed_name(archive, sealer, owner, row=row) for sealer in sealers))
    assert len(await archive.fetch("select from sealing_keys")) == 1
    assert await reveal(archive.database, sealers[0], READER, "home_visit", items) == [NAME] * 6


async def test_a_key_of_a_rolled_back_work_is_not_used_again(archive: Archive) -> None:
    sealer, owner = Sealer([KEY]), uuid4()
    with contextlib.suppress(ZeroDivisionError):
        async with archive.begin() as work:
            await sealer.seal(work, owner, place="cases.name", row_id="1", text=NAME)
            raise ZeroDivisionError
    assert await archive.fetch("select from sealing_keys") == []
    item = await sealed_name(archive, sealer, owner)
    assert await reveal(archive.database, sealer, READER, "home_visit", [item]) == [NAME]


async def test_a_key_enters_the_cache_with_the_commit_and_costs_no_question_afterwards(archive: Archive) -> None:
    sealer, owner = Sealer([KEY]), uuid4()
    async with archive.begin() as work:
        await sealer.seal(work, owner, place="cases.name", row_id="1", text=NAME)
        assert owner not in sealer._cache
    assert owner in sealer._cache
    await archive.fetch("alter table sealing_keys rename to elsewhere")
    assert (await sealed_name(archive, sealer, owner)).sealed


async def test_the_cache_is_bounded(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.sealing.CACHED_KEYS", 2)
    sealer = Sealer([KEY])
    for _ in range(4):
        await sealed_name(archive, sealer, uuid4())
    assert len(sealer._cache) == 2


async def test_after_rotation_old_texts_open_and_new_owners_use_the_new_key(archive: Archive) -> None:
    newer = new_key()
    old = await sealed_name(archive, Sealer([KEY]), uuid4())
    rotated = Sealer([newer, KEY])
    new = await sealed_name(archive, rotated, uuid4())
    assert await reveal(archive.database, rotated, READER, "home_visit", [old, new]) == [NAME, NAME]
    with pytest.raises(CannotOpen):
        await reveal(archive.database, Sealer([KEY]), READER, "home_visit", [new])
    with pytest.raises(CannotOpen):
        await reveal(archive.database, Sealer([newer]), READER, "home_visit", [old])


def test_after_rotation_an_old_index_is_still_found() -> None:
    newer = new_key()
    stored = Sealer([KEY]).index("national_id", "A123456789")
    assert stored in Sealer([newer, KEY]).indexes("national_id", "A123456789")
    assert stored != Sealer([newer, KEY]).index("national_id", "A123456789")


async def test_a_forgotten_owner_stays_forgotten_in_every_process(archive: Archive) -> None:
    sealer, other_process, owner = Sealer([KEY]), Sealer([KEY]), uuid4()
    item, other = await sealed_name(archive, sealer, owner), await sealed_name(archive, other_process, uuid4())
    await sealed_name(archive, other_process, owner)
    async with archive.begin() as work:
        await sealer.forget(work, owner)
    for process in (sealer, other_process):
        with pytest.raises(Forgotten):
            await reveal(archive.database, process, READER, "home_visit", [item])
    with pytest.raises(Forgotten):
        await sealed_name(archive, sealer, owner)
    assert await reveal(archive.database, sealer, READER, "home_visit", [other]) == [NAME]


async def test_an_owner_forgotten_before_anything_was_sealed_gets_no_key(archive: Archive) -> None:
    sealer, owner = Sealer([KEY]), uuid4()
    async with archive.begin() as work:
        await sealer.forget(work, owner)
    with pytest.raises(Forgotten):
        await sealed_name(archive, sealer, owner)


async def test_no_table_holds_the_text_or_a_plain_key(archive: Archive) -> None:
    sealer = Sealer([KEY])
    item = await sealed_name(archive, sealer, uuid4())
    await reveal(archive.database, sealer, READER, "home_visit", [item])
    stored = repr(await archive.fetch("select * from sealing_keys")) + repr(
        await archive.fetch("select * from access_records")
    )
    assert NAME not in stored
    for secret in (NAME.encode(), KEY, *sealer._cache.values()):
        assert secret.hex() not in stored
        assert repr(secret)[2:-1] not in stored
        assert secret not in item.sealed
    assert "sealed=" not in repr(item)


@pytest.mark.parametrize("key", ["", "c2hvcnQ=", "no base64!", "AAAA,AAAA"])
def test_a_sealing_key_is_32_bytes(key: str) -> None:
    with pytest.raises(NoSealingKey) as told:
        sealer_for(Settings(sealing_key=key))
    assert not key or key not in str(told.value)


def test_development_makes_its_own_key_once(tmp_path: Any) -> None:
    settings = Settings(state_dir=tmp_path, sealing_key=None)
    first, second = sealer_for(settings), sealer_for(settings)
    assert first.index("x", "y") == second.index("x", "y")
    assert (tmp_path / "development-sealing.key").stat().st_mode & 0o077 == 0


def test_production_makes_no_key(tmp_path: Any) -> None:
    settings = Settings.model_construct(env="production", sealing_key=None, state_dir=tmp_path)
    with pytest.raises(NoSealingKey, match="LTC_SEALING_KEY"):
        sealer_for(settings)
    assert list(tmp_path.iterdir()) == []
