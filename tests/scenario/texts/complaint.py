"""Steps 35, 36 and 37."""

TEXTS = {
    "chapter.complaint": ("A complaint is heard", "Stížnost se vyslechne"),
    "step.who_tells_him": ("Who tells him", "Kdo mu to řekne"),
    "35.technician": (
        "A neighbour grumbles to Mr Král on the stairs. Mr Král writes it down and passes it on to "
        "Mrs Bartošová.",
        "Soused si na schodech postěžuje panu Královi. Ten to zapíše a předá paní Bartošové.",
    ),
    "35.content": ("Noise from number 12.", "Hluk z dvanáctky."),
    "35.complainant": ("neighbour from number 11", "soused z čísla 11"),
    "35.support": (
        "Mrs Strnadová has heard of it and would tell Mr Kopecký.",
        "Paní Strnadová o tom slyšela a řekla by to panu Kopeckému.",
    ),
    "35.officer": (
        "Mrs Bartošová tells him. Now Mrs Strnadová may talk it over with him.",
        "Řekne mu to paní Bartošová. Teď to s ním paní Strnadová smí probrat.",
    ),
    "35.informed": (
        "CLIENT_INFORMED the next day; he has time until {day}.",
        "CLIENT_INFORMED hned druhý den; čas má do {day}.",
    ),
    "step.heard_in_the_house": ("The house is asked", "Ptají se v domě"),
    "36.vague": (
        "Mrs Bartošová asks the complainant.",
        "Paní Bartošová se ptá stěžovatele.",
    ),
    "36.terrible": ("He makes a terrible noise all the time!", "Dělá strašný hluk, pořád!"),
    "36.too_vague": (
        "Stored as TOO_VAGUE. Could it be called justified?",
        "Uloženo jako TOO_VAGUE. Dá se to označit za oprávněné?",
    ),
    "36.asked": (
        "She asks when, whether every day, how many times last month, of what kind.",
        "Ptá se kdy, jestli každý den, kolikrát za minulý měsíc a jaký hluk.",
    ),
    "36.evening": ("evening, seven to nine", "večer, sedm až devět"),
    "36.kind": ("television", "televize"),
    "36.rounds": (
        "Two rounds through the house, at different times. The others hear nothing unusual.",
        "Dvě kola po domě, pokaždé v jinou dobu. Ostatní neslyší nic zvláštního.",
    ),
    "36.record": (
        "Flats 10, 11, 13 and 14 were visited on two days; nobody but the complainant confirms it.",
        "Byty 10, 11, 13 a 14 navštíveny ve dvou dnech; kromě stěžovatele to nikdo nepotvrzuje.",
    ),
    "36.unjustified": (
        "CONCLUDED: unjustified. Mr Kopecký is told the result.",
        "CONCLUDED: neoprávněná. Pan Kopecký se výsledek dozví.",
    ),
    "36.close": (
        "She would close it without a letter to the complainant.",
        "Uzavřela by ji bez dopisu stěžovateli.",
    ),
    "36.answer": (
        "We asked in the house in two rounds. The noise was not confirmed. Thank you for telling "
        "us.",
        "Ptali jsme se v domě ve dvou kolech. Hluk se nepotvrdil. Děkujeme, že jste se ozval.",
    ),
    "36.closed": (
        "Answered in writing, without a word about the tenant's life; CLOSED.",
        "Odpovězeno písemně, bez slova o životě nájemníka; CLOSED.",
    ),
    "step.the_lease_goes_on": ("The lease", "Smlouva"),
    "37.second": (
        "In January another complaint lies on Mrs Pokorná's desk. Nobody told Mr Kopecký.",
        "V lednu leží u paní Pokorné další stížnost. Panu Kopeckému o ní nikdo neřekl.",
    ),
    "37.content": ("Things in the corridor.", "Věci na chodbě."),
    "37.refuse": (
        "She does not want to extend the lease, because of the complaints.",
        "Kvůli stížnostem nechce smlouvu prodloužit.",
    ),
    "37.complaints": ("repeated complaints", "opakované stížnosti"),
    "37.extend": (
        "Debts are no reason either: the schedule is kept.",
        "Ani dluhy nejsou důvod: splátkový kalendář se plní.",
    ),
    "37.reasons": ("keeps the schedule, pays the rent", "plní kalendář, platí nájem"),
    "37.extended": (
        "Treated as debt-free; the late April does not count. Extended until {day}.",
        "Hledí se na něj jako na bezdlužného; opožděný duben se nepočítá. Prodlouženo do {day}.",
    ),
}
