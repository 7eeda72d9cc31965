"""Words of every chapter."""

TEXTS = {
    "title": ("Help around Mr Kopecký", "Pomoc kolem pana Kopeckého"),
    "prologue": (
        "The town of Lipová Lhota and everybody in it are invented. Mr Kopecký owes for "
        "electricity and has told his story at more than one counter. What follows happens while "
        "you read: each line is a call to the services of this system, and each outcome is "
        "checked.",
        "Město Lipová Lhota a všichni v něm jsou vymyšlení. Pan Kopecký dluží za elektřinu a svůj "
        "příběh už vyprávěl u několika přepážek. To, co následuje, se děje, zatímco čtete: každý "
        "řádek je volání služeb tohoto systému a každý výsledek se ověřuje.",
    ),
    "legend": (
        "→ allowed, and on which basis    ✗ refused: by which rule, and what would help",
        "→ dovoleno a na jakém základě    ✗ odmítnuto: kterým pravidlem a co by pomohlo",
    ),
    "denied": ("DENY", "DENY"),
    "remedy": ("Remedy:", "Náprava:"),
    "ending": (
        "All {steps} steps came out as told: {calls} calls, {refused} refusals, each by its rule.",
        "Všech {steps} kroků dopadlo, jak se vypráví: {calls} volání, {refused} odmítnutí, každé "
        "svým pravidlem.",
    ),
    "unexpected": (
        "Step {number}, {title}: the story went another way",
        "Krok {number}, {title}: příběh se odchýlil",
    ),
    "fresh": (
        "(The story needs a system with an empty database: ./opora demo, or ./opora up --fresh.)",
        "(Příběh potřebuje systém s prázdnou databází: ./opora demo nebo ./opora up --fresh.)",
    ),
}
