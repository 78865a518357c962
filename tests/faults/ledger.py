"""After all the kills: what is missing, doubled, out of order or left over? SQL over all databases, and a read of the whole log."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from ltc.services import DEFINITIONS
from ltc.up import PARTITIONS

OUTBOX = "SELECT position, event_id, type, key, data, sent_at FROM outbox ORDER BY position"
INBOX = "SELECT event_id, taken_at FROM inbox"
COMMANDS = "SELECT key FROM idempotency_keys"
PARKED = "SELECT event_id, reason FROM parked"
UNFIRED = "SELECT id FROM deadlines WHERE state = 'open' AND fired_at IS NULL AND fires_at <= $1"
DEADLINES = "SELECT id, state, fired_at FROM deadlines"
# What a case of the driver is, once and only once.
ONCE = (
    "ApplicationReceived",
    "HomeVisitScheduled",
    "NeedsAssessed",
    "AssessmentSubmitted",
    "QuotaApproved",
    "CaseReferred",
    "CaseAccepted",
    "PlanDraftingStarted",
)


@dataclass(frozen=True)
class Book:
    """One service's database, read after everything has come to rest."""

    outbox: list[Any]
    inbox: dict[UUID, Any]
    commands: set[str]
    parked: list[Any]
    unfired: list[Any]
    deadlines: list[Any]


@dataclass(frozen=True)
class Logged:
    """A message of the log."""

    event_id: UUID
    key: str
    place: tuple[str, int, int]


async def read_book(url: str, now: Any) -> Book:
    """Everything that the ledger asks of one database."""
    connection = await asyncpg.connect(url)
    await connection.set_type_codec("jsonb", encoder=str, decoder=json.loads, schema="pg_catalog")
    try:
        return Book(
            outbox=await connection.fetch(OUTBOX),
            inbox={row["event_id"]: row["taken_at"] for row in await connection.fetch(INBOX)},
            commands={row["key"] for row in await connection.fetch(COMMANDS)},
            parked=await connection.fetch(PARKED),
            unfired=await connection.fetch(UNFIRED, now),
            deadlines=await connection.fetch(DEADLINES),
        )
    finally:
        await connection.close()


async def read_log(servers: str) -> list[Logged]:
    """Every message of both topics, each partition in order."""
    consumer = AIOKafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False)
    await consumer.start()
    try:
        found: list[Logged] = []
        for topic, partitions in PARTITIONS.items():
            places = [TopicPartition(topic, n) for n in range(partitions)]
            consumer.assign(places)
            ends = await consumer.end_offsets(places)
            await consumer.seek_to_beginning(*places)
            while any([await consumer.position(place) < ends[place] for place in places]):
                for records in (await consumer.getmany(timeout_ms=500)).values():
                    found.extend(_logged(record) for record in records)
        return found
    finally:
        await consumer.stop()


def audit(books: Mapping[str, Book], log: list[Logged], accepted: Iterable[tuple[str, str]], cases: int) -> list[str]:
    """Every finding, as a sentence; an empty list is a clean ledger."""
    return [
        *_commands(books, accepted),
        *_effects(books, cases),
        *_published(books, log),
        *_order_on_the_log(books, log),
        *_applied(books),
        *_order_in_effect(books, log),
        *_deadlines(books),
        *(f"{s}: parked {len(b.parked)}, such as {b.parked[0]['reason']}" for s, b in books.items() if b.parked),
    ]


def _commands(books: Mapping[str, Book], accepted: Iterable[tuple[str, str]]) -> list[str]:
    lost = [(service, key) for service, key in accepted if key not in books[service].commands]
    return [f"{service}: the accepted command {key} is not there" for service, key in lost]


def _effects(books: Mapping[str, Book], cases: int) -> list[str]:
    """Each case of the driver has each of its facts once: nothing that was accepted is missing, and none came twice."""
    times: dict[str, Counter[UUID]] = defaultdict(Counter)
    for service, book in books.items():
        for row in book.outbox:
            times[_class(service, row["type"]).__name__][row["key"]] += 1
    found = [f"{name}: {len(times[name])} cases instead of {cases}" for name in ONCE if len(times[name]) != cases]
    doubled = [(name, key, n) for name in ONCE for key, n in times[name].items() if n > 1]
    return found + [f"{name}: {n} times for the case {key}" for name, key, n in doubled]


