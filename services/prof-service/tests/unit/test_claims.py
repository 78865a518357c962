"""What stands against a claim? Named rows around one session that may be claimed."""

from dataclasses import replace
from datetime import date, time
from types import SimpleNamespace
from uuid import uuid4

import pytest
from chassis.kernel.periods import Period
from prof_service.domain.claims import Attachment, Claim, ClaimFlag, ClaimRules, flags, refusals
from prof_service.domain.engagement import Engagement, Status
from prof_service.domain.sessions import Session
from prof_service.domain.spacing import Spacing, SpacingRule
from prof_service.domain.surcharge_form import DayKind, NotTogether, SurchargeRule
from schemas.professional_codes import Surcharge

DAY = date(2024, 3, 12)
RULES = ClaimRules(
    spacing=SpacingRule(rule="NT-04-19", gap_days=6, mode=Spacing.DATE_DIFFERENCE),
    staff=None,
    disciplines=None,
    surcharge=SurchargeRule(
        rule="NT-04-23",
        evening_from_hour=20,
        evening_to_hour=24,
        days=frozenset({DayKind.SATURDAY}),
        caregiver_age=75,
        child_age=3,
    ),
    not_together=NotTogether(rule="REG-A4", codes=frozenset({"AA08", "AA09"})),
)
ENGAGEMENT = Engagement(
    id=uuid4(),
    case_id=uuid4(),
    county="nantou",
    plan_id=uuid4(),
    plan_item_id=uuid4(),
    service_code="CA07",
    groups=4,
    visits_per_group=3,
    sessions_approved=12,
    period=Period(date(2024, 2, 1), date(2024, 8, 1)),
    status=Status.IN_TRAINING,
    goal_active_on=date(2024, 2, 29),
)
SESSION = Session(
    id=uuid4(),
    engagement_id=ENGAGEMENT.id,
    case_id=ENGAGEMENT.case_id,
    county="nantou",
    no=12,
    unit_id=uuid4(),
    referral_id=uuid4(),
    staff="ot-07",
    served_on=DAY,
    started_at=time(20),
    ended_at=time(21),
    minutes=60,
    guidance_targets=("client",),
    caregiver_present=True,
    flags=frozenset(),
    recorded_on=DAY,
)
CLAIM = Claim(
    engagement=ENGAGEMENT,
    session=SESSION,
    codes=("CA07",),
    attachments=frozenset(),
    earlier=date(2024, 3, 5),
    staff=None,
    ticked=(),
    extension_form=False,
    care_worker_signed=False,
)
EXTENDED = replace(CLAIM, session=replace(SESSION, no=13))
COPY = frozenset({Attachment.EXTENSION_FORM})


def ticked(surcharge, *, observed=False):
    return (SimpleNamespace(surcharge=Surcharge(surcharge), observed_day_off=observed),)


@pytest.mark.parametrize(
    ("claim", "rules"),
    [
        pytest.param(CLAIM, [], id="the last approved session"),
        pytest.param(
            replace(CLAIM, session=replace(SESSION, recorded_on=None)),
            ["NT-09-21"],
            id="no record (NT-04-12: kept, not attached)",
        ),
        pytest.param(replace(CLAIM, engagement=replace(ENGAGEMENT, goal_active_on=None)), ["AM-122"], id="no goal"),
        pytest.param(replace(CLAIM, earlier=date(2024, 3, 7)), ["NT-04-19"], id="five days after the last"),
        pytest.param(replace(CLAIM, earlier=date(2024, 3, 6)), [], id="six days after the last"),
        pytest.param(replace(CLAIM, codes=("CB02",)), ["NT-04-10"], id="another code"),
        pytest.param(replace(CLAIM, codes=("CA07", "AA08")), ["NT-04-26"], id="AA08 not ticked"),
        pytest.param(replace(CLAIM, codes=("CA07", "AA08"), ticked=ticked("AA08")), [], id="AA08 ticked"),
        pytest.param(
            replace(CLAIM, codes=("CA07", "AA09"), ticked=ticked("AA08")), ["NT-04-26"], id="the other ticked"
        ),
        pytest.param(
            replace(
                CLAIM,
                codes=("CA07", "AA08"),
                ticked=ticked("AA08"),
                session=replace(SESSION, started_at=time(19, 59)),
            ),
            ["NT-09-28"],
            id="AA08 ticked, begun before eight",
        ),
        pytest.param(EXTENDED, ["NT-06-18"], id="the first of the extension, nothing attached"),
        pytest.param(replace(EXTENDED, attachments=COPY), ["NT-06-18"], id="attached, and no such form"),
        pytest.param(replace(EXTENDED, extension_form=True), ["NT-06-18"], id="a form, not attached"),
        pytest.param(replace(EXTENDED, extension_form=True, attachments=COPY), [], id="the form attached (NT-09-22)"),
    ],
)
def test_what_may_be_claimed(claim, rules):
    assert [no.rule for _, no in refusals(claim, RULES)] == rules


def test_where_the_county_has_no_form_none_is_asked_for():
    assert refusals(replace(CLAIM, codes=("CA07", "AA08")), replace(RULES, surcharge=None)) == []


def test_the_payer_is_told_of_what_was_not_checked_and_of_an_observed_day():
    claim = replace(CLAIM, codes=("CA07", "AA09"), ticked=ticked("AA09", observed=True))
    assert flags(claim, RULES) == [ClaimFlag.DISCIPLINE_NOT_CONFIGURED, ClaimFlag.OBSERVED_DAY_OFF]
