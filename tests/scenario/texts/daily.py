"""Steps 10 and 25."""

TEXTS = {
    "chapter.daily": ("Daily work", "Každodenní práce"),
    "step.debts": ("Unknown is not zero", "Neznámé není nula"),
    "10.energy": (
        "He owes the energy supplier; how much, nobody knows yet.",
        "Dluží dodavateli energie; kolik, zatím nikdo neví.",
    ),
    "10.unknown": ("Recorded, without an amount.", "Zapsáno, bez částky."),
    "10.operator": ("And CZK 1,240 to a telephone company.", "A 1 240 Kč telefonnímu operátorovi."),
    "10.sum": (
        "Together: CZK {known} known, and 1 debt of unknown amount beside it.",
        "Dohromady: známých {known} Kč a vedle nich 1 dluh neznámé výše.",
    ),
    "10.parties": (
        "Mr Doležel and Mrs Pokorná of the housing department, parties of the consent, open the "
        "list.",
        "Seznam si otevřou pan Doležel a paní Pokorná z bytového odboru, strany souhlasu.",
    ),
    "10.read": (
        "Both read it, on the consent: Mr Kopecký need not tell it a second and a third time.",
        "Oba jej čtou na základě souhlasu: pan Kopecký to nemusí vyprávět podruhé a potřetí.",
    ),
    "step.support": ("Help is counted in its own unit", "Pomoc se počítá ve své jednotce"),
    "category.ACCOMPANIMENT": ("Accompaniment", "Doprovázení"),
    "category.EXPERT_CONSULTATION": ("Expert consultation", "Konzultace experta"),
    "25.support": (
        "Mrs Strnadová records three hours of accompaniment and one day of an expert's time.",
        "Paní Strnadová zapíše tři hodiny doprovázení a jeden den experta.",
    ),
    "25.recorded": (
        "3 hours and 1 day; nobody adds them up.",
        "3 hodiny a 1 den; nikdo je nesčítá.",
    ),
    "25.wrong": ("She records a day of accompaniment.", "Zapíše den doprovázení."),
}
