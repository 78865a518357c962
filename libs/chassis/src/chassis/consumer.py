"""How does a service take what others published? A batch in one transaction; then the offset. At least once on the log, once in effect.

An event whose handler fails is parked, and so are the later events of the same case; all other cases flow on. A lost
database or broker is no poison: the batch is tried again for as long as it takes.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog

from chassis import inbox
from chassis.access import SYSTEM
from chassis.bus import Bus, LostPartition, Received, Subscription
from chassis.lost import AGAIN, LOST, own_failures, reason_of
from chassis.messages import Event
from chassis.service import Service
from chassis.taken import Taken
from chassis.telemetry import CONSUMER_LAG, EVENTS_TAKEN, span
from chassis.work import Work

__all__ = ["LOST", "Consumer", "Taken"]

_MEASURE_SECONDS = 2.0
_log = structlog.get_logger()


class Consumer:
    """One member of a service's consumer group."""

    def __init__(self, service: Service[Any], bus: Bus) -> None:
        self._service = service
        self._bus = bus
        self.in_hand = asyncio.Lock()
        """Held while a batch is applied and committed; who holds it lets no other begin."""

    async def run(self) -> None:
        """Take batches for ever."""
        topics = self._service.definition.topics
        while True:
            try:
                async with self._bus.subscribe(self._service.name, topics) as subscription:
                    measuring = asyncio.create_task(self._measure(subscription))
                    try:
                        await self._follow(subscription)
                    finally:
                        measuring.cancel()
            except LOST as lost:
                _log.warning("consumer_joins_again", service=self._service.name, reason=type(lost).__name__)
                await asyncio.sleep(0.2)

    async def _follow(self, subscription: Subscription) -> None:
        async for batch in subscription:
            async with self.in_hand:
                await self.take(batch)
                # who has a lost partition now takes the batch again, and finds it done
                with suppress(LostPartition):
                    await subscription.commit(batch)

    async def _measure(self, subscription: Subscription) -> None:
        """Beside the work, since it is when a batch does not get done that the lag has to show."""
        while True:
            try:
                CONSUMER_LAG.labels(self._service.name).set(await subscription.lag())
            except Exception as unknown:
                _log.info("lag_unknown", service=self._service.name, reason=type(unknown).__name__)
            await asyncio.sleep(_MEASURE_SECONDS)

    async def take(self, batch: Sequence[Received]) -> None:
        """Apply a batch, once in effect. Returns when everything in it is applied, skipped or parked."""
        taken = [t for t in (Taken(m, self._service.definition.classes) for m in batch) if self._concerns(t)]
        delay = 0.1
        while taken and not await self._taken(taken):
            await asyncio.sleep(delay)
            delay = min(delay * 2, 5.0)

    async def _taken(self, batch: Sequence[Taken]) -> bool:
        try:
            if not await self._together(batch):
                for taken in batch:
                    await self.take_one(taken)
        except (*LOST, *AGAIN) as lost:
            _log.warning("batch_again", service=self._service.name, reason=type(lost).__name__)
            return False
        return True

    def _concerns(self, taken: Taken) -> bool:
        if taken.malformed:
            return True
        if taken.event is None:
            self._count("unknown")
            return False
        concerned = self._handlers(taken.event) != [] or self._relates(taken)
        if not concerned:
            self._count("not_subscribed")
        return concerned

    def _relates(self, taken: Taken) -> bool:
        own = taken.envelope is not None and taken.envelope.source == f"/{self._service.name}"
        return not own and taken.event is not None and bool(taken.event.relations())

    def _handlers(self, event: Event) -> list[tuple[Any, bool]]:
        definition = self._service.definition
        handler = definition.events.get(type(event))
        every = definition.takes_every_event
        return [(h, whole) for h, whole in ((handler, False), (every, True)) if h is not None]

    async def _together(self, batch: Sequence[Taken]) -> bool:
        """The fast path: the whole batch in one transaction. False if any event of it has to be parked."""
        if any(t.malformed for t in batch):
            return False
        try:
            async with self._service.begin(SYSTEM) as work:
                connection = work.connection
                if await inbox.parked_keys(connection, list({t.key for t in batch})):
                    return False
                new = await inbox.once(connection, [t.id for t in batch])
                for taken in batch:
                    if taken.id in new:
                        new.discard(taken.id)  # the same event twice in one batch
                        await self._apply(taken, work)
        except (*LOST, *AGAIN):
            raise
        except Exception:
            return False
        return True

    async def take_one(self, taken: Taken) -> bool:
        """Apply one event in a transaction of its own, or park it. Whether it was applied (or had been before)."""
        if taken.malformed is None:
            failed = await self._try_one(taken)
            if failed is None:
                return True
        else:
            failed = taken.malformed
        async with self._service.begin(SYSTEM) as work:
            await inbox.lock_key(work.connection, taken.key)
            await inbox.park(work.connection, taken.id, taken.message, failed)
        self._count("parked")
        self._log(taken, "parked", reason=failed)
        return False

    async def _try_one(self, taken: Taken) -> str | None:
        """None if applied; else why not: the failure's kind, or that it waits behind an earlier event."""
        try:
            async with self._service.begin(SYSTEM) as work:
                await inbox.lock_key(work.connection, taken.key)
                if await inbox.parked_keys(work.connection, [taken.key]):
                    return "waits_behind_parked"
                if await inbox.once(work.connection, [taken.id]):
                    await self._apply(taken, work)
        except (*LOST, *AGAIN):
            raise
        except Exception as poison:
            return reason_of(poison)
        return None

    async def retry(self, taken: Taken, parked_id: UUID) -> bool:
        """Apply an event that was parked and take it out, in one transaction. False (and one attempt more) if it fails again."""
        if taken.malformed is None:
            try:
                async with self._service.begin(SYSTEM) as work:
                    await inbox.lock_key(work.connection, taken.key)
                    if await inbox.once(work.connection, [taken.id]):
                        await self._apply(taken, work)
                    await inbox.unpark(work.connection, parked_id)
            except (*LOST, *AGAIN):
                raise
            except Exception as poison:
                taken.malformed = reason_of(poison)
            else:
                return True
        async with self._service.begin(SYSTEM) as work:
            await inbox.park(work.connection, parked_id, taken.message, taken.malformed)
        return False

    async def _apply(self, taken: Taken, work: Work) -> None:
        envelope, event = taken.envelope, taken.event
        if envelope is None or event is None:
            raise TypeError("only an event that was read can be applied")
        step = work.step(envelope.county, envelope)
        if self._relates(taken):
            step.related = [(envelope.subject, *related) for related in event.relations()]
        with span(f"take {envelope.type}", envelope.traceparent, case=str(envelope.subject)):
            for handler, whole in self._handlers(event):
                with own_failures(work.connection):
                    await handler((envelope, event) if whole else event, work)
        work.after_commit(lambda: self._applied(taken))

    def _applied(self, taken: Taken) -> None:
        self._count("applied")
        self._log(taken, "applied")

    def _log(self, taken: Taken, outcome: str, **more: str) -> None:
        type_ = taken.envelope.type if taken.envelope else None
        tell = _log.error if outcome == "parked" else _log.info
        tell("event", service=self._service.name, outcome=outcome, id=str(taken.id), type=type_, case=taken.key, **more)

    def _count(self, outcome: str) -> None:
        EVENTS_TAKEN.labels(self._service.name, outcome).inc()
