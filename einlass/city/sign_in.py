"""How people sign in: the provider that knows them, and which of its groups have which role here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from einlass.city.this_machine import is_this_machine

# What somebody may be here. What each may see and do stands in `einlass/ui/access.py`.
ROLES = ("leadership", "press_prepare", "press_release", "load", "operate")
LONGEST_HOURS = 24
LONGEST_ADDRESS = 300
_CLAIM = re.compile(r"[\w:/-]+(\.[\w:/-]+)*")


@dataclass(frozen=True)
class SignIn:
    """The section `[sign_in]`.

    address: of the app as browsers know it, without a slash at its end. metadata_url: what the provider says of itself.
    roles_claim, name_claim: where a token holds groups and name; dots lead into it. groups: by role, who has it.
    hours: after so many a session is over.
    """

    address: str
    metadata_url: str
    client_id: str
    roles_claim: str
    name_claim: str
    scope: str
    hours: int
    groups: Mapping[str, tuple[str, ...]]

    @property
    def host(self) -> str:
        """The name under which browsers ask for the app."""
        return urlsplit(self.address).hostname or ""

    @property
    def origin(self) -> str:
        """Scheme, name and port of the app."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def path(self) -> str:
        """What stands before every path of the app; empty where it is alone under its name."""
        return urlsplit(self.address).path

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers reach the app by https."""
        return self.address.startswith("https:")

    def roles(self, claims: Mapping[str, Any]) -> tuple[str, ...]:
        """The roles of somebody whose token says this."""
        held = _reached(claims, self.roles_claim)
        groups = {held} if isinstance(held, str) else {one for one in held or () if isinstance(one, str)}
        return tuple(role for role in ROLES if groups.intersection(self.groups.get(role, ())))

    def name(self, claims: Mapping[str, Any]) -> str:
        """The name of somebody whose token says this; empty where it says none."""
        name = _reached(claims, self.name_claim)
        return " ".join(name.split()) if isinstance(name, str) and name.isprintable() else ""


def sign_in_of(told: Mapping[str, Any]) -> SignIn:
    """The section as a record."""
    return SignIn(
        address=told["address"].rstrip("/"),
        metadata_url=told["metadata_url"],
        client_id=told["client_id"],
        roles_claim=told.get("roles_claim", "groups"),
        name_claim=told.get("name_claim", "preferred_username"),
        scope=told.get("scope", "openid profile"),
        hours=told.get("hours", 8),
        groups={role: tuple(told[role]) for role in ROLES if role in told},
    )


def address(value: object) -> str:
    """An address with https; http only on this very machine. Raises ValueError."""
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS or not value.isascii() or " " in value:
        raise ValueError(value)
    parts = urlsplit(value)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname or ""))
    if not is_safe or not parts.hostname or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(value)
    return value


def claim(value: object) -> str:
    """The way to something that a token says, such as realm_access.roles. Raises ValueError."""
    if not isinstance(value, str) or not _CLAIM.fullmatch(value):
        raise ValueError(value)
    return value


def groups(value: object) -> tuple[str, ...]:
    """A list of names of groups. Raises ValueError."""
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
        raise ValueError(value)
    return tuple(value)


def hours(value: object) -> int:
    """After how many hours a session is over. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_HOURS:
        raise ValueError(value)
    return value


def _reached(claims: Mapping[str, Any], path: str) -> Any:
    """What stands at a path; a claim whose own name holds the dots comes first."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found
