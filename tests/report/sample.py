"""A tiny catalogue and hand-made assessments, so that these tests hang on the report alone and on no real law."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TypeVar

from pia.model import (
    Advice,
    Alternative,
    Answer,
    AnyAct,
    ApprovedWithConditions,
    Assessment,
    Catalogue,
    Change,
    Changed,
    Choice,
    Citation,
    Confidence,
    Decided,
    Difference,
    Effort,
    Family,
    Finding,
    Kind,
    Level,
    Measure,
    OpenPoint,
    Opinion,
    Outlook,
    Place,
    Question,
    Reason,
    Record,
    Role,
    Rule,
    Saving,
    Scale,
    Section,
    Source,
    SourceKind,
    Standing,
    Status,
    Step,
    Submitted,
    Term,
    Verdict,
    Way,
)
from pia.report.shapes import View
from pia.report.view import view

ON = date(2026, 11, 24)
LEVELS = {"i": Level.INFO, "l": Level.LOW, "m": Level.MEDIUM, "h": Level.HIGH, "c": Level.CRITICAL}
LONG = "The team wrote a paragraph about this, with reasons, exceptions and the history of the feature. " * 3


T = TypeVar("T", Question, Rule, Measure, Alternative, Source, Place, Family, Section)


def _by_id(*items: T) -> dict[str, T]:
    return {item.id: item for item in items}


def _question(name: str, kind: Kind, text: str, *, role: Role | None = None, **choices: str) -> Question:
    return Question(
        id=name,
        section="need" if role is not Role.LIFETIME else "life",
        kind=kind,
        text=text,
        help="Help.",
        who="the product owner",
        choices=tuple(Choice(id=key, text=words) for key, words in choices.items()),
        role=role,
        unit="days" if kind is Kind.NUMBER else "",
    )


QUESTIONS = _by_id(
    _question("title", Kind.TEXT, "What do you call it?", role=Role.TITLE),
    _question("summary", Kind.TEXT, "What is planned, in one sentence?", role=Role.SUMMARY),
    _question("company", Kind.TEXT, "Which company is it for?", role=Role.COMPANY),
    _question("author", Kind.TEXT, "Who answers?", role=Role.AUTHOR),
    _question("where", Kind.MANY, "Where are the people?", role=Role.PLACES, arc="Arcadia", uto="Utopia"),
    _question("people", Kind.MANY, "Who are they?", role=Role.PEOPLE, adults="Adults", kids="Children"),
    _question("point", Kind.ONE, "Where is it asked?", role=Role.POINT, form="A web form", till="A till"),
    _question("uses", Kind.MANY, "What is it used for?", role=Role.USES, bring="Delivery", ads="Advertising"),
    _question("given", Kind.MANY, "Who receives it?", role=Role.RECIPIENTS, none="Nobody else", sold="Buyers"),
    _question("needed", Kind.ONE, "Would it work without the number?", yes="Yes", no="No"),
    _question("born", Kind.DATE, "When does it start?"),
    _question("life", Kind.NUMBER, "After how many days is it deleted?", role=Role.LIFETIME),
)


def _source(number: int, kind: SourceKind, **more: object) -> Source:
    fields: dict[str, object] = {
        "id": f"s{number}",
        "place": "arc" if number % 2 else "uto",
        "kind": kind,
        "instrument": f"Code of Arcadia, book {number}",
        "pinpoint": f"rule {number}",
        "title": f"Ask only for what is needed, {number}",
        "says": "Whoever asks for a number says why, and asks for nothing that the service works without.",
        "url": f"https://example.org/code/{number}?part={'long' * 12}",
        "confidence": Confidence.VERIFIED,
        "checked": date(2026, 11, 1),
        "since": date(2020, 5, 1),
        "caveat": "Only where a service is offered to the public.",
        **more,
    }
    return Source(**fields)  # type: ignore[arg-type]


SOURCES = _by_id(
    _source(1, SourceKind.STATUTE, ceiling="up to 4 million crowns"),
    _source(2, SourceKind.GUIDANCE),
    _source(3, SourceKind.STATUTE, since=date(2027, 5, 13), confidence=Confidence.KNOWN),
    _source(4, SourceKind.CASE, status=Status.CONTESTED, imposed="90,000 crowns"),
    _source(5, SourceKind.ENFORCEMENT, imposed="1 crown", imposed_confidence=Confidence.KNOWN),
    _source(6, SourceKind.STATUTE, status=Status.DRAFT, since=None),
    _source(7, SourceKind.REGULATION, url="http://example.org/plain", verify="Whether it was repealed."),
    _source(8, SourceKind.STANDARD, url="javascript:alert(1)"),
)


def _rule(name: str, title: str, *measures: str, severity: int = 3, likelihood: int = 3) -> Rule:
    return Rule(
        id=name,
        family="needless",
        title=title,
        matter=f"{title}: the number is asked for although the service works without it.",
        why="People hand over a way to reach them at any hour, and cannot take it back.",
        check="Complete the service once without a number and see what stops working.",
        fine_when="The number is needed to deliver what was ordered.",
        severity=severity,
        likelihood=likelihood,
        when=(),
        measures=measures,
        alternatives=("mail", "post"),
        sources=("s1",),
    )


RULES = _by_id(
    _rule("needless", "Asked for without need", "drop", severity=4, likelihood=4),
    _rule("kept", "Kept for too long", "delete"),
    _rule("sold", "Passed on to buyers", "stop"),
    _rule("notice", "Nobody is told why", "tell", severity=1, likelihood=2),
    *(_rule(f"more-{n}", f"Another matter, number {n}", f"do-{n}", severity=2 + n % 3) for n in range(14)),
)

MEASURES = _by_id(
    *(
        Measure(
            id=name,
            title=title,
            how="Change the form, the back office and the notice together." + (LONG if name.startswith("do-") else ""),
            effort=effort,
            owner="the product owner",
            evidence="A screenshot, and the change in the repository.",
            changes=(Change(question="needed", to="no"),),
        )
        for name, title, effort in (
            ("drop", "Make the field optional", Effort.SMALL),
            ("delete", "Delete after thirty days", Effort.MEDIUM),
            ("stop", "Stop passing numbers on", Effort.LARGE),
            ("tell", "Say why beside the field", Effort.SMALL),
            *((f"do-{n}", f"Mend matter number {n}", Effort.MEDIUM) for n in range(14)),
        )
    )
)

CATALOGUE = Catalogue(
    version="9.8.7",
    released=date(2026, 10, 1),
    digest="c" * 64,
    sections=_by_id(Section(id="need", title="Need"), Section(id="life", title="Lifetime")),
    families=_by_id(Family(id="needless", title="Needless collection", says="Asked for without need.")),
    places=_by_id(Place(id="arc", name="Arcadia"), Place(id="uto", name="Utopia", covered=False)),
    questions=QUESTIONS,
    rules=RULES,
    measures=MEASURES,
    alternatives=_by_id(
        Alternative(id="mail", need="Reach people", title="An e-mail address", text="Ask for it, say why."),
        Alternative(id="post", need="Reach people", title="A hashed number", text="Still theirs.", credible=False),
    ),
    sources=SOURCES,
    scale=Scale(
        matrix=tuple(tuple(LEVELS[letter] for letter in row) for row in ("iill", "llmm", "lmhh", "mhcc")),
        severity=("wording", "a missing formality", "no valid ground", "grave harm"),
        likelihood=("theoretical", "after a further step", "by default", "by design"),
        steps=(),
        guidance_cap=Level.HIGH,
        unsettled_cap=Level.MEDIUM,
        open_cap=Level.MEDIUM,
        prohibition_floor=Level.MEDIUM,
        redesign_families=3,
    ),
)

ANSWERS = {
    "title": Answer(value="Courier number at the checkout", asked="What do you call it?"),
    "summary": Answer(value="The shop asks for a mobile number so that the courier can agree on a time."),
    "company": Answer(value="Arcadian Furniture"),
    "author": Answer(value="Ida Sample"),
    "where": Answer(value=("arc", "uto")),
    "people": Answer(value=("adults",)),
    "point": Answer(value="form"),
    "uses": Answer(value=("bring",)),
    "given": Answer(value=("none",), comment="The courier works for us."),
    "needed": Answer(value="unknown", comment="Ask the courier."),
    "born": Answer(value="2027-01-05"),
    "life": Answer(value=1200),
}

CITED = (
    Citation(source="s1", standing=Standing.BINDING),
    Citation(source="s5", standing=Standing.BINDING),
    Citation(source="s2", standing=Standing.GUIDANCE),
    Citation(source="s3", standing=Standing.UPCOMING),
    Citation(source="s6", standing=Standing.UPCOMING),
    Citation(source="s4", standing=Standing.UNSETTLED),
    Citation(source="s7", standing=Standing.PERSUASIVE),
    Citation(source="s8", standing=Standing.PERSUASIVE),
)


def finding(rule: str, level: Level, *, because: tuple[str, ...] = ("needed", "given")) -> Finding:
    """One finding of a rule of the catalogue above."""
    return Finding(
        rule=rule,
        level=level,
        severity=RULES[rule].severity,
        likelihood=RULES[rule].likelihood,
        reasons=(
            Reason(text="Children are among them.", severity=1),
            Reason(text="Fewer than a thousand people.", step=-1),
            Reason(text="Only guidance supports this.", cap=Level.HIGH),
        ),
        because=because,
        citations=CITED,
    )


def assessment(
    *findings: Finding,
    answers: dict[str, Answer] | None = None,
    verdict: Verdict = Verdict.COLLECT,
    open_points: tuple[OpenPoint, ...] = (),
    left: tuple[Finding, ...] = (),
) -> Assessment:
    """An assessment with these findings, worst first."""
    measures = dict.fromkeys(name for item in findings for name in RULES[item.rule].measures)
    return Assessment(
        schema=1,
        name="courier",
        catalogue="9.8.7",
        digest="c" * 64,
        on=ON,
        answers={**ANSWERS, **(answers or {})},
        places=("arc", "uto"),
        uncovered=("uto",),
        findings=findings,
        open_points=open_points,
        lawless=("sold",) if findings else (),
        level=findings[0].level if findings else None,
        verdict=verdict,
        redesign=len(findings) > 8,
        plan=Outlook(
            measures=tuple(measures),
            level=left[0].level if left else None,
            verdict=Verdict.COLLECT,
            findings=left,
            open_points=(),
        ),
    )


OPEN = OpenPoint(rule="sold", level=Level.MEDIUM, could_be=Level.HIGH, waits_for=("needed",), citations=CITED[:1])

BENIGN = assessment(finding("notice", Level.INFO))
SMALL = assessment(
    finding("needless", Level.CRITICAL),
    finding("kept", Level.HIGH),
    finding("notice", Level.INFO),
    verdict=Verdict.DO_NOT_COLLECT,
    open_points=(OPEN,),
    left=(finding("notice", Level.INFO),),
)
TERRIBLE = assessment(
    *(finding(rule, Level.CRITICAL) for rule in list(RULES)[:6]),
    *(finding(rule, Level.HIGH) for rule in list(RULES)[6:]),
    answers={"summary": Answer(value=LONG * 3), "given": Answer(value=("sold",), comment=LONG * 2)},
    verdict=Verdict.DO_NOT_COLLECT,
    open_points=(OPEN,),
)

ADVICE = Advice(
    verdict=Verdict.DO_NOT_COLLECT,
    ways=(
        Way(
            steps=(
                Step(measure="delete", verdict=Verdict.DO_NOT_COLLECT, level=Level.CRITICAL),
                Step(measure="drop", verdict=Verdict.COLLECT, level=Level.INFO),
            ),
            effort=4,
            verdict=Verdict.COLLECT,
            findings=(finding("notice", Level.INFO),),
            open_points=(),
        ),
        Way(
            steps=(
                Step(measure="drop", verdict=Verdict.REDESIGN, level=Level.HIGH),
                Step(measure="stop", verdict=Verdict.COLLECT, level=Level.INFO),
            ),
            effort=9,
            verdict=Verdict.COLLECT,
            findings=(),
            open_points=(),
        ),
    ),
    findings=(),
    open_points=(),
    savings=(Saving(question="needed", choices=("yes", "no"), measures=("delete",)),),
)
"""The shortest way for ``SMALL``: two steps, another way, and an answer that would save one."""


def no_way(verdict: Verdict) -> Advice:
    """Advice where no measure helps, or none is needed."""
    return Advice(verdict=verdict, ways=(), findings=(), open_points=())


def shown(assessment: Assessment, catalogue: Catalogue = CATALOGUE) -> View:
    """What the report on it shows; with ``ADVICE`` for ``SMALL``, and no way for any other."""
    advice = ADVICE if assessment is SMALL else no_way(assessment.verdict)
    return view(catalogue, assessment, advice=advice)


VECTORS = (
    '<img src="file:///etc/passwd">',
    '<script src="https://evil.example/x.js">alert(1)</script>',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a href="file:///etc/passwd">here</a>',
    '<object data="file:///etc/passwd"></object><embed src="ftp://evil.example/x">',
    "<style>@import url(https://evil.example/y.css); body{background:url(https://evil.example/b)}</style>",
    '</p></dd><svg><image href="https://evil.example/i.svg"/></svg>',
    '"><base href="file:///">',
    "{{7*7}} {% for x in y %} {{ config }} {# no #}",
)
HOSTILE = {
    **{f"v{n}": text for n, text in enumerate(VECTORS)},
    "bidi": "safe \u202eexe.txt\u202c \u2066end\u2069",
    "control": "a\x00b\x07c\x1bd\x7fe\u0085f\ufeffg\u200bh\u00adi",
    "emoji": "👩\u200d💻 wave 👋🏽 flag 🇫🇷",
    "scripts": "电话号码 رقم الهاتف מספר טלפון หมายเลข Ελλάδα Россия",
    "marks": "Z" + "\u0301" * 2000 + " e\u0301",
    "unbroken": "x" * 10_000,
    "long": "Word after word of an answer that has no end. " * 220,
    "lines": "line\n" * 3000,
    "spaces": " " * 9000 + "end",
}


def hostile() -> Assessment:
    """Everything a reader might be attacked with, in answers, comments, title, and names."""
    nasty = {
        "title": Answer(value=HOSTILE["v0"] + HOSTILE["v9"] + HOSTILE["bidi"]),
        "summary": Answer(value=HOSTILE["v1"] + HOSTILE["emoji"]),
        "company": Answer(value=HOSTILE["v8"]),
        "author": Answer(value=HOSTILE["v7"] + HOSTILE["scripts"]),
        "given": Answer(value=("none",), comment="\n".join(HOSTILE.values())[:9000]),
    }
    extra = dict(zip(("needed", "uses", "point", "people"), ("unbroken", "lines", "long", "marks"), strict=True))
    for question, name in extra.items():
        nasty[question] = Answer(value=ANSWERS[question].value, comment=HOSTILE[name])
    nasty["life"] = Answer(value=30, comment="".join(HOSTILE[name] for name in ("spaces", "control", "scripts")))
    return assessment(finding("needless", Level.CRITICAL), answers=nasty, verdict=Verdict.DO_NOT_COLLECT)


def _record(number: int, act: AnyAct, by: str) -> Record:
    return Record(
        schema=1,
        name="plan",
        number=number,
        previous="",
        at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        on=ON,
        by=by,
        catalogue="1",
        catalogue_digest="0" * 64,
        act=act,
        digest="0" * 64,
    )


DECIDED = Decided(
    schema=1,
    submitted=_record(2, Submitted(revision=2, sha256="0" * 64, report="0" * 64), "product lead"),
    opinion=_record(
        3, Opinion(revision=2, sha256="0" * 64, text="No objection, <b>if</b> all is done."), "privacy counsel"
    ),
    decision=_record(
        4,
        ApprovedWithConditions(
            revision=2,
            sha256="0" * 64,
            review_on=date(2027, 11, 24),
            views="Twelve people were asked.",
            conditions=(
                Term(id="c1", text="Say why the number is needed.", owner="Product", due=date(2027, 1, 31)),
                Term(id="c2", text="Delete it after 30 days.", owner="Data team", due=date(2027, 3, 1)),
            ),
        ),
        "legal counsel",
    ),
    changes=Difference(
        before="revision 1",
        after="revision 2",
        verdict=("redesign", "collect with conditions"),
        level=("high", "medium"),
        catalogue=("1", "1"),
        on=("2026-11-20", "2026-11-24"),
        answers=(Changed(id="title", title="What is it called?", before="Old", after="New"),),
        findings=(Changed(id="gone", title="A risk that is gone", before="high", after=None),),
        open_points=(),
        sources=(),
        conditions=(),
    ),
)
"""A second revision, approved with conditions."""
