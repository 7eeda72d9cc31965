"""Step 20b."""

TEXTS = {
    "step.held_on_paper": ("A conference held on paper", "Konference na papíře"),
    "20b.paper": (
        "In September there was a conference about another client, before Opora was there. Petra enters "
        "it from the paper, in one call. It was held, so nothing is refused; what was missing is named.",
        "V září byla konference o jiném klientovi, ještě bez Opory. Petra ji zapíše z papíru, jedním "
        "voláním. Konala se, takže se nic neodmítne; co chybělo, se pojmenuje.",
    ),
    "20b.topic": ("A place to live", "Kde bydlet"),
    "20b.what": ("Ask at the hostel", "Zeptat se na ubytovně"),
    "20b.minutes": ("He asks at the hostel within a week.", "Do týdne se zeptá na ubytovně."),
    "20b.reason": ("Held before the system was there", "Konala se před zavedením systému"),
    "20b.head_rule": ("rule", "pravidlo"),
    "20b.head_what": ("what was missing", "co chybělo"),
    "20b.CONF-66": ("the item has no Plan B", "úkol nemá plán B"),
    "20b.CONF-114": (
        "no basis to tell the Labour Office of him today",
        "dnes není základ, aby se o něm Úřad práce dozvěděl",
    ),
    "20b.CONF-32": ("no contract", "kontrakt"),
    "20b.CONF-51": ("no answers on topic, people and place", "odpovědi na téma, lidi a místo"),
    "20b.CONF-34": ("he was not prepared", "příprava klienta"),
    "20b.CONF-47": ("he was not told beforehand what it is", "informace předem, co to je"),
    "20b.recorded": ("CLOSED, with its deviations.", "CLOSED, s odchylkami."),
    "20b.reads": (
        "Mrs Sýkorová was there. That is no basis to read of him here.",
        "Paní Sýkorová tam byla. Číst o něm tady kvůli tomu nesmí.",
    ),
}
