"""Method: definitions of all indicators read from their files, methods, glossary, sources."""

from contextlib import suppress

from einlass.errors import NoWarehouse
from einlass.ui import method, service, style
from einlass.ui.state import current_view
from einlass.warehouse import DataVersion, current_version
from einlass.words import words_for

w = words_for(current_view().lang)

style.heading(w("page.method.title"), w("page.method.sub"))
method.principles(w)
method.definitions(w)
method.methods(w)
method.errors(w)
method.rule(w)
method.towns(w)
method.shortfalls(w)
method.deviations(w)
method.glossary(w)
method.sources(w)
service.accessibility(w)
version: DataVersion | None = None
with suppress(NoWarehouse):
    version = current_version()
service.report(version, w)
