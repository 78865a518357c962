"""Which rules of the county's pack decide an extension? All by the day of the first referral; no rule, nothing invented."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from chassis.kernel.durations import Duration
from chassis.policy import Pack, Version
from schemas.professional_codes import AfterRefusal, ExtensionReviewer

from prof_service.domain.engagement import Engagement
from prof_service.domain.extension_rules import (
    AfterHospital,
    CaregiverChanged,
    Completion,
    Conditions,
    ExtensionRules,
    FormRule,
    Levels,
    Once,
    Reviewing,
    Sending,
    Share,
    Window,
    WindowMode,
)
from prof_service.policies import by_training

T = TypeVar("T")
REVIEW = "c_extension_review"
COMPLETION = "c_extension_completion"
CLOSURE = "c_extension_closure"


def extension_rules(pack: Pack, engagement: Engagement) -> ExtensionRules:
    """Every question that the domain asks, answered or None."""

    def read(name: str, reader: Callable[[Version], T]) -> T | None:
        version = by_training(pack, f"c_extension_{name}", engagement)
        return None if version is None else reader(version)

    return ExtensionRules(
        window=read("window", _window),
        conditions=read("conditions", _conditions),
        levels=read("levels", _levels),
        after_hospital=read("after_hospital", _after_hospital),
        caregiver_changed=read("caregiver_changed", _caregiver_changed),
        form=read("form", _form),
        share=read("share", _share),
        once=read("once", _once),
        sending=read("sending", _sending),
        reviewing=read("review", _reviewing),
        completion=read("completion", _completion),
        after_refusal=read("refusal", _after_refusal) or AfterRefusal.FINISH_ORIGINAL,
    )


def review_clock(pack: Pack, engagement: Engagement, key: str) -> Version | None:
    """By when a review is made (`due`), or the supervisor has seen to it (`supervisor_due`); None without such a clock."""
    version = by_training(pack, REVIEW, engagement)
    return version if version is not None and version.has(key) else None


def end_clock(pack: Pack, engagement: Engagement, *, since: date, last: date) -> Version | None:
    """The agreed last day as a clock that runs from `since`; of the rule that limits it, or of the one that lets it be agreed."""
    version = by_training(pack, COMPLETION, engagement) or by_training(pack, REVIEW, engagement)
    if version is None:
        return None
    days = Duration((last - since).days, "calendar_day")
    return replace(version, values={"due": days, "if_due_on_day_off": "keep"})


def closure_clock(pack: Pack, engagement: Engagement) -> Version | None:
    """By when the goal is closed after the extension."""
    return by_training(pack, CLOSURE, engagement)


def _window(version: Version) -> Window:
    return Window(
        rule=version.rule,
        by_session=_number(version, "by_session"),
        mode=WindowMode(version.code("mode")) if version.has("mode") else WindowMode.SESSION_COUNT,
        after_session=_number(version, "after_session"),
        after_months=_in(version, "after_months", "month") if version.has("after_months") else None,
    )


def _conditions(version: Version) -> Conditions:
    return Conditions(
        rule=version.rule,
        benefit_expected=version.flag("benefit_expected"),
        progress_shown=version.flag("progress_shown"),
        goal_not_expected=version.flag("goal_not_expected"),
        category_required=version.flag("category_required"),
    )


def _levels(version: Version) -> Levels:
    return Levels(rule=version.rule, least=version.number("min"), most=version.number("max"))


def _after_hospital(version: Version) -> AfterHospital:
    return AfterHospital(rule=version.rule, months=_in(version, "within", "month"))


def _caregiver_changed(version: Version) -> CaregiverChanged:
    return CaregiverChanged(rule=version.rule, level=version.number("level"), codes=frozenset(version.codes("codes")))


def _form(version: Version) -> FormRule:
    return FormRule(
        rule=version.rule,
        required=version.flag("form_required"),
        signers=frozenset(version.codes("signers")),
        fingerprint=version.flag("fingerprint"),
    )


def _share(version: Version) -> Share:
    every = version.number("one_for_every")
    return Share(rule=version.rule, one_for_every=every, up=version.code("rounding") == "up")


def _once(version: Version) -> Once:
    uses_up = version.flag("forfeited_uses_up")
    return Once(rule=version.rule, most=version.number("max"), forfeited_uses_up=uses_up)


def _sending(version: Version) -> Sending:
    days = _in(version, "within", "calendar_day")
    return Sending(rule=version.rule, days=days, all_reviewers=version.code("to") == "all_reviewers")


def _reviewing(version: Version) -> Reviewing:
    return Reviewing(
        rule=version.rule,
        reviewers=tuple(ExtensionReviewer(code) for code in version.codes("reviewers")),
        without_a_unit=tuple(ExtensionReviewer(code) for code in version.codes("without_a_unit")),
    )


def _completion(version: Version) -> Completion:
    return Completion(rule=version.rule, months=_in(version, "within", "month"))


def _after_refusal(version: Version) -> AfterRefusal:
    return AfterRefusal(version.code("then"))


def _number(version: Version, key: str) -> int | None:
    return version.number(key) if version.has(key) else None


def _in(version: Version, key: str, unit: str) -> int:
    duration = version.days(key)
    if duration.unit != unit:
        raise ValueError(f"{version.ref}: {key} is counted in {unit}, not in {duration.unit}")
    return duration.n
