"""Whom does a bearer token speak for? Signature, issuer, audience and times are checked, always on real time."""

import hashlib
import re
from collections import OrderedDict
from pathlib import Path
from typing import Any, Literal, Protocol
from uuid import UUID

import structlog
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from chassis import clock
from chassis.access import Actor, Role
from chassis.issuer import DEVELOPMENT, DevelopmentIssuer
from chassis.keysets import FetchedKeys, Keys, LocalKeys
from chassis.problems import NotAllowed, Unauthenticated

LEEWAY_SECONDS = 30
LONGEST_TOKEN = 8192
REMEMBERED = 4096
REMEMBER_SECONDS = 300
"""A verified token is believed this long without another look, so that a withdrawn key ends soon."""

_PERSON = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_COUNTY = re.compile(r"[a-z][a-z-]{0,39}")

log = structlog.get_logger("chassis.tokens")


class Verifier:
    """Turns a token into an Actor, or raises Unauthenticated (401) or NotAllowed (403: no role that is known here)."""

    def __init__(
        self, issuer: str, audience: str, keys: Keys | KeySet, algorithms: tuple[str, ...] = ("ES256",)
    ) -> None:
        self._keys = LocalKeys(keys) if isinstance(keys, KeySet) else keys
        self._algorithms = list(algorithms)
        self._claims = jwt.JWTClaimsRegistry(
            now=_now,
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
        )
        self._known: OrderedDict[bytes, tuple[float, Actor]] = OrderedDict()

    async def verify(self, token: str) -> Actor:
        """The actor of a token that holds. A token once verified is remembered for a while, by its hash."""
        digest = hashlib.sha256(token.encode(errors="replace")).digest()
        until, actor = self._known.get(digest, (0.0, None))
        if actor is not None and _now() < until:
            return actor
        claims = await self._verified(token)
        actor = _actor(claims)
        self._remember(digest, min(claims["exp"], _now() + REMEMBER_SECONDS), actor)
        return actor

    async def _verified(self, token: str) -> dict[str, Any]:
        if len(token) > LONGEST_TOKEN:
            raise Unauthenticated
        try:
            decoded = await self._decoded(token)
            self._claims.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            raise Unauthenticated from None
        return decoded.claims

    async def _decoded(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, await self._keys.current(), self._algorithms)
        except InvalidKeyIdError:  # perhaps a key newer than ours
            return jwt.decode(token, await self._keys.renewed(), self._algorithms)

    def _remember(self, digest: bytes, until: float, actor: Actor) -> None:
        self._known[digest] = (until, actor)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


class Identity(Protocol):
    """The settings that say who vouches for people."""

    @property
    def env(self) -> Literal["development", "test", "production"]: ...
    @property
    def oidc_issuer(self) -> str: ...
    @property
    def oidc_audience(self) -> str: ...
    @property
    def oidc_jwks_url(self) -> str | None: ...
    @property
    def state_dir(self) -> Path: ...


class NoIdentityProvider(Exception):
    """LTC_ENV=production without an identity provider: the service does not start."""


def verifier_for(settings: Identity) -> Verifier:
    """The provider's verifier; without a provider the development issuer's, which says so loudly."""
    if settings.oidc_jwks_url and settings.oidc_issuer not in {"", DEVELOPMENT}:
        return Verifier(settings.oidc_issuer, settings.oidc_audience, FetchedKeys(settings.oidc_jwks_url))
    issuer = development_issuer(settings)
    log.warning(
        "DEVELOPMENT ISSUER: anybody who reads its key file may act as anybody. Not for real people's data.",
        key_file=str(issuer.key_file),
    )
    return Verifier(issuer.issuer, issuer.audience, issuer.keys)


def development_issuer(settings: Identity) -> DevelopmentIssuer:
    """The issuer of this checkout's own tokens. Raises NoIdentityProvider in production."""
    if settings.env == "production":
        raise NoIdentityProvider(
            "LTC_ENV=production takes no development tokens: "
            "set LTC_OIDC_ISSUER, LTC_OIDC_AUDIENCE and LTC_OIDC_JWKS_URL to those of the identity provider"
        )
    return DevelopmentIssuer(settings.state_dir / "development-issuer.json", audience=settings.oidc_audience)


def _now() -> int:
    return int(clock.real_now().timestamp())


def _actor(claims: dict[str, Any]) -> Actor:
    roles = _roles(claims.get("roles"))
    if not roles:
        raise NotAllowed(sorted(Role))
    return Actor(
        person=_text(_PERSON, claims.get("sub")),
        county=_text(_COUNTY, claims.get("county")),
        roles=roles,
        unit=_unit(claims.get("unit")),
    )


def _text(pattern: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise Unauthenticated
    return value


def _roles(claimed: object) -> frozenset[Role]:
    """The roles that are known here; the provider may know more."""
    return frozenset(role for role in Role if role.value in claimed) if isinstance(claimed, list) else frozenset()


def _unit(claimed: object) -> UUID | None:
    if claimed is None:
        return None
    try:
        return UUID(str(claimed))
    except ValueError:
        raise Unauthenticated from None
