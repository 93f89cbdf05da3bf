"""What stands in folds: five questions to the measure, and the next survey."""

from __future__ import annotations

from collections.abc import Sequence

from einlass import config, decision
from einlass.decision.planner import WAVES, SurveyPlan, survey_plans
from einlass.findings import city
from einlass.findings.headlines import ALL_REPORTS
from einlass.measures import Measure, offices
from einlass.ui import choices, style
from einlass.ui.decision import papers
from einlass.ui.decision.menus import menu
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion
from einlass.words import Words, emmie
from einlass.words.brief import Sheet
from einlass.words.money import euros


def five_questions(version: DataVersion, measure: Measure, w: Words) -> None:
    """Effect, mechanism, moderators, implementation, economy of one measure."""
    with choices.fold(w("decision.emmie.fold"), "questions"):
        if "questions" not in current_view().opened:
            return
        own = next(one for one in decision.evidence(version) if one.measure.key == measure.key)
        rows = emmie.questions(own, city(version, ALL_REPORTS).offices, offices(version), w)
        head = [w("decision.emmie.question"), w("decision.emmie.answer")]
        caption = w("decision.emmie.caption")
        style.html_table(caption, head, rows, stacks=True)
        menu(version, "questions", caption, lambda: Sheet(caption, caption, head, rows), w)


def next_survey(version: DataVersion, measure: Measure, w: Words) -> None:
    """How many answers a wave needs, by the number of waves."""
    with choices.fold(w("decision.survey.fold"), "survey"):
        if "survey" not in current_view().opened:
            return
        found = survey_plans(version, measure.key)
        if found:
            _table(version, found, w)
        else:
            style.small(w("decision.survey.none"))
        style.part(w("questionnaire.section"))
        papers.questionnaires(version, w)
        style.small(w("questionnaire.hint"))


def _table(version: DataVersion, found: Sequence[SurveyPlan], w: Words) -> None:
    head = [w("decision.survey.group"), w("decision.survey.before"), w("decision.survey.since")]
    head += [w("decision.survey.waves", waves=w.number(waves)) for waves in WAVES]
    rows = [_row(version, one, w) for one in found]
    caption, hint = w("decision.survey.caption"), f"{w('decision.survey.hint')} {_cost(w)}"
    style.html_table(caption, head, rows, numeric=range(2, len(head)), stacks=True)
    style.small(hint)
    menu(version, "survey", caption, lambda: Sheet(caption, caption, head, rows), w, hint)


def _cost(w: Words) -> str:
    """What so many waves cost, by the settings of the city; no export tells it."""
    each = config.city().wave_euros
    if not each:
        return w("decision.survey.cost.unknown")
    totals = [w("decision.survey.cost.of", waves=waves, euros=euros(each * waves, w)) for waves in WAVES]
    return w("decision.survey.cost", wave=euros(each, w), totals=w.join(totals))


def _row(version: DataVersion, one: SurveyPlan, w: Words) -> list[str]:
    name = offices(version)[one.office_id].short_name
    group = w("decision.survey.at", group=w(f"decision.survey.{one.audience}"), place=name)
    counts = w("agreement.counts", agreeing=w.number(one.agreeing), asked=w.number(one.answers))
    needed = [w("decision.survey.never") if n is None else w.number(n) for n in one.needed]
    return [group, counts, w.number(one.since), *needed]
