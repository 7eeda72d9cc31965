"""Steps 24, 29 and 30."""

TEXTS = {
    "chapter.debts": ("What is owed is repaid", "Co se dluží, to se splácí"),
    "step.energy_is_repaid": ("What he can really pay", "Kolik opravdu zvládne"),
    "24.visit": (
        "On 7 November Mr Kopecký and Mrs Strnadová visit the supplier's branch and ask.",
        "7. listopadu zajde pan Kopecký s paní Strnadovou na pobočku dodavatele a zeptají se.",
    ),
    "24.source": ("branch of the supplier", "pobočka dodavatele"),
    "24.known": (
        "CZK {amount}, with source and day: now it is a number.",
        "{amount} Kč, se zdrojem a dnem: teď je to číslo.",
    ),
    "24.without": (
        "CZK 500 a month are agreed. Nobody has said whether he has them.",
        "Dohodnou 500 Kč měsíčně. Nikdo neřekl, zda je má.",
    ),
    "24.warned": ("Recorded, with a warning: {message}", "Zapsáno, s upozorněním: {message}"),
    "24.with": (
        "They put income and expenses on paper and enter it again; the first one makes way.",
        "Sepíší příjmy a výdaje a zadají to znovu; první kalendář ustoupí.",
    ),
    "24.agreed": (
        "Agreed: {n} instalments, the last on {day}. The supplier laid down no minimum, so there "
        "is none.",
        "Dohodnuto: splátek {n}, poslední {day}. Dodavatel žádné minimum nestanovil, tak žádné "
        "není.",
    ),
    "step.each_creditor_has_its_own_minimum": (
        "Each creditor has its own minimum",
        "Každý věřitel má své minimum",
    ),
    "29.policies": (
        "The town agrees on CZK 50 and more without further ado, the Labour Office on CZK 100; "
        "both from 1 January 2023.",
        "Město se bez dalšího dohodne od 50 Kč, úřad práce od 100 Kč; obojí od 1. ledna 2023.",
    ),
    "29.council": ("municipal council", "zastupitelstvo"),
    "29.rent": (
        "From an earlier municipal tenancy CZK {amount} of rent are still owed to the town.",
        "Z dřívějšího obecního nájmu zbývá městu dluh {amount} Kč na nájemném.",
    ),
    "29.without": (
        "CZK 50 a month, and nothing said about his means.",
        "50 Kč měsíčně, a o jeho možnostech ani slovo.",
    ),
    "29.with": ("The same with income and expenses.", "Totéž s příjmy a výdaji."),
    "29.agreed": (
        "Agreed at once, {n} instalments: this town's minimum is CZK 50.",
        "Rovnou dohodnuto, splátek {n}: minimum tohoto města je 50 Kč.",
    ),
    "29.office": (
        "The same CZK 50 for a benefit overpaid by the Labour Office.",
        "Stejných 50 Kč na přeplatek dávky úřadu práce.",
    ),
    "29.below": ("Not refused but marked: {message}", "Neodmítnuto, ale označeno: {message}"),
    "29.reasons": (
        "three instalments kept elsewhere, income just above the minimum",
        "jinde tři splátky dodrženy, příjem těsně nad minimem",
    ),
    "29.body": ("head of the contact office", "vedoucí kontaktního pracoviště"),
    "29.decided": (
        "The office decides on him alone, with reasons, and agrees.",
        "Úřad rozhodne právě o něm, s odůvodněním, a souhlasí.",
    ),
    "step.kept_from_the_first_instalment_on": (
        "Kept from the first instalment on",
        "Dodržován od první splátky",
    ),
    "30.before": (
        "Mrs Pokorná of the housing department asks how he stands with the town.",
        "Paní Pokorná z bytového odboru se ptá, jak je na tom u města.",
    ),
    "30.debt": (
        "On the consent she learns: {standing}. Agreed is not yet paid.",
        "Na základě souhlasu se dozví: {standing}. Dohodnuto ještě není zaplaceno.",
    ),
    "30.paid": (
        "On 14 December he pays the first instalment.",
        "14. prosince zaplatí první splátku.",
    ),
    "30.kept": (
        "{standing}: to be seen as free of debt.",
        "{standing}: hledí se na něj jako na bezdlužného.",
    ),
}
