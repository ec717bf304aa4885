"""Every kind of store keeps the same promises: create once, replace whole, find again, and one winner in a race."""

from __future__ import annotations

import os
import re
import shlex
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from racers import KEYS, content_of, race

from pia.errors import ExtraMissing, StoreUnreachable, WrongUse
from pia.records.backend import Backend, open_store
from records import azurite

POSTGRES = "PIA_TEST_POSTGRES"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a bucket on an S3 server of our own, on the loopback.

    One request at a time: S3 promises that a conditional write is atomic, and this is how the stand-in keeps it.
    """
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    one_at_a_time = threading.Lock()
    app = DomainDispatcherApplication(create_backend_app)

    def serve(environ: dict[str, Any], start: Any) -> Any:  # noqa: ANN401 - WSGI's own types
        with one_at_a_time:
            return list(app(environ, start))

    server = make_server("127.0.0.1", 0, serve, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "example",
            "AWS_SECRET_ACCESS_KEY": "example",
            "AWS_REGION": "us-east-1",
        }.items():
            patch.setenv(name, value)
        make = urllib.request.Request(f"http://127.0.0.1:{server.server_port}/bucket", method="PUT")
        urllib.request.urlopen(make).close()  # noqa: S310 - our own server
        yield "s3://bucket/assessments"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A container on an Azure server of our own, on the loopback."""
    if azurite.COMMAND is None:
        pytest.skip("no Azurite; to test with one: npm install -g azurite")
    with azurite.azurite(tmp_path_factory.mktemp("azurite")) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AZURE_STORAGE_USE_EMULATOR", "true")
        patch.setenv("AZURITE_BLOB_STORAGE_URL", url)
        yield "az://assessments/team"


