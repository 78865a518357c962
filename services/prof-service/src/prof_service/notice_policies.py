"""What does the county's pack ask of notices and of case conferences?"""

from datetime import date, timedelta

from chassis.policy import Pack
from schemas.professional_codes import ConferenceCategory, ConferenceReviewer, NoticeKind, NoticeRecipient

from prof_service.domain.conferences import ConferenceRules, Window
from prof_service.domain.notices import Draft, NoticeRules


def notice_rules(
    pack: Pack, draft: Draft, *, by_a_case_manager: bool, posted_on: date, referred_on: date | None
) -> NoticeRules:
    """Recipients by kind and by who posts; the last day of a closing unit's notice; by when a unit counts as able."""
    name = "c_notice_recipients_of_a" if by_a_case_manager else "c_notice_recipients"
    version = pack.rule(name, on=posted_on)
    required: tuple[str, ...] = ()
    if version is not None and draft.kind is not None and version.has(draft.kind):
        required = version.codes(draft.kind)
    closing = pack.rule("c_closing_notice", on=posted_on) if draft.kind is NoticeKind.UNIT_CLOSING else None
    unable = pack.rule("c_unable_to_serve", on=referred_on) if referred_on else None
    return NoticeRules(
        rule=version.rule if version else "NT-04-15",
        required=tuple(NoticeRecipient(code) for code in required),
        # AM-131: the last day of notice is the day of the fact less 30
        last_day=draft.fact_on - timedelta(days=closing.days("before").n) if closing and draft.fact_on else None,
        closing_rule=closing.rule if closing else None,
        able_until=pack.calendar.due(referred_on, unable.days("within")) if unable and referred_on else None,
    )


def conference_rules(pack: Pack, on: date) -> ConferenceRules | None:
    """When a case conference is required, and who reviews; None where the county has none."""
    version = pack.rule("c_case_conference", on=on)
    if version is None:
        return None
    return ConferenceRules(
        rule=version.rule,
        sessions=version.number("sessions"),
        years=version.days("period").n,
        window=Window(version.code("window")),
        min_level=version.number("min_level"),
        categories=tuple(ConferenceCategory(code) for code in version.codes("categories")),
        reviewers=tuple(ConferenceReviewer(code) for code in version.codes("reviewers")),
        pause_until_decided=version.flag("pause_until_decided"),
    )
