"""The app as a process of its own that may be watched and killed, and an open page of it without a browser."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from bench.charts import free_port
from einlass import config
from einlass.words import words_for

PATIENCE_SECONDS = 300
BOUNDARY = "einlass-bench"
# What the shell shows in place of a page that failed, foreseen or not.
FAILED = tuple(words_for(language)("failure.title") for language in config.LANGUAGES)


class PageFailed(Exception):
    """A run that ended without its page."""


@dataclass
class App:
    """The app on a port; without sign-in it answers this machine alone."""

    data: Path
    port: int
    log: IO[bytes]
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process that serves, below its supervisor; 0 while there is none."""
        assert self.process is not None
        supervisor = self.process.pid
        forks = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text("ascii").split()
        return int(forks[0]) if forks else 0

    def start(self) -> None:
        """Start it, without waiting until it answers."""
        command = [sys.executable, "-m", "einlass.ui.supervisor", "--server.port", str(self.port)]
        environment = os.environ | {"EINLASS_DATA": str(self.data), "EINLASS_METRICS": "127.0.0.1"}
        self.process = subprocess.Popen(
            command,
            cwd=config.ROOT,
            env=environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def is_ready(self) -> bool:
        """Whether settings are read and data served."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, http.client.HTTPException):
            return False

    def wait(self) -> None:
        """Until it is ready. Raises TimeoutError."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.is_ready():
            if time.monotonic() > until:
                raise TimeoutError("the app does not answer")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the process that serves by a signal that it cannot hear; its supervisor starts it again."""
        killed = self.pid
        os.kill(killed, signal.SIGKILL)
        while self.pid == killed:
            time.sleep(0.01)

    def kill_both(self) -> None:
        """End the supervisor in the same way, and the app with it."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def megabytes(self) -> float:
        """Memory of the process that is its own."""
        _, resident, shared, *_ = Path(f"/proc/{self.pid}/statm").read_text("ascii").split()
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE") / 1024**2

    def handles(self) -> int:
        """Files and connections it holds open."""
        return sum(1 for _ in Path(f"/proc/{self.pid}/fd").iterdir())

    def counted(self, name: str) -> int:
        """A figure of its own /metrics."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        return next(int(float(line.split()[1])) for line in lines if line.startswith(name + " "))


@contextmanager
def app(data: Path, log: Path) -> Iterator[App]:
    """The app on a data folder, ended afterwards."""
    with log.open("ab") as file:
        one = App(data, free_port(), file)
        one.start()
        try:
            one.wait()
            yield one
        finally:
            if one.process and one.process.poll() is None:
                one.process.terminate()
                try:
                    one.process.wait(60)
                except subprocess.TimeoutExpired:
                    one.kill_both()


class OpenPage:
    """A page of the app as its browser knows it: its session, its address, its buttons and fields."""

    def __init__(self, app: App, socket: ClientConnection) -> None:
        self.app = app
        self.socket = socket
        self.session = ""
        self.query = ""
        self.widgets: dict[str, str] = {}

    async def ask(self, page: str, query: str, states: Sequence[WidgetState] = ()) -> float:
        """Seconds from a wish to the end of its run, everything sent. Raises PageFailed."""
        asked = BackMsg()
        asked.rerun_script.query_string = self.query = query
        asked.rerun_script.page_name = page
        asked.rerun_script.widget_states.widgets.extend(states)
        self.widgets = {}
        began = time.monotonic()
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for message in self.socket:
                if self._is_end(ForwardMsg.FromString(message if isinstance(message, bytes) else b"")):
                    return time.monotonic() - began
        raise PageFailed("the connection was closed")

    def _is_end(self, told: ForwardMsg) -> bool:
        kind = told.WhichOneof("type")
        if kind == "new_session":
            self.session = told.new_session.initialize.session_id
        elif kind == "page_info_changed":
            self.query = told.page_info_changed.query_string
        elif kind == "delta":
            self._look_at(told)
        elif kind == "script_finished":
            if told.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise PageFailed("compile error")
            return bool(told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)
        return False

    def _look_at(self, told: ForwardMsg) -> None:
        element = told.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise PageFailed(element.exception.message)
        if kind == "html" and any(title in element.html.body for title in FAILED):
            raise PageFailed(element.html.body[:400])
        if kind in ("button", "file_uploader"):
            found = getattr(element, kind).id
            self.widgets[found.rpartition("-")[2]] = found

    def widget(self, key: str) -> str:
        """The id of a button or field by the beginning of its key. Raises PageFailed where there is none."""
        for own, found in self.widgets.items():
            if own.startswith(key):
                return found
        raise PageFailed(f"no {key} among {sorted(self.widgets)}")

    async def press(self, page: str, key: str, *more: WidgetState) -> float:
        """Press a button; the page runs with it."""
        return await self.ask(page, self.query, [WidgetState(id=self.widget(key), trigger_value=True), *more])

    async def upload(self, name: str, content: bytes) -> WidgetState:
        """A file put into the field for files; the state of the field that the next wish has to carry."""
        file = str(uuid.uuid4())
        route = f"/_stcore/upload_file/{self.session}/{file}"
        status = await asyncio.to_thread(self._put, route, name, content)
        if status != 204:
            raise PageFailed(f"the upload was answered with {status}")
        state = WidgetState(id=self.widget("upload:files"))
        info = UploadedFileInfo(name=name, size=len(content), file_id=file)
        info.file_urls.file_id, info.file_urls.upload_url, info.file_urls.delete_url = file, route, route
        state.file_uploader_state_value.uploaded_file_info.append(info)
        return state

    def _put(self, route: str, name: str, content: bytes) -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=PATIENCE_SECONDS)
        try:
            line.request("GET", "/_stcore/health")
            cookie = (line.getresponse().getheader("set-cookie") or "").partition(";")[0]
        finally:
            line.close()
        head = (
            f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n'
            "content-type: text/csv\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        line = http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=PATIENCE_SECONDS)
        try:
            headers = {
                "content-type": f"multipart/form-data; boundary={BOUNDARY}",
                "cookie": cookie,
                "x-xsrftoken": cookie.partition("=")[2],
            }
            line.request("PUT", route, body, headers)
            return line.getresponse().status
        finally:
            line.close()


def connection(app: App) -> connect:
    """A connection as the page of Streamlit opens it."""
    return connect(
        f"ws://127.0.0.1:{app.port}/_stcore/stream", origin=f"http://127.0.0.1:{app.port}",
        subprotocols=["streamlit"], max_size=None, ping_interval=None, open_timeout=PATIENCE_SECONDS,
    )  # fmt: skip


async def imported(page: OpenPage, name: str, content: bytes) -> None:
    """Import a file as somebody at the page Daten does. Raises PageFailed where it is not taken over."""
    await page.ask("data", "lang=de")
    field = await page.upload(name, content)
    await page.ask("data", page.query, [field])
    await page.press("data", "data.check", field)
    await page.press("data", "data.confirm")
