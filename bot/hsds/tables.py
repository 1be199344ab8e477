"""The tables and fields of HSDS 3 and what each field has to be, written down as far as an exchange needs it.

HSDS is the Human Services Data Specification of Open Referral (https://docs.openreferral.org, version 3.0, licensed
CC BY-SA 4.0). Its own schema files are not part of this program; `bot.hsds.schema` makes JSON Schemas and the data
package's description from what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds. Days, hours and moments are texts in JSON, and have a form in CSV."""

    TEXT = "text"
    UUID = "uuid"
    URI = "uri"
    EMAIL = "email"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "datetime"


_PLACES = ("physical", "postal", "virtual")
ENUMS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("service", "status"): ("active", "inactive", "defunct", "temporarily closed"),
    ("location", "location_type"): _PLACES,
    ("address", "address_type"): _PLACES,
    ("schedule", "wkst"): ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
    ("schedule", "freq"): ("WEEKLY", "MONTHLY"),
}
"""Fields of which every value is known."""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of thing. `required` holds everywhere, `required_in_csv` also where rows refer to one another.

    `many` and `one` are the fields of JSON that hold things of other tables; `path` is the file in a CSV package.
    """

    name: str
    path: str
    fields: Mapping[str, Kind]
    required: tuple[str, ...]
    required_in_csv: tuple[str, ...] = ()
    many: Mapping[str, str] = field(default_factory=dict)
    one: Mapping[str, str] = field(default_factory=dict)

    @property
    def refers(self) -> dict[str, str]:
        """Fields that hold the id of something, and the table it is in."""
        return {name: _TARGETS[name] for name in self.fields if name in _TARGETS and _TARGETS[name] != self.name}


_TARGETS = {
    f"{name}_id": name
    for name in (
        *("organization", "program", "service", "location", "service_at_location", "contact", "phone"),
        *("taxonomy_term", "taxonomy"),
    )
}
_OWN = {"attributes": "attribute", "metadata": "metadata"}


def _fields(told: str) -> dict[str, Kind]:
    """`"id:uuid name note"` as fields; without a kind it is a text."""
    pairs = (one.partition(":") for one in told.split())
    return {name: Kind(kind or "text") for name, _, kind in pairs}


def _table(
    name: str,
    path: str,
    fields: str,
    required: str = "id",
    *,
    in_csv: str = "",
    many: Mapping[str, str] | None = None,
    one: Mapping[str, str] | None = None,
    own: Mapping[str, str] = _OWN,
) -> Table:
    return Table(
        name,
        path,
        _fields(f"id:uuid {fields}"),
        tuple(required.split()),
        tuple(in_csv.split()),
        {**(many or {}), **own},
        one or {},
    )


_LIST = (
    _table(
        "organization",
        "organizations.csv",
        "name alternate_name description email:email website:uri tax_status tax_id year_incorporated:number "
        "legal_status logo uri:uri parent_organization_id:uuid",
        "id name description",
        many={
            "funding": "funding",
            "contacts": "contact",
            "phones": "phone",
            "locations": "location",
            "programs": "program",
            "organization_identifiers": "organization_identifier",
        },
    ),
    _table(
        "program",
        "programs.csv",
        "organization_id:uuid name alternate_name description",
        "id name description",
        in_csv="organization_id",
    ),
    _table(
        "service",
        "services.csv",
        "organization_id:uuid program_id:uuid name alternate_name description url:uri email:email status "
        "interpretation_services application_process fees_description wait_time fees accreditations "
        "eligibility_description minimum_age:number maximum_age:number assured_date:date assurer_email:email licenses "
        "alert last_modified:datetime",
        "id name status",
        in_csv="organization_id",
        many={
            "phones": "phone",
            "schedules": "schedule",
            "service_areas": "service_area",
            "service_at_locations": "service_at_location",
            "languages": "language",
            "funding": "funding",
            "cost_options": "cost_option",
            "required_documents": "required_document",
            "contacts": "contact",
        },
        one={"organization": "organization", "program": "program"},
    ),
    _table(
        "service_at_location",
        "service_at_location.csv",
        "service_id:uuid location_id:uuid description",
        in_csv="service_id location_id",
        many={"contacts": "contact", "phones": "phone", "schedules": "schedule"},
        one={"location": "location"},
    ),
    _table(
        "location",
        "locations.csv",
        "location_type url:uri organization_id:uuid name alternate_name description transportation latitude:number "
        "longitude:number external_identifier external_identifier_type",
        "id location_type",
        many={
            "languages": "language",
            "addresses": "address",
            "contacts": "contact",
            "accessibility": "accessibility",
            "phones": "phone",
            "schedules": "schedule",
        },
    ),
    _table(
        "address",
        "addresses.csv",
        "location_id:uuid attention address_1 address_2 city region state_province postal_code country address_type",
        "id address_1 city state_province postal_code country address_type",
    ),
    _table(
        "phone",
        "phones.csv",
        "location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid service_at_location_id:uuid number "
        "extension:number type description",
        "id number",
        many={"languages": "language"},
    ),
    _table(
        "contact",
        "contacts.csv",
        "organization_id:uuid service_id:uuid service_at_location_id:uuid location_id:uuid name title department "
        "email:email",
        many={"phones": "phone"},
    ),
    _table(
        "schedule",
        "schedules.csv",
        "service_id:uuid location_id:uuid service_at_location_id:uuid valid_from:date valid_to:date dtstart:date "
        "timezone:number until:date count:number wkst freq interval:number byday byweekno bymonthday byyearday "
        "description opens_at:time closes_at:time schedule_link:uri attending_type notes",
    ),
    _table("funding", "funding.csv", "organization_id:uuid service_id:uuid source"),
    _table("service_area", "service_areas.csv", "service_id:uuid name description extent extent_type uri"),
    _table("required_document", "required_documents.csv", "service_id:uuid document uri:uri"),
    _table("language", "languages.csv", "service_id:uuid location_id:uuid phone_id:uuid name code note"),
    _table("accessibility", "accessibility.csv", "location_id:uuid description details url:uri"),
    _table(
        "cost_option",
        "cost_options.csv",
        "service_id:uuid valid_from:date valid_to:date option currency amount:number amount_description",
        in_csv="service_id",
    ),
    _table(
        "organization_identifier",
        "organization_identifiers.csv",
        "organization_id:uuid identifier_scheme identifier_type identifier",
        "id identifier_type identifier",
        in_csv="organization_id",
    ),
    _table(
        "attribute",
        "attributes.csv",
        "link_id:uuid taxonomy_term_id:uuid link_type link_entity value",
        in_csv="link_id taxonomy_term_id link_entity",
        one={"taxonomy_term": "taxonomy_term"},
        own={"metadata": "metadata"},
    ),
    _table(
        "taxonomy_term",
        "taxonomy_terms.csv",
        "code name description parent_id:uuid taxonomy language taxonomy_id:uuid term_uri:uri",
        "id name description",
        one={"taxonomy_detail": "taxonomy"},
        own={"metadata": "metadata"},
    ),
    _table(
        "taxonomy",
        "taxonomies.csv",
        "name description uri:uri version",
        "id name description",
        own={"metadata": "metadata"},
    ),
    _table(
        "metadata",
        "metadata.csv",
        "resource_id:uuid resource_type last_action_date:date last_action_type field_name previous_value "
        "replacement_value updated_by",
        "id last_action_date last_action_type field_name previous_value replacement_value updated_by",
        in_csv="resource_id resource_type",
        own={},
    ),
)

TABLES: Mapping[str, Table] = {table.name: table for table in _LIST}
"""By name, in the order in which a package lists them."""
