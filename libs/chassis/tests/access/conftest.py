"""Which issuer and which verifier do these tests use? An own one per test, with its key in a temporary folder."""

from pathlib import Path

import pytest
from chassis.issuer import DevelopmentIssuer
from chassis.tokens import Verifier


@pytest.fixture
def issuer(tmp_path: Path) -> DevelopmentIssuer:
    return DevelopmentIssuer(tmp_path / "issuer.json")


@pytest.fixture
def verifier(issuer: DevelopmentIssuer) -> Verifier:
    return Verifier(issuer.issuer, issuer.audience, issuer.keys)
