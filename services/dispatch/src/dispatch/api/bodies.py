"""What is refused in every body of dispatch? Unknown fields, and money for a referral by name."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from dispatch.domain.fees import refuse_fees


class Body(BaseModel):
    """A request's body."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _no_fee(cls, given: Any) -> Any:
        # A Refusal is no ValueError: it passes pydantic and names its paragraph instead of "extra field"
        if isinstance(given, dict):
            refuse_fees([str(name) for name in given])
        return given
