"""What does a run say where no Kafka can run?"""

import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import pytest
pytestmark = pytest.mark.kafka
def test_one(kafka): ...
def test_two(kafka): ...
"""


@pytest.fixture
def without_java(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    for name in ("CI", "REQUIRE_KAFKA", "KAFKA_BOOTSTRAP_SERVERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    pytester.makepyfile(test_first=TESTS, test_second=TESTS)
    pytester.makeini("[pytest]\nmarkers = kafka\naddopts = -ra -p chassis.testing.kafka -p no:cacheprovider")
    return pytester


def test_the_tests_are_left_out_and_one_line_says_so(without_java: pytest.Pytester) -> None:
    result = without_java.runpytest_subprocess()
    result.assert_outcomes(skipped=4)
    said = [line for line in result.outlines if "SKIPPED" in line]
    assert len(said) == 1
    assert "left out, real Kafka: java and mvn not found" in said[0]


@pytest.mark.parametrize("name", ["CI", "REQUIRE_KAFKA"])
def test_they_fail_where_kafka_is_required(
    without_java: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    result = without_java.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(errors=4)
