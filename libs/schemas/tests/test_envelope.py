"""Do others read what we put on the log?"""

from datetime import UTC, datetime

import pytest
from chassis.kernel.ids import uuid7
from chassis.messages import Envelope
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from schemas.describe import schema
from schemas.registry import ALL, EVENTS

from libs.schemas.tests.documents import sample

each_event = pytest.mark.parametrize("event", ALL, ids=lambda event: event.__name__)


@each_event
def test_the_cloudevents_library_reads_what_the_envelope_gives(event):
    written = event.read(sample(event))
    envelope = Envelope(
        id=uuid7(),
        source="/dispatch",
        type=event.TYPE,
        subject=written.key,
        time=datetime(2024, 2, 5, 1, 0, tzinfo=UTC),
        county="nantou",
        causationid=uuid7(),
        policyref="c_reply@2023-07-01:nantou",
        data=written.model_dump(mode="json"),
    )
    headers = {name: value.encode() for name, value in envelope.headers().items()}
    read = from_binary(
        KafkaMessage(headers=headers, key=str(written.key).encode(), value=envelope.value()), JSONFormat()
    )
    assert (read.get_type(), read.get_subject(), read.get_id()) == (event.TYPE, str(written.key), str(envelope.id))
    assert read.get_time() == envelope.time
    assert read.get_datacontenttype() == "application/json"
    assert read.get_dataschema() == schema(event)["$id"]
    assert read.get_extension("county") == "nantou"
    assert read.get_extension("causationid") == str(envelope.causationid)
    assert event.read(read.get_data()) == written


def test_the_envelope_survives_the_way_over_the_log():
    event = EVENTS["tw.ltc.case.closed.v1"].read(sample(EVENTS["tw.ltc.case.closed.v1"]))
    sent = Envelope(
        id=uuid7(), source="/intake", type=event.TYPE, subject=event.key, time=datetime(2024, 2, 5, tzinfo=UTC),
        county="yilan", data=event.model_dump(mode="json"),
    )  # fmt: skip
    assert Envelope.from_message(sent.headers(), sent.value()) == sent
