"""Steps 6 and 7."""

TEXTS = {
    "chapter.word": ("Who may tell whom", "Kdo smí komu co říci"),
    "step.without_consent": ("Without his consent", "Bez jeho souhlasu"),
    "6.ngo": (
        "Mrs Strnadová would like to tell the housing department about his debts.",
        "Paní Strnadová by o jeho dluzích ráda řekla bytovému odboru.",
    ),
    "6.same_town_hall": (
        "Mr Doležel works in the same town hall as the housing department. May he?",
        "Pan Doležel pracuje na téže radnici jako bytový odbor. Smí on?",
    ),
    "step.by_law": ("What the law allows", "Co dovoluje zákon"),
    "7.law": (
        "Mr Doležel asks whether he may tell the Labour Office about income and benefits.",
        "Pan Doležel se ptá, zda smí úřadu práce sdělit příjmy a dávky.",
    ),
    "7.allowed": (
        "ALLOW, {basis} {law_row}: no consent is needed, and only the {n} necessary fields pass.",
        "ALLOW, {basis} {law_row}: souhlas není třeba a projde jen {n} nezbytných položek.",
    ),
    "7.other_purpose": (
        "The same, in order to collect a debt.",
        "Totéž, ale kvůli vymáhání dluhu.",
    ),
}
