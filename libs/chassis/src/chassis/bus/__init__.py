"""What does a transport promise? Order by key, at-least-once, groups that share the keys, history from the beginning."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """What is put on the log: `key` decides the partition, and so the order."""

    topic: str
    key: str
    headers: dict[str, str]
    value: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Received(Message):
    """A message with its place on the log."""

    partition: int = 0
    offset: int = 0


class Subscription(Protocol):
    """One member of a consumer group."""

    def __aiter__(self) -> AsyncIterator[Sequence[Received]]:
        """Batches, in order within each key; waits for messages; ends when the subscription is closed."""
        ...

    async def commit(self, batch: Sequence[Received]) -> None:
        """The batch's effects are durable: do not deliver it to this group again. Raises LostPartition if it was taken away."""
        ...

    async def lag(self) -> int:
        """Messages on the log that the group has not committed, over this member's partitions."""
        ...


class LostPartition(Exception):
    """The partition went to another member before the commit: the batch will be delivered again, there."""


class Unavailable(Exception):
    """The broker or the log's database does not answer. Nothing is lost; try again."""


class Bus(Protocol):
    """A transport. `kafka.py` in production, `postgres.py` in embedded mode; one contract test suite for both."""

    async def publish(self, messages: Sequence[Message]) -> None:
        """Append all messages in order; returns when all are durable, raises Unavailable if any may not be."""
        ...

    def subscribe(
        self, group: str, topics: Sequence[str], *, max_batch: int = 500
    ) -> AbstractAsyncContextManager[Subscription]:
        """Join the group. A new group starts at the beginning of the log. Leaving the context leaves the group."""
        ...

    async def close(self) -> None:
        """Release all connections."""
        ...
