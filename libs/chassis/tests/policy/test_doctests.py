"""The examples in the docstrings of durations, calendars and the clock are true."""

import doctest
from types import ModuleType

import pytest
from chassis import calendars, clock
from chassis.kernel import durations


@pytest.mark.parametrize("module", [durations, calendars, clock], ids=lambda module: module.__name__)
def test_the_examples_are_true(module: ModuleType) -> None:
    came = doctest.testmod(module)
    assert came.attempted > 0
    assert came.failed == 0
