"""Steps 8 and 9."""

TEXTS = {
    "chapter.consent": ("His consent", "Jeho souhlas"),
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
