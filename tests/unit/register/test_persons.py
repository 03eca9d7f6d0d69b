"""A person's facts as the register takes them: all that a source states, and nothing that it does not."""

from __future__ import annotations

from hub.console.register.labels import ATTRIBUTES, written
from hub.register.entity import Entity, learn
from hub.register.facts import Source
from hub.register.persons import person_facts, person_record
from mappings.records import IdentityDocument, Person, Residence

WHOLE = Person.model_validate(
    {
        "fin": "94FMDDD",
        "surname": "Əliyeva",
        "document": {"series": "AA", "number": "1234567", "issuer": "DİN", "valid_until": "2035-01-05"},
        "registered_residence": {
            "district_code": "12",
            "street": "Nizami küç.",
            "building": "14",
            "flat": "27",
            "registered_on": "2019-03-01",
        },
        "previous_names": [{"surname": "Quliyeva", "until": "2019-03"}],
    }
)
EMPTY = Entity("e", "person")


def test_document_residence_and_previous_names_are_facts_like_any_other() -> None:
    known = learn(EMPTY, person_facts(WHOLE), Source("m", "din", 1))

    assert person_record(dict(known.attributes)) == WHOLE
    assert set(known.attributes) <= set(ATTRIBUTES)


def test_what_a_source_does_not_state_is_no_fact() -> None:
    assert person_facts(Person(fin="94FMDDD")) == {"fin": "94FMDDD"}


def test_a_document_is_one_fact_and_its_parts_never_mix() -> None:
    known = learn(EMPTY, person_facts(WHOLE), Source("m1", "committee", 1))
    newer = Person(fin="94FMDDD", document=IdentityDocument(series="AA", number="7654321"))
    after = learn(known, person_facts(newer), Source("m2", "committee", 2))

    assert after.attributes["document"] == {"series": "AA", "number": "7654321"}
    assert after.attributes["registered_residence"] == known.attributes["registered_residence"]


def test_a_source_that_counts_less_does_not_replace_the_issuers_word() -> None:
    known = learn(EMPTY, person_facts(WHOLE), Source("m1", "din", 1))
    other = Person(fin="94FMDDD", document=IdentityDocument(number="1"), registered_residence=Residence(flat="1"))

    after = learn(known, person_facts(other), Source("m2", "meis", 2))

    assert (after.attributes, after.provenance) == (known.attributes, known.provenance)
    assert [fact.group for fact in after.told[len(known.told) :]] == ["identity", "residence"]


def test_they_are_written_out_as_people_read_them() -> None:
    facts = person_facts(WHOLE)

    assert written("document", facts["document"]).az == "AA 1234567 DİN 05.01.2035"
    assert written("registered_residence", facts["registered_residence"]).az == "12 Nizami küç. 14 27 01.03.2019"
