"""How is one service tried? On a migrated PostgreSQL of its own, with a clock to set, tokens of any role, and its outbox to read."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

import httpx

from chassis.access import Role
from chassis.app import build_app
from chassis.bus import Received
from chassis.clock import ManualClock
from chassis.consumer import Consumer
from chassis.kernel.ids import uuid7
from chassis.messages import Envelope, Event
from chassis.migrate import upgrade
from chassis.policy import Packs, find_policy_root
from chassis.runner import Runner
from chassis.service import Definition, Service
from chassis.settings import Settings
from chassis.testing.postgres import drop_database, fresh_database
from chassis.tokens import development_issuer
from chassis.work import Work

W = TypeVar("W", bound=Work)

_packs: dict[str, Packs] = {}
_templates: dict[str, str] = {}


def packs() -> Packs:
    """The project's policy packs, read once per run."""
    if "all" not in _packs:
        _packs["all"] = Packs.load(find_policy_root())
    return _packs["all"]


async def migrated_database(definition: Definition[Any]) -> str:
    """A fresh database with the service's tables, copied from a template that was migrated once per run."""
    if definition.name not in _templates:
        url = await fresh_database(f"template_{definition.name.replace('-', '_')}")
        await asyncio.to_thread(upgrade, definition, url)
        _templates[definition.name] = url
    return await fresh_database(definition.name.replace("-", "_"), template=_templates[definition.name])


class Harness(Generic[W]):
    """One service under test."""

    def __init__(self, service: Service[W], clock: ManualClock, client: httpx.AsyncClient) -> None:
        self.service = service
        self.clock = clock
        self.client = client
        self.issuer = development_issuer(service.settings)

    def bearer(
        self, role: str, *, unit: UUID | None = None, person: str | None = None, county: str = "nantou"
    ) -> dict[str, str]:
        """Headers with a token of this role; the person is the role's name with `-1` unless told."""
        token = self.issuer.token(person=person or f"{role}-1", county=county, roles=[Role(role)], unit=unit)
        return {"Authorization": f"Bearer {token}"}

    async def post(
        self, path: str, body: dict[str, Any] | None = None, *, by: dict[str, str], **params: Any
    ) -> httpx.Response:
        """POST JSON with a fresh Idempotency-Key."""
        headers = {"Idempotency-Key": str(uuid4()), **by}
        return await self.client.post(path, json=body or {}, headers=headers, params=params)

    async def get(self, path: str, *, by: dict[str, str], **params: Any) -> httpx.Response:
        """GET."""
        return await self.client.get(path, headers=by, params=params)

    async def events(self, kind: type[Event] | None = None) -> list[dict[str, Any]]:
        """The data of all published events in order, each with its `type`; or those of one class."""
        async with self.service.database.acquire() as connection:
            rows = await connection.fetch("SELECT type, headers, data FROM outbox ORDER BY position")
        return [{"type": r["type"], **r["data"]} for r in rows if kind is None or r["type"] == kind.TYPE]

    async def give(self, event: Event, *, county: str = "nantou", source: str = "/elsewhere") -> UUID:
        """Let the service take an event as if it came from the log; returns the event's id. Fails if it was parked."""
        envelope = Envelope(
            id=uuid7(),
            source=source,
            type=event.TYPE,
            subject=event.key,
            time=self.clock.now(),
            county=county,
            data=json.loads(event.model_dump_json()),
        )
        await self.give_message(
            Received(topic=event.TOPIC, key=str(event.key), headers=envelope.headers(), value=envelope.value())
        )
        async with self.service.database.acquire() as connection:
            reason = await connection.fetchval("SELECT reason FROM parked WHERE event_id = $1", envelope.id)
        assert reason is None, f"{event.TYPE} was parked: {reason}"
        return envelope.id

    async def give_message(self, *messages: Received) -> None:
        """Let the service take raw messages of the log."""
        await Consumer(self.service, None).take(messages)  # type: ignore[arg-type]  # it takes, it does not join

    async def advance_to(self, at: date | datetime) -> int:
        """Move the clock and fire what falls due; returns how many deadlines fired."""
        self.clock.advance_to(at)
        return await Runner(self.service).fire()

    async def deadlines(self, name: str | None = None) -> list[dict[str, Any]]:
        """Rows of the deadline table, by due date."""
        async with self.service.database.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM deadlines ORDER BY due_on, id")
        return [dict(row) for row in rows if name is None or row["name"] == name]


@asynccontextmanager
async def harness(
    definition: Definition[W], folder: Path, *, at: date | datetime = datetime(2024, 1, 15, 1, tzinfo=UTC)
) -> AsyncIterator[Harness[W]]:
    """A service on a fresh database; `folder` holds its keys (pytest's tmp_path)."""
    url = await migrated_database(definition)
    clock = ManualClock(at)
    settings = Settings(env="test", database_url=url, state_dir=folder, pool_size=8)
    service = Service(definition, settings, clock=clock, packs=packs())
    app = build_app(definition, settings, service)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service.test") as client,
    ):
        yield Harness(service, clock, client)
    await drop_database(url)
