"""Steps 6 to 9."""

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
    "step.consent": ("He consents", "Dává souhlas"),
    "8.draft": (
        "Mrs Strnadová drafts a consent: the social department, Most, the housing department and "
        "the energy supplier may talk about housing and debts; about his health nobody.",
        "Paní Strnadová připraví souhlas: sociální odbor, Most, bytový odbor a dodavatel energie "
        "smějí mluvit o bydlení a dluzích; o zdraví nikdo.",
    ),
    "8.note": ("Nothing about my back.", "O zádech nic."),
    "8.drafted": ("Drafted; it opens nothing yet.", "Připraveno; zatím nic neotevírá."),
    "8.sign_early": (
        "She records his signature, and forgot to say that he can withdraw it.",
        "Zapíše jeho podpis a zapomněla říci, že souhlas může odvolat.",
    ),
    "8.sign": (
        "She tells him, he signs.",
        "Poučí ho a on podepíše.",
    ),
    "8.signed": (
        "SIGNED, version 1, until {day} at the latest.",
        "SIGNED, verze 1, nejdéle do {day}.",
    ),
    "8.opens": (
        "Asked again, step 6 now answers: ALLOW, {basis}, version 1.",
        "Krok 6 znovu, a teď odpovídá: ALLOW, {basis}, verze 1.",
    ),
    "step.excluded_topic": ("What he does not want talked about", "O čem si nepřeje mluvit"),
    "9.topic": (
        "His debts have to do with his back. To explain that would touch his health.",
        "Jeho dluhy souvisejí se zády. Vysvětlit to by znamenalo dotknout se zdraví.",
    ),
}
