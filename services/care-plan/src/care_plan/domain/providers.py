"""Had the client enough choice? All eligible units are offered: at least two, or it is on record that there is only one (AM-187)."""

from dataclasses import dataclass
from uuid import UUID

from chassis.kernel.refusal import No


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Which units the client could choose from for an item, and which one was chosen."""

    units: tuple[UUID, ...] = ()
    only_provider: bool = False
    """On record: no other unit gives this service here."""
    chosen: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidersRule:
    """How many units must be offered."""

    rule: str
    least: int
    fewer_if_recorded: bool


TOO_FEW_OFFERED = No(
    "too_few_providers_offered",
    rule="NA-02-25",
    zh="{service_code} 只提供 {offered} 家單位供選擇，至少 {least} 家；若僅有 1 家，請登錄為唯一單位。",
    en="{offered} units were offered for {service_code}; at least {least}, or record that there is only one.",
)
CHOICE_NOT_OFFERED = No(
    "choice_not_offered",
    rule="NA-02-25",
    zh="{service_code} 所選單位不在提供選擇的單位之內。",
    en="The unit chosen for {service_code} is none of those that were offered.",
)


def offer_enough(offer: Offer, rule: ProvidersRule, *, service_code: str) -> None:
    """Raises TOO_FEW_OFFERED or CHOICE_NOT_OFFERED. The same unit twice is one unit."""
    offered = len(set(offer.units))
    only_one = rule.fewer_if_recorded and offer.only_provider and offered == 1
    if offered < rule.least and not only_one:
        raise TOO_FEW_OFFERED(rule=rule.rule, service_code=service_code, offered=offered, least=rule.least)
    if offer.chosen is not None and offer.chosen not in offer.units:
        raise CHOICE_NOT_OFFERED(rule=rule.rule, service_code=service_code)
