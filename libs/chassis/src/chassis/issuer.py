"""Who vouches for people while there is no identity provider? An issuer of our own, for development and tests only."""

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, KeySetSerialization

from chassis import clock
from chassis.access import Role
from chassis.keyfiles import kept

ALGORITHM = "ES256"
DEVELOPMENT = "urn:ltc:development"
"""The issuer's name. Nobody else's tokens may bear it."""


class DevelopmentIssuer:
    """Signs tokens with a key that lies in `key_file`; the file is made once, readable by its owner only."""

    def __init__(self, key_file: Path, *, issuer: str = DEVELOPMENT, audience: str = "ltc") -> None:
        self.key_file = key_file
        self.issuer = issuer
        self.audience = audience
        self._key = ECKey.import_key(json.loads(kept(key_file, _new_key)))

    @property
    def keys(self) -> KeySet:
        """The public half, for a Verifier."""
        return KeySet.import_key_set(self.jwks())

    def jwks(self) -> KeySetSerialization:
        """The public half, as a provider publishes it."""
        return KeySet([self._key]).as_dict(private=False)

    def token(
        self, *, person: str, county: str, roles: Iterable[Role], unit: UUID | None = None, hours: float = 12
    ) -> str:
        """A signed token. It ends by real time, wherever the demo's clock stands."""
        now = clock.real_now()
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": person,
            "county": county,
            "roles": sorted(roles),
            "unit": unit and str(unit),
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(hours=hours)).timestamp()),
            "jti": str(uuid4()),
        }
        given = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid}, given, self._key, [ALGORITHM])


def _new_key() -> str:
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    return json.dumps(key.as_dict(private=True))
