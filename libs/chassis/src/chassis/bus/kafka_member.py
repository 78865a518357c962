"""How does one member of a Kafka group read? In batches, and it commits only what it was given and still owns."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import ConsumerStoppedError, IllegalStateError, KafkaError

from chassis.bus import LostPartition, Received

_LOOK_MS = 500  # between looks at whether the subscription has ended
_PAUSE = 0.5  # seconds after an error of the broker; the client backs off by itself


class KafkaSubscription(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """One aiokafka consumer, and up to where each of its partitions was delivered since it was assigned."""

    def __init__(
        self,
        bootstrap_servers: str,
        client_id: str,
        group: str,
        topics: Sequence[str],
        *,
        prefix: str,
        max_batch: int,
        session_timeout: float,
        security: Mapping[str, Any],
    ) -> None:
        self._group = group
        self._topics = [prefix + topic for topic in topics]
        self._prefix = prefix
        self._max_batch = max_batch
        self._delivered: dict[TopicPartition, int] = {}
        self._committed: dict[TopicPartition, int] = {}
        self._left = False
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap_servers,
            client_id=client_id,
            group_id=prefix + group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=int(session_timeout * 1000),
            heartbeat_interval_ms=int(session_timeout * 1000 / 4),
            metadata_max_age_ms=30_000,
            **security,
        )

    async def join(self) -> None:
        """Connect and enter the group."""
        self._consumer.subscribe(self._topics, listener=self)
        await self._consumer.start()

    async def leave(self) -> None:
        """Leave the group, so that the others take over at once."""
        self._left = True
        await self._consumer.stop()

    async def __aiter__(self) -> AsyncIterator[Sequence[Received]]:
        while not self._left:
            try:
                found = await self._consumer.getmany(timeout_ms=_LOOK_MS, max_records=self._max_batch)
            except ConsumerStoppedError:
                return
            except KafkaError:
                await asyncio.sleep(_PAUSE)
                continue
            batch = [self._received(record) for records in found.values() for record in records]
            self._delivered.update({partition: records[-1].offset for partition, records in found.items() if records})
            if batch:
                yield batch

    async def commit(self, batch: Sequence[Received]) -> None:
        """Commit the offsets behind the batch; raises LostPartition if a rebalance came between."""
        done: dict[TopicPartition, int] = {}
        for message in batch:
            place = TopicPartition(self._prefix + message.topic, message.partition)
            done[place] = max(message.offset + 1, done.get(place, 0))
        # A rebalance starts every partition again from what is committed, also one that stays here.
        if any(self._delivered.get(place, -1) < upto - 1 for place, upto in done.items()):
            raise LostPartition(f"{self._group} was rebalanced")
        try:
            await self._consumer.commit(done)
        except (IllegalStateError, KafkaError) as lost:
            raise LostPartition(f"{self._group} cannot commit: {type(lost).__name__}") from lost
        self._committed.update(done)

    async def lag(self) -> int:
        """Messages behind the committed offsets of this member's partitions."""
        places = list(self._consumer.assignment())
        ends = await self._consumer.end_offsets(places) if places else {}
        committed = await self._positions(places)
        return sum(max(0, ends[place] - committed[place]) for place in places)

    async def on_partitions_revoked(self, _revoked: Iterable[TopicPartition]) -> None:
        """The group is rebalanced: what was delivered and not committed will be delivered again."""
        self._delivered.clear()
        self._committed.clear()

    async def on_partitions_assigned(self, _assigned: Iterable[TopicPartition]) -> None:
        """Nothing to do: reading starts at the committed offsets."""

    async def _positions(self, places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        """Where the group stands, but never before the oldest message that retention has left."""
        unknown = [place for place in places if place not in self._committed]
        asked = await asyncio.gather(*(self._consumer.committed(place) for place in unknown))
        self._committed.update({place: offset or 0 for place, offset in zip(unknown, asked, strict=True)})
        oldest = await self._consumer.beginning_offsets(list(places)) if places else {}
        return {place: max(self._committed[place], oldest[place]) for place in places}

    def _received(self, record: "ConsumerRecord[bytes, bytes]") -> Received:
        return Received(
            topic=record.topic.removeprefix(self._prefix),
            key=(record.key or b"").decode(),
            headers={name: text.decode() for name, text in record.headers},
            value=record.value or b"",
            partition=record.partition,
            offset=record.offset,
        )
