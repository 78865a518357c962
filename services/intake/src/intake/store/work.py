"""Which stores does a work of intake have?"""

import chassis.work

from intake.store.assessments import Assessments
from intake.store.cases import Cases
from intake.store.notes import Notes
from intake.store.persons import Persons
from intake.store.sign_offs import SignOffs
from intake.store.visits import Visits


class Work(chassis.work.Work):
    """One transaction of intake."""

    @property
    def persons(self) -> Persons:
        """Who somebody is."""
        return Persons(self)

    @property
    def cases(self) -> Cases:
        """The cases."""
        return Cases(self)

    @property
    def visits(self) -> Visits:
        """Booked visits."""
        return Visits(self)

    @property
    def assessments(self) -> Assessments:
        """What the visits found."""
        return Assessments(self)

    @property
    def sign_offs(self) -> SignOffs:
        """What the supervisors decided."""
        return SignOffs(self)

    @property
    def notes(self) -> Notes:
        """What was written in words."""
        return Notes(self)
