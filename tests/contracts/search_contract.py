"""Who is called what, in every store alike."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from graph.errors import QuestionError
from graph.questions import Match, MatchQuality
from graph.records.identifiers import OrgId
from graph.records.model import LinkedIdentifier
from tests.builders import (
    alias,
    organisation,
    provenance,
    small_facts,
)
from tests.contracts.asking import (
    DAY,
    asked,
    found,
    names,
)
from tests.contracts.plain_questions import (
    plain_search,
)

if TYPE_CHECKING:
    from graph.stores import GraphStore


class SearchContract:
    """Who is called what."""

    def test_a_match_says_who_it_is_and_by_which_name_and_how_well(self, empty: GraphStore) -> None:
        questions = asked(
            empty,
            organisations=(organisation("Alpha Trust"),),
            aliases=(alias("Alpha Trust", "Omega House"),),
        )
        assert questions.search("omega", as_of=DAY) == (
            Match("ZZ-PMS-alpha-trust", "Alpha Trust", "Omega House", MatchQuality.WORDS),
        )

    def test_the_best_come_first_and_among_equals_the_shorter_name(self, empty: GraphStore) -> None:
        texts = ("Mint Trust", "Mindful", "Mind the Gap", "A Mind", "Mind")
        assert found(asked(empty, **names(*texts)), "mind") == [
            ("Mind", "exact"),
            ("A Mind", "words"),
            ("Mind the Gap", "words"),
            ("Mindful", "beginning"),
            ("Mint Trust", "spelling"),
        ]

    def test_among_equals_of_one_length_the_identifier_decides(self, empty: GraphStore) -> None:
        texts = ("Red Mind", "Mind Ten", "A Mind", "Mind A")
        assert found(asked(empty, **names(*texts)), "mind") == [
            ("A Mind", "words"),
            ("Mind A", "words"),
            ("Red Mind", "words"),
            ("Mind Ten", "words"),
        ]

    def test_an_organisation_comes_once_by_its_best_name(self, empty: GraphStore) -> None:
        questions = asked(
            empty,
            organisations=(organisation("Alpha"), organisation("Beta")),
            aliases=(
                alias("Alpha", "House of Alpha and Omega"),
                alias("Alpha", "Omega House"),
                alias("Beta", "Omega"),
                alias("Beta", "The Omega"),
            ),
        )
        assert found(questions, "omega") == [("Omega", "exact"), ("Omega House", "words")]
        assert found(questions, "omega", limit=1) == [("Omega", "exact")]

    def test_of_names_that_match_alike_the_own_one_is_shown_then_the_aliases_in_order(
        self, empty: GraphStore
    ) -> None:
        questions = asked(
            empty,
            organisations=(organisation("Nacro"),),
            aliases=(alias("Nacro", "NACRO"), alias("Nacro", "b c"), alias("Nacro", "b C")),
        )
        assert found(questions, "nacro") == [("Nacro", "exact")]
        assert found(questions, "b c") == [("b C", "exact")]

    def test_exact_means_the_same_words_in_the_same_order(self, empty: GraphStore) -> None:
        questions = asked(empty, **names("Trust Trust Mind", "Mind Trust", "Trust Mind", "Trust"))
        assert found(questions, "trust mind") == [
            ("Trust Mind", "exact"),
            ("Mind Trust", "words"),
            ("Trust Trust Mind", "words"),
        ]
        assert found(questions, "trust trust mind") == [
            ("Trust Trust Mind", "exact"),
            ("Mind Trust", "words"),
            ("Trust Mind", "words"),
        ]

    def test_all_the_words_must_be_of_one_name(self, empty: GraphStore) -> None:
        questions = asked(
            empty, organisations=(organisation("Alpha"),), aliases=(alias("Alpha", "Omega"),)
        )
        assert found(questions, "alpha omega") == []

    @pytest.mark.parametrize(
        "typed", ["ZZ-PMS-001", "zz pms 001", "GB-CHC-226171", "226171", "gb chc 226171"]
    )
    def test_identifiers_find_their_organisation(self, empty: GraphStore, typed: str) -> None:
        linked = LinkedIdentifier(
            organisation=OrgId("ZZ-PMS-001"),
            identifier=OrgId("GB-CHC-226171"),
            provenance=provenance(),
        )
        questions = asked(empty, **names("Nacro", "Mind", identifiers=(linked,)))
        assert [match.name for match in questions.search(typed, as_of=DAY)] == ["Nacro"]

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("Nakro", "Nacro"),
            ("Ncaro", "Nacro"),
            ("nacrso", "Nacro"),
            ("St Gilse", "St Giles Trust"),
            ("sant giles", "St Giles Trust"),
            ("cacth 22", "Catch22"),
            ("charites aid", "Charity Aid"),
            ("sant giles", "Saint Giles"),
            ("shelterr", "Shelter"),
            ("Turnnig Piont", "Turning Point"),
            ("Phoenex Futrues", "Phoenix Futures"),
            ("foundtion", "Foundation"),
            ("tunring poi", "Turning Point"),
            ("Tobaith", "Tŷ Gobaith"),
        ],
    )
    def test_a_name_is_found_though_it_is_spelled_wrong(
        self, empty: GraphStore, typed: str, name: str
    ) -> None:
        questions = asked(empty, **names(name, "Quite Another"))
        assert found(questions, typed) == [(name, "spelling")]

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("nekra", "Nacro"),  # two letters off; five allow one
            ("yss", "YMS"),  # three letters allow none
            ("catch23", "Catch22"),  # nor does a word with digits
            ("poi turning", "Turning Point"),  # only the last word may be a beginning
            ("foundaxyz", "Foundation"),
            ("nacro mind", "Nacro"),
            ("homegruop", "Home Group"),  # joined and spelled wrong at once
        ],
    )
    def test_what_is_too_far_off_is_not_found(
        self, empty: GraphStore, typed: str, name: str
    ) -> None:
        assert found(asked(empty, **names(name)), typed) == []

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("st giles", "St. Giles"),
            ("st giles'", "ST GILES"),
            ("womens centre", "Women\u2019s Centre"),
            ("women's centre", "Women\u2019s Centre"),
            ("WOMEN\u2019S CENTRE", "Women's Centre"),
            ("cumbria and lancashire", "Cumbria & Lancashire"),
            ("ty gobaith", "Tŷ Gobaith"),
            ("tŷ gobaith", "TY GOBAITH"),
            ("strasse", "Straße"),
            ("łódź", "ŁÓDŹ"),
            ("office", "oﬃce"),
            ("\uff12\uff12", "22"),
            ("a_b", "A_B"),
            ("Ελλάς", "ελλασ"),
            ("κόσμος", "ΚΌΣΜΟΣ"),
            ("हिन्दी", "हिन्दी"),
            ("東京", "東京"),
        ],
    )
    def test_case_accents_and_punctuation_make_no_difference(
        self, empty: GraphStore, typed: str, name: str
    ) -> None:
        assert found(asked(empty, **names("Another", name)), typed) == [(name, "exact")]

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("Catch 22", "Catch22"),
            ("catch22", "Catch-22"),
            ("Catch\u201122", "Catch22"),
            ("P.S.S.", "PSS"),
            ("p. s. s.", "PSS"),
            ("PSS", "P.S.S"),
            ("Saint Giles", "St Giles"),
            ("st giles", "Saint Giles"),
            ("G4S Ltd", "G4S"),
            ("G 4 S Limited", "G4S plc"),
            ("g4s", "G.4.S."),
            ("Hibiscus", "Hibiscus Community Interest Company"),
            ("Hibiscus C.I.C.", "Hibiscus"),
            ("Gobaith Cyf", "Gobaith Ltd"),
            ("The Nacro", "Nacro"),
            ("wise group", "The Wise Group"),
            ("Women\u2018s Centre", "Women's Centre"),
            ("\u2018Women`s Centre\u201b", "Womens Centre"),
            ("Giles's House", "Giles House"),
            ("Sova \u2013 London", "SOVA (London)"),
            ("T\u0177 \u0174yn", "TY Wyn"),
            ("youth charities", "Youth Charity"),
            ("Streetleague", "Street League"),
            ("street league", "StreetLeague"),
            ("Cumbria and Lancashire", "Cumbria + Lancashire"),
            ("the limited", "The Limited"),
        ],
    )
    def test_a_name_is_the_same_however_it_is_written(
        self, empty: GraphStore, typed: str, name: str
    ) -> None:
        assert found(asked(empty, **names("Another", name)), typed) == [(name, "exact")]

    @pytest.mark.parametrize(
        ("typed", "name", "tier"),
        [
            ("streetleague", "Street League Wales", "words"),
            ("street league wales", "Streetleague of Wales", "words"),
            ("streetlea", "Street League", "beginning"),
            ("sain", "St Giles", "beginning"),
            ("nacro lim", "Nacro Limited", "beginning"),
            ("limited", "Nacro Limited", "words"),
            ("the", "The Nacro", "words"),
        ],
    )
    def test_words_are_found_joined_split_and_as_they_are_begun(
        self, empty: GraphStore, typed: str, name: str, tier: str
    ) -> None:
        assert found(asked(empty, **names("Another", name)), typed) == [(name, tier)]

    def test_nearly_is_not_what_others_would_make_of_two_words(self, empty: GraphStore) -> None:
        questions = asked(empty, **names("Home Group", "Homegroup Wales"))
        assert found(questions, "homegruop") == [("Homegroup Wales", "spelling")]
        assert found(questions, "homegroup") == [
            ("Home Group", "exact"),
            ("Homegroup Wales", "words"),
        ]

    def test_words_are_split_as_people_do_and_not_elsewhere(self, empty: GraphStore) -> None:
        texts = ("in_on", "in-on-at", "inonat", "in·on at", "\U0001d4ben on at", "in\u200bon at")
        assert [name for name, _ in found(asked(empty, **names(*texts)), "at on")] == [
            "in-on-at",
            "in·on at",
            "\U0001d4ben on at",
            "in\u200bon at",
        ]

    @pytest.mark.parametrize(
        ("identifier", "typed"),
        [
            ("GB-COH-03861209", ("03861209", "3861209", "GB-COH-3861209", "coh 03861209")),
            ("GB-COH-SC012345", ("SC012345", "sc12345", "12345", "012345", "SC 012345")),
            ("GB-SC-SC003558", ("SC003558", "3558", "003558")),
            ("GB-CHC-226171", ("226171", "0226171", "CHC 226171")),
        ],
    )
    def test_a_number_is_found_without_its_zeros_and_its_prefix(
        self, empty: GraphStore, identifier: str, typed: tuple[str, ...]
    ) -> None:
        linked = LinkedIdentifier(
            organisation=OrgId("ZZ-PMS-001"),
            identifier=OrgId(identifier),
            provenance=provenance(),
        )
        questions = asked(empty, **names("Nacro", "Mind", identifiers=(linked,)))
        for number in typed:
            (match,) = questions.search(number, as_of=DAY)
            assert (match.name, match.matched) == ("Nacro", identifier)

    def test_organisations_that_were_not_public_are_not_found(self, empty: GraphStore) -> None:
        questions = asked(
            empty,
            organisations=(
                organisation("Alpha Now", known_from="2013-09"),
                organisation("Alpha Old", known_from="1999"),
                organisation("Alpha Unknown", known_from=None),
            ),
        )
        later = date(2013, 9, 30)
        assert found(questions, "alpha") == [("Alpha Old", "words")]
        assert [name for name, _ in found(questions, "alpha", as_of=later)] == [
            "Alpha Now",
            "Alpha Old",
        ]
        assert [name for name, _ in found(questions, "alpah", as_of=later)] == [
            "Alpha Now",
            "Alpha Old",
        ]

    def test_no_more_are_given_than_asked_for(self, empty: GraphStore) -> None:
        questions = asked(empty, **names(*(f"Trust {letter}" for letter in "dcba")))
        everyone = found(questions, "trsut")
        assert len(everyone) == 4
        for limit in (1, 2, 3, 4):
            assert found(questions, "trsut", limit=limit) == everyone[:limit]
            assert len(found(questions, "trust", limit=limit)) == limit

    @pytest.mark.parametrize(
        "typed",
        [
            '"',
            "nacro OR mind",
            "nacro AND mind",
            "NOT nacro",
            "NEAR(nacro mind)",
            "nacr*",
            "nac?o",
            "words:nacro",
            "^nacro",
            "(nacro",
            "nacro~2",
            "nacro\x00mind",
            "'; DROP TABLE organisations; --",
            "\\",
            "/nacro/",
            "[nacro TO mind]",
            "\ud800nacro",
            "%",
            "n_cro",
        ],
    )
    def test_a_text_is_only_ever_a_text(self, empty: GraphStore, typed: str) -> None:
        """What an engine's query language would make of it does not matter."""
        tables = names("Nacro Mind", "Words", "Or", "Not", "Near", "To")
        facts = small_facts(**tables)
        empty.write(facts)
        if not any(letter.isalnum() for letter in typed):
            with pytest.raises(QuestionError, match="no word to search for"):
                empty.ask("small").search(typed, as_of=DAY)
        else:
            matches = empty.ask("small").search(typed, as_of=DAY)
            assert list(matches) == plain_search(facts, typed, DAY, 20)
        assert empty.read("small") == facts

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ("", "no word to search for"),
            ("and & AND", "no word to search for"),
            ("a" * 10_000, "10,000 characters; search for 200 at most"),
            ("ab " * 13, "13 words; search for 12 at most"),
        ],
    )
    def test_a_text_that_cannot_be_searched_for_is_refused(
        self, empty: GraphStore, typed: str, message: str
    ) -> None:
        questions = asked(empty, **names("A"))
        with pytest.raises(QuestionError, match=message):
            questions.search(typed, as_of=DAY)
        assert found(questions, "A 1 " * 6) == []
        assert found(questions, "a" * 200) == []

    def test_a_limit_out_of_range_is_refused(self, empty: GraphStore) -> None:
        with pytest.raises(QuestionError, match="limit: 0 is not between 1 and"):
            asked(empty, **names("A")).search("a", as_of=DAY, limit=0)
