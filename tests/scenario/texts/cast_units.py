"""Units of the cast."""

TEXTS = {
    "unit.operator": ("the operator", "provozovatel"),
    "unit.town": ("the town", "město"),
    "unit.town.social": ("social dept.", "sociální odbor"),
    "unit.town.housing": ("housing dept.", "bytový odbor"),
    "unit.town.legal": ("legal dept.", "právní odbor"),
    "unit.most": ("Most", "Most"),
    "unit.pristav": ("Přístav", "Přístav"),
    "unit.labour": ("Labour Office", "úřad práce"),
    "unit.energy": ("energy supplier", "dodavatel energie"),
}
