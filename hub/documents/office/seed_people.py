"""The people of the sandbox's committee: invented, with well-known tokens `sandbox-<login>`, refused outside it."""

from __future__ import annotations

from pathlib import Path

from connectors.agencies import UTILITY
from connectors.seed_officials import FINS
from document_flow.programmes import programme_folders
from document_flow.words import Words
from hub.access.accounts import name_key
from hub.access.people import Person
from hub.documents.acting.path_repository import settle_paths
from hub.documents.law.steps import settle_tables
from hub.documents.office.directory import Post, save_commissions, save_posts, save_units
from hub.documents.signing.signers import save_fins
from hub.evidence.rights import MACHINE, note_rights
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Tx

PATHS = Path(__file__).parents[3] / "document_flow" / "paths" / "samples"
TABLES = Path(__file__).parents[3] / "document_flow" / "decisions" / "tables"
PARTY = "committee"
COMMISSION = "agali"
_COMMISSION_TITLE = Words("Ağalı kəndinə qayıdış üzrə komissiya", "Commission on the return to Ağalı")
CHAIR, SECRETARY = "fuad", "aysel"
_TOKEN = "sandbox-"

_UNITS = (
    ("rehberlik", "Rəhbərlik", "Leadership", "fuad"),
    ("deftarxana", "Ümumi şöbə (dəftərxana)", "General department (registry)", "sevinc"),
    ("qayidis", "Qayıdış və reinteqrasiya şöbəsi", "Department of return and reintegration", "elcin"),
    ("huquq", "Hüquq şöbəsi", "Legal department", "nigar"),
    ("proqramlar", "Proqramlar şöbəsi", "Department of programmes", "elcin"),
    ("numayendelik", "Rayon nümayəndəlikləri", "District representations", "elcin"),
)
_PEOPLE = (
    ("fuad", "Fuad Kərimli", "Sədr müavini", "Deputy chair", "rehberlik", "head commission_member"),
    ("sevinc", "Sevinc Rəhimli", "Dəftərxana müdiri", "Head of registry", "deftarxana", "clerk"),
    ("elcin", "Elçin Məmmədli", "Şöbə müdiri", "Head of department", "qayidis", "head executor commission_member"),
    ("rauf", "Rauf İbrahimli", "Baş məsləhətçi", "Chief adviser", "qayidis", "executor"),
    ("leyla", "Leyla Şükürlü", "Məsləhətçi", "Adviser", "qayidis", "executor"),
    ("nigar", "Nigar Həsənli", "Baş hüquqşünas", "Chief lawyer", "huquq", "lawyer head commission_member"),
    ("orxan", "Orxan Qaralı", "Hüquqşünas", "Lawyer", "huquq", "lawyer"),
    ("aysel", "Aysel Cəfərli", "Komissiyanın katibi", "Secretary of the commission", "qayidis",
     "commission_secretary commission_member"),
    ("uzv-1", "Ülviyyə Sadıqlı", "Bərdə RİH-in nümayəndəsi", "Representative of the Bərdə district authority",
     "qayidis", "commission_member"),
    ("uzv-2", "Xəyal Mirzəli", "Zəngilan RİH-in nümayəndəsi", "Representative of the Zəngilan district authority",
     "qayidis", "commission_member"),
    ("uzv-3", "Çinarə Nəsirli", "Xüsusi nümayəndəliyin əməkdaşı", "Officer of the special representation", "huquq",
     "commission_member"),
    ("uzv-4", "İlqar Tağılı", "Komissiya üzvü", "Member of the commission", "deftarxana", "commission_member"),
    ("uzv-5", "Günay Süleymanlı", "İctimai Şuranın nümayəndəsi", "Representative of the Public Council", "deftarxana",
     "commission_member"),
)  # fmt: skip
_EXCHANGE = (
    ("ramil", "Ramil Ağayev", "Operator", "Operator", "committee", "operator"),
    ("tural", "Tural Vəliyev", "Operator", "Operator", "committee", "operator"),
    ("lale", "Lalə Qasımlı", "Redaktə edən", "Editor", "committee", "editor operator"),
    ("kamran", "Kamran Həmidli", "Təsdiqləyən", "Approver", "committee", "approver"),
    ("zaur", "Zaur Nağıyev", "Müşahidəçi", "Viewer", "committee", "viewer"),
    ("aydan", "Aydan Rüstəmli", "Auditor", "Auditor", "committee", "auditor"),
    ("samir", "Samir İsgəndərli", "İnzibatçı", "Administrator", "committee", "administrator"),
    ("nermin", "Nərmin Babazadə", "İnzibatçı", "Administrator", "committee", "administrator"),
    ("zeyneb", "Zeynəb Əlizadə", "Proqram əməkdaşı", "Programme officer", "committee", "programme_officer"),
    ("aytac", "Aytac Rzayeva", "Proqram əməkdaşı", "Programme officer", "committee", "programme_officer"),
    ("sebine", "Səbinə Orucova", "Qaynar xəttin operatoru", "Hotline operator", "committee", "hotline_operator"),
    ("tofiq", "Tofiq Səmədov", "Qaynar xəttin operatoru", "Hotline operator", "committee", "hotline_operator"),
    ("gulnar", "Gülnar İsayeva", "Qəbula yazan işçi", "Receptionist", "committee", "receptionist"),
    ("vusal", "Vüsal Quliyev", "Bərdə rayon nümayəndəsi", "Representative in Bərdə", "committee",
     "district_representative"),
    ("gunel", "Günel Şahverdili", f"{UTILITY.title[0]}, növbətçi", f"{UTILITY.title[1]}, on duty", UTILITY.name,
     "viewer"),
    ("kenan", "Kənan Rəhimli", "Bakı şəhəri üzrə nümayəndə", "Representative in Bakı", "committee",
     "district_representative"),
    ("fidan", "Fidan Zeynallı", "Sumqayıt şəhəri üzrə nümayəndə", "Representative in Sumqayıt", "committee",
     "district_representative"),
    ("elnur", "Elnur Bağırlı", "Abşeron rayonu üzrə nümayəndə", "Representative in Abşeron", "committee",
     "district_representative"),
)  # fmt: skip
"""Those who watch and repair the exchange, and one at an agency: login, name, title, party, roles."""
_AT = {"programme_officer": "proqramlar", "district_representative": "numayendelik"}
"""Where those of them work who decide cases, answer for lists and money, or visit families."""
_DISTRICTS = {"vusal": "Bərdə", "kenan": "Bakı", "fidan": "Sumqayıt", "elnur": "Abşeron"}
_PARTIES = (
    ("lists_committee", "fuad nigar", "Dövlət Komitəsi", "State Committee"),
    ("lists_finance", "uzv-4 uzv-5", "Maliyyə üzrə tərəf", "Party for finance"),
    ("lists_authority", "uzv-1 uzv-2", "Rayon icra hakimiyyəti", "District authority"),
    ("lists_origin_authority", "uzv-2 uzv-3", "İşğal olunmuş rayonun RİH-i", "Authority of the occupied district"),
    ("lists_utility", "uzv-4 uzv-5", "Kommunal qurum", "Utility"),
    ("lists_representative", "aysel nigar", "Komitənin rayon nümayəndəsi", "District representative of the Committee"),
)  # fmt: skip
"""Who approve the lists of the allowance and of the utilities: group, members, titles."""
_MEMBERS = ("fuad", "elcin", "nigar", "aysel", "uzv-1", "uzv-2", "uzv-3", "uzv-4", "uzv-5")


