"""The archive of an assessment that was decided on: one bag that anyone can read and check, also without pia.

In it: the report, the assessment, every record, and what it rested on in the catalogue; beside these a text that says
what is what and how to check it with tools that every system has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pia
from pia.digest import canonical
from pia.errors import BrokenFile, CannotWrite, WrongUse
from pia.model import Approved, ApprovedWithConditions, Archived
from pia.records.bag import TAG_MANIFEST, bag, faults, manifest
from pia.records.durable import create_folder
from pia.records.life import Life, life_of
from pia.records.review import ROWS
from pia.records.stream import read

YEARS = 10
"""How long an archive is kept unless somebody says otherwise."""

README = """\
{title}
{line}

This folder keeps what was planned, answered, concluded and decided about a place where people are asked for a phone
number: assessment "{name}", revision {revision}. It can be read and checked with a text editor, a PDF reader and
sha512sum alone.

What is in it
  data/report.pdf       the report, for people; begin here
  data/submitted.pdf    the report as it was handed to review, if it was kept
  data/assessment.json  the same for programs: every answer, finding and the verdict
  data/catalogue.json   the questions, rules, measures, alternatives and sources it rests on
  data/records/         what happened, one file a step, numbered: written, submitted, commented, decided
  bag-info.txt          what this is, who decided, and until when to keep it

Is it complete and unchanged?
  In this folder: sha512sum --check manifest-sha512.txt tagmanifest-sha512.txt
  (macOS: shasum -a 512 --check FILE, once for each.) Every line must end in OK, and data/ must hold no other files.
  With pia: pia verify FOLDER

Do the parts belong together?
  sha256sum data/assessment.json gives {sha256},
  which the deciding record names as "sha256". Each record names the "digest" of the one before as "previous". A digest
  is the SHA-256 of the record in canonical JSON (RFC 8785) without the field "digest" itself.

What this cannot show
  Whoever can write here can write everything anew, with new checksums. Only what is kept elsewhere shows that: put the
  SHA-512 of tagmanifest-sha512.txt into a letter, a ticket or a signed message. The record of the archive has it too.
  Names are what people said of themselves; a signature in report.pdf, if there is one, says more.

The format is BagIt 1.0 (RFC 8493).
"""


@dataclass(frozen=True, slots=True)
class Papers:
    """What people read. ``submitted``: the report as it was handed to review, empty when it was not kept.

    ``title``: what the team calls the plan; empty when it says nothing of it.
    """

    report: bytes
    catalogue: bytes
    submitted: bytes = b""
    title: str = ""


def contents(life: Life, records: Mapping[str, bytes], papers: Papers, *, on: date, until: date) -> dict[str, bytes]:
    """Every file of the archive by its path. ``records``: their files by name; ``until``: how long to keep it.

    WrongUse when nothing was decided yet.
    """
    if life.revised is None or life.decided is None or life.state not in ROWS[Archived].before:
        raise WrongUse(f"{life.name} is {life.state.value}: it is archived when it was decided on. See `pia review`.")
    about, decision = life.revised.assessment, life.decided
    payload = {
        "report.pdf": papers.report,
        "assessment.json": canonical(about),
        "catalogue.json": papers.catalogue,
        **{f"records/{name}": content for name, content in records.items()},
    }
    if papers.submitted:
        payload["submitted.pdf"] = papers.submitted
    info = {
        "Bag-Software-Agent": f"pia {pia.__version__}",
        "Bagging-Date": on.isoformat(),
        "External-Identifier": f"{life.name}-{life.revision}",
        "External-Description": papers.title or life.name,
        "Verdict": about.verdict.value,
        "State": life.state.value,
        "Decided-On": decision.on.isoformat(),
        "Decided-By": decision.by,
        "Assessment-SHA256": life.revised.sha256,
        "Catalogue-Version": about.catalogue,
        "Retain-Until": until.isoformat(),
    }
    if isinstance(decision.act, Approved | ApprovedWithConditions):
        info["Review-On"] = decision.act.review_on.isoformat()
    heading = f"Privacy impact assessment: {life.name}"
    text = README.format(
        title=heading,
        line="=" * len(heading),
        name=life.name,
        revision=life.revision,
        sha256=life.revised.sha256,
    )
    return bag(payload, info, {"README.txt": text.encode()})


def lay_down(folder: Path, files: Mapping[str, bytes]) -> Archived:
    """Write an archive into ``folder``, whole or not at all, and check it; what the record of it says.

    An archive that stands there already with the same contents is a success: an earlier try got there. WrongUse when
    another one does.
    """
    if not create_folder(folder, files) and found_in(folder) != files:
        raise WrongUse(f"{folder} exists and holds another archive. Name another folder with --to.")
    if found := faults(folder):
        raise CannotWrite(folder, f"what was written is not what is there ({found[0]})")
    return Archived(bag=folder.name, manifest=hashlib.sha512(files[TAG_MANIFEST]).hexdigest())


def found_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def inspect(folder: Path) -> Life:
    """The assessment in an archive, when all of it is whole and fits together. BrokenFile with every fault if not."""
    tags = {path: content for path, content in found_in(folder).items() if not path.startswith("data/")}
    found = faults(folder)
    last = tags.pop(TAG_MANIFEST, b"")
    if not found and manifest(tags) != last:
        found = [f"{TAG_MANIFEST} is not as it was written, or a file beside it was added."]
    if found:
        raise BrokenFile(folder, found)
    data = folder / "data"
    missing = [path for path in ("report.pdf", "assessment.json", "catalogue.json") if not (data / path).is_file()]
    files = {path.stem: path.read_bytes() for path in sorted((data / "records").glob("*.json")) if path.stem.isdigit()}
    if missing or not files:
        raise BrokenFile(folder, [f"data/{path} is missing." for path in (*missing, *([] if files else ["records"]))])
    name = _name(folder)
    life = life_of(name, read(name, str(data / "records"), {int(number): raw for number, raw in files.items()}).records)
    if found := list(_unlike(life, data)):
        raise BrokenFile(folder, found)
    return life


def _name(folder: Path) -> str:
    """What the first record calls the assessment."""
    import msgspec

    first = min((folder / "data" / "records").glob("*.json"))
    try:
        table = msgspec.json.decode(first.read_bytes())
    except msgspec.DecodeError:
        table = None
    name = table.get("name") if isinstance(table, dict) else None
    if not isinstance(name, str):
        raise BrokenFile(first, ["is no record."])
    return name


def _unlike(life: Life, data: Path) -> Iterator[str]:
    """Where the files beside the records are not what the records say."""
    if life.revised is None or life.decided is None:
        yield "its records decide nothing."
        return
    if hashlib.sha256((data / "assessment.json").read_bytes()).hexdigest() != life.revised.sha256:
        yield "data/assessment.json is not the assessment that was decided on: its SHA-256 is another."
    submitted = data / "submitted.pdf"
    report = getattr(life.submitted.act, "report", "") if life.submitted else ""
    if submitted.is_file() and hashlib.sha256(submitted.read_bytes()).hexdigest() != report:
        yield "data/submitted.pdf is not the report that was handed to review: its SHA-256 is another."
