"""Who may read what is sealed? Whoever calls `reveal`, after its access record has committed; nobody else."""

import base64
import binascii
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from chassis import clock, envelope
from chassis.access import SYSTEM, Actor
from chassis.db import Database, Row, Statement
from chassis.envelope import CannotOpen
from chassis.kernel.ids import uuid7
from chassis.keyfiles import kept
from chassis.tables import chassis_tables

if TYPE_CHECKING:
    from chassis.settings import Settings
    from chassis.work import Work

__all__ = ["CannotOpen", "Forgotten", "NoSealingKey", "Sealed", "Sealer", "reveal", "sealer_for"]

CACHED_KEYS = 1024
_PURPOSE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_GONE = b""

_tables = sa.MetaData()
chassis_tables(_tables)
_KEYS = _tables.tables["sealing_keys"]
_RECORDS = _tables.tables["access_records"]

FIND = Statement(sa.select(_KEYS.c.wrapped, _KEYS.c.key_no).where(_KEYS.c.owner_id == sa.bindparam("owner_id")))
FIND_MANY = Statement(
    sa.select(_KEYS.c.owner_id, _KEYS.c.wrapped, _KEYS.c.key_no).where(
        _KEYS.c.owner_id == sa.any_(sa.bindparam("owner_ids", type_=sa.ARRAY(sa.Uuid)))
    )
)
_PARAMETERS: dict[str, sa.BindParameter[object]] = {
    name: sa.bindparam(name) for name in ("owner_id", "wrapped", "key_no")
}
KEEP = Statement(insert(_KEYS).values(**_PARAMETERS).on_conflict_do_nothing().returning(_KEYS.c.key_no))
FORGET = Statement(
    insert(_KEYS).values(**_PARAMETERS).on_conflict_do_update(index_elements=["owner_id"], set_={"wrapped": _GONE})
)
RECORD = Statement(insert(_RECORDS).values({column.name: sa.bindparam(column.name) for column in _RECORDS.c}))


class Forgotten(CannotOpen):
    """The owner's data key has been destroyed: what was sealed stays closed for ever."""


class NoSealingKey(Exception):
    """LTC_ENV=production without LTC_SEALING_KEY, or one that is no key: the service does not start."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed text and where it stands: the owner (a person or a case), `table.column`, and the row's id."""

    owner_id: UUID
    place: str
    row_id: UUID | str
    sealed: bytes = field(repr=False)


class Sealer:
    """Seals texts and finds them by blind index. It cannot show them: `reveal` does."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """`keys`: 32 bytes each. The first wraps and indexes, all of them unwrap and find."""
        if not keys or any(len(key) != envelope.KEY_BYTES for key in keys):
            raise NoSealingKey("a sealing key is 32 bytes in base64, several separated by commas")
        self._first = envelope.key_number(keys[0])
        self._service_keys = {envelope.key_number(key): key for key in keys}
        self._index_keys = [envelope.derive(key, "blind index") for key in keys]
        self._cache: OrderedDict[UUID, bytes] = OrderedDict()
        self._uncommitted: WeakKeyDictionary[Work, dict[UUID, bytes]] = WeakKeyDictionary()

    async def seal(self, work: "Work", owner_id: UUID, *, place: str, row_id: UUID | str, text: str) -> bytes:
        """Seal a text for its place. The owner's data key is made in the same transaction if there is none yet."""
        key = await self._data_key(work, owner_id)
        return envelope.seal_bytes(key, text.encode(), bound_to=envelope.coordinates(owner_id, place, row_id))

    def index(self, kind: str, value: str) -> bytes:
        """What to store beside a sealed value, so that it can be found. Normalise the value first."""
        return envelope.blind_index(self._index_keys[0], kind, value)

    def indexes(self, kind: str, value: str) -> list[bytes]:
        """What to search for: the index under each key that has been in use."""
        return [envelope.blind_index(key, kind, value) for key in self._index_keys]

    async def forget(self, work: "Work", owner_id: UUID) -> None:
        """Destroy the owner's data key with the commit, and never make another: all that it sealed is gone."""
        await work.run(FORGET, owner_id=owner_id, wrapped=_GONE, key_no=self._first)
        self._uncommitted.get(work, {}).pop(owner_id, None)
        self._cache.pop(owner_id, None)
        work.after_commit(lambda: self._drop(owner_id))

    def _unwrapped(self, owner_id: UUID, wrapped: bytes, key_no: int) -> bytes:
        if wrapped == _GONE:
            raise Forgotten
        if key_no not in self._service_keys:
            raise CannotOpen
        return envelope.unwrap(self._service_keys[key_no], wrapped, owner_id)

    async def _data_key(self, work: "Work", owner_id: UUID) -> bytes:
        known = self._uncommitted.get(work, {}).get(owner_id) or self._cache.get(owner_id)
        if known is not None:
            return known
        row = await work.row(FIND, owner_id=owner_id)
        key = self._unwrapped(owner_id, row["wrapped"], row["key_no"]) if row else await self._made(work, owner_id)
        # Not into the cache before the commit: a rolled back key would seal what nothing can open
        self._uncommitted.setdefault(work, {})[owner_id] = key
        work.after_commit(lambda: self._remember(owner_id, key))
        return key

    async def _made(self, work: "Work", owner_id: UUID) -> bytes:
        key = envelope.new_key()
        wrapped = envelope.wrap(self._service_keys[self._first], key, owner_id)
        if await work.value(KEEP, owner_id=owner_id, wrapped=wrapped, key_no=self._first) is not None:
            return key
        row = await work.row(FIND, owner_id=owner_id)  # somebody else was first and has committed
        if row is None:
            raise CannotOpen
        return self._unwrapped(owner_id, row["wrapped"], row["key_no"])

    def _remember(self, owner_id: UUID, key: bytes) -> None:
        self._cache[owner_id] = key
        while len(self._cache) > CACHED_KEYS:
            self._cache.popitem(last=False)

    def _drop(self, owner_id: UUID) -> None:
        self._cache.pop(owner_id, None)


