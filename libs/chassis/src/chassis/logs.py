"""What does a log line look like? JSON with ids, rules and outcomes; of an exception type and places, never its message."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from chassis.failures import causes

_Event = MutableMapping[str, Any]
_LONGEST = 300


def configure_logging(stream: TextIO = sys.stderr) -> None:
    """JSON lines, also of libraries, from which only warnings are of interest."""
    common: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        _causes_only,
    ]
    json = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *common, json],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *common, _first_line],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, json],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def _causes_only(_logger: Any, _name: str, event: _Event) -> _Event:
    """PostgreSQL repeats values in its messages, so an exception is told by its type and its places."""
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exception()
    if isinstance(raised, tuple):
        raised = raised[1]
    if isinstance(raised, BaseException):
        event["causes"] = causes(raised)
    return event


def _first_line(_logger: Any, _name: str, event: _Event) -> _Event:
    """asyncio prints the exception of a forgotten task after the first line of what it says."""
    event["event"] = str(event["event"]).split("\n", 1)[0][:_LONGEST]
    return event
