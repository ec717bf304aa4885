"""Power cuts in the middle of writing, on ext4 and XFS: what was acknowledged is there, whole. Needs root.

    sudo .venv/bin/python bench/powercut.py [--cuts 500] [--filesystems ext4 xfs]

A process writes drafts and records, and tells of each when `pia.records.durable` has returned. At a random moment the
file system is shut down without flushing its log (the ioctl GOINGDOWN, made for such tests), unmounted, mounted
again, and everything that was told of is looked for. A careless writer (temporary file and rename, no fsync) is run
through the same cuts and must lose something, or the test could not see a loss.

Told of is what was heard before the cut. A shut-down XFS answers an fsync of a folder with success (Linux 6.18: unlike
that of a file it does not look whether the file system is down), to a process that a power cut would have ended. Not in
this: a disk that loses what it said it had written.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pia.records import durable

GOINGDOWN = 0x8004587D
"""_IOR('X', 125, __u32), the same for ext4 and XFS."""

NO_LOG_FLUSH = 2
SIZE = {"ext4": 64 << 20, "xfs": 320 << 20}
CUTS_PER_IMAGE = 50
Writer = Callable[[Path, bytes], object]


def careless(path: Path, content: bytes) -> None:
    """What is usually done: a temporary file and a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


def content_of(cut: int, plan: int, file: str, version: int) -> bytes:
    """A text that shows by itself whether it is whole, and which it is."""
    return json.dumps({"cut": cut, "plan": plan, "file": file, "version": version, "x": "x" * 3000}).encode() + b"\n"


STEPS = (("draft.json", 1), ("draft.json", 2), ("0001.json", 1), ("draft.json", 3), ("0002.json", 1))
"""The life of one assessment: which file is written, and in which version."""


def write(store: Path, cut: int, told: int, writers: tuple[Writer, Writer]) -> None:
    """Write until the power goes, telling of each file that is written."""
    create, replace = writers
    for plan in range(100_000):
        for file, version in STEPS:
            path = store / f"cut-{cut:04d}-plan-{plan:05d}" / file
            (replace if file == "draft.json" else create)(path, content_of(cut, plan, file, version))
            os.write(told, f"{plan} {file} {version}\n".encode())


def lost(store: Path, cut: int, told: list[str]) -> tuple[int, int]:
    """How many of the files that were told of are not there as told, and how many are torn."""
    latest: dict[tuple[int, str], int] = {}
    for line in told:
        of, name, count = line.split()
        latest[int(of), name] = int(count)
    missing = torn = 0
    for (plan, file), version in latest.items():  # what was told of is there, in that version or a later one
        path = store / f"cut-{cut:04d}-plan-{plan:05d}" / file
        later = [content_of(cut, plan, file, number) for number in range(version, 4)]
        missing += not path.exists()
        torn += path.exists() and path.read_bytes() not in later
    for path in store.glob(f"cut-{cut:04d}-*/*.json"):  # and what was not told of is whole, or not there
        plan, file = int(path.parent.name.rpartition("-")[2]), path.name
        whole = {content_of(cut, plan, file, number) for number in range(1, 4)}
        torn += (plan, file) not in latest and path.read_bytes() not in whole
    return missing, torn


def shell(*command: str) -> None:
    """Run a system command."""
    subprocess.run(command, check=True, capture_output=True)


def one_cut(mount: Path, image: Path, cut: int, writers: tuple[Writer, Writer], delay: float) -> tuple[int, int, int]:
    """Write, cut the power some seconds after the first file, mount again, count: told, missing, torn."""
    reading, telling = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write(mount / "store", cut, telling, writers)
        finally:
            os._exit(0)
    os.close(telling)
    handle = os.open(mount, os.O_RDONLY)
    told = os.read(reading, 4096)  # at least one file, then the cut comes at any moment
    time.sleep(delay)
    os.set_blocking(reading, False)
    with suppress(BlockingIOError):
        while more := os.read(reading, 65536):
            told += more
    fcntl.ioctl(handle, GOINGDOWN, struct.pack("I", NO_LOG_FLUSH))
    os.close(handle)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    shell("umount", str(mount))
    shell("mount", "-o", "loop", str(image), str(mount))
    lines = told.decode().splitlines()
    return len(lines), *lost(mount / "store", cut, lines)


def cuts(filesystem: str, number: int, writers: tuple[Writer, Writer], seed: int) -> tuple[int, int, int]:
    """Cut the power so many times; the sums of told, missing and torn."""
    chance, sums = random.Random(seed), (0, 0, 0)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as scratch:
        image, mount = Path(scratch, "image"), Path(scratch, "mount")
        mount.mkdir()
        for cut in range(number):
            if cut % CUTS_PER_IMAGE == 0:
                if cut:
                    shell("umount", str(mount))
                image.unlink(missing_ok=True)
                with image.open("wb") as file:
                    file.truncate(SIZE[filesystem])
                shell(f"mkfs.{filesystem}", "-q", str(image))
                shell("mount", "-o", "loop", str(image), str(mount))
            told, missing, torn = one_cut(mount, image, cut, writers, chance.random() * 0.06)
            sums = (sums[0] + told, sums[1] + missing, sums[2] + torn)
        shell("umount", str(mount))
    return sums


def main() -> None:
    """Print a line for each file system and writer; exit code 1 when we lost something, or the control lost nothing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=500)
    parser.add_argument("--filesystems", nargs="+", choices=sorted(SIZE), default=sorted(SIZE))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if os.geteuid():
        sys.exit("powercut.py mounts file systems: run it as root, on Linux.")
    failed = False
    for filesystem in given.filesystems:
        for name, writers in (("durable", (durable.create, durable.replace)), ("careless", (careless, careless))):
            told, missing, torn = cuts(filesystem, given.cuts, writers, given.seed)
            failed |= (missing + torn > 0) != (name == "careless")
            print(f"{filesystem} {name:8}: {given.cuts} cuts, {told} told of, {missing} lost, {torn} torn", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
