"""The seal by itself: what it covers, to the last bit, and what passes for none."""

from __future__ import annotations

import hashlib

import pytest

from pia.report.seal import BLANK, OPENING, UNSEALED, Seal, seal_of, sealed

PLACE = f'<x {OPENING} pia:paper="A4" {UNSEALED}/>'.encode()
FILE = sealed(b"%PDF-1.7\n" + PLACE + b"\n%%EOF\n")


def sealing(content: bytes) -> Seal:
    """The seal that stands in a file."""
    seal = seal_of(content)
    assert seal is not None
    return seal


def test_anyone_can_check_it_with_nothing_but_a_checksum() -> None:
    """As its docstring says: the SHA-256 of the first ``fileLength`` bytes, its own 64 characters read as zeros."""
    seal = sealing(FILE)
    assert FILE[seal.at : seal.at + 64].decode() == seal.digest
    zeroed = FILE[: seal.at] + b"0" * 64 + FILE[seal.at + 64 :]
    assert hashlib.sha256(zeroed).hexdigest() == seal.digest
    assert (seal.length, len(FILE)) == (len(FILE), len(zeroed))
    assert f'pia:fileLength="{len(FILE):010}"'.encode() in FILE


def test_not_one_bit_can_change() -> None:
    """Every bit of a small file, one after the other: in the seal, before it and behind it."""
    assert sealing(FILE).holds(FILE)
    for at in range(len(FILE)):
        for bit in range(8):
            flipped = FILE[:at] + bytes([FILE[at] ^ 1 << bit]) + FILE[at + 1 :]
            seal = seal_of(flipped)
            assert seal is None or not seal.holds(flipped), (at, bit)


def test_it_holds_whatever_follows_and_breaks_when_something_is_missing() -> None:
    """A signature is appended; a byte less is a byte changed."""
    seal = sealing(FILE)
    assert seal.holds(FILE + b"more")
    assert not seal.holds(FILE[:-1])
    assert not seal.holds(b"x" + FILE)


@pytest.mark.parametrize("beyond", [-200, -1, 0, 1, 63, 64])
def test_a_seal_that_leaves_itself_out_is_none(beyond: int) -> None:
    """Whoever forges one could name a length that ends before its digest does, and change all that follows."""
    at = sealing(FILE).at
    length = at + beyond
    forged = hashlib.sha256(FILE[: min(length, at)] + BLANK.encode()).hexdigest()
    assert Seal(length, forged, at).holds(FILE) is (beyond == 64)


def test_only_a_place_for_a_seal_can_be_sealed() -> None:
    """And sealing again gives the same; the words of a seal without its place are no seal."""
    assert sealed(FILE) == FILE
    for content in (b"%PDF-1.7\n%%EOF\n", UNSEALED.encode(), OPENING.encode() + b"/><x " + UNSEALED.encode()):
        assert seal_of(content) is None
        with pytest.raises(ValueError, match="no place for a seal"):
            sealed(content)
