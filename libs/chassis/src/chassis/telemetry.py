"""What can an operator see beside the logs? Traces that go on through the event log, and metrics."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import propagate, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import StatusCode
from prometheus_client import REGISTRY, Counter, Gauge, Histogram

from chassis.logs import configure_logging
from chassis.problems import REFUSALS

__all__ = ["configure_logging", "configure_tracing", "span", "traceparent"]

_tracer = trace.get_tracer("chassis")

EVENTS_SENT = Counter("ltc_events_sent_total", "Outbox rows acknowledged by the log", ["service"])
OUTBOX_UNSENT = Gauge("ltc_outbox_unsent_rows", "Outbox rows not yet acknowledged", ["service"])
OUTBOX_OLDEST = Gauge("ltc_outbox_oldest_unsent_seconds", "Age of the oldest unsent outbox row", ["service"])
RELAY_LAG = Histogram(
    "ltc_relay_lag_seconds",
    "From the insert of an outbox row to its acknowledgement",
    ["service"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300),
)
EVENTS_TAKEN = Counter("ltc_events_taken_total", "Events of the log by what became of them", ["service", "outcome"])
CONSUMER_LAG = Gauge("ltc_consumer_lag_events", "Events on the log that the service has not taken", ["service"])
PARKED = Gauge("ltc_parked_events", "Events that wait for an operator", ["service"])
DEADLINES_FIRED = Counter("ltc_deadlines_fired_total", "Deadlines that passed", ["service", "name"])
DEADLINE_OLDEST = Gauge(
    "ltc_deadline_oldest_unfired_seconds", "How long the oldest passed deadline waits for the runner", ["service"]
)
REGISTRY.register(REFUSALS)
HTTP_REQUESTS = Counter("ltc_http_requests_total", "Answers", ["service", "method", "route", "status"])
HTTP_SECONDS = Histogram(
    "ltc_http_request_seconds",
    "From a request to the end of its answer",
    ["service"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
COMMANDS = Counter("ltc_commands_total", "Commands by outcome", ["service", "outcome"])


def configure_tracing(service: str, endpoint: str | None) -> None:
    """Export spans by OTLP where an endpoint is set; without one, spans cost next to nothing and go nowhere."""
    if endpoint is None:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces")))
    trace.set_tracer_provider(provider)


@contextmanager
def span(name: str, parent: str | None = None, **attributes: str) -> Iterator[None]:
    """A span under the current one, or under the `traceparent` that an event or a request brought."""
    context = propagate.extract({"traceparent": parent}) if parent else None
    with _tracer.start_as_current_span(
        name, context=context, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except Exception as failed:
            current.set_status(StatusCode.ERROR, type(failed).__name__)  # its message may repeat a value
            raise


def traceparent() -> str | None:
    """The current trace as a W3C header, for the next event."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent")
