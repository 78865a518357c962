"""Does the development issuer stay in development?"""

import json
import stat
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

import pytest
from chassis.access import Role
from chassis.issuer import DevelopmentIssuer
from chassis.tokens import NoIdentityProvider, Verifier, development_issuer, verifier_for
from structlog.testing import capture_logs


@dataclass(frozen=True)
class Settings:
    state_dir: Path
    env: Literal["development", "test", "production"] = "development"
    oidc_issuer: str = "urn:ltc:development"
    oidc_audience: str = "ltc"
    oidc_jwks_url: str | None = None


async def test_development_says_so_loudly_and_verifies_its_own_tokens(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    with capture_logs() as logs:
        verifier = verifier_for(settings)
    assert [line["log_level"] for line in logs] == ["warning"]
    assert "DEVELOPMENT ISSUER" in logs[0]["event"]
    token = development_issuer(settings).token(person="p-1", county="nantou", roles=[Role.CARE_MANAGER])
    assert (await verifier.verify(token)).person == "p-1"


def test_production_refuses_the_development_issuer_and_says_what_to_set(tmp_path: Path) -> None:
    settings = Settings(tmp_path, env="production")
    for start in (verifier_for, development_issuer):
        with pytest.raises(NoIdentityProvider, match="LTC_OIDC_JWKS_URL"):
            start(settings)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "half", [{"oidc_jwks_url": "https://idp.example/jwks"}, {"oidc_issuer": "https://idp.example"}]
)
def test_half_a_provider_is_none(tmp_path: Path, half: dict[str, str]) -> None:
    with pytest.raises(NoIdentityProvider):
        verifier_for(replace(Settings(tmp_path, env="production"), **half))


def test_production_with_a_provider_starts_in_silence(tmp_path: Path) -> None:
    whole = Settings(tmp_path, "production", "https://idp.example", "ltc", "https://idp.example/jwks")
    with capture_logs() as logs:
        assert isinstance(verifier_for(whole), Verifier)
    assert logs == []


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "state" / "issuer.json"
    first, second = DevelopmentIssuer(file), DevelopmentIssuer(file)
    assert first.jwks() == second.jwks()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["issuer.json"]


def test_the_published_keys_hold_no_private_part(tmp_path: Path) -> None:
    assert '"d"' not in json.dumps(DevelopmentIssuer(tmp_path / "k").jwks())


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with get_context("spawn").Pool(3) as pool:
        keys = pool.map(_kid, [tmp_path / "issuer.json"] * 6)
    assert len(set(keys)) == 1


def _kid(file: Path) -> str:
    return str(DevelopmentIssuer(file).jwks()["keys"][0]["kid"])
