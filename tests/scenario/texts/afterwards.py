"""Steps 22 and 23."""

TEXTS = {
    "chapter.afterwards": ("The days after", "Dny poté"),
    "step.plan_b": ("He did not call", "Nezavolal"),
    "22.passes": ("It is {day}. He has not called.", "Je {day}. Nezavolal."),
    "22.begins": (
        "Plan B begins: it is on Mrs Strnadová's list. Nothing is held against him; there is no field "
        "for it.",
        "Začíná plán B: má ho na seznamu paní Strnadová. Jemu se nic nepřičítá; není ani kam.",
    ),
    "step.back_on_track": ("She calls him", "Zavolá mu"),
    "23.contacts": ("On Tuesday she reaches him.", "V úterý ho zastihne."),
    "23.track": ("Back on track.", "Zpátky na cestě."),
}
