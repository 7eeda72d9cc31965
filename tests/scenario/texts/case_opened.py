"""Step 11."""

TEXTS = {
    "chapter.case": ("One person coordinates", "Jeden koordinuje"),
    "step.case_opened": ("A case, and what he is good at", "Případ a to, v čem je dobrý"),
    "11.open": (
        "Mr Doležel offers to coordinate the people around him. Mr Kopecký agrees; his word is "
        "enough.",
        "Pan Doležel nabídne, že bude lidi kolem něj koordinovat. Pan Kopecký souhlasí; stačí "
        "slovo.",
    ),
    "11.client": ("the client", "klient"),
    "11.opened": (
        "The case is open; Mr Doležel is its one case manager.",
        "Případ je otevřen; jeho jediným koordinátorem je pan Doležel.",
    ),
    "11.problems_only": (
        "He writes down what is wrong: the debt. And nothing else.",
        "Zapíše, co je špatně: dluh. A nic jiného.",
    ),
    "11.need": (
        "The debt for electricity is of unknown amount and grows.",
        "Dluh za elektřinu má neznámou výši a roste.",
    ),
    "11.view": ("I want to know how much it is.", "Chci vědět, kolik to je."),
    "11.asks": (
        "He asks Mr Kopecký what works.",
        "Zeptá se pana Kopeckého, co se daří.",
    ),
    "11.strength.1": ("Pays the rent on time.", "Nájem platí včas."),
    "11.strength.2": ("Knows how to deal with offices.", "Umí jednat s úřady."),
    "11.assessed": (
        "Assessed, with something to build on and with his own view of the need:",
        "Zhodnoceno, s tím, na čem lze stavět, a s jeho vlastním pohledem na potřebu:",
    ),
    "verb.OpenCase": ("case opened", "otevření případu"),
    "verb.AddAssessment": ("assessment", "hodnocení potřeb"),
}
