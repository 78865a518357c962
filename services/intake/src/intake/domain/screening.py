"""Is this person somebody whom long-term care 2.0 is for?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from chassis.kernel.refusal import No
from chassis.kernel.transitions import follow

from intake.domain.case import NEXT, Case, Status, moved
from intake.domain.person import has_reached

NO_GROUP = No(
    "eligible_group_missing",
    rule="NA-02-03",
    zh="初篩符合時，須指明服務對象類別；可用：{groups}。",
    en="A positive screening names the eligible group. Groups: {groups}.",
    kind="invalid",
)
NOT_ELIGIBLE = No(
    "group_not_eligible",
    rule="REG-02",
    zh="此類別不是現行規定的服務對象；可用：{groups}。",
    en="This group is not eligible by the rules in force. Groups: {groups}.",
    kind="invalid",
)
TOO_YOUNG = No(
    "age_not_reached",
    rule="AM-138",
    zh="此類別須年滿 {age} 歲；於初篩日尚未年滿。",
    en="This group begins at the age of {age}, which is not reached on the day of the screening.",
    kind="invalid",
)

AGED_GROUPS = frozenset({"elderly65", "indigenous55", "dementia"})
"""Groups for which a version of the regulation has an age: only for these is the birthday looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityRules:
    """The groups in force on the day of the screening, and the age at which some of them begin."""

    groups: tuple[str, ...]
    ages: Mapping[str, int]
    rule: str


def may_screen(before: Case) -> None:
    """Screening is for an application that waits; after the visit is booked it is done."""
    follow(before.status, Status.SCREENED_OUT, NEXT)


def screen_in(
    before: Case, rules: EligibilityRules, *, group: str | None, born_on: date | None, screened_on: date
) -> Case:
    """The person belongs to an eligible group; the visit may be booked."""
    may_screen(before)
    named = group or before.eligible_group
    if named is None:
        raise NO_GROUP(groups=", ".join(rules.groups))
    if named not in rules.groups:
        raise NOT_ELIGIBLE(rule=rules.rule, groups=", ".join(rules.groups))
    old_enough(named, rules, born_on=born_on, on=screened_on)
    return replace(before, eligible_group=named, screened_on=screened_on)


def old_enough(group: str, rules: EligibilityRules, *, born_on: date | None, on: date) -> None:
    """Refuses who has not reached the age of the group on the day."""
    age = rules.ages.get(group)
    if age is not None and (born_on is None or not has_reached(age, born_on=born_on, on=on)):
        raise TOO_YOUNG(age=age)


def screen_out(before: Case, *, target: str, screened_on: date) -> Case:
    """The person is no target of LTC 2.0 and is sent elsewhere."""
    return replace(moved(before, Status.SCREENED_OUT), referral_target=target, screened_on=screened_on)
