"""Overview: each measure at a glance, the headline findings, how complete the data are."""

from einlass.ui import overview, style
from einlass.ui.state import current_view
from einlass.warehouse import current_version
from einlass.words import words_for

view = current_view()
w = words_for(view.lang)
version = current_version()

style.heading(w("page.overview.title"), overview.standing(version, w))
if not overview.has_measures(version):
    style.answer_box("open", w("overview.empty.title"), [w("overview.empty.text")])
else:
    style.answer_box("plain", w("overview.answer"), overview.summary(version, w))
    style.cards(overview.cards(version, view, w))
    overview.city_table(version, w)
style.section(w("overview.data"), w("overview.data.sub"))
overview.coverage_table(version, w)
style.foot(w("foot.method"), w("foot.version", sha256=version.sha256[:12]))
