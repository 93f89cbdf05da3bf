"""The catalogue of a published folder before the shapes of DCAT-AP.de: what they find, and that they find something.

    pip install pyshacl; python -m bench.catalogue FOLDER SHAPES

FOLDER: what `release build` wrote. SHAPES: the shapes and lists as files, none of which belong to this project:
`dcat-ap-SHACL.ttl` (SEMICeu/DCAT-AP, releases/3.0.0), the German `dcat-ap-*.ttl` of
GovDataOfficial/DCAT-AP.de-SHACL-Validation (v3.0) as `*.ttl`; lists and vocabularies (licences, contributors, foaf,
vcard) as `*.rdf` and `*.turtle`. pySHACL ignores lists that are handed over apart, so they are put among the data;
entries of the lists of the European publications office that the catalogue names are added by their scheme. Ends with
1 where a rule is broken, or where a catalogue without licences is not refused.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pyshacl import validate
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef

EU = "http://publications.europa.eu/resource/authority/"
SPDX = Namespace("http://spdx.org/rdf/terms#")
LEVEL = "http://dcat-ap.de/def/politicalGeocoding/Level"


def lists(folder: Path, data: Graph) -> Graph:
    """The code lists as far as the catalogue names them."""
    found = Graph()
    for path in (*folder.glob("*.rdf"), *folder.glob("*.turtle")):
        found.parse(path, format="turtle" if path.suffix == ".turtle" else "xml")
    for one in {str(value) for value in data.objects() if str(value).startswith((EU, LEVEL))}:
        scheme = one.rpartition("/")[0]
        found.add((URIRef(one), RDF.type, SKOS.Concept))
        found.add((URIRef(one), SKOS.inScheme, URIRef(scheme)))
        found.add((URIRef(one), SKOS.prefLabel, Literal(one.rpartition("/")[2])))
        found.add((URIRef(scheme), RDF.type, SKOS.ConceptScheme))
        found.add((URIRef(scheme), DCTERMS.title, Literal(scheme)))
    found.add((SPDX.checksumAlgorithm_sha256, RDF.type, SPDX.ChecksumAlgorithm))
    return found


def report(text: str, form: str, shapes: Graph, folder: Path) -> tuple[bool, int, str]:
    """Whether a catalogue conforms, how many remarks there are, and what is said."""
    data = Graph().parse(data=text, format=form, publicID="https://city.example/figures/catalogue")
    conforms, found, said = validate(data + lists(folder, data), shacl_graph=shapes, advanced=True)
    kind = Namespace("http://www.w3.org/ns/shacl#").ValidationResult
    return conforms, len(list(found.subjects(RDF.type, kind))), said


def main() -> int:
    """Print a line a catalogue, and one for a broken one."""
    folder, shapes_in = Path(sys.argv[1]), Path(sys.argv[2])
    shapes = Graph()
    for path in sorted(shapes_in.glob("*.ttl")):
        shapes.parse(path)
    is_good = True
    for name, form in (("catalogue.rdf", "xml"), ("catalogue.jsonld", "json-ld")):
        conforms, count, said = report((folder / name).read_text("utf-8"), form, shapes, shapes_in)
        print(f"{name}: {'conforms' if conforms else 'does not conform'}, {count} remarks")
        is_good &= conforms
        if count:
            print(said)
    without = re.sub(r"\s*<dcterms:license [^>]*/>", "", (folder / "catalogue.rdf").read_text("utf-8"))
    conforms, count, _ = report(without, "xml", shapes, shapes_in)
    print(f"without licences: {'conforms' if conforms else 'refused'}, {count} remarks")
    return 0 if is_good and not conforms else 1


if __name__ == "__main__":
    raise SystemExit(main())
