"""Which overlay is asked about? Both, one after the other."""

import pytest

from tests.deploy.manifests import OVERLAYS, Object, render


@pytest.fixture(params=OVERLAYS)
def objects(request: pytest.FixtureRequest) -> tuple[Object, ...]:
    return render(request.param)


@pytest.fixture
def production() -> tuple[Object, ...]:
    return render("production")
