"""A web application on a free loopback port, in a thread of this process."""

import logging
import socket
from threading import Thread
from types import TracebackType

import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"
STOP_TIMEOUT_S = 10.0


class ConnectionCutError(Exception):
    """The simulated network failed in the middle of an answer; the server closes the connection."""


class _MeantFailures(logging.Filter):
    """Keeps failures that were asked for out of the log; any other is a fault of the simulator."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record should be logged."""
        return not (record.exc_info and isinstance(record.exc_info[1], ConnectionCutError))


_MEANT = _MeantFailures()


class Server:
    """One server. The port is bound, and connections wait in its queue, as soon as the object is there."""

    def __init__(self, app: ASGIApp, *, port: int = 0) -> None:
        """Bind the port (0 takes a free one) without serving yet."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HOST, port))
        self._socket.listen(128)
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            http="h11",
            ws="none",
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        logging.getLogger("uvicorn.error").addFilter(_MEANT)
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, args=([self._socket],), daemon=True)

    @property
    def url(self) -> str:
        """Where the server listens, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Serve in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and give the port back."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_TIMEOUT_S)
        self._socket.close()

    def __enter__(self) -> "Server":
        """Serve until the block ends."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()
