"""What makes a service? A definition that it writes, and what the chassis builds from it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from fastapi import APIRouter

from chassis.access import SYSTEM, Actor
from chassis.clock import Clock, clock_from
from chassis.db import Database
from chassis.deadlines import Due
from chassis.hint import Hint
from chassis.messages import CASES, UNITS, Envelope, Event
from chassis.policy import Packs, find_policy_root
from chassis.sealing import Sealer, sealer_for
from chassis.settings import Settings
from chassis.work import Work

W = TypeVar("W", bound=Work)

EventHandler = Callable[[Any, Any], Awaitable[object]]
"""`async def on_case_referred(event: CaseReferred, work: Work) -> None`"""
DeadlineHandler = Callable[[Due, Any], Awaitable[object]]
"""`async def on_reply_overdue(due: Due, work: Work) -> None`"""
Background = Callable[["Service[Any]"], Awaitable[None]]
"""`async def send_mails(service: Service) -> None`: runs beside relay and consumer until it is cancelled."""


@dataclass(frozen=True, kw_only=True)
class Definition(Generic[W]):
    """What a service is. `migrations` is the folder of its alembic versions; `events` and `deadlines` are its
    subscriptions; `classes` finds an event's class by its type."""

    name: str
    title: str
    metadata: sa.MetaData
    migrations: Path
    work: type[W]
    events: Mapping[type[Event], EventHandler]
    deadlines: Mapping[str, DeadlineHandler]
    classes: Callable[[str], type[Event] | None]
    routers: Sequence[APIRouter] = field(default_factory=tuple)
    takes_every_event: EventHandler | None = None
    """Audit: `async def on_event(taken: tuple[Envelope, Event], work)`, for every known event, subscribed or not."""
    topics: tuple[str, ...] = (CASES, UNITS)
    background: tuple[Background, ...] = ()
    """What else its worker runs. Several replicas may run it at once."""


class Service(Generic[W]):
    """A running service: its database, clock, policy and keys. `begin` is the only door to a transaction."""

    def __init__(
        self, definition: Definition[W], settings: Settings, *, clock: Clock | None = None, packs: Packs | None = None
    ) -> None:
        if settings.database_url is None:
            raise ValueError(f"{definition.name}: DATABASE_URL is not set")
        self.definition = definition
        self.settings = settings
        self.name = definition.name
        self.clock = clock or clock_from(settings.clock, settings.state_dir / "clock.json")
        self.packs = packs or Packs.load(settings.policy_dir or find_policy_root())
        self.database = Database(settings.database_url, size=settings.pool_size)
        self.sealer: Sealer = sealer_for(settings)
        self.hint = Hint(settings.database_url, "ltc_outbox")

    async def open(self) -> None:
        """Connect to the database."""
        await self.database.open()

    async def close(self) -> None:
        """Leave the database."""
        await self.hint.close()
        await self.database.close()

    @asynccontextmanager
    async def begin(
        self, actor: Actor, *, county: str | None = None, dry_run: bool = False, if_match: int | None = None
    ) -> AsyncIterator[W]:
        """One transaction. Leaving it without an exception flushes and commits; `dry_run` flushes and rolls back.

        A person's work has its first step already, in the person's county; a worker begins a step for each command.
        """
        async with self.database.acquire() as connection:
            work = self.definition.work(self, connection, actor=actor, now=self.clock.now(), if_match=if_match)
            if county or actor is not SYSTEM:
                work.step(county or actor.county)
            transaction = connection.transaction()
            await transaction.start()
            try:
                yield work
                await work.flush()
            except BaseException:
                await _roll_back(connection, transaction)
                raise
            await (transaction.rollback() if dry_run else transaction.commit())
        if not dry_run:
            work.committed()
            if work.events:
                self.hint.give()

    def event_class(self, envelope: Envelope) -> type[Event] | None:
        """The class that reads this event, or None for a type unknown here."""
        return self.definition.classes(envelope.type)


async def _roll_back(connection: Any, transaction: Any) -> None:
    if not connection.is_closed():
        await transaction.rollback()
