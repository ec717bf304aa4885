"""The commands over records as people call them: what they print, what they write, how they exit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import TESTS, Quick

from pia.cli.main import pia

Run = Callable[..., Result]
COURIER = str(TESTS / "scenarios" / "courier.toml")
EBOOK = str(TESTS / "scenarios" / "ebook.toml")
DAY = "2026-11-24"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs pia in a folder of its own, without a terminal; no real PDF is made, as that takes seconds."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PIA_BY", raising=False)
    monkeypatch.setattr("pia.report.renderer.Renderer", Quick)

    def run_pia(*arguments: str) -> Result:
        return CliRunner().invoke(pia, arguments)

    return run_pia


def good(result: Result) -> str:
    """What a command that went well printed."""
    assert result.exit_code == 0, f"{result.output}{result.exception!r}"
    return result.output


def why(result: Result) -> str:
    """The sentence of a command that did not."""
    assert result.exception is not None
    return str(result.exception)


def submitted(run: Run, name: str = "shop", file: str = COURIER) -> None:
    """A plan under review, by author."""
    good(run("new", name, "--answers", file, "--date", DAY))
    good(run("submit", name, "--by", "author", "--date", DAY))


def test_submit_keeps_a_revision_and_its_report(run: Run) -> None:
    """Two records, the PDF under its revision, and the digest of it in the record."""
    submitted(run)
    kept = sorted(path.name for path in Path("assessments/shop").iterdir())
    assert kept == ["0001.json", "0002.json", "draft.json", "shop-1.pdf", "shop.pdf"]
    records = [json.loads(line) for line in good(run("log", "shop", "--json")).splitlines()]
    assert [record["act"]["kind"] for record in records] == ["revised", "submitted"]
    assert records[0]["act"]["assessment"]["answers"]["minors"]["asked"]
    assert records[1]["by"] == "author"
    assert records[1]["on"] == DAY


def test_a_name_is_needed_to_record_anything(run: Run) -> None:
    """Without a terminal nobody is asked, and nothing is guessed."""
    good(run("new", "shop", "--answers", COURIER))
    assert "--by NAME" in why(run("submit", "shop"))
    assert not Path("assessments/shop/0001.json").exists()
    good(run("submit", "shop", "--by", "author"))


def test_a_refused_decision_writes_nothing(run: Run) -> None:
    """Opinion and approval stand or fall together: without the views neither is recorded."""
    submitted(run, "ebook", EBOOK)
    decision = [
        "review",
        "ebook",
        "--approve",
        "--by",
        "reviewer",
        "--opinion",
        "No objection.",
        "--officer",
        "privacy officer",
    ]
    assert "--views" in why(run(*decision))
    assert len(list(Path("assessments/ebook").iterdir())) == 5
    assert "approved by reviewer" in good(run(*decision, "--views", "Not sought: no plan so far."))
    log = good(run("log", "ebook"))
    assert "Privacy officer's opinion on revision 1 by privacy officer" in log
    assert "4 records, each as it was written." in log


def test_conditions_are_written_in_one_line_each(run: Run) -> None:
    """Text, owner, day and rule; what is wrong with one is said with it."""
    submitted(run)
    approve = ["review", "shop", "--approve", "--by", "reviewer", "--date", DAY, "--condition"]
    assert "'TEXT | OWNER | YYYY-MM-DD | RULE'" in why(run(*approve, "Do it"))
    assert "third part" in why(run(*approve, "Do it | author | soon"))
    assert "no finding nope" in why(run(*approve, "Do it | author | 2027-01-31 | nope"))
    good(run(*approve, "Do it | author | 2027-01-31"))
    assert "1 open" in good(run("list", "--date", DAY))
    assert "approved with conditions, 1 condition overdue" in good(run("list", "--date", "2027-02-01"))
    assert "no open condition c2. Open: c1" in why(
        run("review", "shop", "--close", "c2", "--by", "author", "--because", "x")
    )
    good(run("review", "shop", "--close", "c1", "--by", "author", "--because", "Ticket 12."))
    assert "overdue" not in good(run("list", "--date", "2027-02-01"))


def test_a_decision_can_be_held_to_a_digest(run: Run) -> None:
    """Whoever decides in a script says on what; another revision is not decided on by accident."""
    submitted(run)
    assert "Look at it first" in why(run("review", "shop", "--approve", "--by", "reviewer", "--sha256", "0" * 12))


def test_one_thing_at_a_time(run: Run) -> None:
    """Two acts in one command are refused."""
    submitted(run)
    assert "One thing at a time: --reject, --close" in why(
        run("review", "shop", "--reject", "--close", "c1", "--by", "reviewer")
    )


def test_an_unknown_name_suggests_the_nearest(run: Run) -> None:
    """In every command over records."""
    submitted(run)
    for arguments in (["submit", "shup"], ["review", "shup"], ["log", "shup"], ["diff", "shup@1", "shop"]):
        assert "Did you mean shop?" in why(run(*arguments)), arguments


def test_list_says_what_cannot_be_read_and_hides_no_other(run: Run) -> None:
    """One broken record is named; the other assessments are there all the same."""
    submitted(run)
    submitted(run, "ebook", EBOOK)
    path = Path("assessments/ebook/0002.json")
    path.write_bytes(path.read_bytes().replace(b"author", b"somebody"))
    assert "submitted" in good(run("list"))
    result = run("list", "--verify")
    assert "cannot be read" in result.output
    assert "shop" in result.output
    assert "0002.json was changed after it was written" in why(result)
    assert "0002.json was changed" in why(run("log", "ebook"))


def test_list_as_json_is_a_line_each(run: Run) -> None:
    """For programs."""
    submitted(run)
    (row,) = map(json.loads, good(run("list", "--json")).splitlines())
    assert row["name"] == "shop"
    assert row["state"] == "submitted"
    assert row["verdict"] == "collect"


def approved(run: Run) -> None:
    """An approved plan."""
    submitted(run)
    good(run("review", "shop", "--approve", "--by", "reviewer", "--date", DAY))


def changed(**answers: str) -> None:
    """Answers of the draft changed, as by an interview."""
    path = Path("assessments/shop/draft.json")
    draft = json.loads(path.read_text())
    for name, value in answers.items():
        draft["answers"][name]["value"] = value
    path.write_text(json.dumps(draft))


def test_the_gate_opens_only_for_what_was_approved(run: Run) -> None:
    """Not before the decision, not after a change, not once it expired."""
    submitted(run)
    gate = ["check", "shop", "--require", "approved", "--date"]
    assert "shop is not approved: submitted" in why(run(*gate, DAY))
    good(run("review", "shop", "--approve", "--by", "reviewer", "--date", DAY))
    good(run(*gate, "2027-11-24"))
    assert "expired" in why(run(*gate, "2027-11-25"))
    changed(minors="known")
    closed = run(*gate, DAY)
    assert "these answers changed: minors" in why(closed)
    assert closed.exception.exit_code == 1  # type: ignore[union-attr]


def test_revising_makes_a_revision_and_leaves_the_approval(run: Run) -> None:
    """The next submission is revision 2; revision 1 stays approved until another is; diff tells them apart."""
    approved(run)
    changed(title="Another shop")
    good(run("submit", "shop", "--by", "author", "--date", "2026-12-01"))
    assert "submitted, revision 1 approved" in good(run("list"))
    told = good(run("diff", "shop@approved", "shop@2"))
    assert "From shop@1 to shop@2" in told
    assert "Another shop" in told
    found = json.loads(good(run("diff", "shop@1", "shop", "--json")))
    assert [item["id"] for item in found["answers"]] == ["title"]
    assert "shop has no revision 3. There are: 1, 2." in why(run("diff", "shop@3", "shop"))


def test_diff_in_markdown_holds_nothing_that_acts(run: Run, tmp_path: Path) -> None:
    """What was typed is no mention, no link and no table."""
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text('[answers]\ntitle = "Old"\n')
    two.write_text('[answers]\ntitle = "@everyone | [x](https://example.org) | <b>"\n')
    told = good(run("diff", str(one), str(two), "--markdown"))
    row = next(line for line in told.splitlines() if "everyone" in line)
    assert "@everyone" not in row
    assert r"\|" in row
    assert "<b>" not in row
    assert r"\[x\]" in row


def test_nothing_differs_from_itself(run: Run) -> None:
    """And that is said."""
    submitted(run)
    assert "Nothing else differs." in good(run("diff", "shop@1", "shop", "--date", DAY))


def test_due_names_reviews_conditions_and_declared_changes(run: Run) -> None:
    """What is overdue first, with its owner; exit code 1 for a scheduled job that asks."""
    submitted(run)
    condition = "Delete after 30 days | Data team | 2027-01-31"
    good(run("review", "shop", "--approve", "--by", "reviewer", "--date", DAY, "--condition", condition))
    assert "Nothing is due within 30 days." in good(run("due", "--date", DAY))
    told = good(run("due", "--date", "2027-01-15"))
    assert "DUE      shop, condition c1: 31 January 2027" in told
    assert "Delete after 30 days (Data team)" in told
    good(run("review", "shop", "--declare", "vendor", "--by", "author", "--because", "Another courier."))
    late = run("due", "--date", "2027-12-01", "--fail", "--json")
    assert late.exit_code == 1
    causes = [json.loads(line)["cause"] for line in late.output.splitlines()]
    assert sorted(causes) == ["condition", "declared", "review"]


def test_what_comes_next_can_be_typed_as_it_is(run: Run) -> None:
    """Each hint names the store it is about."""
    for arguments in (("new", "shop", "--answers", COURIER), ("submit", "shop", "--by", "author")):
        said = good(run(*arguments, "--store", "kept", "--date", DAY))
    assert "review shop --store kept" in " ".join(said.split())
    decided = ("--by", "reviewer", "--opinion", "Good.", "--officer", "officer", "--views", "Not sought.")
    said = good(run("review", "shop", "--approve", *decided, "--store", "kept", "--date", DAY))
    assert "archive shop --store kept" in " ".join(said.split())


def test_recheck_of_nothing_says_so(run: Run) -> None:
    """No row of zeros where no plan is approved yet."""
    assert good(run("recheck")) == "Nothing is approved here, so there is nothing to judge again.\n"


def test_recheck_names_the_law_that_came_into_force(run: Run) -> None:
    """Approved before a rule came into force: judged after it, the finding is worse, and the text is named."""
    good(run("new", "shop", "--answers", EBOOK, "--date", "2026-08-01"))
    good(run("submit", "shop", "--by", "author", "--date", "2026-08-01"))
    words = ["--opinion", "No objection.", "--officer", "privacy officer", "--views", "Not sought: no plan so far."]
    good(run("review", "shop", "--approve", "--by", "reviewer", "--date", "2026-08-01", *words))
    assert "0 would have another verdict now, 0 the same" in good(run("recheck", "--date", "2026-08-10"))
    told = good(run("recheck", "--date", "2026-08-11"))
    assert "calls-without-consent]: medium -> critical" in told
    assert "has come into force on 2026-08-11." in " ".join(told.split())
    (found,) = map(json.loads, good(run("recheck", "--date", "2026-08-11", "--json")).splitlines())
    assert found["outcome"] == "same verdict, other findings"
