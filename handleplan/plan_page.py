"""The plan page: figures, filters and points, as plain dicts that the template only has to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import quote

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handleplan import deadline_words, keeping_page, numbering, plan_points, plan_rows, plan_tree, scaling, schedule_bar
from handleplan.collation import danish_key
from handleplan.forms.filtering import PlanFilter
from handleplan.models import Plan, Scale
from handleplan.plan_answers import answers_of
from handleplan.plan_numbers import numbers_of
from handleplan.plan_points import Assessed, Beside
from handleplan.plan_rows import Detail, Point
from handleplan.plan_tree import Rules, Survey

MOST_AT_ONCE = 150


@dataclass
class PlanPage:
    """What the template asks for. ``path`` is the page's address without its filters."""

    plan: Plan
    unit: str
    wish: PlanFilter
    rules: Rules
    path: str
    may_write: Callable[[Point], bool] = lambda point: False

    @cached_property
    def warnings(self) -> dict[int, str]:
        """What is reported closed although something beneath is open: the point's key and the sentence (S004-17)."""
        return keeping_page.tree_warnings(self.survey.nodes.values())

    @cached_property
    def hits(self) -> dict[int, bool] | None:
        return plan_rows.found(self.plan, self.wish.q) if self.wish.q else None

    @cached_property
    def survey(self) -> Survey:
        if self.wish.narrows or self.wish.shows in ("all", "closed"):
            return plan_tree.survey(plan_rows.outline(self.plan), self.wish, self.rules, hits=self.hits)
        points, closed = plan_rows.open_outline(self.plan)
        return plan_tree.survey(points, self.wish, self.rules, closed=closed)

    @property
    def counts(self) -> Counter[str]:
        """How many points each view shows under the present search, theme and owner."""
        return self.survey.counts

    @property
    def count(self) -> int:
        return self.counts[self.wish.shows]

    @property
    def collapsed(self) -> bool:
        """Too many points for one page: the themes are listed instead, until one is chosen."""
        return self.count > MOST_AT_ONCE and not (self.wish.theme or self.wish.q)

    @cached_property
    def shown(self) -> list[Point]:
        """The points of this page of the list: exact matches of a number first, then active, then closed ones."""
        if self.collapsed:
            return []
        first = (self.wish.page - 1) * MOST_AT_ONCE
        return sorted(self.survey.shown, key=self._part)[first : first + MOST_AT_ONCE]

    def _part(self, point: Point) -> int:
        """Which part of the page a point belongs to: 0 and 1 hold what has the number searched for."""
        exact = bool(self.hits) and self.hits[point.pk]
        return (0 if exact else 2) + plan_points.is_closed(point)

    @cached_property
    def month_name(self) -> str:
        return deadline_words.month_in_words(self.rules.month)

    @cached_property
    def heading(self) -> str:
        """ "Viser 2 overskredne punkter"."""
        return _showing(self.wish.shows, self.count)

    @cached_property
    def tiles(self) -> list[dict[str, Any]]:
        """The figures, each a link to the points it counts."""
        tiles = [
            ("active", _("Active"), ""),
            ("overdue", _("Overdue"), "alert"),
            ("soon", _("Due within 60 days"), "soon"),
            ("focus", _("Management focus"), "focus"),
            ("missing", _("Missing status"), ""),
        ]
        return [self._tile(name, label, css) for name, label, css in tiles]

    def _tile(self, name: str, label: str, css: str) -> dict[str, Any]:
        return {
            "name": name,
            "label": label,
            "css": css,
            "figure": self.counts[name],
            "url": self.link(show=name),
            "current": self.wish.shows == name,
        }

    @cached_property
    def done(self) -> dict[str, Any]:
        """The tile of the closed points, with its share of all."""
        closed, total = self.counts["closed"], self.counts["all"]
        percent = round(100 * closed / total) if total else 0
        of = _("of %(total)d (%(percent)d %%)") % {"total": total, "percent": percent}
        return self._tile("closed", _("Closed"), "done") | {
            "of": of.replace(" %", "\N{NO-BREAK SPACE}%"),
            "percent": percent,
        }

    @cached_property
    def closed_note(self) -> str:
        closed = self.counts["closed"]
        return ngettext("%(count)d point", "%(count)d points", closed) % {"count": closed}

    @cached_property
    def facts(self) -> list[str]:
        points = self.survey.total
        return list(
            filter(None, [self.unit, ngettext("%(count)d point", "%(count)d points", points) % {"count": points}])
        )

    @cached_property
    def theme_options(self) -> SafeString:
        """The choices of the theme list as ready HTML: there may be hundreds."""
        key = numbering.sort_key(self.wish.theme)
        options = []
        for node in self.survey.themes():
            value = theme_value(node)
            chosen = " selected" if value == self.wish.theme or (key and key == node.sort_key) else ""
            label = escape(f"{node.number} {plan_points.title(node)}".strip())
            options.append(f'<option value="{escape(value)}"{chosen}>{label}</option>')
        return mark_safe("".join(options))

    @cached_property
    def owner_choices(self) -> list[dict[str, Any]]:
        """People, units and owners written as text that answer for a point of the plan."""
        owners = dict(self.survey.owners)
        nobody = owners.pop("none", None) is not None
        order = {"person": 0, "unit": 1, "text": 2}
        found = sorted(owners.items(), key=lambda pair: (order[pair[0].partition("-")[0]], danish_key(pair[1])))
        if found and nobody:
            found.append(("none", _("Nobody yet")))
        return [{"value": value, "label": label, "current": value == self.wish.owner} for value, label in found]

    @cached_property
    def themes(self) -> SafeString:
        """Instead of too many points: the themes with their figures, each a link to its points."""
        address = self.link(theme="")
        address += "&theme=" if "?" in address else "?theme="
        lines = []
        for node in self.survey.themes():
            if count := self.survey.figure(node.pk, self.wish.shows):
                top = len(self.survey.path(node.pk)) == 1
                link = address + quote(theme_value(node))
                lines.append(
                    plan_points.theme_line(
                        node.number, plan_points.title(node), link, count, self._figures(node.pk), top
                    )
                )
        if outside := self.survey.figure(None, self.wish.shows):
            lines.append(plan_points.theme_line("", _("Without a theme"), f"{address}none", outside, "", True))
        return mark_safe("".join(lines))

    @cached_property
    def parts(self) -> list[dict[str, Any]]:
        """Exact matches, active points and closed points, each with its sections."""
        details = plan_rows.details([point.pk for point in self.shown])
        milestones = [detail.milestone for detail in details.values() if detail.milestone]
        chains, waiting = plan_rows.end_dates(milestones), plan_rows.waiting(milestones)
        assessed, quiet = self._assessed(details.values()), plan_rows.without_news(details.values())
        numbers, answers = numbers_of(details.values()), answers_of(details.values())
        shown = [point for point in self.shown if point.pk in details]
        words = plan_points.words_for(self.rules.today, self.rules.month, get_language() or "")
        bars = [plan_points.bar_of(details[point.pk]) for point in shown if not plan_points.is_closed(point)]
        axis = schedule_bar.axis_for(bars, today=self.rules.today, today_label=_("today"))

        warnings = self.warnings

        def band(node: Point, depth: int) -> str:
            return plan_points.band(node, depth, warnings.get(node.pk, ""))

        status_link = get_template("handleplan/includes/status_link.html")

        def row(point: Point) -> str:
            detail = details[point.pk]
            key = detail.milestone or 0
            told = assessed.get(point.pk), quiet.get(point.pk), numbers.get(point.pk, ())
            beside = Beside(waiting.get(key, plan_rows.NOTHING_WAITS), *told, answers.get(point.pk, ""))
            html = plan_points.row(point, detail, chains.get(key, ()), words, axis, beside)
            if plan_points.is_closed(point) or not self.may_write(point):
                return html
            context = {"pk": point.pk, "label": "", "back": self.address}
            return plan_points.with_link(html, status_link.render(context))

        exact = _("The point with this number")
        parts = []
        for part, title in enumerate([exact, exact, _("Active points"), _("Closed points")]):
            points = [point for point in shown if self._part(point) == part]
            if points:
                closed = part in (1, 3)
                found = plan_tree.sections(self.survey, points, row=row, band=band)
                sections = [self._section(f"part-{part}-{at}", title, *each) for at, each in enumerate(found, start=1)]
                head = mark_safe(plan_points.head(words, closed=closed))
                css = "closed" if closed else "active"
                parts.append({"title": title, "quiet": part == 2, "css": css, "head": head, "sections": sections})
        return parts

    def _assessed(self, details: Iterable[Detail]) -> dict[int, Assessed]:
        """The assessments in the words of the scale they were written in; asks only where there are any."""
        found = [detail for detail in details if detail.assessment]
        scales = {scale.pk: scale for scale in self.plan.scales.all()} if found else {}
        newest = max((scale.version for scale in scales.values()), default=0)
        return {detail.pk: _in_words(detail, scales.get(detail.scale or 0), newest) for detail in found}

    def _section(self, key: str, part: str, top: Point | None, rows: list[str]) -> dict[str, Any]:
        """A card with one table. Its name is its heading, or that of the part where the points have none."""
        band = plan_points.top_band(top, key, self._figures(top.pk)) if top else ""
        name = f' aria-labelledby="{key}"' if top else f' aria-label="{escape(part)}"'
        return {"name": mark_safe(name), "band": mark_safe(band), "rows": mark_safe("".join(rows))}

    def _figures(self, heading: int) -> str:
        """ "2 aktive · 2 overskredet · 23 afsluttede"."""
        figure = self.survey.figure
        active, overdue, closed = (figure(heading, kind) for kind in ("active", "overdue", "closed"))
        words = [
            active and ngettext("%(count)d active", "%(count)d active", active) % {"count": active},
            overdue and ngettext("%(count)d overdue", "%(count)d overdue", overdue) % {"count": overdue},
            closed and ngettext("%(count)d closed", "%(count)d closed", closed) % {"count": closed},
        ]
        return " · ".join(word for word in words if word)

    @property
    def has_bars(self) -> bool:
        """Whether a time line is drawn, so that its signs need explaining."""
        return not self.collapsed and any(not plan_points.is_closed(point) for point in self.shown)

    @cached_property
    def pages(self) -> dict[str, str]:
        """Where a long list goes on: the addresses of the page before and after, and which points these are."""
        if self.collapsed or self.count <= MOST_AT_ONCE:
            return {}
        first = (self.wish.page - 1) * MOST_AT_ONCE
        last = min(first + MOST_AT_ONCE, self.count)
        return {
            "here": _("Points %(first)d–%(last)d of %(count)d")
            % {"first": first + 1, "last": last, "count": self.count},
            "before": self.link(page=self.wish.page - 1) if self.wish.page > 1 else "",
            "after": self.link(page=self.wish.page + 1) if last < self.count else "",
        }

    @cached_property
    def empty(self) -> dict[str, str]:
        """Why nothing is shown, and where to go from here."""
        day = deadline_words.day_in_words(self.rules.today)
        if not self.survey.total:
            return {
                "title": _("The plan has no points yet"),
                "text": _("They come with an import of its table, or one by one with “Keep the plan”."),
            }
        if self.shown or self.collapsed:
            return {}
        if self.wish.page > 1:
            return {
                "title": _("The list is not that long"),
                "url": self.link(page=1),
                "next": _("Go to the first page of the list"),
            }
        if self.wish.narrows:
            elsewhere = self.counts["all"]
            text = ngettext("%(count)d other point fits.", "%(count)d other points fit.", elsewhere) % {
                "count": elsewhere
            }
            return {
                "title": _("No points fit these filters"),
                "text": text if elsewhere else _("Try fewer words, another theme or another owner."),
                "url": self.link(show="all") if elsewhere else self.path,
                "next": _("Show it among all points")
                if elsewhere == 1
                else _("Show them among all points")
                if elsewhere
                else _("Remove all filters"),
            }
        return {
            "title": _nothing(self.wish.shows, day, self.month_name),
            "url": self.path,
            "next": _("Show the active points"),
        }

    def link(self, **changes: str | int) -> str:
        return self.wish.address(self.path, **changes)

    @property
    def address(self) -> str:
        """The address of exactly this page, for the browser's address line."""
        return self.link(page=self.wish.page)


