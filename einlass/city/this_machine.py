"""The machine that the app runs on, as it is called from itself."""

from __future__ import annotations

from ipaddress import ip_address

OWN_NAMES = ("localhost", "127.0.0.1", "::1")


def is_this_machine(name: str) -> bool:
    """Whether only this machine can be meant by a name or number."""
    if name in OWN_NAMES:
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
