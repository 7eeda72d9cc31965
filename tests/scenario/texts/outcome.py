"""Step 26."""

TEXTS = {
    "chapter.outcome": ("What came of it", "Co z toho bylo"),
    "step.item_done": ("Done", "Splněno"),
    "26.visit": (
        "They went there, and told Mr Doležel on 10 November. Debt and schedule are linked, not told "
        "again.",
        "Zašli tam a 10. listopadu to řekli panu Doležalovi. Dluh a kalendář jsou propojené, ne "
        "přepsané.",
    ),
    "26.done": ("The item is DONE.", "Úkol je splněn."),
    "26.evaluate": ("Petra asks him how it was.", "Petra se ho zeptá, jaké to bylo."),
    "26.his_view": ("Once for all was enough.", "Stačilo to říct jednou."),
    "26.evaluated": ("EVALUATED.", "EVALUATED."),
}