@pytest.fixture(params=["folder", "sqlite", "postgresql", "s3", "azure"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh store of each kind."""
    match request.param:
        case "folder":
            return str(tmp_path / "assessments")
        case "sqlite":
            return f"sqlite:///{tmp_path}/store.db"
        case "s3" | "azure":
            place: str = request.getfixturevalue(request.param)
            return f"{place}/{tmp_path.name}"
    if POSTGRES not in os.environ:
        if "CI" in os.environ:
            pytest.fail("CI runs the tests with a PostgreSQL: bin/with-postgres bin/test")
        pytest.skip("no PostgreSQL; to test with one: bin/with-postgres bin/test tests/records")
    return fresh_database(os.environ[POSTGRES])


def fresh_database(url: str) -> str:
    """A PostgreSQL URL with an empty database of its own."""
    import psycopg

    name = f"test_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


@pytest.fixture
def store(where: str) -> Backend:
    """The backend of a fresh store."""
    return open_store(where)


def test_the_first_stays(store: Backend) -> None:
    """A key is created once; another content is refused and changes nothing."""
    assert store.read("a-plan/0001.json") is None
    assert store.create("a-plan/0001.json", b"one\n")
    assert not store.create("a-plan/0001.json", b"two\n")
    assert store.read("a-plan/0001.json") == b"one\n"


def test_a_second_try_with_the_same_content_is_a_success(store: Backend) -> None:
    """The answer to the first try got lost; the second finds its own work."""
    assert store.create("a-plan/0001.json", b"one\n")
    assert store.create("a-plan/0001.json", b"one\n")


def test_a_draft_is_replaced(store: Backend) -> None:
    """The last one wins, whether there was one or not, and any byte is kept."""
    every_byte = bytes(range(256))
    store.replace("a-plan/draft.json", b"old")
    store.replace("a-plan/draft.json", every_byte)
    assert store.read("a-plan/draft.json") == every_byte


def test_keys_are_listed_by_their_beginning(store: Backend) -> None:
    """All, those of one assessment, and those of names that begin alike; `_` and `%` mean themselves."""
    for key in ["a-plan/0001.json", "a-plan/draft.json", "a-plan-two/0001.json", "b-plan/0001.json"]:
        store.create(key, b"x")
    assert store.names() == ["a-plan-two/0001.json", "a-plan/0001.json", "a-plan/draft.json", "b-plan/0001.json"]
    assert store.names("a-plan/") == ["a-plan/0001.json", "a-plan/draft.json"]
    assert store.names("a-plan/00") == ["a-plan/0001.json"]
    assert store.names("a-") == ["a-plan-two/0001.json", "a-plan/0001.json", "a-plan/draft.json"]
    assert store.names("_") == store.names("%") == store.names("c-plan/") == []


def test_the_time_of_the_last_change_is_known(store: Backend) -> None:
    """To within the clock of the storage."""
    assert store.changed("a-plan/draft.json") == 0
    store.replace("a-plan/draft.json", b"x")
    assert abs(store.changed("a-plan/draft.json") - time.time()) < 30


@pytest.mark.parametrize(
    "key", ["0001.json", "../x/0001.json", "a-plan/../0001.json", "a-plan/b/c", "/etc/passwd", "A/b"]
)
def test_no_key_leads_out_of_the_store(store: Backend, key: str) -> None:
    """Whatever asks for it."""
    for attempt in (
        store.read,
        store.changed,
        lambda key: store.create(key, b"x"),
        lambda key: store.replace(key, b"x"),
    ):
        with pytest.raises(ValueError, match="not a key"):
            attempt(key)


def test_folders_in_a_folder_are_no_files(tmp_path: Path) -> None:
    """What people keep beside the records is left alone: folders in an assessment, files beside all."""
    store = open_store(tmp_path)
    store.create("a-plan/0001.json", b"x")
    (tmp_path / "a-plan" / "notes").mkdir()
    (tmp_path / "README.md").touch()
    (tmp_path / ".git").mkdir()
    assert store.names() == ["a-plan/0001.json"]


def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    """A link that leads round in a circle, a folder in the place of a record: the system's reason, in one sentence."""
    store = open_store(tmp_path)
    (tmp_path / "a-plan" / "0001.json").mkdir(parents=True)
    with pytest.raises(StoreUnreachable, match=r"0001\.json does not answer: is a directory\. Nothing is lost"):
        store.read("a-plan/0001.json")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(StoreUnreachable, match=r"circle does not answer: too many levels of symbolic links\. Nothing"):
        store.names("circle/")


def test_one_of_eight_wins(where: str) -> None:
    """Eight processes want each of 25 keys at the same moment: one gets it, knows it, and its content stays."""
    won = race(where)
    assert Counter(key for key, _ in won) == Counter(KEYS)
    store = open_store(where)
    assert {key: store.read(key) for key in KEYS} == {key: content_of(number, key) for key, number in won}
    assert store.names() == KEYS


@pytest.mark.parametrize("url", ["ftp://example.com/x", "http://example.com", "file:///tmp"])
def test_another_url_is_refused(url: str) -> None:
    """With the kinds there are."""
    with pytest.raises(WrongUse, match="s3://, gs://, az://, postgresql:// or sqlite://"):
        open_store(url)


@pytest.mark.parametrize(("url", "extra"), [("s3://bucket", "cloud"), ("sqlite:///x.db", "sql")])
def test_a_missing_extra_says_how_to_install_it(url: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the command, for the Python that runs: whatever `pip` is on the path installs elsewhere."""
    for name in ("pia.records.cloud", "pia.records.sql"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    command = f"{shlex.quote(sys.executable)} -m pip install 'phone-pia[{extra}]'"
    with pytest.raises(ExtraMissing, match=re.escape(command)):
        open_store(url)


def test_sqlite_forgets_nothing_at_a_power_cut(tmp_path: Path) -> None:
    """It is told to force its folder to disk as well: 3 is EXTRA."""
    from pia.records.sql import Table

    with Table(f"sqlite:///{tmp_path}/store.db").engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3


def test_a_password_is_never_shown() -> None:
    """A store that does not answer is named without it."""
    with pytest.raises(StoreUnreachable) as caught:
        open_store("postgresql://someone:secret@127.0.0.1:1/assessments")
    assert "secret" not in str(caught.value)
    assert "postgresql://someone:***@127.0.0.1:1/assessments does not answer" in str(caught.value)
