"""What can be set, and from where? Environment variables only."""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_DEVELOPMENT_ISSUER = "urn:ltc:development"

OF_SERVICES: set[str] = set()
"""Variables that a service reads by settings of its own; its `settings.py` adds them here."""


class Settings(BaseSettings):
    """Settings of one process. `LTC_ENV=production` refuses every convenience of development."""

    model_config = SettingsConfigDict(
        env_prefix="LTC_", extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    env: Literal["development", "test", "production"] = "development"
    clock: str | None = Field(None, description="A date or instant at which a demo's or test's clock stands")
    state_dir: Path = Field(
        Path(".ltc"), description="Folder for the embedded database, development keys and the clock"
    )
    policy_dir: Path | None = Field(None, description="The policy packs; by default the policy folder found upward")
    transport: Literal["postgres", "kafka"] = Field("postgres", description="The event log")
    database_url: str | None = Field(
        None,
        validation_alias="DATABASE_URL",
        description="The service's own PostgreSQL database, postgresql://…; embedded: the server that holds all of them",
    )
    log_database_url: str | None = Field(None, description="The database of the event log, for transport postgres")
    kafka_bootstrap_servers: str | None = Field(None, validation_alias="KAFKA_BOOTSTRAP_SERVERS")
    kafka_tls_dir: Path | None = Field(
        None, description="Folder of ca.crt, user.crt and user.key: Kafka is spoken to by mutual TLS"
    )
    health_port: int | None = Field(None, description="Where a worker serves /livez, /readyz and /metrics")
    root_path: str = Field("", description="The prefix that a gateway takes away before an API sees the path")
    oidc_issuer: str = _DEVELOPMENT_ISSUER
    oidc_audience: str = "ltc"
    oidc_jwks_url: str | None = None
    sealing_key: SecretStr | None = Field(
        None, description="Base64 of 32 bytes; several, separated by commas: the first seals, all open"
    )
    otlp_endpoint: str | None = Field(None, description="Where spans are sent by OTLP over HTTP")
    outbox_keep_days: int = Field(30, description="How long sent outbox rows are kept for replay")
    pool_size: int = Field(10, description="Connections of one process to its database")
    public_timeline: bool = Field(False, description="The timeline page is open without a token (the demo only)")

    @classmethod
    def variables(cls) -> Iterator[str]:
        """The environment variable of each setting."""
        for name, field in cls.model_fields.items():
            alias = field.validation_alias
            yield alias if isinstance(alias, str) else f"LTC_{name.upper()}"

    @model_validator(mode="after")
    def _no_variable_is_misspelt(self) -> Self:
        """A setting that nobody reads would be believed to hold."""
        known = [*self.variables(), *sorted(OF_SERVICES)]
        for name in sorted(n for n in os.environ if n.upper().startswith("LTC_") and n.upper() not in known):
            nearest = get_close_matches(name.upper(), known, n=1, cutoff=0)
            raise ValueError(f"{name}: there is no such setting; the nearest is {nearest[0]}, docs/settings.md has all")
        return self

    @model_validator(mode="after")
    def _production_has_no_conveniences(self) -> Self:
        if self.env != "production":
            return self
        wrong = {
            "LTC_CLOCK": self.clock is not None,
            "LTC_PUBLIC_TIMELINE": self.public_timeline,
            "LTC_OIDC_JWKS_URL": self.oidc_jwks_url is None,
            "LTC_OIDC_ISSUER": self.oidc_issuer == _DEVELOPMENT_ISSUER,
            "LTC_SEALING_KEY": self.sealing_key is None,
            "DATABASE_URL": self.database_url is None,
        }
        bad = [name for name, is_wrong in wrong.items() if is_wrong]
        if bad:
            raise ValueError(f"LTC_ENV=production: set or unset as production needs: {', '.join(bad)}")
        return self
