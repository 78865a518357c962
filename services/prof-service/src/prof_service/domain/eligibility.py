"""Does an approved item become an engagement? Only of an eligible case, within the groups and the period (參.一, 附件三.一)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from chassis.kernel.durations import months_from
from chassis.kernel.periods import Period
from chassis.kernel.refusal import No

from prof_service.domain.engagement import Engagement, Status
from prof_service.domain.gap import Earlier, after_the_gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What the sign-off told about the case."""

    cms_level: int
    in_institution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A C item as the centre approved it."""

    case_id: UUID
    county: str
    plan_id: UUID
    plan_item_id: UUID
    service_code: str
    groups: int
    visits_per_group: int
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """Who may use professional service."""

    rule: str
    min_level: int
    not_in_institution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most so many: groups of an item, months of a period."""

    rule: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRules:
    """What the county asks of an item; None where its documents say nothing."""

    eligibility: Eligibility | None = None
    groups: Limit | None = None
    months: Limit | None = None


LEVEL_TOO_LOW = No(
    "level_too_low",
    rule="NT-03-01",
    zh="核定等級第 {level} 級，專業服務須第 {least} 級以上。",
    en="The approved level is {level}; professional service needs level {least} or more.",
)
IN_INSTITUTION = No(
    "in_institution",
    rule="NT-03-01",
    zh="個案住在機構，不符合專業服務使用資格。",
    en="The client lives in an institution and may not use professional service.",
)
TOO_MANY_GROUPS = No(
    "too_many_groups",
    rule="NT-09-10",
    zh="核定 {groups} 組，總組數至多 {most} 組。",
    en="{groups} groups were approved; there may be {most} at most.",
)
PERIOD_TOO_LONG = No(
    "period_too_long",
    rule="NT-09-09",
    zh="服務期程到 {last}，{months} 個月內須完成，最遲 {latest}。",
    en="The period runs to {last}; it must be over in {months} months, on {latest} at the latest.",
)


def open_engagement(
    engagement_id: UUID, item: Item, client: Client, rules: ItemRules, earlier: Iterable[Earlier] = ()
) -> Engagement:
    """The engagement of an approved item. Raises LEVEL_TOO_LOW, IN_INSTITUTION, TOO_MANY_GROUPS, PERIOD_TOO_LONG
    and what `after_the_gap` raises."""
    _client_may(client, rules.eligibility)
    _within(item, rules)
    after_the_gap(item.service_code, item.period.starts, earlier)
    return Engagement(
        id=engagement_id,
        case_id=item.case_id,
        county=item.county,
        plan_id=item.plan_id,
        plan_item_id=item.plan_item_id,
        service_code=item.service_code,
        groups=item.groups,
        visits_per_group=item.visits_per_group,
        sessions_approved=item.groups * item.visits_per_group,
        period=item.period,
        status=Status.ITEM_APPROVED,
    )


def _client_may(client: Client, rule: Eligibility | None) -> None:
    if rule is None:
        return
    if client.cms_level < rule.min_level:
        raise LEVEL_TOO_LOW(rule=rule.rule, level=client.cms_level, least=rule.min_level)
    if rule.not_in_institution and client.in_institution:
        raise IN_INSTITUTION(rule=rule.rule)


def _within(item: Item, rules: ItemRules) -> None:
    if rules.groups is not None and item.groups > rules.groups.most:
        raise TOO_MANY_GROUPS(rule=rules.groups.rule, groups=item.groups, most=rules.groups.most)
    if rules.months is not None and item.period.ends is not None:
        latest = months_from(item.period.starts, rules.months.most)  # AM-113
        last = item.period.ends - timedelta(days=1)
        if last > latest:
            raise PERIOD_TOO_LONG(rule=rules.months.rule, last=last, months=rules.months.most, latest=latest)
