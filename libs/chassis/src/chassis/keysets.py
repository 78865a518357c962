"""Whose signatures hold? The key set of the identity provider, fetched and kept, or one that lies here."""

import asyncio
import json
import urllib.request
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from chassis import clock
from chassis.documents import Problem

RENEW = timedelta(minutes=10)
"""A key that the provider has withdrawn is believed no longer than this."""
CALM = timedelta(seconds=30)
"""Unknown key ids make us ask the provider at most this often, whoever sends them."""
TIMEOUT_SECONDS = 5

log = structlog.get_logger("chassis.keysets")


class Keys(Protocol):
    """Where a Verifier finds the public keys."""

    async def current(self) -> KeySet:
        """The keys as known."""
        ...

    async def renewed(self) -> KeySet:
        """The keys, asked for anew if it is time: a token named one that is not among them."""
        ...


class LocalKeys:
    """Keys that lie here and do not change."""

    def __init__(self, keys: KeySet) -> None:
        self._keys = keys

    async def current(self) -> KeySet:
        """The keys."""
        return self._keys

    async def renewed(self) -> KeySet:
        """The same keys."""
        return self._keys


class FetchedKeys:
    """The provider's JWKS by URL. While the provider is silent, the keys last seen go on to hold."""

    def __init__(self, url: str) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError(f"the JWKS must have an http(s) address, not {url!r}")
        self._url = url
        self._keys: KeySet | None = None
        self._asked: datetime | None = None
        self._one_asks = asyncio.Lock()

    async def current(self) -> KeySet:
        """The keys, not older than RENEW if the provider answers."""
        return await self._within(CALM if self._keys is None else RENEW)

    async def renewed(self) -> KeySet:
        """The keys, not older than CALM if the provider answers."""
        return await self._within(CALM)

    async def _within(self, age: timedelta) -> KeySet:
        async with self._one_asks:
            now = clock.real_now()
            if self._asked is None or now - self._asked >= age:
                self._asked = now
                await self._ask()
        if self._keys is None:
            raise _silent()
        return self._keys

    async def _ask(self) -> None:
        try:
            self._keys = await asyncio.to_thread(_fetch, self._url)
        except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
            log.warning("jwks_not_fetched", url=self._url, exception=type(error).__name__)


def _fetch(url: str) -> KeySet:
    with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  FetchedKeys lets only http(s) in
        return KeySet.import_key_set(json.load(answer))


def _silent() -> Problem:
    return Problem(
        status=503,
        code="identity_provider_silent",
        zh="目前無法向身分提供者取得驗證金鑰，請稍後再試。",
        en="The identity provider's keys cannot be had at the moment. Try again later.",
        headers={"Retry-After": str(int(CALM.total_seconds()))},
    )
