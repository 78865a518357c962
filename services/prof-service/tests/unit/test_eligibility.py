"""Which approved items become an engagement?"""

from datetime import date
from uuid import uuid4

import pytest
from chassis.kernel.periods import Period
from chassis.kernel.refusal import Refusal
from chassis.testing.harness import packs
from prof_service.domain.eligibility import Client, Item, open_engagement
from prof_service.policies import item_rules

STARTS = date(2024, 2, 1)


def an_item(groups=4, ends=date(2024, 8, 1), visits=3):
    return Item(
        case_id=uuid4(),
        county="nantou",
        plan_id=uuid4(),
        plan_item_id=uuid4(),
        service_code="CA07",
        groups=groups,
        visits_per_group=visits,
        period=Period(STARTS, ends),
    )


def rules_of(county):
    return item_rules(packs().county(county), assessed_on=date(2024, 1, 17), planned_on=date(2024, 1, 24))


CASES = [
    pytest.param("nantou", 1, False, an_item(), "level_too_low", id="level 1"),
    pytest.param("nantou", 2, False, an_item(), None, id="level 2"),
    pytest.param("nantou", 8, False, an_item(), None, id="level 8"),
    pytest.param("nantou", 4, True, an_item(), "in_institution", id="in an institution"),
    pytest.param("nantou", 4, False, an_item(groups=3), None, id="3 groups"),
    pytest.param("nantou", 4, False, an_item(groups=4), None, id="4 groups"),
    pytest.param("nantou", 4, False, an_item(groups=5), "too_many_groups", id="5 groups"),
    pytest.param("nantou", 4, False, an_item(ends=date(2024, 7, 31)), None, id="a day under six months"),
    pytest.param("nantou", 4, False, an_item(ends=date(2024, 8, 1)), None, id="six months"),
    pytest.param("nantou", 4, False, an_item(ends=date(2024, 8, 2)), "period_too_long", id="a day over six months"),
    pytest.param("yilan", 1, True, an_item(groups=5), None, id="a county whose documents say nothing"),
]


@pytest.mark.parametrize(("county", "level", "institution", "item", "code"), CASES)
def test_an_item_is_opened_or_refused_by_its_rule(county, level, institution, item, code):
    client = Client(cms_level=level, in_institution=institution)
    if code is None:
        opened = open_engagement(uuid4(), item, client, rules_of(county))
        assert opened.sessions_approved == 3 * item.groups
        return
    with pytest.raises(Refusal) as no:
        open_engagement(uuid4(), item, client, rules_of(county))
    assert no.value.no.code == code
