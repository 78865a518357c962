"""What does a command of care-plan work with? Its stores, in one transaction."""

import chassis.work

from care_plan.store.cases import Cases
from care_plan.store.contacts import Contacts
from care_plan.store.plans import Plans
from care_plan.store.texts import Texts


class Work(chassis.work.Work):
    """One transaction of care-plan."""

    @property
    def cases(self) -> Cases:
        """What intake tells of a case."""
        return Cases(self)

    @property
    def plans(self) -> Plans:
        """Plans with their versions."""
        return Plans(self)

    @property
    def contacts(self) -> Contacts:
        """Contacts and visits."""
        return Contacts(self)

    @property
    def texts(self) -> Texts:
        """Free texts, sealed."""
        return Texts(self)
