"""Step 5."""

TEXTS = {
    "chapter.room": ("Is there room?", "Je místo?"),
    "step.caseload": ("A tenth of a post", "Desetina úvazku"),
    "5.part_time": (
        "Františka works a tenth of a post at Most, where a full post serves 20 clients. Three "
        "people need her.",
        "Františka má v Mostu desetinový úvazek; na celý připadá 20 klientů. Potřebují ji tři "
        "lidé.",
    ),
    "5.two": ("Two are assigned.", "Dva jsou přiřazeni."),
    "5.override": (
        "The head of the unit, Mrs Olšová, allows the third and says why.",
        "Vedoucí, paní Olšová, třetího povolí a řekne proč.",
    ),
    "5.reason": (
        "Mrs Zedníčková is known to her from before; a colleague takes one over in June.",
        "Paní Zedníčkovou zná z dřívějška; v červnu jednoho klienta převezme kolegyně.",
    ),
    "5.overridden": ("Assigned above the limit: {message}", "Přiřazeno nad limit: {message}"),
    "5.audited": (
        "The audit knows both: whom the limit stopped, and who went above it.",
        "Audit zná obojí: koho limit zastavil i kdo jej překročil.",
    ),
    "5.key_worker": (
        "Mrs Strnadová becomes Mr Kopecký's key worker.",
        "Paní Strnadová se stává klíčovou pracovnicí pana Kopeckého.",
    ),
    "5.assigned": ("Assigned; her stance is support.", "Přiřazena; její postoj je podpora."),
}
