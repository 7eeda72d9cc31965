"""Who plays: agencies, people and clients. All invented but the didactic names of the sources."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Agency:
    name: str
    type: str  # of opora.registry.v1.AgencyType
    departments: dict = dataclasses.field(default_factory=dict)  # key: (kind, name)


@dataclasses.dataclass(frozen=True)
class Role:
    name: str  # of opora.common.v1.ActingRole
    delegated: bool = False  # social work in delegated competence (XC-14)


@dataclasses.dataclass(frozen=True)
class Person:
    given: str
    family: str
    unit: str  # "agency" or "agency.department"
    roles: tuple  # the first one is the usual one
    purpose: str  # of opora.common.v1.Purpose, the usual one
    fte_milli: int = 1000
    qualified: bool = True

    @property
    def agency(self):
        return self.unit.split(".")[0]

    @property
    def name(self):
        return f"{self.given} {self.family}"


@dataclasses.dataclass(frozen=True)
class Client:
    given: str
    family: str
    born: tuple  # year, month, day


TERRITORY = "Lipová Lhota"

AGENCIES = {
    "town": Agency(
        "Město Lipová Lhota",
        "MUNICIPALITY_EXTENDED",
        {
            "social": ("SOCIAL", "Sociální odbor"),
            "housing": ("HOUSING", "Bytový odbor"),
            "legal": ("LEGAL", "Právní odbor"),
        },
    ),
    "most": Agency("Most", "NGO"),
    "pristav": Agency("Přístav", "NGO"),
    "labour": Agency("Úřad práce v Lipové Lhotě", "LABOUR_OFFICE"),
    "energy": Agency("Lhotecká energie", "ENERGY_SUPPLIER"),
}

# The first administrator and the operator's agency are made by the system's bootstrap.
ADMINISTRATOR = Person(
    "System", "Operator", "operator", (Role("PLATFORM_ADMIN"),), "ADMINISTRATION"
)

SUPPORT = "AGREED_SUPPORT"
ADVERSITY = "ADVERSE_SOCIAL_SITUATION"

PEOPLE = {
    "koudelka": Person("Ivo", "Koudelka", "operator", (Role("DATA_STEWARD"),), "DATA_STEWARDSHIP"),
    "hejnova": Person(
        "Tereza",
        "Hejnová",
        "operator",
        (Role("PROGRAMME_COORDINATOR"), Role("AUDITOR")),
        "ADMINISTRATION",
    ),
    "strnadova": Person(
        "Eva", "Strnadová", "most", (Role("SOCIAL_WORKER"), Role("KEY_WORKER")), SUPPORT
    ),
    "frantiska": Person(
        "Františka", "Malinová", "most", (Role("KEY_WORKER"),), SUPPORT, fte_milli=100
    ),
    "olsova": Person("Dana", "Olšová", "most", (Role("HEAD_OF_UNIT"),), SUPPORT),
    "beranek": Person("Vojta", "Beránek", "pristav", (Role("SOCIAL_WORKER"),), SUPPORT),
    "lomova": Person("Hana", "Lomová", "pristav", (Role("AGENCY_ADMIN"),), "ADMINISTRATION"),
    "sykorova": Person(
        "Radka", "Sýkorová", "labour", (Role("SOCIAL_WORKER", delegated=True),), ADVERSITY
    ),
    "dolezel": Person(
        "Karel",
        "Doležel",
        "town.social",
        (Role("SOCIAL_WORKER", delegated=True), Role("CASE_MANAGER", delegated=True)),
        ADVERSITY,
    ),
    "vrbova": Person(
        "Alena", "Vrbová", "town.social", (Role("SUPPORT_COORDINATOR"),), "ADMINISTRATION"
    ),
    "petra": Person("Petra", "Javůrková", "most", (Role("SOCIAL_WORKER"),), SUPPORT),
    "ruzicka": Person(
        "Leoš", "Růžička", "town.social", (Role("SOCIAL_WORKER", delegated=True),), ADVERSITY
    ),
    "milan": Person("Milan", "Kareš", "town.social", (Role("FACILITATOR"),), SUPPORT),
    "tomesova": Person(
        "Jarmila",
        "Tomešová",
        "town.legal",
        (Role("COLLECTIONS_OFFICER"), Role("HEAD_OF_UNIT")),
        SUPPORT,
        qualified=False,
    ),
    "vesela": Person(
        "Iveta", "Veselá", "labour", (Role("HEAD_OF_UNIT"),), SUPPORT, qualified=False
    ),
    "pokorna": Person(
        "Vlasta", "Pokorná", "town.housing", (Role("HOUSING_OFFICER"),), SUPPORT, qualified=False
    ),
    "vankova": Person(
        "Marie", "Vaňková", "town.social", (Role("PROGRAMME_COORDINATOR"),), SUPPORT
    ),
    "horak": Person(
        "Tomáš", "Horák", "town.social", (Role("COMPLAINT_OFFICER"),), SUPPORT, qualified=False
    ),
    "bartosova": Person(
        "Lenka", "Bartošová", "town.housing", (Role("COMPLAINT_OFFICER"),), SUPPORT, qualified=False
    ),
    "kral": Person(
        "Josef", "Král", "town.housing", (Role("PROPERTY_MANAGER"),), SUPPORT, qualified=False
    ),
}

# Whom the sources know by the given name only.
BY_GIVEN_NAME = ("petra", "milan", "frantiska")

# The administrator's token belongs to the subject that the bootstrap entered.
SUBJECTS = {"admin": "admin", **{key: f"scenario-{key}" for key in PEOPLE}}

KOPECKY = Client("Antonín", "Kopecký", (1979, 5, 14))
KOPECKY_AS_MISSPELT = Client("Antonin", "Kopecky", (1979, 5, 14))
OTHERS = (
    Client("Růžena", "Havlišová", (1951, 1, 30)),
    Client("Otmar", "Bednařík", (1988, 11, 2)),
    Client("Ludmila", "Zedníčková", (1966, 7, 21)),
)
FRIDAY = Client("Blanka", "Drozdová", (1990, 3, 9))

# Counselled by Most, and one person who comes to Most and to Přístav.
COUNSELLED = (
    Client("Jarmila", "Vrabcová", (1961, 4, 2)),
    Client("Šimon", "Hruška", (1994, 9, 17)),
    Client("Věra", "Skálová", (1972, 12, 5)),
    Client("Tadeáš", "Bláha", (2001, 6, 30)),
    Client("Ilona", "Křížková", (1985, 2, 11)),
    Client("Matyáš", "Holub", (1978, 8, 23)),
)
# Who has come to Přístav and asked so far.
ASKING = (
    Client("Oldřiška", "Marková", (1969, 10, 19)),
    Client("Lukáš", "Vondráček", (1999, 1, 4)),
)
DUBOVA = Client("Jana", "Dubová", (1990, 3, 8))
