"""Which stores does a work of prof-service have?"""

import chassis.work

from prof_service.store.cases import Cases
from prof_service.store.documents import DocumentStore
from prof_service.store.engagements import Engagements
from prof_service.store.rejected_items import RejectedItems
from prof_service.store.sessions import Sessions


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