def _published(books: Mapping[str, Book], log: list[Logged]) -> list[str]:
    on_log, known = {m.event_id for m in log}, {row["event_id"] for b in books.values() for row in b.outbox}
    found = [f"the log has {event}, which no outbox knows" for event in on_log - known]
    for service, book in books.items():
        found += [f"{service}: {row['type']} is not sent" for row in book.outbox if row["sent_at"] is None]
        found += [f"{service}: {row['type']} is not on the log" for row in book.outbox if row["event_id"] not in on_log]
    return found


def _order_on_the_log(books: Mapping[str, Book], log: list[Logged]) -> list[str]:
    """Within a case, what one service committed first stands first on the log."""
    first, found = _first_places(log), []
    for service, book in books.items():
        last: dict[UUID, int] = {}
        for row in book.outbox:
            at = first.get(row["event_id"], -1)
            if at < last.get(row["key"], -1):
                found.append(f"{service}: {row['type']} overtook an earlier fact of the case {row['key']} on the log")
            last[row["key"]] = max(at, last.get(row["key"], -1))
    return found


def _applied(books: Mapping[str, Book]) -> list[str]:
    """Each consumer has taken exactly what concerns it; the dedupe row commits with the effect, so a row is an effect."""
    found = []
    for consumer, book in books.items():
        wanted = {
            row["event_id"]
            for producer, other in books.items()
            for row in other.outbox
            if concerns(consumer, producer, row)
        }
        found += [f"{consumer}: has not applied {event}" for event in wanted - book.inbox.keys()]
        found += [f"{consumer}: applied {event}, which does not concern it" for event in book.inbox.keys() - wanted]
    return found


def _order_in_effect(books: Mapping[str, Book], log: list[Logged]) -> list[str]:
    """Within a case, each consumer has applied facts in the order in which they first stood on the log."""
    first = _first_places(log)
    by_place = sorted(((place, event) for event, place in first.items()))
    key_of, found = {m.event_id: m.key for m in log}, []
    for consumer, book in books.items():
        last: dict[str, Any] = {}
        for _, event in by_place:
            taken = book.inbox.get(event)
            if taken is None:
                continue
            if key_of[event] in last and taken < last[key_of[event]]:
                found.append(f"{consumer}: {event} was applied before an earlier fact of its case")
            last[key_of[event]] = taken
    return found


def _deadlines(books: Mapping[str, Book]) -> list[str]:
    """Every clock that a fact opened is a row and the other way round; what has passed has fired, and was told once."""
    found = []
    for service, book in books.items():
        told: dict[str, Counter[UUID]] = defaultdict(Counter)
        for row in book.outbox:
            for clock in row["data"].get("clocks", ()):
                told[clock["state"]][UUID(clock["deadline_id"])] += 1
        rows = {row["id"] for row in book.deadlines}
        fired = {row["id"] for row in book.deadlines if row["fired_at"] is not None}
        found += [f"{service}: the deadline {row['id']} has passed and not fired" for row in book.unfired]
        found += [
            f"{service}: the deadline {d} was opened by a fact and is no row" for d in told["opened"].keys() - rows
        ]
        found += [f"{service}: the deadline {d} is a row that no fact opened" for d in rows - told["opened"].keys()]
        found += [f"{service}: the deadline {d} fired and nobody was told" for d in fired - told["missed"].keys()]
        found += [f"{service}: the deadline {d} was missed {n} times" for d, n in told["missed"].items() if n > 1]
    return found


def concerns(consumer: str, producer: str, row: Any) -> bool:
    """Whether a consumer has to apply what this outbox row says: by its subscriptions, or by a relation of another's."""
    definition = DEFINITIONS[consumer]
    kind = definition.classes(row["type"])
    if kind is None:
        return False
    related = producer != consumer and bool(kind.read(row["data"]).relations())
    return kind in definition.events or definition.takes_every_event is not None or related


def _class(service: str, type_: str) -> Any:
    return DEFINITIONS[service].classes(type_)


def _first_places(log: list[Logged]) -> dict[UUID, int]:
    """Where each event first stood. One case is in one partition, so a count over all partitions orders each case."""
    first: dict[UUID, int] = {}
    for n, message in enumerate(sorted(log, key=lambda m: m.place)):
        first.setdefault(message.event_id, n)
    return first


def _logged(record: Any) -> Logged:
    headers = dict(record.headers)
    return Logged(UUID(headers["ce_id"].decode()), record.key.decode(), (record.topic, record.partition, record.offset))
