"""Steps 27, 28, 30 and 31."""

TEXTS = {
    "chapter.programme": ("A flat of his own", "Vlastní byt"),
    "step.programme_begins": ("A programme with a coordinator", "Program s koordinátorem"),
    "27.create": (
        "The town sets up a programme: Most supports, the housing department lets. Mrs Vaňková, a "
        "colleague of Mr Doležel, enters it and wants to start.",
        "Město zakládá program: Most podporuje, bytový odbor pronajímá. Paní Vaňková, kolegyně "
        "pana "
        "Doležela, ho zapíše a chce ho spustit.",
    ),
    "27.name": ("Flats for Lipová Lhota", "Byty pro Lipovou Lhotu"),
    "27.agenda_support": (
        "As many people as possible keep a home.",
        "Aby si co nejvíc lidí udrželo bydlení.",
    ),
    "27.agenda_landlord": (
        "Rent on time and a quiet house.",
        "Nájem včas a klidný dům.",
    ),
    "27.rules": (
        "Applications are taken at the social department on any working day.",
        "Žádosti přijímá sociální odbor každý pracovní den.",
    ),
    "27.need": ("severity of housing need", "závažnost bytové nouze"),
    "27.children": ("children", "děti"),
    "27.decent": ("decent people", "slušní lidé"),
    "27.observable": (
        "no breach of house rules in the last year",
        "za poslední rok žádné porušení domovního řádu",
    ),
    "27.commission": ("housing commission", "bytová komise"),
    "27.council": ("town council", "rada města"),
    "27.address": ("Lipová 4, Lipová Lhota", "Lipová 4, Lipová Lhota"),
    "27.sheet": (
        "Repairs: property management, 8 to 16. Complaints: Mrs Bartošová. At night and at "
        "weekends "
        "call the emergency numbers.",
        "Opravy: správa majetku, 8 až 16 hodin. Stížnosti: paní Bartošová. V noci a o víkendu "
        "volejte tísňové linky.",
    ),
    "27.coordinator": (
        "She becomes its coordinator. Mr Horák will take applications, Mrs Bartošová complaints, "
        "Mr "
        "Král manages the flats; rules for debts and for the selection are put down with their "
        "dates.",
        "Stane se koordinátorkou. Žádosti povede pan Horák, stížnosti paní Bartošová, byty "
        "spravuje "
        "pan Král; pravidla pro dluhy a výběr se zapíší i s daty.",
    ),
    "27.active": ("ACTIVE, with a hint: {message}", "ACTIVE, s upozorněním: {message}"),
    "step.investigated_by_whom": ("Who asks about his life", "Kdo se ptá na jeho život"),
    "28.submit": (
        "Mr Kopecký applies; Mrs Strnadová helps him to bring it in.",
        "Pan Kopecký podá žádost; donést ji pomůže paní Strnadová.",
    ),
    "28.need": (
        "We share one room with my sister's family.",
        "S rodinou mé sestry bydlíme v jedné místnosti.",
    ),
    "28.received": (
        "RECEIVED and dated. No consent was needed for it.",
        "RECEIVED, s datem. Žádný souhlas k tomu nebyl potřeba.",
    ),
    "28.support": (
        "She knows him best and is about to do the social investigation herself.",
        "Zná ho nejlíp, a tak se sama pustí do sociálního šetření.",
    ),
    "28.officer": (
        "Mr Horák does it, who will not be the one to support him.",
        "Udělá ho pan Horák, který ho podporovat nebude.",
    ),
    "28.topic": ("present housing", "současné bydlení"),
    "28.content": (
        "five people in one room, notice until June",
        "pět lidí v jedné místnosti, výpověď do června",
    ),
    "28.how": ("seen on the spot", "viděno na místě"),
    "28.investigated": (
        "INVESTIGATED: the facts are verified, and it says how.",
        "INVESTIGATED: skutečnosti jsou ověřené a je uvedeno jak.",
    ),
    "step.selected_on_a_kept_schedule": (
        "A kept schedule is no obstacle",
        "Plněný kalendář nevadí",
    ),
    "30.select_before": (
        "Mr Horák would select him as of {day}, before anything was paid.",
        "Pan Horák by ho vybral ke dni {day}, než se cokoli zaplatilo.",
    ),
    "30.select_after": (
        "As of {day}, after the first instalment:",
        "Ke dni {day}, po první splátce:",
    ),
    "30.selected": (
        "SELECTED with {score} points, none taken off; the debt rule used is version {version}.",
        "SELECTED, bodů {score}, žádný odečtený; použito pravidlo o dluzích verze {version}.",
    ),
    "step.approved_is_not_notified": ("Approved is not told", "Schváleno není oznámeno"),
    "31.bodies": (
        "The housing commission and the council decide; that takes four weeks. Mrs Pokorná records "
        "it.",
        "Rozhoduje bytová komise a rada; trvá to čtyři týdny. Paní Pokorná to zapisuje.",
    ),
    "31.approved": ("APPROVED.", "APPROVED."),
    "31.secret": (
        "Mrs Strnadová and Mr Doležel look at the application.",
        "Paní Strnadová i pan Doležel se na žádost podívají.",
    ),
    "31.unseen": (
        "They see INVESTIGATED, and no trace of what came after it.",
        "Vidí INVESTIGATED a z toho, co následovalo, nic.",
    ),
    "31.too_early": (
        "Mrs Strnadová has a feeling and would like to tell him.",
        "Paní Strnadová má tušení a ráda by mu to řekla.",
    ),
    "31.flat": (
        "The housing department confirms flat 12, from March to the middle of April.",
        "Bytový odbor potvrdí byt č. 12, od března do poloviny dubna.",
    ),
    "31.housing": (
        "Mrs Pokorná wants to call him right away.",
        "Paní Pokorná by mu hned zavolala.",
    ),
    "31.tell": (
        "Mrs Strnadová tells him: a flat, and roughly when.",
        "Řekne mu to paní Strnadová: byt, a zhruba kdy.",
    ),
    "31.told": ("NOTIFIED. From now on it is no secret.", "NOTIFIED. Odteď to není tajemství."),
}
