"""How is an event told?"""

import re
from datetime import date

import pytest
from audit.queries.roc import roc_date
from audit.queries.telling import name_of, told
from schemas.describe import schema
from schemas.registry import ALL

_SAMPLES = {
    "date": "2024-02-29",
    "date-time": "2024-02-29T09:00:00+08:00",
    "uuid": "0190d0a0-0000-7000-8000-00000000ab12",
}


def smallest(node):
    """The smallest document of a schema."""
    if "anyOf" in node:
        return smallest(node["anyOf"][0])
    if "enum" in node:
        return node["enum"][0]
    if node["type"] == "object":
        return {name: smallest(node["properties"][name]) for name in node["required"]}
    simple = {"array": [], "integer": node.get("minimum", 0), "boolean": True, "null": None}
    return simple.get(node["type"], _SAMPLES.get(node.get("format", ""), "C-01"))


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.__name__)
def test_every_event_has_a_sentence_in_both_languages(event) -> None:
    zh, en = told(event.TYPE, smallest(schema(event)))
    assert re.search("[一-鿿]", zh)
    assert not re.search("[{}]", zh + en)
    assert "0190d0a0" not in zh + en
    assert "2024-02-29" not in zh
    assert name_of(event.TYPE) == event.__name__


def test_a_sentence_speaks_of_codes_in_words_and_of_days_as_people_write_them() -> None:
    data = {"unit_id": "0190d0a0-0000-7000-8000-00000000ab12", "clock": "reply", "due_on": "2024-02-15"}
    zh, en = told("tw.ltc.service.delayed.v1", {**data, "reason_code": "provider"})
    assert zh == "單位 #00AB12 逾期：回覆照會，期限 113年2月15日（單位因素）"
    assert en == "Unit #00AB12 is late: answer to the referral, due 2024-02-15 (the provider)"


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert told("tw.ltc.case.closed.v1", {"closure_type": "temporary", "reason": "X-9"})[0] == "暫時結案（X-9）"


def test_an_event_of_a_later_release_is_told_by_its_type() -> None:
    assert told("tw.ltc.case.teleported.v9", {}) == ("tw.ltc.case.teleported.v9", "tw.ltc.case.teleported.v9")
    assert name_of("tw.ltc.case.teleported.v9") == "tw.ltc.case.teleported.v9"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 2, 5), "113年2月5日（一）"),
        (date(2024, 2, 17), "113年2月17日（六）"),
        (date(2024, 2, 29), "113年2月29日（四）"),
        (date(2023, 12, 31), "112年12月31日（日）"),
    ],
)
def test_days_are_said_by_the_roc_calendar(day, said) -> None:
    assert roc_date(day) == said
