"""Does the provider's key set follow the provider, and survive its silence?"""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from chassis import clock
from chassis.access import Role
from chassis.documents import Problem
from chassis.issuer import DevelopmentIssuer
from chassis.keysets import CALM, RENEW, FetchedKeys
from chassis.problems import Unauthenticated
from chassis.tokens import Verifier


class Provider:
    """An identity provider's JWKS over real HTTP."""

    def __init__(self) -> None:
        self.jwks: object = {"keys": []}
        self.asked = 0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked += 1
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(provider.jwks).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def provider() -> Iterator[Provider]:
    running = Provider()
    yield running
    running.stop()


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> dict[str, timedelta]:
    """Moves real time, which the key set reads."""
    ahead, real = {"by": timedelta()}, clock.real_now
    monkeypatch.setattr(clock, "real_now", lambda: real() + ahead["by"])
    return ahead


def an_issuer(folder: Path, name: str) -> DevelopmentIssuer:
    return DevelopmentIssuer(folder / name, issuer="https://idp.example", audience="ltc")


def token_of(issuer: DevelopmentIssuer) -> str:
    return issuer.token(person="p-1", county="nantou", roles=[Role.CARE_MANAGER])


def verifier_of(provider: Provider) -> Verifier:
    return Verifier("https://idp.example", "ltc", FetchedKeys(provider.url))


async def test_many_tokens_cost_one_question(provider: Provider, tmp_path: Path) -> None:
    issuer, verifier = an_issuer(tmp_path, "a"), verifier_of(provider)
    provider.jwks = issuer.jwks()
    for _ in range(5):
        await verifier.verify(token_of(issuer))
    assert provider.asked == 1


async def test_an_unknown_key_id_asks_the_provider_again_but_at_most_every_30_seconds(
    provider: Provider, tmp_path: Path, hand: dict[str, timedelta]
) -> None:
    first, second, verifier = an_issuer(tmp_path, "a"), an_issuer(tmp_path, "b"), verifier_of(provider)
    provider.jwks = first.jwks()
    await verifier.verify(token_of(first))
    provider.jwks = {"keys": [*first.jwks()["keys"], *second.jwks()["keys"]]}
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await verifier.verify(token_of(second))
    assert provider.asked == 1
    hand["by"] = CALM
    assert (await verifier.verify(token_of(second))).person == "p-1"
    assert provider.asked == 2


async def test_a_withdrawn_key_ends_within_minutes(
    provider: Provider, tmp_path: Path, hand: dict[str, timedelta]
) -> None:
    first, second, verifier = an_issuer(tmp_path, "a"), an_issuer(tmp_path, "b"), verifier_of(provider)
    provider.jwks = first.jwks()
    token = token_of(first)
    await verifier.verify(token)
    provider.jwks = second.jwks()
    hand["by"] = RENEW
    with pytest.raises(Unauthenticated):
        await verifier.verify(token)


async def test_keys_go_on_to_hold_while_the_provider_is_silent_or_talks_nonsense(
    provider: Provider, tmp_path: Path, hand: dict[str, timedelta]
) -> None:
    issuer, verifier = an_issuer(tmp_path, "a"), verifier_of(provider)
    provider.jwks = issuer.jwks()
    await verifier.verify(token_of(issuer))
    provider.jwks = ["nonsense"]
    hand["by"] = RENEW
    assert (await verifier.verify(token_of(issuer))).person == "p-1"
    assert provider.asked == 2


async def test_a_provider_that_has_never_answered_gives_503(provider: Provider, tmp_path: Path) -> None:
    provider.stop()
    with pytest.raises(Problem, match="identity_provider_silent") as told:
        await verifier_of(provider).verify(token_of(an_issuer(tmp_path, "a")))
    assert told.value.status == 503


def test_keys_are_not_fetched_from_files() -> None:
    with pytest.raises(ValueError, match="http"):
        FetchedKeys("file:///etc/passwd")
