"""Steps 32, 32b, 33 and 34."""

TEXTS = {
    "chapter.flat": ("Living there", "Bydlení"),
    "step.moving_in": ("Moving in", "Stěhování"),
    "32.prepare": (
        "The landlord prepares the tenancy and would move him in at once.",
        "Pronajímatel připraví nájem a nastěhoval by ho hned.",
    ),
    "32.ready": (
        "Mrs Strnadová introduces him to Mr Král; they look at the flat together and sign the "
        "papers.",
        "Paní Strnadová ho seznámí s panem Králem; byt si prohlédnou spolu a podepíší papíry.",
    ),
    "32.present": (
        "Mr Kopecký, Mrs Strnadová, Mr Král",
        "pan Kopecký, paní Strnadová, pan Král",
    ),
    "32.moved_in": ("MOVED_IN, on 2 April.", "MOVED_IN, 2. dubna."),
    "step.friday_night": ("Friday night", "Pátek večer"),
    "32b.friday": (
        "Another tenant, Mrs Drozdová, got the keys on Friday night, after a fire in her house. "
        "Nobody had looked at the flat. On Monday Mrs Pokorná writes it down.",
        "Jiná nájemnice, paní Drozdová, dostala klíče v pátek večer, když u ní hořelo. Byt nikdo "
        "neprohlédl. V pondělí to paní Pokorná zapíše.",
    ),
    "32b.reason": (
        "Fire in her house on Friday night; the flat was empty.",
        "V pátek večer u ní hořelo; byt byl prázdný.",
    ),
    "32b.recorded": (
        "What happened is recorded, not refused. It did not follow {rules}; the coordinator sees "
        "it.",
        "Co se stalo, se zapíše a neodmítne. Neodpovídá to {rules}; koordinátorka to vidí.",
    ),
    "step.late_is_not_arrears": ("Late is not arrears", "Opožděná platba není dluh"),
    "33.rent": (
        "Rent and services for April: CZK {amount}, due on the 15th. Mr Kopecký has claimed a "
        "benefit; it is not decided yet.",
        "Nájem a služby za duben: {amount} Kč, splatné 15. Pan Kopecký požádal o dávku; zatím o ní "
        "není rozhodnuto.",
    ),
    "33.benefit": ("housing allowance", "příspěvek na bydlení"),
    "33.passes": ("The day passes and nothing has come.", "Den uplyne a nic nepřišlo."),
    "33.late": (
        "LATE_PAYMENT: the support team is warned early, and it does not count against him.",
        "LATE_PAYMENT: tým podpory se dozví včas a klientovi se to nepočítá.",
    ),
    "33.landlord": (
        "Mrs Pokorná prepares a request to the Labour Office for direct payment.",
        "Paní Pokorná chystá žádost úřadu práce o přímou úhradu.",
    ),
    "step.exactly_what_remains": ("Exactly what remains", "Přesně kolik zbývá"),
    "34.agrees": (
        "He agrees that CZK {amount} of the benefit go straight to the landlord. Mrs Pokorná would "
        "attest it herself.",
        "Souhlasí, aby {amount} Kč z dávky šlo rovnou pronajímateli. Paní Pokorná by to dosvědčila "
        "sama.",
    ),
    "34.person": ("Mr Kopecký", "pan Kopecký"),
    "34.key_worker": (
        "Mrs Strnadová, who gains nothing by it, attests it.",
        "Dosvědčí to paní Strnadová, která z toho nic nemá.",
    ),
    "34.top_up": (
        "April: {charged} charged, {direct} directly; CZK {remains} remain for him to pay.",
        "Duben: předepsáno {charged}, přímo {direct}; doplatit má {remains} Kč.",
    ),
}
