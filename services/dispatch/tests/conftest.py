"""Which fixtures do the tests of dispatch have?"""

import importlib.util
import sys
from pathlib import Path

import pytest

# The folder's path has a hyphen-free name but is no package under importlib mode: load the builders by file, once
_NAME = "dispatch_builders"
if _NAME not in sys.modules:
    _spec = importlib.util.spec_from_file_location(_NAME, Path(__file__).parent / "builders.py")
    assert _spec
    assert _spec.loader
    sys.modules[_NAME] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_NAME])

from dispatch_builders import town  # noqa: E402  known only now


@pytest.fixture
async def nantou(tmp_path):
    async with town(tmp_path) as running:
        yield running


@pytest.fixture
async def taoyuan(tmp_path):
    async with town(tmp_path, "taoyuan") as running:
        yield running


@pytest.fixture
async def yilan(tmp_path):
    async with town(tmp_path, "yilan") as running:
        yield running
