"""Azurite, Microsoft's stand-in for Azure's storage, run on the loopback for as long as a test needs it.

Install it with `npm install -g azurite`; its account and key are the published ones that every copy has.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

COMMAND = shutil.which("azurite-blob")
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
VERSION = "2021-08-06"
"""Of the protocol, for the one request that we make ourselves."""

LONGEST = 60
"""Seconds to wait for it to answer."""


@contextmanager
def azurite(folder: Path) -> Iterator[str]:
    """The address of a running one that has a container ``assessments``."""
    assert COMMAND is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        COMMAND,
        "--blobPort",
        str(port),
        "--location",
        str(folder),
        "--silent",
        "--skipApiVersionCheck",
        "--disableTelemetry",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            url = f"http://127.0.0.1:{port}"
            _make_container(url, "assessments")
            yield url
        finally:
            process.terminate()


def _wait(port: int) -> None:
    last = time.monotonic() + LONGEST
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)
        else:
            return


def _make_container(url: str, name: str) -> None:
    """The one thing that obstore does not do (Azure Storage REST API, "Authorize with Shared Key")."""
    now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    signed = f"PUT{chr(10) * 12}x-ms-date:{now}\nx-ms-version:{VERSION}\n/{ACCOUNT}/{ACCOUNT}/{name}\nrestype:container"
    signature = base64.b64encode(hmac.digest(base64.b64decode(KEY), signed.encode(), hashlib.sha256)).decode()
    headers = {"x-ms-date": now, "x-ms-version": VERSION, "Authorization": f"SharedKey {ACCOUNT}:{signature}"}
    request = urllib.request.Request(f"{url}/{ACCOUNT}/{name}?restype=container", method="PUT", headers=headers)  # noqa: S310 - our own server
    urllib.request.urlopen(request).close()  # noqa: S310 - our own server
