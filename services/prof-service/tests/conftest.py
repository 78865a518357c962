"""What does a test of prof-service start with? The service on a fresh PostgreSQL, and a case."""

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from chassis.testing.harness import harness
from prof_service.definition import DEFINITION


def _beside(name: str) -> ModuleType:
    """A module of this folder, which is no package: its path has a dash."""
    spec = importlib.util.spec_from_file_location(f"prof_service_{name}", Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_BUILDERS = _beside("builders")
_TRAINING = _beside("training")
_CLOSING = _beside("closing_builders")
_EXTENSION = _beside("extension_builders")


@pytest.fixture
def builders():
    return _BUILDERS


@pytest.fixture
def closing():
    return _CLOSING


@pytest.fixture
async def running(tmp_path):
    async with harness(DEFINITION, tmp_path, at=date(2024, 1, 24)) as service:
        yield service


@pytest.fixture
def training(running, builders):
    return _TRAINING.Training(running, builders, "nantou")


@pytest.fixture
def training_in(running, builders):
    def start(county):
        return _TRAINING.Training(running, builders, county)

    return start


@pytest.fixture(scope="session")
def extension():
    return _EXTENSION


@pytest.fixture
def extending(training, extension):
    return extension.Extending(training)


@pytest.fixture
def extending_in(training_in, extension):
    def start(county):
        return extension.Extending(training_in(county))

    return start