def sandbox_people() -> dict[str, Person]:
    """The sandbox's people by their tokens."""
    return {
        _TOKEN + person.login: person
        for person in (
            *(Person(login, name, PARTY, frozenset(roles.split())) for login, name, _, _, _, roles in _PEOPLE),
            *(
                Person(login, name, party, frozenset(roles.split()), _DISTRICTS.get(login))
                for login, name, _, _, party, roles in _EXCHANGE
            ),
        )
    }


def sandbox_titles() -> dict[str, Words]:
    """What each of them is, by login."""
    return {login: Words(az, en) for login, _, az, en, *_ in (*_PEOPLE, *_EXCHANGE)}


def sandbox_posts() -> list[Post]:
    """Where each of them works who acts on documents, cases, lists or money."""
    return [
        *(Post(login, Words(az, en), unit) for login, _, az, en, unit, _ in _PEOPLE),
        *(Post(login, Words(az, en), _AT[roles]) for login, _, az, en, _, roles in _EXCHANGE if roles in _AT),
    ]


async def settle_cast(tx: Tx, sealer: Sealer, keyed: KeyedHash) -> None:
    """Give the sandbox its committee; harmless to repeat. Their passwords are none: only the tokens open a door."""
    rows = await tx.fetch("SELECT login, roles, district FROM people")
    there = {row["login"]: (row["roles"], row["district"]) for row in rows}
    people = [
        (each.login, each.name, " ".join(sorted(each.roles)), each.party, each.district)
        for each in sandbox_people().values()
    ]
    changed = [
        {
            "of": login,
            "roles": roles,
            "party": party,
            "district": district,
            "name": name_key(keyed, login, name) if login not in there else None,
        }
        for login, name, roles, party, district in people
        if there.get(login) != (roles, district)
    ]
    await note_rights(tx, "account", MACHINE, changed)
    await tx.many(
        "INSERT INTO people (login, name, password_hash, roles, party, district, created_at)"
        " VALUES ($1, $2, '!', $3, $4, $5, hub_now())"
        " ON CONFLICT (login) DO UPDATE SET roles = $3, district = $5",
        people,
    )
    await save_posts(tx, sandbox_posts())
    await save_fins(tx, sealer, FINS)
    await save_units(tx, [(unit, Words(az, en), head) for unit, az, en, head in _UNITS])
    parties = [(group, members.split(), Words(az, en)) for group, members, az, en in _PARTIES]
    await save_commissions(tx, [(COMMISSION, _MEMBERS, _COMMISSION_TITLE), *parties])


async def settle_sandbox(store: Store, sealer: Sealer, keyed: KeyedHash) -> None:
    """The committee's people, its sample paths and its sample decision tables; harmless to repeat.

    A path that is there stays as people have changed it. Every start does this, so it is few statements.
    """
    sources = [file.read_text(encoding="utf-8") for file in sorted(PATHS.glob("*.yaml"))]
    async with store.write() as tx:
        await settle_cast(tx, sealer, keyed)
        await settle_paths(tx, sealer, sources, "sevinc")
        await settle_tables(tx, TABLES, *(each / "tables" for each in programme_folders()))
