"""What the desk insists on beside the four eyes: the wording rules, on the real figures of the sample."""

from dataclasses import replace
from datetime import datetime

from einlass import config
from einlass.release.desk import Desk
from einlass.release.desk.cases import Proposal
from einlass.release.disclosure.protect import protect
from einlass.release.figures import Entry, figure
from einlass.release.safe import objections
from einlass.release.wording import texts
from einlass.warehouse import DataVersion
from einlass.words import words_for


def refused(version: DataVersion, sentence: str = "") -> list[tuple[str, object]]:
    """The objections to the clients' answers, with a German sentence of one's own where there is one."""
    counted = figure(version, Entry("feels_safe_clients", "BSP-M1"))
    assert counted is not None
    shown = protect(counted, ()).figure
    told = {one: texts(version, shown, words_for(one)) for one in config.LANGUAGES}
    if sentence:
        told["de"] = replace(told["de"], sentence=sentence)
    drafted = datetime(2020, 3, 17, 16, 1)
    proposal = Proposal(change="first", figure=shown, raw=counted, texts=told, drafted_at=drafted)
    return [(one.key, one.values.get("words")) for one in objections(Desk(), proposal)]


def test_what_the_product_words_itself_may_be_submitted(sample: DataVersion) -> None:
    assert refused(sample) == []


def test_a_causal_sentence_is_refused_with_its_words(sample: DataVersion) -> None:
    [(key, words), *_] = refused(sample, "447 von 675 Befragten stimmten durch die Kontrollen zu.")
    assert key == "release.wording"
    assert "durch die Kontrollen" in str(words)


def test_a_sentence_without_its_numbers_is_refused(sample: DataVersion) -> None:
    assert refused(sample, "Vorfälle gab es kaum.")
