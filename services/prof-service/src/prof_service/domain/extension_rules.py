"""What does a county ask of an extension? None where its documents say nothing; each carries the rule that a refusal cites."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.professional_codes import AfterRefusal, ExtensionReviewer


class WindowMode(StrEnum):
    """How "by session 8" is counted (AM-119)."""

    SESSION_COUNT = "session_count"
    """Until the next session begins."""
    SESSION_DAY = "session_day"
    """Until the end of the day of that session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An upper bound, a lower bound in sessions or months, or both (AM-93). Months run from the period's first day."""

    rule: str
    by_session: int | None = None
    mode: WindowMode = WindowMode.SESSION_COUNT
    after_session: int | None = None
    after_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What must hold of the training; `category_required`: one of the two categories also."""

    rule: str
    benefit_expected: bool
    progress_shown: bool
    goal_not_expected: bool
    category_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """CMS levels, both inside."""

    rule: str
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterHospital:
    """So many months from the day after the discharge."""

    rule: str
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaregiverChanged:
    """At this level, with one of these codes (AM-24)."""

    rule: str
    level: int
    codes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRule:
    """Whose signature the form carries."""

    rule: str
    required: bool
    signers: frozenset[str]
    fingerprint: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One group for every so many of the original ones; a fraction is cut off, or makes one more (AM-14)."""

    rule: str
    one_for_every: int
    up: bool = False

    def of(self, groups: int) -> int:
        """How many groups at most.

        >>> [Share(rule="NT-06-15", one_for_every=2).of(n) for n in (1, 2, 3, 4)]
        [0, 1, 1, 2]
        """
        return -(-groups // self.one_for_every) if self.up else groups // self.one_for_every


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """So many applications for a code of a plan (AM-114)."""

    rule: str
    most: int
    forfeited_uses_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How many days after the application it must have reached all reviewers, or one of them."""

    rule: str
    days: int
    all_reviewers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """Who decides; and who where the case has no A unit (AM-124)."""

    rule: str
    reviewers: tuple[ExtensionReviewer, ...]
    without_a_unit: tuple[ExtensionReviewer, ...]

    def of(self, *, has_a_unit: bool) -> tuple[ExtensionReviewer, ...]:
        """The reviewers of a case."""
        return self.reviewers if has_a_unit else self.without_a_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """So many months from the day after the original end (AM-113)."""

    rule: str
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRules:
    """The rules of an extension, by the day of the first referral."""

    window: Window | None = None
    conditions: Conditions | None = None
    levels: Levels | None = None
    after_hospital: AfterHospital | None = None
    caregiver_changed: CaregiverChanged | None = None
    form: FormRule | None = None
    share: Share | None = None
    once: Once | None = None
    sending: Sending | None = None
    reviewing: Reviewing | None = None
    completion: Completion | None = None
    after_refusal: AfterRefusal = AfterRefusal.FINISH_ORIGINAL