def theme_value(node: Point) -> str:
    """What stands in the address for a heading."""
    return node.number.strip(". ") or f"id-{node.pk}"


def _in_words(detail: Detail, scale: Scale | None, newest: int) -> Assessed:
    version = scale.version if scale else 0
    level = next((each for each in scaling.levels_of(scale) if each["code"] == detail.assessment), None)
    old = scaling.name_of_version(version) if version != newest else ""
    if level is None:
        return Assessed(detail.assessment or "", old=old)
    return Assessed(level["word"], level["symbol"], level["tone"], old)


def _showing(show: str, count: int) -> str:
    match show:
        case "active":
            text = ngettext("Showing %(count)d active point", "Showing %(count)d active points", count)
        case "overdue":
            text = ngettext("Showing %(count)d overdue point", "Showing %(count)d overdue points", count)
        case "soon":
            text = ngettext(
                "Showing %(count)d point due within 60 days", "Showing %(count)d points due within 60 days", count
            )
        case "focus":
            text = ngettext(
                "Showing %(count)d point in management focus", "Showing %(count)d points in management focus", count
            )
        case "missing":
            text = ngettext(
                "Showing %(count)d point without a status", "Showing %(count)d points without a status", count
            )
        case "closed":
            text = ngettext("Showing %(count)d closed point", "Showing %(count)d closed points", count)
        case _:
            text = ngettext("Showing %(count)d point", "Showing %(count)d points", count)
    return text % {"count": count}


def _nothing(show: str, day: str, month: str) -> str:
    match show:
        case "active":
            return _("Every point of the plan is closed")
        case "overdue":
            return _("No overdue points on %(day)s") % {"day": day}
        case "soon":
            return _("No deadlines in the 60 days after %(day)s") % {"day": day}
        case "focus":
            return _("No points in management focus")
        case "missing":
            return _("Every active point has a status for %(month)s") % {"month": month}
    return _("No points have been closed yet")
