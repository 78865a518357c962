"""Who vouches for people while there is no identity provider? An issuer of our own, for development and tests only."""

import json
import os
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, KeySetSerialization

from chassis import clock
from chassis.access import Role

ALGORITHM = "ES256"


class DevelopmentIssuer:
    """Signs tokens with a key that lies in `key_file`; the file is made once, readable by its owner only."""

    def __init__(self, key_file: Path, *, issuer: str = "urn:ltc:development", audience: str = "ltc") -> None:
        self.key_file = key_file
        self.issuer = issuer
        self.audience = audience
        if not key_file.exists():
            _make(key_file)
        self._key = ECKey.import_key(json.loads(key_file.read_text(encoding="utf-8")))

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


def _make(key_file: Path) -> None:
    """Of two processes that start at once, the first one's key stands: a link appears whole or not at all."""
    key_file.parent.mkdir(parents=True, exist_ok=True)
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    handle, draft = tempfile.mkstemp(dir=key_file.parent, prefix=".issuer-")  # made with mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(key.as_dict(private=True), file)
    try:
        os.link(draft, key_file)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
