"""How is a text sealed? AES-256-GCM under a data key, bound to its place; the service's key wraps the data key."""

import hashlib
import hmac
import os
import re
import unicodedata
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"


class CannotOpen(Exception):
    """Not the right key, owner, place or row, or the bytes have been changed. Which of them, nobody can tell."""


def new_key() -> bytes:
    """A fresh AES-256 key."""
    return AESGCM.generate_key(256)


def seal_bytes(key: bytes, plain: bytes, *, bound_to: str) -> bytes:
    """Seal so that it opens under the same key and with the same `bound_to` only."""
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def open_bytes(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    """Open what `seal_bytes` sealed. Raises CannotOpen."""
    if sealed[:1] != _FORMAT or len(sealed) < 1 + _NONCE_BYTES:
        raise CannotOpen
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, bound_to.encode())
    except InvalidTag:
        raise CannotOpen from None


def coordinates(owner_id: UUID, place: str, row_id: UUID | str) -> str:
    """What a sealed text is bound to: whose it is, and its `table.column:row id`."""
    return f"{owner_id}/{place}:{row_id}"


def wrap(service_key: bytes, data_key: bytes, owner_id: UUID) -> bytes:
    """The owner's data key, sealed by the service's key."""
    return seal_bytes(service_key, data_key, bound_to=f"data key of {owner_id}")


def unwrap(service_key: bytes, wrapped: bytes, owner_id: UUID) -> bytes:
    """The owner's data key. Raises CannotOpen."""
    return open_bytes(service_key, wrapped, bound_to=f"data key of {owner_id}")


def derive(service_key: bytes, purpose: str) -> bytes:
    """A key of its own for another purpose than wrapping."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"ltc/{purpose}".encode()).derive(service_key)


def key_number(service_key: bytes) -> int:
    """A number that names the service key, whatever its place in the list, and tells nothing of it."""
    return int.from_bytes(derive(service_key, "key number")[:4], "big") >> 1


def blind_index(index_key: bytes, kind: str, value: str) -> bytes:
    """A keyed hash by which an equal value of that kind is found, while the value cannot be guessed without the key."""
    return hmac.digest(index_key, f"{kind}\0{value}".encode(), hashlib.sha256)


def normalise_national_id(text: str) -> str:
    """One spelling for one id: full width, lower case, spaces and hyphens make no difference.

    >>> normalise_national_id(" ａ123-456 789 ")
    'A123456789'
    """
    return re.sub(r"[\s\-‐‑‒–—−]", "", unicodedata.normalize("NFKC", text)).upper()
