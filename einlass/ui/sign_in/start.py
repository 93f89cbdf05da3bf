"""What has to be right before the app answers anybody, and what Streamlit is told about signing in."""

from __future__ import annotations

import sys
from secrets import token_hex
from typing import Any

from streamlit import get_option

from einlass import config
from einlass.city import SignIn
from einlass.city.this_machine import is_this_machine
from einlass.errors import EinlassError, SettingsRefused
from einlass.ui import account, log
from einlass.ui.sign_in import cookie
from einlass.words import words_for


def begin() -> dict[str, Any] | None:
    """Sets how people sign in; gives what Streamlit is told of it. Ends the process where it would be unsafe."""
    found = rules()
    try:
        check(found)
        secrets = streamlit_secrets(found)
    except EinlassError as error:
        sys.exit(words_for(config.default_language()).message(error.key, error.values))
    account.begin(found)
    log.started()
    return secrets


def rules() -> SignIn | None:
    """How people sign in; nobody does while the settings hold faults, which the pages tell."""
    try:
        return config.city().sign_in
    except SettingsRefused:
        return None


def check(found: SignIn | None) -> None:
    """Raises EinlassError where the app would answer others than this machine without knowing who they are."""
    named = sorted(name for name in config.hosts() if not is_this_machine(name))
    address = str(get_option("server.address") or "0.0.0.0")  # Streamlit's own default: every network
    base = "/" + str(get_option("server.baseUrlPath") or "").strip("/")
    if found is None and not is_this_machine(address):
        raise EinlassError("start.address", address=address)
    if found is None and named:
        raise EinlassError("start.hosts", hosts=", ".join(named))
    if found is not None and base not in ("/", found.path):  # a proxy may take the path away before we see it
        raise EinlassError("start.path", address=found.address, base=base)


def streamlit_secrets(found: SignIn | None) -> dict[str, Any] | None:
    """The section `auth` of Streamlit's secrets. Raises EinlassError without a usable client secret.

    The key of the cookies is new at every start: a restart ends every session.
    """
    if found is None:
        return None
    provider = {
        "client_id": found.client_id,
        "client_secret": config.client_secret(),
        "server_metadata_url": found.metadata_url,
        # Streamlit would ask for `select_account`, which not every provider knows; an empty list is sent as nothing.
        "client_kwargs": {"scope": found.scope, "prompt": []},
        "authorize_params": {"max_age": str(found.hours * cookie.HOUR)},
    }
    return {
        "auth": {
            "redirect_uri": f"{found.address}/oauth2callback",
            "cookie_secret": token_hex(32),
            cookie.PROVIDER: provider,
        }
    }
