"""Services of organisations that do not exist, as HSDS records, and strategies that make up more of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

from hypothesis import strategies as st

from bot.hsds.tables import ENUMS, TABLES, Kind

Record = dict[str, Any]


def ident(what: str) -> str:
    """An id that is always the same."""
    return str(uuid5(NAMESPACE_DNS, f"{what}.example"))


def soup() -> Record:
    """A soup kitchen with all that people ask for."""
    return {
        "id": ident("soup"),
        "organization_id": ident("lime"),
        "name": "Soep in de Linde",
        "alternate_name": "De Soepketel",
        "description": "Warme maaltijden aan een kleine prijs.",
        "url": "https://soep.example/linde",
        "email": "soep@linde.example",
        "status": "active",
        "assured_date": "2026-10-03",
        "last_modified": "2026-10-04T08:15:30.123Z",
        "phones": [
            {"id": ident("fax"), "number": "09 111 11 11", "type": "fax"},
            {"id": ident("phone"), "number": "09 223 22 22", "type": "voice", "extension": 12},
        ],
        "languages": [{"id": ident("nl"), "name": "Dutch", "code": "nld"}, {"id": ident("ar"), "name": "Arabisch"}],
        "service_at_locations": [
            {
                "id": ident("there"),
                "location": {
                    "id": ident("square"),
                    "location_type": "physical",
                    "latitude": 51.0581,
                    "longitude": 3.7392,
                    "addresses": [
                        {
                            "id": ident("post"),
                            "address_1": "Postbus 7",
                            "city": "Gent",
                            "state_province": "Oost-Vlaanderen",
                            "postal_code": "9000",
                            "country": "BE",
                            "address_type": "postal",
                        },
                        {
                            "id": ident("door"),
                            "address_1": "Lindeplein 3",
                            "address_2": "bus 2",
                            "city": "Gent",
                            "state_province": "Oost-Vlaanderen",
                            "postal_code": "9000",
                            "country": "BE",
                            "address_type": "physical",
                        },
                    ],
                },
            }
        ],
        "organization": {
            "id": ident("lime"),
            "name": "Vereniging De Linde",
            "description": "Een vereniging die niet bestaat.",
            "website": "https://linde.example",
            "contacts": [{"id": ident("contact"), "name": "Canaria Persona", "email": "canaria@linde.example"}],
        },
        "attributes": [
            {
                "id": ident("attribute"),
                "taxonomy_term": {
                    "id": ident("term"),
                    "name": "Voedselhulp",
                    "description": "Eten voor wie weinig heeft",
                    "taxonomy": "Een indeling",
                },
            }
        ],
        "x_of_their_own": {"kept": ["as", "it", "is", 1.5, None]},
    }


def ride() -> Record:
    """The least a service can be."""
    return {"id": ident("ride"), "name": "Ritten", "status": "temporarily closed"}


def page(*records: Record) -> str:
    """A page of an API, a line for each."""
    return '{"total_items": 2, "contents": [\n' + ",\n".join(json.dumps(one) for one in records) + "\n]}\n"


SOUP_CSV = {
    "organizations.csv": "id,name,description\n{lime},Vereniging De Linde,Bestaat niet\n",
    "services.csv": "id,organization_id,name,status,minimum_age,colour\n"
    '{soup},{lime},"Soep, en ""Co""\n(nieuw)",active,18,blauw\n{ride},{lime},Ritten,inactive,,\n',
    "locations.csv": "id,location_type,latitude,longitude\n{square},physical,51.05,3.73\n",
    "service_at_location.csv": "id,service_id,location_id\n{there},{soup},{square}\n",
    "addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
    "{door},{square},Lindeplein 3,Gent,OVL,9000,BE,physical\n",
    "phones.csv": "id,service_id,number,extension\n{phone},{soup},09 223 22 22,12\n",
    "languages.csv": "id,service_id,phone_id,code\n{nl},{soup},,nl\n{ar},,{phone},ar\n",
    "taxonomy_terms.csv": "id,code,name,description\n{term},F1,Voedselhulp,Eten\n",
    "attributes.csv": "id,link_id,taxonomy_term_id,link_entity\n{attribute},{soup},{term},service\n",
}


def csv_package(**changed: str) -> dict[str, str]:
    """A package of CSV files; `services="…"` puts something else into services.csv."""
    names = ("lime", "soup", "ride", "square", "there", "door", "phone", "nl", "ar", "term", "attribute", "lost")
    ids = {name: ident(name) for name in names}
    files = SOUP_CSV | {f"{name}.csv": text for name, text in changed.items()}
    return {name: text.format(**ids) for name, text in files.items()}


ALPHABET = "abc XYZ\r\n 09 éßœ'\"\\<&>,;\t\u2028\U0001f600مع漢"


def things(name: str = "service", depth: int = 3) -> st.SearchStrategy[Record]:
    """Something of a table, with fields at random and below it what belongs to it.

    Made from a number: drawing hundreds of values one by one takes Hypothesis seconds.
    """
    return st.integers(0, 2**32).map(lambda seed: _thing(Random(seed), name, depth))


def _thing(chance: Random, name: str, depth: int) -> Record:
    table = TABLES[name]
    made: Record = {}
    for field, kind in table.fields.items():
        if field in table.required or (chance.random() < 0.25 and not field.endswith("_id")):
            known = ENUMS.get((name, field))
            made[field] = chance.choice(known) if known else _value(chance, kind)
    if name == "location":
        made = {field: value for field, value in made.items() if field not in ("latitude", "longitude")}
        if chance.random() < 0.5:
            made |= {"latitude": chance.uniform(-90, 90), "longitude": chance.randint(-180, 180)}
    for field, other in table.many.items() if depth else ():
        if chance.random() < 0.2:
            made[field] = [_thing(chance, other, depth - 1) for _ in range(chance.randint(1, 2))]
    for field, other in table.one.items() if depth else ():
        if chance.random() < 0.5:
            made[field] = _thing(chance, other, depth - 1)
    return made


def _value(chance: Random, kind: Kind) -> Any:
    day = date(2020, 1, 1) + timedelta(days=chance.randint(0, 4000))
    match kind:
        case Kind.UUID:
            return str(UUID(int=chance.getrandbits(128), version=4))
        case Kind.URI:
            return chance.choice(["https://a.example/x", "mailto:a@b.example", "urn:isbn:1", "javascript:alert(1)"])
        case Kind.EMAIL:
            return chance.choice(["a@b.example", "ä@b.example"])
        case Kind.NUMBER:
            return chance.choice([0, 7, 10**6, 2.5, chance.random()])
        case Kind.DATE:
            return day.isoformat()
        case Kind.TIME:
            return chance.choice(["09:30", "23:59:59", "08:00+01:00"])
        case Kind.MOMENT:
            return f"{day.isoformat()}T08:15:30.123Z"
    return "".join(chance.choice(ALPHABET) for _ in range(chance.randint(1, 14))) + "x"
