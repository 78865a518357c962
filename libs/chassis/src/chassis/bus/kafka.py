"""How does Kafka serve as the event log? By an idempotent producer, and topics whose partitions never change."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import (
    IllegalArgumentError,
    InvalidTopicError,
    KafkaError,
    MessageSizeTooLargeError,
    TopicAlreadyExistsError,
    for_code,
)

from chassis.bus import Message, Subscription, Unavailable
from chassis.bus.kafka_member import KafkaSubscription

_USELESS_TO_REPEAT = (MessageSizeTooLargeError, IllegalArgumentError, InvalidTopicError)
_GOODBYE = 5.0  # seconds for a producer to end in good order


class KafkaBus:
    """The log on a Kafka cluster. `prefix` goes before every topic and group, so that several systems can share one."""

    def __init__(
        self,
        bootstrap_servers: str,
        client_id: str,
        *,
        prefix: str = "",
        session_timeout: float = 10.0,
        delivery_timeout: float = 30.0,
        tls_dir: Path | None = None,
    ) -> None:
        """Seconds: `session_timeout` until a silent member is out, `delivery_timeout` until a publish fails."""
        self._bootstrap_servers = bootstrap_servers
        self._client_id = client_id
        self._prefix = prefix
        self._session_timeout = session_timeout
        self._delivery_timeout = delivery_timeout
        self._tls_dir = tls_dir
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()

    async def publish(self, messages: Sequence[Message]) -> None:
        """Send all, then await all acknowledgements. Raises Unavailable: then some may be written, now or later."""
        with _unavailable():
            async with asyncio.timeout(self._delivery_timeout):
                producer = await self._started()
                try:
                    await self._send(producer, messages)
                except _USELESS_TO_REPEAT:
                    raise
                except KafkaError as failed:
                    if not failed.retriable:  # such as a fenced producer: it would never send again
                        await self.close()
                    raise

    @asynccontextmanager
    async def subscribe(
        self, group: str, topics: Sequence[str], *, max_batch: int = 500
    ) -> AsyncIterator[Subscription]:
        """Join the group; raises Unavailable. Once joined, a lost broker is waited for."""
        subscription = KafkaSubscription(
            self._bootstrap_servers,
            self._client_id,
            group,
            topics,
            prefix=self._prefix,
            max_batch=max_batch,
            session_timeout=self._session_timeout,
            security=security(self._tls_dir),
        )
        try:
            with _unavailable():
                await subscription.join()
            yield subscription
        finally:
            await subscription.leave()

    async def close(self) -> None:
        """Flush what is pending, for a moment, and close the producer."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await _end(producer)

    async def _started(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    bootstrap_servers=self._bootstrap_servers,
                    client_id=self._client_id,
                    acks="all",
                    enable_idempotence=True,
                    linger_ms=1,  # a batch fills while the one before is on its way; more only delays a single event
                    max_batch_size=256 * 1024,
                    **security(self._tls_dir),
                )
                try:
                    await producer.start()
                except BaseException:
                    await _end(producer)
                    raise
                self._producer = producer
            return self._producer

    async def _send(self, producer: AIOKafkaProducer, messages: Sequence[Message]) -> None:
        acknowledged = [
            await producer.send(
                self._prefix + m.topic,
                key=m.key.encode(),
                value=m.value,
                headers=[(name, text.encode()) for name, text in m.headers.items()],
            )
            for m in messages
        ]
        failures = [
            f for f in await asyncio.gather(*acknowledged, return_exceptions=True) if isinstance(f, BaseException)
        ]
        if failures:
            raise failures[0]


def security(tls_dir: Path | None) -> dict[str, Any]:
    """How a client proves who it is, and whom it believes: by the certificates in the folder, as Strimzi issues them.

    Read at every connect, so that a renewed certificate is used from the next one on.
    """
    if tls_dir is None:
        return {}
    context = ssl.create_default_context(cafile=tls_dir / "ca.crt")
    context.load_cert_chain(tls_dir / "user.crt", tls_dir / "user.key")
    return {"security_protocol": "SSL", "ssl_context": context}


async def ensure_topics(
    bootstrap_servers: str, topics: Mapping[str, int], *, within: float = 30.0, tls_dir: Path | None = None
) -> None:
    """Create the topics (name → partitions) that are not there, and wait until they have leaders. Raises Unavailable.

    A topic that exists keeps its partitions: another number would move keys, and break their order.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, **security(tls_dir))
    try:
        with _unavailable():
            async with asyncio.timeout(within):
                await admin.start()
                await _create(admin, topics)
                while not await _led(admin, topics):  # noqa: ASYNC110  only asking tells
                    await asyncio.sleep(0.02)
    finally:
        await admin.close()


async def _create(admin: AIOKafkaAdminClient, topics: Mapping[str, int]) -> None:
    wanted = [NewTopic(name, partitions, replication_factor=1) for name, partitions in topics.items()]
    for topic in wanted:
        topic.replication_factor = -1  # the broker's own default, which the constructor does not let pass
    answer = await admin.create_topics(wanted)
    for _name, code, *_ in answer.topic_errors:
        if code and for_code(code) is not TopicAlreadyExistsError:
            failure: type[KafkaError] = for_code(code)
            raise failure


async def _led(admin: AIOKafkaAdminClient, topics: Mapping[str, int]) -> bool:
    found = await admin.describe_topics(list(topics))
    return all(t["error_code"] == 0 and all(p["leader"] >= 0 for p in t["partitions"]) for t in found)


async def _end(producer: AIOKafkaProducer) -> None:
    with suppress(TimeoutError, KafkaError):
        await asyncio.wait_for(producer.stop(), _GOODBYE)
        return
    await producer.client.close()  # stop() waits for pending sends, which a lost broker never acknowledges


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except _USELESS_TO_REPEAT:
        raise
    except (KafkaError, OSError, TimeoutError) as lost:
        raise Unavailable(f"Kafka does not answer: {type(lost).__name__}") from lost
