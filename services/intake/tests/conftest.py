"""Which service is tried here? Intake on a database of its own, on Mon 15 Jan 2024."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from chassis.testing.harness import Harness, harness
from intake.definition import DEFINITION

from services.intake.tests.builders import Cases


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[Harness[Any]]:
    async with harness(DEFINITION, tmp_path, at=date(2024, 1, 15)) as running:
        yield running


@pytest.fixture
def cases(intake: Harness[Any]) -> Cases:
    return Cases(intake)


@pytest.fixture
def taoyuan(intake: Harness[Any]) -> Cases:
    return Cases(intake, "taoyuan")
