"""Which stores does a work of prof-service have?"""

import chassis.work

from prof_service.store.cases import Cases
from prof_service.store.closures import Closures
from prof_service.store.conferences import Conferences
from prof_service.store.documents import DocumentStore
from prof_service.store.engagements import Engagements
from prof_service.store.extensions import Extensions
from prof_service.store.first_assessments import FirstAssessments
from prof_service.store.forms import FormStore
from prof_service.store.goals import Goals
from prof_service.store.notices import Notices
from prof_service.store.rejected_items import RejectedItems
from prof_service.store.restarts import Restarts
from prof_service.store.sessions import Sessions
from prof_service.store.staff import StaffStore
from prof_service.store.surcharges import Surcharges


class Work(chassis.work.Work):
    """One transaction of prof-service."""

    @property
    def cases(self) -> Cases:
        """What others tell of a case."""
        return Cases(self)

    @property
    def engagements(self) -> Engagements:
        """One per C item."""
        return Engagements(self)

    @property
    def sessions(self) -> Sessions:
        """What was served, and its records."""
        return Sessions(self)

    @property
    def documents(self) -> DocumentStore:
        """What was handed over."""
        return DocumentStore(self)

    @property
    def rejected_items(self) -> RejectedItems:
        """What could not become an engagement."""
        return RejectedItems(self)

    @property
    def goals(self) -> Goals:
        """What was set as goal, and doubted."""
        return Goals(self)

    @property
    def first_assessments(self) -> FirstAssessments:
        """What the first session left."""
        return FirstAssessments(self)

    @property
    def closures(self) -> Closures:
        """How trainings end, and what was uploaded."""
        return Closures(self)

    @property
    def restarts(self) -> Restarts:
        """Requests to start again."""
        return Restarts(self)

    @property
    def staff(self) -> StaffStore:
        """Who serves, and what they are qualified by."""
        return StaffStore(self)

    @property
    def surcharges(self) -> Surcharges:
        """Applications for evening and holiday service."""
        return Surcharges(self)

    @property
    def extensions(self) -> Extensions:
        """Requests for more groups, and their reviews."""
        return Extensions(self)

    @property
    def forms(self) -> FormStore:
        """The annex forms, and who signed them."""
        return FormStore(self)

    @property
    def notices(self) -> Notices:
        """Quick change notices."""
        return Notices(self)

    @property
    def conferences(self) -> Conferences:
        """Case conferences."""
        return Conferences(self)
