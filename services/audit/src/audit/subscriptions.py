"""Which fact and which passed deadline calls which function? Audit takes every event; it owes no deadline itself."""

from collections.abc import Mapping

from chassis.messages import Event
from chassis.service import DeadlineHandler, EventHandler

from audit.consumers.events import on_event

EVENTS: Mapping[type[Event], EventHandler] = {}

EVERY_EVENT: EventHandler = on_event

DEADLINES: Mapping[str, DeadlineHandler] = {}
