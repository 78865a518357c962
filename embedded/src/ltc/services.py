"""Which services does the county run?"""

from typing import Any

from audit.definition import DEFINITION as AUDIT
from care_plan.definition import DEFINITION as CARE_PLAN
from chassis.service import Definition
from dispatch.definition import DEFINITION as DISPATCH
from intake.definition import DEFINITION as INTAKE
from prof_service.definition import DEFINITION as PROF_SERVICE

DEFINITIONS: dict[str, Definition[Any]] = {
    definition.name: definition for definition in (INTAKE, CARE_PLAN, DISPATCH, PROF_SERVICE, AUDIT)
}


def definition(name: str) -> Definition[Any]:
    """A service by its name; LookupError says which there are."""
    if name not in DEFINITIONS:
        raise LookupError(f"no service {name!r}; there are: {', '.join(DEFINITIONS)}")
    return DEFINITIONS[name]
