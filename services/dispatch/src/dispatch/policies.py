"""Which of the county's rules does dispatch read, and in which words does the domain get them?"""

from dataclasses import dataclass
from datetime import date

from chassis.policy import Pack, Version

from dispatch.domain.a_dispatch import DispatchRules, Mechanism
from dispatch.domain.reassignment import Mode


@dataclass(frozen=True, slots=True)
class Clocks:
    """The durations of a referral's two clocks; None: no document says anything, so there is no clock."""

    reply: Version | None
    first_service: Version | None


def mechanism(pack: Pack, on: date) -> Version:
    """How the county chooses A units on this day."""
    return _national(pack, "a_dispatch_mechanism", on)


def dispatch_rules(pack: Pack, *, on: date, approved_on: date) -> DispatchRules:
    """The mechanism of the day, and the levels as they were when the case was assessed and signed."""
    how, levels = mechanism(pack, on), _national(pack, "eligible_levels", approved_on)
    return DispatchRules(
        mechanism=Mechanism(how.code("mechanism")),
        reason_required=how.flag("reason_required"),
        rule=how.rule,
        lowest=levels.number("min"),
        highest=levels.number("max"),
        level_rule=levels.rule,
    )


def b_order(pack: Pack, on: date) -> Version:
    """In which order B units are chosen, and whether the A unit has a table (AM-179)."""
    return _national(pack, "b_dispatch_order", on)


def clocks(pack: Pack, service_code: str, referred_on: date) -> Clocks:
    """C codes have clocks of their own; where there is none for the first service, the one for all services."""
    general = _covering(pack.rule("b_first_service", referred_on), service_code)
    if not service_code.startswith("C"):
        return Clocks(None, general)
    return Clocks(pack.rule("c_reply", referred_on), pack.rule("c_first_service", referred_on) or general)


def _covering(version: Version | None, service_code: str) -> Version | None:
    if version is None or not version.has("codes"):
        return version
    return version if service_code.startswith(version.codes("codes")) else None


def redispatch(pack: Pack, referred_on: date) -> Version:
    """What happens on delay where the A unit has set no principle."""
    return _national(pack, "reassignment_on_delay", referred_on)


def default_mode(pack: Pack, referred_on: date) -> Mode:
    """The mode that holds without a principle."""
    return Mode(redispatch(pack, referred_on).code("default"))


def is_excluded(pack: Pack, referred_on: date, excused_because: str | None) -> bool:
    """Whether a delay for this reason is left out of the county's rates."""
    rule = pack.rule("timeliness_exclusions", referred_on)
    return rule is not None and excused_because is not None and excused_because in rule.codes("codes")


def _national(pack: Pack, name: str, on: date) -> Version:
    version = pack.rule(name, on)
    if version is None:
        raise LookupError(f"the national pack answers {name} for every county")
    return version
