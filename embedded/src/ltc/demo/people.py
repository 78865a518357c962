"""Who signs in to the demo? Two people for each role, and nobody real."""

from collections.abc import Callable
from uuid import UUID

from chassis.access import Role
from chassis.issuer import DevelopmentIssuer

Headers = dict[str, str]
COUNTY_ROLES = ("care_manager", "care_supervisor", "county_gov", "health_bureau", "social_bureau", "platform_operator")
UNIT_ROLES = {"A": ("a_case_manager",), "B": ("b_unit", "prof_staff")}

Bearer = Callable[..., Headers]
"""`bearer("care_manager", n=2)`, `bearer("b_unit", unit=…)`: headers with a token."""


def bearer_of(issuer: DevelopmentIssuer, county: str) -> Bearer:
    """Tokens of this county's demo people: the first or second (`n`) who works as `role`, in a unit or in the county."""

    def bearer(role: str, *, unit: UUID | str | None = None, n: int = 1, in_county: str = county) -> Headers:
        unit_id = UUID(str(unit)) if unit else None
        at = f"-{str(unit_id)[-4:]}" if unit_id else ""
        token = issuer.token(person=f"{role}{at}-{n}", county=in_county, roles=[Role(role)], unit=unit_id)
        return {"Authorization": f"Bearer {token}"}

    return bearer
