"""What the server answers to whom, address by address: walked in a browser test, held to the routes in test_access."""

from __future__ import annotations

from einlass.city import ROLES
from einlass.ui.asgi import STREAMLIT_INDEX
from einlass.ui.chart import SCRIPT
from einlass.ui.style import STYLESHEET

# What Streamlit and we answer under; "" is the mount that takes what nothing else does.
KNOWN_ROUTES = {
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/_stcore/bidi-components/{path:path}",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/stream",
    "/_stcore/upload_file/{session_id}/{file_id}",
    SCRIPT.path,
    STYLESHEET.path,
    "/auth/login",
    "/auth/logout",
    "/component/{path:path}",
    "/files/{own}/{place}/{kind}",
    "/health/live",
    "/health/ready",
    "/media/{file_id:path}",
    "/metrics",
    "/oauth2callback",
    "",
}
ASSET = next(one for one in STREAMLIT_INDEX.parent.glob("static/js/index.*.js")).relative_to(
    STREAMLIT_INDEX.parent / "static"
)
Asked = tuple[str, str]  # method and address
EVERY_METHOD = "GET HEAD OPTIONS POST PUT PATCH DELETE"


def each(methods: str, address: str, status: int) -> dict[Asked, int]:
    return dict.fromkeys(((method, address) for method in methods.split()), status)


def by_role(methods: str, address: str, status: int) -> dict[Asked, dict[str, int]]:
    return {asked: dict.fromkeys(ROLES, status) for asked in each(methods, address, status)}


# What an account with each role gets. No component of ours has a file: the chart's script comes with the page.
ANSWERS: dict[Asked, dict[str, int]] = {
    **by_role("GET HEAD", "/", 200),
    **by_role("GET", "/trends", 200),
    **by_role("GET", "/no/such/page", 200),
    **by_role("GET HEAD", "/_stcore/host-config", 200),
    **by_role("GET", "/_stcore/script-health-check", 200),
    **by_role("GET", "/_stcore/stream", 101),
    **by_role("GET HEAD", SCRIPT.path, 200),
    **by_role("GET HEAD", "/media/none.csv", 404),
    **by_role("OPTIONS", "/media/none.csv", 404),
    **by_role("GET HEAD POST", "/files/none/none/pdf", 404),
    **by_role("GET HEAD", "/component/none/index.html", 404),
    **by_role("OPTIONS", "/component/none/index.html", 204),
    **by_role("GET HEAD", "/_stcore/bidi-components/none/index.js", 404),
    **by_role("OPTIONS", "/_stcore/bidi-components/none/index.js", 204),
    **by_role("GET", "/app/static/none", 200),
    **by_role("GET", "/manifest.json", 200),
    **by_role("OPTIONS PUT DELETE", "/_stcore/upload_file/none/none", 403),
}
# What everybody gets, signed in or not. /metrics answers whom the settings name, who is not asking here.
OPEN: dict[Asked, int] = {
    **each("GET HEAD", "/_stcore/health", 200),
    **each("OPTIONS", "/_stcore/health", 204),
    **each("GET HEAD", "/health/live", 200),
    **each("GET HEAD", "/health/ready", 200),
    **each("GET HEAD", f"/static/{ASSET}", 200),
    **each("GET HEAD", STYLESHEET.path, 200),
    **each("GET HEAD", "/metrics", 404),
    **each("GET", "/auth/start", 303),
    **each("GET HEAD", "/auth/login", 302),
    **each("GET", "/auth/failed", 401),
    **each("GET", "/auth/ended", 401),
    **each("GET HEAD", "/oauth2callback", 303),
    **each("GET", "/oauth2callback?code=forged&state=forged", 302),
}
# The same, but it ends the session of who asks, so no account walks there.
ENDS: dict[Asked, int] = each("GET HEAD", "/auth/logout", 302)
# What is there for nobody.
NEVER: dict[Asked, int] = {
    **each("GET HEAD OPTIONS", "/_stcore/metrics", 404),
    **each("GET", "/trends/_stcore/metrics", 404),
    **each(EVERY_METHOD, "/_stcore/agent/interact", 404),
    **each(EVERY_METHOD, "/_stcore/agent/mcp", 404),
    **each(EVERY_METHOD, "/_stcore/agent/openapi.json", 404),
    **each("GET", "/_stcore/agent/none", 404),
}
