"""May a unit pay for a referral? No."""

from collections.abc import Collection

from chassis.kernel.refusal import No

NO_FEE = No(
    "no_fee",
    rule="NA-04-13",
    zh="派案不得向服務單位收取抽成費、派案費、管理費等任何費用；請刪除欄位：{fields}。",
    en="Nothing may be collected from a provider for a referral (commission, dispatch fee, management fee). Remove: {fields}.",
    kind="invalid",
)
FEES = frozenset({"fee", "commission", "dispatch_fee", "management_fee"})


def refuse_fees(fields: Collection[str]) -> None:
    """Refuse a request that carries money for a referral."""
    if found := sorted(FEES & set(fields)):
        raise NO_FEE(fields=", ".join(found))
