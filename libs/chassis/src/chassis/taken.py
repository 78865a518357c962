"""What could be read of a message of the log?"""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import ValidationError

from chassis import inbox
from chassis.bus import Received
from chassis.messages import Envelope, Event, Malformed


class Taken:
    """One message of the log with what could be read of it."""

    def __init__(self, message: Received, classes: Any) -> None:
        self.message = message
        self.envelope: Envelope | None = None
        self.event: Event | None = None
        self.malformed: str | None = None
        try:
            self.envelope = Envelope.from_message(message.headers, message.value)
            cls = classes(self.envelope.type)
            self.event = cls.read(self.envelope.data) if cls else None
        except (Malformed, ValidationError, RecursionError) as wrong:
            self.malformed = type(wrong).__name__

    @property
    def id(self) -> UUID:
        """The event's id; for a message that has none, its place on the log."""
        place = f"{self.message.topic}/{self.message.partition}/{self.message.offset}"
        return self.envelope.id if self.envelope else uuid5(NAMESPACE_URL, place)

    @property
    def key(self) -> str:
        """The case or unit whose order this message belongs to."""
        return inbox.storable(self.message.key)
