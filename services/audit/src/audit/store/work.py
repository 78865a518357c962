"""Which stores does a work of audit have?"""

import chassis.work

from audit.store.suspensions import Suspensions


class Work(chassis.work.Work):
    """One transaction of audit."""

    @property
    def suspensions(self) -> Suspensions:
        """Suspensions of dispatch to a unit."""
        return Suspensions(self)
