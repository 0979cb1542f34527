"""How long, how often and how much: every limit of fetching in one place."""

from __future__ import annotations

from typing import Final

MEBIBYTE: Final = 1 << 20

#: For one catalog, waiting and retries included; for each attempt; and how many there are.
DEADLINE_S: Final = 30.0
ATTEMPT_S: Final = 10.0
ATTEMPTS: Final = 4
#: For a refresh that nobody asked for, when any catalog is at hand.
UNASKED_S: Final = 3.0
#: How long a failed refresh is remembered.
REMEMBERED_S: Final = 300
#: A longer ``Retry-After`` is taken for a mistake.
RETRY_AFTER_S: Final = 7 * 24 * 3600

DECODED_BYTES: Final = 32 * MEBIBYTE
WIRE_BYTES: Final = 16 * MEBIBYTE
VALIDATOR_CHARACTERS: Final = 256
