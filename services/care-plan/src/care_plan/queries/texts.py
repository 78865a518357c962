"""Which sealed texts does a version have?"""

from uuid import UUID

from chassis.reading import Reader
from chassis.sealing import Sealed

from care_plan.domain.plan import Version
from care_plan.store.texts import FIND, sealed_of


async def sealed_texts(reader: Reader, version: Version) -> dict[str, Sealed]:
    """By name: what client and family expect, and the centre's note on the return."""
    named = {"expectation": version.expectation, "note": version.note}
    ids = [id_ for id_ in named.values() if id_ is not None]
    found: dict[UUID, Sealed] = {row["id"]: sealed_of(row) for row in await reader.rows(FIND, ids=ids)}
    return {name: found[id_] for name, id_ in named.items() if id_ in found}
