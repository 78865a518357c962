"""May this application be taken in?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.kernel.refusal import No

from intake.domain.case import Case, Status, reference_of
from intake.domain.person import BORN_LATER, Person

UNKNOWN_CHANNEL = No(
    "unknown_channel",
    rule="NA-02-02",
    zh="本縣市沒有這個申請管道；可用：{channels}。",
    en="The county has no such channel. Channels: {channels}.",
    kind="invalid",
)
UNKNOWN_SOURCE = No(
    "unknown_case_source",
    rule="NA-05-01",
    zh="沒有這個個案來源；可用：{sources}。",
    en="There is no such case source. Sources: {sources}.",
    kind="invalid",
)
APPLIED_LATER = No(
    "applied_in_the_future",
    rule="NA-02-02",
    zh="申請日不得晚於今日（{today}）。",
    en="The day of the application is not after today ({today}).",
    kind="invalid",
)
FOUND_BY_ANOTHER = No(
    "found_by_another_unit",
    rule="AM-148",
    zh="A單位只能以本單位名義送出自行發現的個案。",
    en="An A unit applies for the cases that it has found itself.",
    kind="forbidden",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What came in, and when."""

    channel: str
    case_source: str
    applied_on: date
    district: str
    residence: str
    eligible_group: str | None = None
    referrer_unit_id: UUID | None = None
    self_found_by_a_unit_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRules:
    """The county's channels and sources, each with the rule that lists them."""

    channels: tuple[str, ...]
    channels_rule: str
    sources: tuple[str, ...]
    sources_rule: str


def may_apply(application: Application, person: Person, rules: ApplicationRules, *, today: date) -> None:
    """Refuses an unknown channel or source, and days that have not come."""
    if application.channel not in rules.channels:
        raise UNKNOWN_CHANNEL(rule=rules.channels_rule, channels=", ".join(rules.channels))
    if application.case_source not in rules.sources:
        raise UNKNOWN_SOURCE(rule=rules.sources_rule, sources=", ".join(rules.sources))
    if application.applied_on > today:
        raise APPLIED_LATER(today=today)
    if person.born_on > today:
        raise BORN_LATER()


def found_by(unit: UUID | None, named: UUID | None) -> UUID:
    """The A unit that has found the case itself, when one of its case managers applies."""
    if unit is None or named not in {None, unit}:
        raise FOUND_BY_ANOTHER()
    return unit


def receive(application: Application, *, case_id: UUID, person_id: UUID, previous_case_id: UUID | None) -> Case:
    """The case of this application. After an ended case it is a new one that names the old (AM-146)."""
    return Case(
        id=case_id,
        person_id=person_id,
        reference=reference_of(case_id),
        status=Status.APPLIED,
        channel=application.channel,
        case_source=application.case_source,
        applied_on=application.applied_on,
        district=application.district,
        residence=application.residence,
        eligible_group=application.eligible_group,
        referrer_unit_id=application.referrer_unit_id,
        self_found_by_a_unit_id=application.self_found_by_a_unit_id,
        previous_case_id=previous_case_id,
    )
