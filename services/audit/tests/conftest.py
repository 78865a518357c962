"""What does a test of audit start with? The service on a fresh PostgreSQL, and the facts of a case."""

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from audit.definition import DEFINITION
from chassis.testing.harness import harness


def _beside(name: str) -> ModuleType:
    """A module of this folder, which is no package."""
    path = Path(__file__).parent / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"audit_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_BUILDERS = _beside("builders")


@pytest.fixture(scope="session")
def facts():
    """The builders."""
    return _BUILDERS


@pytest.fixture
async def running(tmp_path):
    async with harness(DEFINITION, tmp_path, at=date(2024, 3, 8)) as service:
        yield service


@pytest.fixture
def case(facts):
    return facts.Case()


@pytest.fixture
async def told(running, facts, case):
    """Audit has heard the whole worked example."""
    await running.give_message(*facts.first_case(case))
    return case
