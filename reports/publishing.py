"""The verb that publishes: read the facts once, print them in every format, hash, keep. All of it, or no edition.

Printing takes seconds and happens outside any transaction; only the reading and the keeping have one. Of two that
publish at once one wins, by the numbers' and the occasions' constraints; the other is told.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handleplan import checking_texts, clock, coverage, dates, glossary, rounding
from handleplan.change_log.sealing import seal
from handleplan.models import Plan, User
from reports import archive
from reports.choosing import design_named
from reports.designs import STANDARD, Design
from reports.models import Edition, EditionFile
from reports.paper.errors import PaperError
from reports.snapshot import Snapshot, build_snapshot

# Each format and what makes its bytes, by name: the libraries are slow to import and only publishing needs them all.
RENDERERS = {"pdf": "reports.pdf.render", "docx": "reports.docx.render", "xlsx": "reports.xlsx.render"}
FACTS, FREEZE = "facts", "freeze"
STEPS = (FACTS, *RENDERERS, FREEZE)

log = logging.getLogger(__name__)

Tell = Callable[[str], None]


class Refused(ValueError):
    """Nothing was published; the message is a sentence for the person who asked."""


class AlreadyPublished(Refused):
    """There is such an edition already; ``edition`` is it."""

    def __init__(self, edition: Edition) -> None:
        month = dates.format_month(edition.period)
        super().__init__(
            _(
                "Edition %(label)s of %(month)s has been published already. "
                "Publish a corrected edition if something in it is wrong."
            )
            % {"label": edition.label, "month": month}
        )
        self.edition = edition


class NotPrinted(Refused):
    """A format could not be made; ``code`` is the paper's."""

    def __init__(self, kind: str, code: str) -> None:
        name = EditionFile.Kind(kind).label
        if code == "timeout":
            said = _("The %(format)s file took longer than a report may take. Nothing was published.")
        elif code == "refused":
            said = _("The plan is larger than the %(format)s file can hold. Nothing was published.")
        else:
            said = _("The %(format)s file could not be made. Nothing was published, and nothing is lost. Try again.")
        super().__init__(said % {"format": name})
        self.code = code


def publish(
    plan: Plan,
    period: dt.date,
    *,
    occasion: str = "",
    design: str = STANDARD.name,
    corrects: Edition | None = None,
    corrections: str = "",
    user: User,
    reason: str,
    tell: Tell | None = None,
) -> Edition:
    """The edition of the month that begins on ``period``; never call it inside a transaction.

    ``tell`` hears each of ``STEPS`` before it begins, and may raise to stop; after "freeze" nothing stops it.
    Raises ``Refused`` (``AlreadyPublished``, ``NotPrinted``) with a sentence; then there is no edition and no file.
    """
    tell = tell or (lambda step: None)
    tell(FACTS)
    refuse(plan, period, occasion, design, corrects, corrections)
    look = _design(design)
    number, letter = _next_label(plan, corrects)
    previous = previous_of(plan, period)
    before = _facts_of(previous) if previous else None
    sealed = seal()  # the printed head stands for every entry that the facts can be made of
    with _one_view():
        snapshot = build_snapshot(plan, period, occasion=occasion, design=look, previous=before)
    facts = snapshot.as_json().encode()
    edition = Edition(
        plan=plan,
        period=period,
        number=number,
        letter=letter,
        as_of=snapshot.as_of,
        title=snapshot.title,
        occasion=occasion,
        language=snapshot.language,
        design=design,
        design_data=dataclasses.asdict(look),
        figures=_counted(snapshot),
        points=[row.item for part in snapshot.parts for row in part.rows],
        facts_sha256=hashlib.sha256(facts).hexdigest(),
        chain_head=sealed,
        previous=previous,
        corrects=corrects,
        corrections=corrections,
        published_by=str(user),
        recorded_by=user,
        recorded_at=timezone.now().replace(microsecond=0),
        reason=reason,
    )
    snapshot = dataclasses.replace(snapshot, edition=archive.edition_facts(edition))
    files = {FACTS: facts}
    for kind in RENDERERS:
        tell(kind)
        files[kind] = _printed(kind, snapshot)
    tell(FREEZE)
    return _keep(edition, files)


def editions_of(plan: Plan, period: dt.date | None = None) -> list[Edition]:
    """The plan's editions, newest first; of one month, if it is given."""
    editions = Edition.objects.filter(plan=plan)
    return list(editions.filter(period=period) if period else editions)


class Obstacle(NamedTuple):
    """What keeps a month from being published: where it is put right (empty, round, texts, plan), and a sentence."""

    where: str
    sentence: str


def obstacles(plan: Plan, period: dt.date) -> list[Obstacle]:
    """What keeps a month of the plan from being published; empty where nothing does."""
    said = []
    if not plan.items.exists():
        said.append(Obstacle("empty", _("The plan has no points yet, so there is nothing to publish.")))
    if not (round_closed := rounding.publishable(plan, period)):
        said.append(Obstacle("round", round_closed.why_not))
    if held := checking_texts.blocking(plan, period, clock.today()):
        words = ngettext(
            "%(count)d text holds a CPR number. Take it out, or let the text stand, on the page of the plan's texts.",
            "%(count)d texts hold a CPR number. Take it out, or let them stand, on the page of the plan's texts.",
            len(held),
        )
        said.append(Obstacle("texts", words % {"count": len(held)}))
    if _holds_cpr(plan.title, plan.intro, *_texts_of_parts(plan)):
        words = _("The plan’s title, introduction or table headings hold a CPR number. Take it out first.")
        said.append(Obstacle("plan", words))
    return said


