"""Ids that do not repeat between processes. No random number is drawn: a seeded program must draw the same with us as without."""

from __future__ import annotations

import time

from .native import getpid, os

_digits = "0123456789abcdefghijklmnopqrstuvwxyz"
_mask = (1 << 64) - 1


def new_target_id() -> str:
    mixed = time.monotonic_ns() * 0x9E3779B97F4A7C15 + getpid() * 0xBF58476D1CE4E5B9 + 0x50595448 * 0x94D049BB133111EB
    mixed &= _mask
    return os.environ.get("EDDY_TARGET_SALT", "") + _base36((mixed ^ (mixed >> 29)) & ((1 << 40) - 1))


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _digits[digit] + text
    return text or "0"
