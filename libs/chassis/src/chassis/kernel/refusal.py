"""How does the domain say no? A Refusal names the rule that says so, and carries facts, never a sentence built by hand."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["conflict", "invalid", "forbidden"]
"""conflict: not in this state or on this day (409); invalid: the request itself breaks a rule (422);
forbidden: not by this person (403)."""


@dataclass(frozen=True, slots=True)
class No:
    """A refusal declared once, above the function that raises it.

    `rule` is a row of the rule catalogue (`NT-04-19`) or of its decided ambiguities (`AM-146`); `zh` and `en` are
    templates over the facts: `No("session_too_soon", rule="NT-04-19", zh="…{earliest}…", en="…{earliest}…")`.
    """

    code: str
    rule: str
    zh: str
    en: str
    kind: Kind = "conflict"

    def __call__(self, *, rule: str | None = None, **facts: object) -> "Refusal":
        """The exception to raise. `rule` replaces the declared one where a county's own paragraph says no."""
        return Refusal(no=self, rule=rule or self.rule, facts=facts)


class Refusal(Exception):
    """A rule says no. `facts` are ids, dates, numbers and codes: never what somebody typed."""

    def __init__(self, *, no: No, rule: str, facts: dict[str, object]) -> None:
        super().__init__(f"{no.code} ({rule})")
        self.no = no
        self.rule = rule
        self.facts = facts

    def zh(self) -> str:
        """The sentence in Traditional Chinese."""
        return self.no.zh.format(**self.facts)

    def en(self) -> str:
        """The sentence in English."""
        return self.no.en.format(**self.facts)
