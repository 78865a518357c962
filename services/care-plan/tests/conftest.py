"""What does a test of care-plan have? The service on a real PostgreSQL, and a case in it that reached its A unit."""

import importlib.util
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from care_plan.definition import DEFINITION
from chassis.testing.harness import Harness, harness


def _load_builders() -> None:
    """`services/care-plan` is no package (it has a dash): its builders get a name that every test can import."""
    path = Path(__file__).parent / "builders.py"
    spec = importlib.util.spec_from_file_location("care_plan_builders", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["care_plan_builders"] = module
    spec.loader.exec_module(module)


_load_builders()

from care_plan_builders import Story  # noqa: E402  the builders are loaded above


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Harness]:
    """The service on Mon 15 Jan 2024."""
    async with harness(DEFINITION, tmp_path) as running:
        yield running


@pytest.fixture
async def story(service: Harness) -> Story:
    """A Nantou case with its A unit, on Thu 18 Jan 2024."""
    return await Story(service).begin()
