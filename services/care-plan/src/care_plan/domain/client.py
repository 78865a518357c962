"""What did the sign-off say of the client? Quota, ranked problems and whether the household has a foreign care worker."""

from dataclasses import dataclass

from chassis.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What a plan is measured by (NA-02-24)."""

    quota: Money
    ranked_problems: tuple[int, ...]
    foreign_care_worker: bool