async def reveal(database: Database, sealer: Sealer, actor: Actor, purpose: str, items: Sequence[Sealed]) -> list[str]:
    """The plain texts, in order. That `actor` read them, and for which `purpose` (a code), is committed before.

    Raises CannotOpen (Forgotten, if the key was destroyed); the record stands all the same.
    """
    if not _PURPOSE.fullmatch(purpose):
        raise ValueError("a purpose is a code such as home_visit, never prose")
    async with database.acquire() as connection:
        await connection.executemany(*_records(actor, purpose, items))  # one implicit transaction of its own
        sql, arguments = FIND_MANY.bound(SYSTEM, {"owner_ids": list({item.owner_id for item in items})})
        rows = {row["owner_id"]: row for row in await connection.fetch(sql, *arguments)}
    return [_opened(sealer, item, rows) for item in items]


def sealer_for(settings: "Settings") -> Sealer:
    """The sealer of `LTC_SEALING_KEY`; in development without one, of a key that lies in the state folder."""
    if settings.sealing_key is not None:
        return Sealer(_keys(settings.sealing_key.get_secret_value()))
    if settings.env == "production":
        raise NoSealingKey("LTC_ENV=production needs LTC_SEALING_KEY: 32 random bytes in base64")
    return Sealer(_keys(kept(settings.state_dir / "development-sealing.key", _new_key)))


def _new_key() -> str:
    return base64.b64encode(envelope.new_key()).decode()


def _keys(text: str) -> list[bytes]:
    try:
        return [base64.b64decode(part.strip(), validate=True) for part in text.split(",")]
    except binascii.Error:
        raise NoSealingKey("LTC_SEALING_KEY is no base64") from None


def _records(actor: Actor, purpose: str, items: Sequence[Sealed]) -> tuple[str, list[list[object]]]:
    """One record for each owner, naming the columns."""
    said = {"at": clock.real_now(), "person": actor.person, "county": actor.county, "purpose": purpose}
    columns: dict[UUID, set[str]] = {}
    for item in items:
        columns.setdefault(item.owner_id, set()).add(item.place)
    bound = [
        RECORD.bound(SYSTEM, {**said, "id": uuid7(), "owner_id": owner_id, "columns": sorted(places)})
        for owner_id, places in columns.items()
    ]
    return RECORD.sql, [arguments for _, arguments in bound]


def _opened(sealer: Sealer, item: Sealed, rows: dict[UUID, Row]) -> str:
    if item.owner_id not in rows:
        raise CannotOpen
    row = rows[item.owner_id]
    key = sealer._unwrapped(item.owner_id, row["wrapped"], row["key_no"])
    bound_to = envelope.coordinates(item.owner_id, item.place, item.row_id)
    return envelope.open_bytes(key, item.sealed, bound_to=bound_to).decode()
