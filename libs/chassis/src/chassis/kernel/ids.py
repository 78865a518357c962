"""How are things named? By UUIDv7 for machines, by a spoken reference for people."""

import os
import threading
import time
from uuid import UUID

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no look-alikes: 0 O 1 I L U
_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A UUIDv7 by real time, strictly increasing within this process."""
    global _last  # noqa: PLW0603  one counter per process is what makes the ids increase
    with _lock:
        now = time.time_ns() * 4096 // 1_000_000  # 48 bits of milliseconds, 12 bits of their fraction
        _last = max(now, _last + 1)
        stamp = _last
    value = (stamp >> 12 & (1 << 48) - 1) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64
    value |= 0b10 << 62 | int.from_bytes(os.urandom(8), "big") & (1 << 62) - 1
    return UUID(int=value)


def spoken(of: UUID, prefix: str) -> str:
    """A reference that survives the telephone, such as `A-7KQ4-M2PX`: eight letters and digits of the id's random part.

    Unique enough to find a row by, not a key: the column that stores it has a unique index.
    """
    number = of.int & (1 << 62) - 1
    letters = []
    for _ in range(8):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return f"{prefix}-{''.join(letters[:4])}-{''.join(letters[4:])}"
