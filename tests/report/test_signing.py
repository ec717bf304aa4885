"""Signatures: three people sign, everyone who checks agrees, and what was changed before or after is refused."""

from __future__ import annotations

import io
import itertools
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest
from click.testing import CliRunner
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef

from pia.cli.main import pia
from pia.errors import BrokenFile, PiaError, WrongUse
from pia.report import signing
from pia.report.seal import seal_of
from pia.report.signatures import Reader, appended, signatures
from report import certificates
from report.certificates import PASSPHRASE, PEOPLE

AT = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys and certificates of everyone."""
    folder = tmp_path_factory.mktemp("people")
    certificates.lay_out(folder)
    return folder


@pytest.fixture(scope="module")
def plain(pdf_of: Callable[..., bytes]) -> bytes:
    """A report as it was made."""
    return pdf_of("small")


@pytest.fixture(scope="module")
def steps(plain: bytes, people: Path) -> list[bytes]:
    """The report after no, one, two and three signatures."""
    steps = [plain]
    for field in PEOPLE:
        steps.append(signing.signed(steps[-1], field, signer(people, field), at=AT))
    return steps


def signer(people: Path, field: str) -> Any:  # noqa: ANN401 - pyHanko is an extra
    """The one who signs in a field."""
    return signing.signer_of(people / f"{field}.p12", None, PASSPHRASE)


def painted(content: bytes) -> bytes:
    """The report with a white sheet laid over its first page, appended as a later state of the file."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(content))
    sheet = generic.StreamObject(stream_data=b"q 1 g 0 0 2000 2000 re f Q")
    writer.add_stream_to_page(0, writer.add_object(sheet))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_three_people_sign_one_after_the_other(steps: list[bytes], people: Path) -> None:
    """Each signature is appended; each names its person; a certificate the reader trusts is told from others."""
    for before, after in itertools.pairwise(steps):
        assert after.startswith(before)
    found = signatures(steps[-1], len(steps[0]), [str(people / "root.pem")])
    assert found is not None
    assert {signature.field: signature.by for signature in found} == PEOPLE
    assert all(signature.trusted and signature.issuer == "Example Root" for signature in found)
    alone = signatures(steps[-1], len(steps[0]))
    assert alone is not None
    assert not any(signature.trusted for signature in alone)
    assert "Example Officer signed as privacy-officer" in (appended(steps[-1], len(steps[0])) or "")


def test_what_is_signed_is_not_written_anew(steps: list[bytes]) -> None:
    """The metadata, the seal and the data inside are those of the report as it was made."""
    seals = {seal_of(step) for step in steps}
    assert len(seals) == 1
    with pikepdf.open(io.BytesIO(steps[0])) as plain, pikepdf.open(io.BytesIO(steps[-1])) as signed:
        assert signed.Root.Metadata.read_bytes() == plain.Root.Metadata.read_bytes()
        assert signed.docinfo.get("/ModDate") == plain.docinfo.get("/ModDate")


def test_a_page_painted_over_is_refused(steps: list[bytes], people: Path) -> None:
    """Before a signature, after it, between two, and when the forger signs as well."""
    length = len(steps[0])
    assert signatures(painted(steps[0]), length) is None
    assert signatures(painted(steps[-1]), length) is None
    forged = signing.signed(painted(steps[1]), "privacy-officer", signer(people, "privacy-officer"), at=AT)
    assert signatures(forged, length) is None


@pytest.mark.parametrize("tail", [b"\n% more\n", b"%PDF-1.7\n", b"\0" * 100])
def test_bytes_after_the_last_signature_are_refused(steps: list[bytes], tail: bytes) -> None:
    """Whatever they are."""
    assert signatures(steps[-1] + tail, len(steps[0])) is None


