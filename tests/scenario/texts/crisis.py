"""The crisis branch."""

TEXTS = {
    "chapter.crisis": ("When it cannot wait", "Když nelze čekat"),
    "step.crisis_opened": ("A neighbour calls", "Volá soused"),
    "C1.found": (
        "A neighbour calls Mrs Strnadová: Mr Kopecký lies on the floor and does not want anybody.",
        "Soused volá paní Strnadové: pan Kopecký leží na zemi a nikoho nechce.",
    ),
    "C1.description": (
        "Lies on the floor, speaks indistinctly, refuses help.",
        "Leží na zemi, mluví nesrozumitelně, odmítá pomoc.",
    ),
    "C1.opened": (
        "A crisis is open. It belongs to the areas crisis and health; who called is told to "
        "nobody.",
        "Krize je založena. Patří do oblastí krize a zdraví; kdo volal, se nesděluje nikomu.",
    ),
    "step.rescue_against_his_will": ("Against his will", "Proti jeho vůli"),
    "C2.will": (
        "He has taken his consent back and says no. Mrs Strnadová calls the rescue service; what "
        "she saw she will write down later.",
        "Souhlas odvolal a říká ne. Paní Strnadová volá záchrannou službu; co viděla, dopíše "
        "později.",
    ),
    "C2.recipient": ("Rescue service, line 155", "Záchranná služba, linka 155"),
    "C2.wording": (
        "A man of forty, conscious, indistinct speech, at his flat.",
        "Muž, čtyřicet let, při vědomí, nesrozumitelná řeč, ve svém bytě.",
    ),
    "C2.no": ("Leave me alone.", "Nechte mě být."),
    "C2.called": (
        "Recorded on the basis EMERGENCY, {statute}. What he said against it is kept.",
        "Zapsáno na základě EMERGENCY, {statute}. Co řekl proti, je zachováno.",
    ),
    "C2.opens_nothing": (
        "It opens nothing to anybody: Mrs Pokorná finds no more than before.",
        "Nikomu to nic neotevírá: paní Pokorná nenajde víc než dřív.",
    ),
    "C2.later": ("Back at the office she adds what she saw.", "V kanceláři doplní, co viděla."),
    "C2.facts": (
        "Pale, sweating, right arm without strength.",
        "Bledý, zpocený, pravá ruka bez síly.",
    ),
    "C2.completed": ("Completed, within 24 hours.", "Doplněno, do 24 hodin."),
    "step.plan_in_crisis": ("Not the time for plans", "Na plány není chvíle"),
    "C3.plan": (
        "She wants to use the moment and write a crisis plan.",
        "Chce využít chvíle a sepsat krizový plán.",
    ),
    "C3.situation": ("I cannot get up.", "Nemohu vstát."),
    "C3.reaction": ("I call 155, then Mrs Strnadová.", "Zavolám 155, pak paní Strnadovou."),
    "C3.warned": ("Stored, with a warning: {message}", "Uloženo, s upozorněním: {message}"),
    "step.reflection": ("Why she called", "Proč zavolala"),
    "C4.stable": ("Two days later he is better.", "O dva dny později je mu lépe."),
    "C4.due": (
        "Now the talk about the call is on her list. It never blocked anything.",
        "Teď je rozhovor o zavolání na jejím seznamu. Nic neblokoval.",
    ),
    "C4.plan": (
        "They go through the crisis plan again; he approves it, and nothing warns.",
        "Krizový plán projdou znovu; schválí jej a nic neupozorňuje.",
    ),
    "C4.talk": ("She tells him why.", "Řekne mu proč."),
    "C4.explanation": (
        "Concern for his health and life was the only reason.",
        "Jediným důvodem byla obava o jeho zdraví a život.",
    ),
    "C4.view": ("Next time ask me again first.", "Příště se mě ještě jednou zeptejte."),
    "C4.talked": ("Talked through; both views are kept.", "Probráno; oba pohledy jsou zachovány."),
    "step.suspicion": ("What has to be reported", "Co se musí ohlásit"),
    "C5.child": (
        "While he was in hospital, nobody looked after his nephew who lives with him. The school "
        "noticed. Mrs Strnadová tells Mr Kopecký what she has to do; he disagrees.",
        "Zatímco byl v nemocnici, nikdo se nestaral o synovce, který u něj žije. Všimla si škola. "
        "Paní Strnadová řekne panu Kopeckému, co musí udělat; nesouhlasí.",
    ),
    "C5.suspicion": (
        "A child of nine without care for two days.",
        "Devítileté dítě dva dny bez péče.",
    ),
    "C5.signal_by": ("class teacher", "třídní učitelka"),
    "C5.planned": (
        "Told openly what will follow and whom to expect.",
        "Otevřeně řečeno, co bude následovat a koho čekat.",
    ),
    "C5.no": ("That is nobody's business.", "Do toho nikomu nic není."),
    "C5.on_top": (
        "The suspicion is on top of her list until it is reported or found unfounded.",
        "Podezření je na prvním místě jejího seznamu, dokud není ohlášeno či shledáno nedůvodným.",
    ),
    "C5.file": ("She reports it to the police.", "Ohlásí je policii."),
    "C5.office": ("Police, district department", "Policie, obvodní oddělení"),
    "C5.wording": (
        "A child of nine was without care for two days.",
        "Devítileté dítě bylo dva dny bez péče.",
    ),
    "C5.filed": (
        "Reported, {statute}, without any consent; his disagreement stands beside it as he said it.",
        "Ohlášeno, {statute}, bez jakéhokoli souhlasu; jeho nesouhlas je zapsán tak, jak jej řekl.",
    ),
    "C5.ospod": (
        "The police tell the child-protection authority; that is recorded as a fact.",
        "Policie vyrozumí OSPOD; je to zapsáno jako skutečnost.",
    ),
}
