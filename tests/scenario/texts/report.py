"""Steps 39 and 40."""

TEXTS = {
    "chapter.report": ("Does the town see what works?", "Vidí město, co funguje?"),
    # --- 39 --------------------------------------------------------------------------------------
    "step.criteria": ("Twenty-four questions to a town", "Čtyřiadvacet otázek městu"),
    "39.question": (
        "The one real town here is Sokolov, with its published figures only. Mrs Hejnová of the "
        "operator enters how it answered the 24 questions of debt prevention. The first: "
        "“{question}” The answer is no, it turns nobody away.",
        "Jediné skutečné město je tu Sokolov, jen se svými zveřejněnými čísly. Paní Hejnová od "
        "provozovatele zapíše, jak odpovědělo na 24 otázek dluhové prevence. První: „{question}“ "
        "Odpověď zní ne, neodmítá.",
    ),
    "39.all": (
        "She says of each negative question whether it is met, of a question in two parts which "
        "part fails, and enters all 24.",
        "U každé záporné otázky řekne, zda je splněna, u otázky o dvou částech, která část "
        "nevyhovuje, a zapíše všech 24.",
    ),
    "39.summary": (
        "Literally: {yes} yes, {partial} partly, {no} no. Met: {met}, in part {met_partly}, not "
        "met {not_met}. One of the noes is a good one.",
        "Doslova: ano {yes}, částečně {partial}, ne {no}. Splněno {met}, částečně {met_partly}, "
        "nesplněno {not_met}. Jedno z ne je dobré.",
    ),
    "39.criterion": ("criterion", "kritérium"),
    "39.yes": ("yes", "ano"),
    "39.partial": ("partly", "část."),
    "39.no": ("no", "ne"),
    "39.met": ("met", "splněno"),
    "39.together": ("together", "celkem"),
    "39.about.1.1": (
        "Takes it from the national map; follows in detail only what is owed to the town.",
        "Čerpá z celostátní mapy; podrobně sleduje jen dluhy vůči městu.",
    ),
    "39.about.1.3": ("Providers were missing for long.", "Poskytovatelé dlouho chyběli."),
    "39.about.1.6": (
        "The group meets, without people who are in debt.",
        "Skupina se schází, bez lidí s dluhy.",
    ),
    "39.about.2.2": (
        "Discharged debts are no obstacle; a repayment schedule does not suffice for a flat.",
        "Oddlužení nevadí; splátkový kalendář k získání bytu nestačí.",
    ),
    "39.about.2.3": (
        "Everything is enforced, by tax enforcement too.",
        "Vymáhá se vše, i daňovou exekucí.",
    ),
    "39.about.2.4": (
        "Instalments from CZK 50 on, which is milder than asked; nothing is waived.",
        "Splátky už od 50 Kč, tedy mírněji, než se žádá; nic se nepromíjí.",
    ),
    "39.about.3.5": (
        "Works well together with the Labour Office.",
        "S úřadem práce se spolupracuje dobře.",
    ),
    "39.about.4.1": ("Published as need arises.", "Zveřejňuje se podle potřeby."),
    "39.about.4.4": (
        "Turns nobody away; publishes what it is sent.",
        "Nikoho neodmítá; co dostane, zveřejní.",
    ),
    # --- 40 --------------------------------------------------------------------------------------
    "step.locality": ("Figures with a date and a source", "Čísla s datem a zdrojem"),
    "40.locality": (
        "She enters what was published on Sokolov and its region, each figure with its date and "
        "source.",
        "Zapíše, co bylo o Sokolovu a jeho kraji zveřejněno, každé číslo s datem a zdrojem.",
    ),
    "40.map": ("national map of enforcements", "celostátní mapa exekucí"),
    "40.town": ("Sokolov {year}", "Sokolov {year}"),
    "40.region": ("region {year}", "kraj {year}"),
    "40.other_year": ("{percent} %, of another year", "{percent} %, z jiného roku"),
    "40.percent": ("{percent} %", "{percent} %"),
    "40.share": (
        "{part} of {whole} inhabitants of 15 and over are in enforcement: {percent} %, computed "
        "of the two numbers, not copied.",
        "{part} z {whole} obyvatel od 15 let je v exekuci: {percent} %, spočteno z obou čísel, "
        "ne opsáno.",
    ),
    "40.claims": (
        "She enters the town's own claims as the number of persons in enforcement.",
        "Zapíše vlastní pohledávky města jako počet osob v exekuci.",
    ),
    "step.supported_persons": ("Who counts as helped", "Kdo se počítá jako podpořený"),
    "40.project": (
        "Back in Lipová Lhota: a project of the town wants to support 720 persons, beyond trifles. "
        "Mrs Vrbová, who coordinates support and opens no files, enters it and asks how many there "
        "are.",
        "Zpátky v Lipové Lhotě: projekt města chce podpořit 720 osob, a to víc než bagatelně. Paní "
        "Vrbová, která podporu koordinuje a spisy neotevírá, jej zapíše a zeptá se, kolik jich je.",
    ),
    "40.given": (
        "Meanwhile Most and Přístav have counselled seven people, one of them at both counters; a "
        "group met, somebody came without a name, and two have only asked.",
        "Most a Přístav mezitím poradily sedmi lidem, jednomu u obou přepážek; sešla se skupina, "
        "někdo přišel bez jména a dva se zatím jen ptali.",
    ),
    "category.PROJECT_COUNSELLING": ("Counselling of the project", "Poradenství projektu"),
    "category.PROJECT_WORKSHOP": ("Workshop of the project", "Dílna projektu"),
    "40.threshold": (
        "She sets the threshold at three hours; a day is converted into nothing.",
        "Stanoví hranici na tři hodiny; den se na nic nepřevádí.",
    ),
    "40.twice": (
        "{supported} of {target}: the person at two counters is counted twice, since nobody has "
        "said that it is one.",
        "{supported} z {target}: člověk u dvou přepážek je započten dvakrát, protože nikdo neřekl, "
        "že je to jeden.",
    ),
    "40.merge": (
        "Mr Koudelka joins the two records.",
        "Pan Koudelka oba záznamy spojí.",
    ),
    "40.once": (
        "{supported} of {target}. The count went down by itself; reporting knows pseudonyms, not "
        "people.",
        "{supported} z {target}. Počet klesl sám; statistika zná pseudonymy, ne lidi.",
    ),
    "40.uncounted": (
        "{records} × {reason}: counts nobody",
        "{records} × {reason}: nepočítá se nikdo",
    ),
    "40.extent": (
        "{category}: {quantity} ({unit}), persons: {persons}",
        "{category}: {quantity} ({unit}), osob: {persons}",
    ),
    "40.done": ("supported", "podpořeno"),
    "40.target": ("target", "cíl"),
    "few": ("few", "málo"),
    "unknown": ("unknown", "neznámá"),
    "step.town_report": ("The town on one page", "Město na jedné stránce"),
    "40.other": (
        "Mrs Vrbová asks for the report of Sokolov.",
        "Paní Vrbová si vyžádá zprávu o Sokolovu.",
    ),
    "40.report": (
        "She opens that of her own town. It is counted from {events} kinds of facts; no name has "
        "come that far, and where fewer than five stand behind a number, it says only: few.",
        "Otevře zprávu o svém městě. Počítá se z {events} druhů faktů; žádné jméno tak daleko "
        "nedošlo, a kde je za číslem méně než pět lidí, stojí jen: málo.",
    ),
    "40.figure": ("in Lipová Lhota", "v Lipové Lhotě"),
    "40.persons": ("persons", "osob"),
    "40.capacity": (
        "What services can take on, as they said it; kinds and forms are not added:",
        "Co služby zvládnou, jak to samy uvedly; druhy a formy se nesčítají:",
    ),
    "40.provider": ("provider", "poskytovatel"),
    "40.caseload": ("clients of its staff", "klientů na úvazky"),
    "40.published": ("published", "zveřejněno"),
    "40.duplicity": (
        "Same help from two agencies in one month: {pairs} pair of agencies, persons: {persons}.",
        "Stejná pomoc od dvou organizací v jednom měsíci: dvojic organizací {pairs}, osob: "
        "{persons}.",
    ),
    "40.as_of": (
        "Everything told up to {time} is in it; {records} records can be followed to their "
        "pseudonyms by the auditor.",
        "Je v tom vše, co bylo známo do {time}; {records} záznamů si auditor dohledá podle "
        "pseudonymů.",
    ),
    "verb.GetTownReport": ("report read", "zpráva přečtena"),
}
