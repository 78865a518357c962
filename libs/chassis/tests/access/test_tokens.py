"""Which tokens hold, and which attacks do not?"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from chassis import clock, tokens
from chassis.access import Actor, Role
from chassis.issuer import DevelopmentIssuer
from chassis.problems import NotAllowed, Unauthenticated
from chassis.tokens import Verifier
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

UNIT = UUID("01890000-0000-7000-8000-000000000001")
NOW = int(time.time())


def claims(**changed: object) -> dict[str, object]:
    good = {
        "iss": "urn:ltc:development",
        "aud": "ltc",
        "sub": "p-7",
        "county": "nantou",
        "roles": ["b_unit"],
        "iat": NOW,
        "exp": NOW + 600,
    }
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def signed(issuer: DevelopmentIssuer, **changed: object) -> str:
    key = ECKey.import_key(json.loads(issuer.key_file.read_text()))
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims(**changed), key, ["ES256"])


def b64(data: object) -> str:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


async def test_a_token_says_person_county_roles_and_unit(issuer: DevelopmentIssuer, verifier: Verifier) -> None:
    token = issuer.token(person="p-7", county="nantou", roles=[Role.B_UNIT, Role.PROF_STAFF], unit=UNIT)
    assert await verifier.verify(token) == Actor("p-7", "nantou", frozenset({Role.B_UNIT, Role.PROF_STAFF}), UNIT)


async def test_a_token_without_unit_gives_an_actor_without_unit(issuer: DevelopmentIssuer, verifier: Verifier) -> None:
    actor = await verifier.verify(issuer.token(person="p-1", county="taoyuan", roles=[Role.CARE_MANAGER]))
    assert actor.unit is None
    assert actor.countywide
    assert not actor.is_system


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"iss": "https://elsewhere.example"}, id="another issuer"),
        pytest.param({"iss": None}, id="no issuer"),
        pytest.param({"aud": "another-audience"}, id="another audience"),
        pytest.param({"aud": ["a", "b"]}, id="other audiences"),
        pytest.param({"aud": None}, id="no audience"),
        pytest.param({"exp": None}, id="no end"),
        pytest.param({"exp": NOW - tokens.LEEWAY_SECONDS - 1}, id="ended"),
        pytest.param({"exp": "tomorrow"}, id="end is no number"),
        pytest.param({"nbf": NOW + tokens.LEEWAY_SECONDS + 60}, id="not yet valid"),
        pytest.param({"iat": NOW + 3600}, id="issued in the future"),
        pytest.param({"sub": None}, id="no person"),
        pytest.param({"sub": ""}, id="empty person"),
        pytest.param({"sub": "王小明"}, id="a name is no person id"),
        pytest.param({"sub": "p" * 65}, id="person id too long"),
        pytest.param({"county": None}, id="no county"),
        pytest.param({"county": ""}, id="empty county"),
        pytest.param({"county": "../nantou"}, id="county is no code"),
        pytest.param({"unit": "B1"}, id="unit is no UUID"),
    ],
)
async def test_a_token_with_a_wrong_claim_is_refused(
    issuer: DevelopmentIssuer, verifier: Verifier, changed: dict[str, object]
) -> None:
    with pytest.raises(Unauthenticated):
        await verifier.verify(signed(issuer, **changed))


async def test_one_of_several_audiences_is_enough(issuer: DevelopmentIssuer, verifier: Verifier) -> None:
    assert (await verifier.verify(signed(issuer, aud=["other", "ltc"]))).person == "p-7"


async def test_unknown_roles_are_ignored(issuer: DevelopmentIssuer, verifier: Verifier) -> None:
    actor = await verifier.verify(signed(issuer, roles=["b_unit", "astronaut", 7, {"x": 1}]))
    assert actor.roles == {Role.B_UNIT}


@pytest.mark.parametrize("roles", [["astronaut"], [], None, "b_unit"])
async def test_a_token_without_any_known_role_is_valid_but_not_allowed(
    issuer: DevelopmentIssuer, verifier: Verifier, roles: object
) -> None:
    with pytest.raises(NotAllowed):
        await verifier.verify(signed(issuer, roles=roles))


async def test_algorithm_none_is_refused(verifier: Verifier) -> None:
    for alg in ("none", "None", "NONE"):
        with pytest.raises(Unauthenticated):
            await verifier.verify(f"{b64({'alg': alg, 'typ': 'JWT'})}.{b64(claims())}.")


async def test_hs256_with_the_public_key_as_secret_is_refused(issuer: DevelopmentIssuer, verifier: Verifier) -> None:
    public = ECKey.import_key(dict(issuer.jwks()["keys"][0]))
    for secret in (public.as_pem(private=False), json.dumps(issuer.jwks()["keys"][0]).encode()):
        head = f"{b64({'alg': 'HS256', 'kid': public.kid})}.{b64(claims())}"
        token = f"{head}.{b64(hmac.digest(secret, head.encode(), hashlib.sha256))}"
        with pytest.raises(Unauthenticated):
            await verifier.verify(token)


async def test_a_key_that_the_token_brings_along_is_not_used(verifier: Verifier) -> None:
    own = ECKey.generate_key("P-256", auto_kid=True)
    header = {"alg": "ES256", "kid": own.kid, "jwk": own.as_dict(private=False)}
    with pytest.raises(Unauthenticated):
        await verifier.verify(jwt.encode(header, claims(), own, ["ES256"]))


async def test_a_foreign_key_under_our_kid_is_refused(issuer: DevelopmentIssuer, verifier: Verifier) -> None:
    other = ECKey.generate_key("P-256")
    header = {"alg": "ES256", "kid": issuer.jwks()["keys"][0]["kid"]}
    with pytest.raises(Unauthenticated):
        await verifier.verify(jwt.encode(header, claims(), other, ["ES256"]))


async def test_changed_claims_break_the_signature(issuer: DevelopmentIssuer, verifier: Verifier) -> None:
    header, _, signature = signed(issuer).split(".")
    with pytest.raises(Unauthenticated):
        await verifier.verify(f"{header}.{b64(claims(roles=['county_gov']))}.{signature}")


@pytest.mark.parametrize(
    "rubbish", ["", ".", "..", "a.b.c", "王小明", "e30.e30.", "x" * 20_000, "[" * 4000 + ".e30.AA"]
)
async def test_rubbish_is_refused_and_not_a_failure(verifier: Verifier, rubbish: str) -> None:
    with pytest.raises(Unauthenticated):
        await verifier.verify(rubbish)


async def test_a_token_ends_by_real_time_although_the_demo_clock_stands_in_2024(
    issuer: DevelopmentIssuer, verifier: Verifier, tmp_path: Path
) -> None:
    demo = clock.clock_from("2024-02-05", tmp_path / "clock.json")
    of_the_demo = int(demo.now().timestamp())
    with pytest.raises(Unauthenticated):
        await verifier.verify(signed(issuer, iat=of_the_demo, exp=of_the_demo + 12 * 3600))
    assert (await verifier.verify(issuer.token(person="p-7", county="nantou", roles=[Role.B_UNIT]))).person == "p-7"


@pytest.fixture
def hand() -> Iterator[dict[str, float]]:
    """Moves real time for the verifier alone."""
    ahead = {"seconds": 0.0}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "_now", lambda: int(time.time() + ahead["seconds"]))
        yield ahead


async def test_a_remembered_token_still_ends(issuer: DevelopmentIssuer, hand: dict[str, float]) -> None:
    verifier = Verifier(issuer.issuer, issuer.audience, issuer.keys)
    token = signed(issuer)
    assert await verifier.verify(token) is await verifier.verify(token)
    hand["seconds"] = 600 + tokens.LEEWAY_SECONDS
    with pytest.raises(Unauthenticated):
        await verifier.verify(token)


async def test_memory_of_tokens_is_bounded(
    issuer: DevelopmentIssuer, verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "REMEMBERED", 3)
    for number in range(5):
        await verifier.verify(signed(issuer, sub=f"p-{number}"))
    assert len(verifier._known) == 3


async def test_no_token_is_kept_in_memory_as_it_came(issuer: DevelopmentIssuer, verifier: Verifier) -> None:
    token = signed(issuer)
    await verifier.verify(token)
    assert token not in repr(verifier._known)


async def test_without_kid_the_single_key_is_meant(issuer: DevelopmentIssuer, verifier: Verifier) -> None:
    key = ECKey.import_key(json.loads(issuer.key_file.read_text()))
    assert (await verifier.verify(jwt.encode({"alg": "ES256"}, claims(), key, ["ES256"]))).person == "p-7"
    two = Verifier(issuer.issuer, issuer.audience, KeySet([key, ECKey.generate_key("P-256")]))
    with pytest.raises(Unauthenticated):
        await two.verify(jwt.encode({"alg": "ES256"}, claims(), key, ["ES256"]))
