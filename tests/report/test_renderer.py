"""The child process: what it makes, and that nothing that happens to it is more than one sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pia.errors import PiaError, RenderingFailed
from pia.report.child import Limits
from pia.report.renderer import Renderer
from report import sample
from report.conftest import HERE

ROOT = HERE.parent.parent


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    """A child process with the usual limits."""
    with Renderer() as started:
        yield started


def test_the_same_bytes_as_in_this_process_cold_and_warm(pdf_of: Callable[..., bytes], renderer: Renderer) -> None:
    made = [renderer.submit(sample.CATALOGUE, report).content for report in (sample.SMALL, sample.BENIGN, sample.SMALL)]
    assert made == [pdf_of("small"), pdf_of("benign"), pdf_of("small")]
    assert renderer.submit(sample.CATALOGUE, sample.SMALL, paper="Letter").content == pdf_of("small", "Letter")


def test_a_fault_in_the_child_is_told_and_the_child_goes_on(renderer: Renderer) -> None:
    with pytest.raises(RenderingFailed, match="ValueError: paper is 'A3'"):
        renderer.submit(sample.CATALOGUE, sample.SMALL, paper="A3")
    assert renderer.submit(sample.CATALOGUE, sample.BENIGN).content.startswith(b"%PDF-")


def test_a_sentence_of_the_child_reaches_the_person_with_its_exit_code(renderer: Renderer, tmp_path: Path) -> None:
    with pytest.raises(PiaError, match="no such folder of fonts") as told:
        renderer.submit(sample.CATALOGUE, sample.hostile(), fonts=tmp_path / "none")
    assert told.value.exit_code == 2


def test_a_crash_is_a_sentence_and_the_next_report_is_made(renderer: Renderer) -> None:
    renderer._process.send_signal(signal.SIGSTOP)  # it waits, so that the end comes in the middle of the work
    crash = threading.Timer(0.3, renderer._process.kill)
    crash.start()
    with pytest.raises(RenderingFailed, match="SIGKILL") as told:
        renderer.submit(sample.CATALOGUE, sample.SMALL)
    crash.join()
    assert told.value.exit_code == 71
    assert "answers are safe" in str(told.value)
    assert renderer.submit(sample.CATALOGUE, sample.SMALL).content.startswith(b"%PDF-")


def test_a_hang_ends_at_the_wall() -> None:
    with Renderer(Limits(wall=1)) as renderer:
        renderer._process.send_signal(signal.SIGSTOP)
        with pytest.raises(RenderingFailed, match="longer than 1 seconds"):
            renderer.submit(sample.CATALOGUE, sample.SMALL)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")
def test_too_much_memory_is_a_sentence() -> None:
    with Renderer(Limits(memory=180 << 20)) as renderer, pytest.raises(RenderingFailed, match="memory"):
        renderer.submit(sample.CATALOGUE, sample.TERRIBLE)


def test_too_much_processor_is_a_sentence() -> None:
    many = sample.assessment(*sample.TERRIBLE.findings * 40)
    with Renderer(Limits(processor=1)) as renderer, pytest.raises(RenderingFailed, match="1 seconds of the processor"):
        renderer.submit(sample.CATALOGUE, many)


PARENT = """
import os, sys
sys.path[:0] = [{root!r}, {tests!r}]
from pia.report.renderer import Renderer
from report import sample
renderer = Renderer()
print(renderer._process.pid, flush=True)
if sys.argv[1] == "busy":
    while True:
        renderer.submit(sample.CATALOGUE, sample.TERRIBLE)
sys.stdin.read()
"""


@pytest.mark.parametrize("what", ["idle", "busy"])
def test_the_child_dies_with_its_parent(what: str) -> None:
    program = PARENT.format(root=str(ROOT), tests=str(HERE.parent))
    with subprocess.Popen(
        [sys.executable, "-c", program, what], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(1.0 if what == "busy" else 0.1)
        parent.kill()
        parent.wait()
    for _ in range(200):
        if _gone(child):
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child outlived its parent")


def _gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{process}/stat")  # ended, and not yet collected by whoever inherited it
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_the_folder_where_one_works_is_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weasyprint.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    with Renderer() as renderer:
        assert renderer.submit(sample.CATALOGUE, sample.BENIGN).content.startswith(b"%PDF-")