def test_a_changed_byte_is_refused(steps: list[bytes]) -> None:
    """In each signature, and in what lies between them."""
    content, length = steps[1], len(steps[0])
    for at in range(length + 40, len(content) - 40, (len(content) - length) // 6):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        found = signatures(changed, length)
        assert found is None or found == signatures(content, length)  # a byte of padding says nothing
    whole = content.index(b"/Contents", length) + 40
    assert signatures(content[:whole] + b"00" + content[whole + 2 :], length) is None


def test_another_file_behind_the_report_is_refused(steps: list[bytes], people: Path) -> None:
    """A whole other document, signed, with the sealed report as mere bytes before it."""
    other = signing.signed(steps[0], "author", signer(people, "author"), at=AT)
    assert signatures(steps[0] + other, len(steps[0])) is None


@pytest.fixture(scope="module")
def stamped(plain: bytes, people: Path) -> bytes:
    """The report signed by its author, with a timestamp of an authority."""
    with certificates.authority(people) as url:
        return signing.signed(plain, "author", signer(people, "author"), at=AT, tsa=url)


needs_openssl = pytest.mark.skipif(
    not shutil.which("openssl") and not os.environ.get("PIA_REQUIRE_TOOLS"),
    reason="no openssl, which is the timestamp authority here: sudo apt-get install openssl",
)


@needs_openssl
def test_a_timestamp_of_an_authority_stands_for_the_clock(stamped: bytes, plain: bytes, people: Path) -> None:
    """Only when one is named is a network used."""
    found = signatures(stamped, len(plain), [str(people / "root.pem")])
    assert found is not None
    assert [(signature.by, signature.stamped) for signature in found] == [("Example Author", True)]


@needs_openssl
def test_openssl_agrees_about_a_timestamp(stamped: bytes, people: Path, tmp_path: Path) -> None:
    """`openssl ts -verify` finds that the authority stamped this very signature (RFC 3161), and no other bytes."""
    (embedded,) = PdfFileReader(io.BytesIO(stamped)).embedded_signatures
    (stamp,) = (
        attribute["values"][0]
        for attribute in embedded.signer_info["unsigned_attrs"]
        if attribute["type"].native == "signature_time_stamp_token"
    )
    (tmp_path / "stamp.der").write_bytes(stamp.dump())
    signature: bytes = embedded.signer_info["signature"].native
    token = ["-in", str(tmp_path / "stamp.der"), "-token_in", "-CAfile", str(people / "root.pem")]
    for content, verdict in ((signature, "Verification: OK"), (signature[:-1] + b"?", "message imprint mismatch")):
        (tmp_path / "signature").write_bytes(content)
        command = ["openssl", "ts", "-verify", "-data", str(tmp_path / "signature"), *token]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        assert verdict in said.stdout + said.stderr
        assert (said.returncode == 0) is (content == signature)


def test_an_authority_that_does_not_answer_is_a_sentence(plain: bytes, people: Path) -> None:
    """Nothing is signed then."""
    with pytest.raises(WrongUse, match=r"authority http://127\.0\.0\.1:9/ did not answer"):
        signing.signed(plain, "author", signer(people, "author"), at=AT, tsa="http://127.0.0.1:9/")


def test_what_was_changed_is_not_signed(plain: bytes) -> None:
    """Nobody puts a name to a report that is not as it was made."""
    for content in (painted(plain), plain[:-20], plain[:5000] + bytes([plain[5000] ^ 1]) + plain[5001:], b"no PDF"):
        with pytest.raises(BrokenFile):
            signing.fields_of(content, "report.pdf")


@pytest.mark.parametrize(
    ("file", "certificate", "passphrase"),
    [
        ("author.p12", None, b"wrong"),
        ("root.pem", None, None),
        ("author.key", "root.pem", None),
        ("tsa.conf", "tsa.conf", None),
    ],
)
def test_a_key_that_does_not_fit_is_a_sentence(
    people: Path, plain: bytes, file: str, certificate: str | None, passphrase: bytes | None
) -> None:
    """Another passphrase, no key at all, the certificate of somebody else."""

    def attempt() -> None:
        found = signing.signer_of(people / file, people / certificate if certificate else None, passphrase)
        signing.signed(plain, "author", found, at=AT)

    with pytest.raises(PiaError):
        attempt()


def test_the_command_signs_in_place_and_says_what_is_open(plain: bytes, people: Path, tmp_path: Path) -> None:
    """With either kind of key; a field is signed once; a slip is answered with what is open."""
    report = tmp_path / "report.pdf"
    report.write_bytes(plain)
    run = CliRunner(env={"PIA_PASSPHRASE": PASSPHRASE.decode()})
    keys = ["--key", str(people / "approver.key"), "--certificate", str(people / "approver.pem")]
    by_author = ["sign", str(report), "--field", "author", "--pkcs12", str(people / "author.p12")]
    assert run.invoke(pia, by_author, standalone_mode=False).output.startswith("Signed as author: ")
    again = run.invoke(pia, by_author, standalone_mode=False)
    assert str(again.exception) == "--field author: is signed already. Empty: privacy-officer, approver."
    other = run.invoke(pia, ["sign", str(report), "--field", "boss", *keys], standalone_mode=False)
    assert str(other.exception) == "--field boss: is no field of this report. Empty: privacy-officer, approver."
    done = CliRunner(env={}).invoke(pia, ["sign", str(report), "--field", "approver", *keys], standalone_mode=False)
    assert done.exception is None
    listed = run.invoke(pia, ["sign", str(report)], standalone_mode=False).output
    assert listed == "author: signed\nprivacy-officer: empty\napprover: signed\n"
    assert report.read_bytes().startswith(plain)


@pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")) and not os.environ.get("PIA_REQUIRE_TOOLS"),
    reason="no pdfsig or no certutil: sudo apt-get install poppler-utils libnss3-tools",
)
def test_pdfsig_agrees(steps: list[bytes], people: Path, tmp_path: Path) -> None:
    """An independent program finds the same people, and every signature valid."""
    new = ["certutil", "-N", "-d", f"sql:{tmp_path}", "--empty-password"]
    subprocess.run(new, check=True, capture_output=True)
    trust = ["certutil", "-A", "-d", f"sql:{tmp_path}", "-n", "root", "-t", "CT,C,C", "-i", str(people / "root.pem")]
    subprocess.run(trust, check=True, capture_output=True)
    (tmp_path / "signed.pdf").write_bytes(steps[-1])
    command = ["pdfsig", "-nssdir", f"sql:{tmp_path}", str(tmp_path / "signed.pdf")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.count("Signature Validation: Signature is Valid.") == len(PEOPLE), said
    for field, name in PEOPLE.items():
        assert f"Signature Field Name: {field}" in said
        assert f"Signer Certificate Common Name: {name}" in said


def test_verify_tells_signatures_from_paint(steps: list[bytes], people: Path, tmp_path: Path) -> None:
    """`pia verify` names who signed, and refuses the report whose page somebody painted over."""
    report = tmp_path / "report.pdf"
    report.write_bytes(steps[-1])
    done = CliRunner().invoke(pia, ["verify", str(report), "--trust", str(people / "root.pem")])
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert "Intact, with signatures added" in said
    for field, name in PEOPLE.items():
        assert f"{name} signed as {field}" in said
    assert said.count("certified by Example Root, which you trust") == len(PEOPLE)
    begun = [
        line for line in done.output.splitlines() if line.startswith(tuple(f"  {name} " for name in PEOPLE.values()))
    ]
    assert len(begun) == len(PEOPLE), "each signature begins a line of its own"
    report.write_bytes(painted(steps[-1]))
    done = CliRunner().invoke(pia, ["verify", str(report)])
    assert done.exit_code == 1
    assert "NOT INTACT: added to later" in done.output


def test_objects_are_read_as_pyhanko_reads_them(steps: list[bytes]) -> None:
    """Ours reads the table of a stream once, pyHanko for each object; what they find is the same."""
    ours, theirs = Reader(steps[1]), PdfFileReader(io.BytesIO(steps[1]))
    inside = [number for number in theirs.xrefs.explicit_refs_in_revision(0) if kept_inside(theirs, number.idnum)]
    assert len(inside) > 500
    for reference in inside[:: len(inside) // 40]:
        one, other = (generic.Reference(reference.idnum, 0, reader).get_object() for reader in (ours, theirs))
        assert written(one) == written(other)


def kept_inside(reader: PdfFileReader, number: int) -> bool:
    """Whether an object is kept in an object stream."""
    return isinstance(reader.xrefs[generic.Reference(number, 0)], ObjStreamRef)


def written(found: generic.PdfObject) -> bytes:
    """An object as it would be written."""
    output = io.BytesIO()
    found.write_to_stream(output)
    return output.getvalue()


@pytest.mark.parametrize(
    ("head", "inside", "count", "kind"),
    [
        (b"7 0 7 2 ", b"1 2 ", 2, "/ObjStm"),
        (b"7 0 9 2 ", b"1 2 ", 3, "/ObjStm"),
        (b"7 0 9 ", b"1 2 ", 2, "/ObjStm"),
        (b"7 0 9 +2 ", b"1 2 ", 2, "/ObjStm"),
        (b"9 0 7 2 ", b"1 2 ", 2, "/ObjStm"),
        (b"8 0 9 2 ", b"1 2 ", 2, "/ObjStm"),
        (b"7 0 9 6 ", b"1 0 R 2 ", 2, "/ObjStm"),
        (b"7 0 9 2 ", b"1 2 ", 2, "/XObject"),
    ],
    ids=["twice", "too few", "odd", "no number", "out of place", "not there", "a reference", "another stream"],
)
def test_an_object_stream_that_is_not_as_it_should_be_is_refused(
    plain: bytes, head: bytes, inside: bytes, count: int, kind: str
) -> None:
    """Where readers could differ about what a file says, it is not called intact."""
    reader: Any = Reader(plain)
    name, number = generic.NameObject, cast("Any", generic.NumberObject)
    entries = {name("/Type"): name(kind), name("/N"): number(count), name("/First"): number(len(head))}
    reader.cache_indirect_object(0, 99_999, generic.StreamObject(entries, stream_data=head + inside))
    with pytest.raises(PdfStrictReadError):
        reader._get_object_from_stream(7, 99_999, 0)