def _holds_cpr(*texts: str) -> bool:
    return bool(checking_texts.cpr_in({str(at): text for at, text in enumerate(texts)}, clock.today()))


def _texts_of_parts(plan: Plan) -> Iterator[str]:
    for part in plan.parts.all():
        yield from (part.title, part.as_of_text, *(each["title"] for each in part.columns))


def _texts_of_design(look: Design) -> Iterator[str]:
    for part in look.parts:
        yield from (part.title, part.as_of_text)
        yield from (text for column in part.columns for text in (column.title, column.group))
    yield from (each.words for each in look.abbreviations)


def warnings(plan: Plan) -> list[str]:
    """What to look at before the plan is published, in sentences; it hinders nothing."""
    count = coverage.unanswered(coverage.of_plan(plan)).count()
    words = ngettext(
        "%(count)d remark that the plan is to answer is unanswered.",
        "%(count)d remarks that the plan is to answer are unanswered.",
        count,
    )
    return [words % {"count": count}] if count else []


def refuse(plan: Plan, period: dt.date, occasion: str, design: str, corrects: Edition | None, corrections: str) -> None:
    """Raises ``Refused`` for what stands in the way before anything is read."""
    look = _design(design)
    if in_the_way := obstacles(plan, period):
        raise Refused(" ".join(each.sentence for each in in_the_way))
    if _holds_cpr(occasion, corrections):
        raise Refused(_("The text holds a CPR number. It would be printed on the first page: write it without."))
    if _holds_cpr(*_texts_of_design(look), *glossary.own_words().values()):
        raise Refused(_("The design or the municipality’s own abbreviations hold a CPR number. Take it out first."))
    if corrects:
        if corrects.plan_id != plan.pk or corrects.period != period:
            raise Refused(_("A corrected edition is of the same plan and month as the one it corrects."))
        if not corrections:
            raise Refused(_("Write what the corrected edition corrects: it is printed on its first page."))
        return
    if same := _same(plan, period, occasion, design):
        raise AlreadyPublished(same)


def _same(plan: Plan, period: dt.date, occasion: str, design: str) -> Edition | None:
    """The edition that was published for the same month, occasion and design."""
    wanted = {"plan": plan, "period": period, "occasion": occasion, "design": design, "letter": ""}
    return Edition.objects.filter(**wanted).first()


def previous_of(plan: Plan, period: dt.date) -> Edition | None:
    """The newest edition of an earlier month: the one that "since last time" compares with."""
    return Edition.objects.filter(plan=plan, period__lt=period).order_by("-period", "-number", "-letter").first()


def _facts_of(previous: Edition) -> Snapshot:
    try:
        return archive.snapshot_of(previous)
    except archive.Damaged as damaged:
        said = _("Edition %(label)s, which the report is compared with, is no longer as it was published.")
        raise Refused(said % {"label": previous.label}) from damaged


def _design(name: str) -> Design:
    found = design_named(name)
    if found is None:
        raise Refused(_("There is no design called %(name)s.") % {"name": name})
    return found


def _next_label(plan: Plan, corrects: Edition | None) -> tuple[int, str]:
    """The number and letter that the next edition gets: 12, or 11a and 11b for what corrects 11."""
    editions = Edition.objects.filter(plan=plan)
    if corrects is None:
        newest = editions.order_by("-number").first()
        return (newest.number + 1 if newest else 1), ""
    letters = list(editions.filter(number=corrects.number).exclude(letter="").values_list("letter", flat=True))
    if len(letters) == 26:
        raise Refused(_("Edition %(number)s has been corrected too often.") % {"number": corrects.number})
    return corrects.number, chr(ord("a") + len(letters))


def _counted(snapshot: Snapshot) -> dict[str, int]:
    """The figures of the front page, and under "listed" how many points the tables list; headings are none."""
    listed = sum(not row.is_heading for part in snapshot.parts for row in part.rows)
    return {**dataclasses.asdict(snapshot.figures), "listed": listed}


@contextmanager
def _one_view() -> Iterator[None]:
    """All queries inside see the database at one moment, so that a snapshot never holds half of somebody's change."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield  # SQLite's transaction begins with the only write lock there is


def _printed(kind: str, snapshot: Snapshot) -> bytes:
    try:
        return import_string(RENDERERS[kind])(snapshot)
    except PaperError as error:
        raise NotPrinted(kind, error.code) from error
    except Exception as error:  # whatever a library raises: there is no edition without all its files
        log.exception("%s of %s, %s", kind, snapshot.plan, snapshot.period)
        raise NotPrinted(kind, "failed") from error


def _keep(edition: Edition, files: dict[str, bytes]) -> Edition:
    """The edition with its files, in one transaction. Raises ``AlreadyPublished`` where somebody was first."""
    try:
        with transaction.atomic():
            edition.save()
            for kind, content in files.items():
                EditionFile.objects.create(
                    edition=edition,
                    kind=kind,
                    content=content,
                    size=len(content),
                    sha256=hashlib.sha256(content).hexdigest(),
                    recorded_by=edition.recorded_by,
                    recorded_at=edition.recorded_at,
                )
    except IntegrityError:
        first = Edition.objects.filter(plan=edition.plan, number=edition.number, letter=edition.letter).first()
        first = first or _same(edition.plan, edition.period, edition.occasion, edition.design)
        if first is None:  # it was something else that failed
            raise
        raise AlreadyPublished(first) from None
    return edition
