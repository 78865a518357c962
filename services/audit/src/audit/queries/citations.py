"""Which paragraph is behind a rule id or a policy reference?"""

import re
from datetime import date

from chassis.policy import Pack, Packs, PolicyNotAnswered, Source
from pydantic import BaseModel, Field

_REF = re.compile(r"^(?P<pack>[^/]+)/(?P<name>[^@]+)@(?P<starts>\d{4}-\d{2}-\d{2})$")


class Citation(BaseModel):
    """Document and section that say so."""

    rule: str = Field(examples=["NT-04-08"])
    document: str
    section: str


def cite(packs: Packs, rule: str | None) -> Citation | None:
    """The source of a rule id; None for one that the catalogue does not know."""
    if rule is None:
        return None
    try:
        source: Source = packs.source(rule)
    except KeyError:
        return None
    return Citation(rule=source.rule, document=source.document, section=source.section)


def rule_of(packs: Packs, policyref: str | None) -> str | None:
    """The rule id of `nantou/c_reply@2023-07-01`; None where the packs of today no longer hold it."""
    match = _REF.match(policyref or "")
    if match is None:
        return None
    pack = _pack(packs, match["pack"])
    rule = pack.rules.get(match["name"]) if pack else None
    try:
        return rule.on(date.fromisoformat(match["starts"])).rule if rule else None
    except PolicyNotAnswered:
        return None


def _pack(packs: Packs, code: str) -> Pack | None:
    return packs.national if code == packs.national.code else packs.by_county.get(code)
