"""Steps 12 and 14 to 21."""

TEXTS = {
    "chapter.meeting": ("The conference", "Konference"),
    "step.contracted": ("A contract about it", "Kontrakt"),
    "12.contract": (
        "Now there is a consent. Petra agrees goal and topic with Mr Doležel, who coordinates the case "
        "and convenes the conference.",
        "Teď už je souhlas. Petra domluví cíl a téma s panem Doležalem, který případ koordinuje a "
        "konferenci zadává.",
    ),
    "12.goal": ("A repayment he can keep up", "Splátky, které zvládne"),
    "12.contracted": ("CONTRACTED.", "CONTRACTED."),
    "step.organised": ("Everybody is asked", "Všichni jsou dotázáni"),
    "14.who": (
        "Mrs Strnadová comes as a professional, Františka takes the minutes, and his sister comes "
        "along; but did he choose her?",
        "Paní Strnadová přijde jako odbornice, Františka zapíše a přijde i jeho sestra; ale vybral si "
        "ji?",
    ),
    "14.sister": ("the sister", "sestra"),
    "14.place": ("Community centre, small room", "Komunitní centrum, malá místnost"),
    "14.prepare": (
        "He did. Petra prepares everybody and tells them what a conference is, in one record.",
        "Vybral. Petra všechny připraví a řekne jim, co je konference, jedním zápisem.",
    ),
    "14.answers": (
        "All agree on topic, people and place. His own answer is missing.",
        "Všichni souhlasí s tématem, lidmi i místem. Chybí jeho odpověď.",
    ),
    "14.ready": ("He answers too: READY.", "Odpoví i on: READY."),
    "step.begins": ("It begins with him or not at all", "Začíná s ním, nebo vůbec"),
    "15.without": ("Milan begins without him.", "Milan začne bez něj."),
    "15.with": ("He comes. All are bound to silence.", "Přijde. Všichni jsou vázáni mlčenlivostí."),
    "15.welcome": ("{day}: WELCOME.", "{day}: přivítání."),
    "step.mapping": ("Step by step", "Krok za krokem"),
    "16.dolezel": (
        "Mr Doležel would like to go on to the next phase.",
        "Pan Doležel by chtěl na další fázi.",
    ),
    "16.jump": ("Milan would jump to the plan.", "Milan by přeskočil k plánu."),
    "16.mapping": (
        "Rules of the meeting are agreed, and everybody has the word, he first.",
        "Domluví se pravidla setkání a všichni dostanou slovo, on první.",
    ),
    "16.rules": ("One speaks, the others listen.", "Jeden mluví, ostatní poslouchají."),
    "16.his_view": (
        "I want to pay it, I do not know how much it is.",
        "Chci to zaplatit, nevím, kolik toho je.",
    ),
    "16.heard": ("Heard, and written down.", "Vyslechnuti a zapsáno."),
    "16.early": (
        "Mrs Strnadová already knows what he should do.",
        "Paní Strnadová už ví, co by měl udělat.",
    ),
    "step.priorities": ("What matters most", "Na čem záleží nejvíc"),
    "17.priority": (
        "His topic is the debt. Somebody mentions his back.",
        "Jeho téma je dluh. Někdo zmíní záda.",
    ),
    "17.topic": ("Energy debt", "Dluh na energiích"),
    "17.back": ("His back", "Záda"),
    "17.solution": (
        "Go to the supplier together and agree instalments",
        "Zajít k dodavateli společně a domluvit splátky",
    ),
    "17.plan": ("Priority and solution are there: PLAN.", "Priorita i řešení jsou tu: plán."),
    "step.plan": ("Who, what, by when, and plan B", "Kdo, co, do kdy a plán B"),
    "18.item": ("They agree on one thing.", "Domluví se na jedné věci."),
    "18.what": (
        "Visit the supplier's branch, find out the debt and agree a repayment schedule",
        "Navštívit pobočku dodavatele, zjistit dluh a domluvit splátkový kalendář",
    ),
    "18.arrange": ("calls Mrs Strnadová to arrange it", "zavolá paní Strnadové a domluví se"),
    "18.visit": ("visit the branch", "návštěva pobočky"),
    "18.inform": ("tell Mr Doležel how it went", "řeknou panu Doležalovi, jak to dopadlo"),
    "18.plan_b": ("calls him herself", "zavolá mu sama"),
    "18.tomorrow": ("tomorrow", "do zítřka"),
    "18.next_week": ("during next week", "v průběhu příštího týdne"),
    "18.head_who": ("who", "kdo"),
    "18.head_what": ("what", "co"),
    "18.head_when": ("by when", "do kdy"),
    "18.who_1": ("Mr Kopecký", "pan Kopecký"),
    "18.who_2": ("both", "oba"),
    "18.who_3": ("both", "oba"),
    "18.who_b": ("plan B: Mrs Strnadová", "plán B: paní Strnadová"),
    "18.added": (
        "Tomorrow has become a date; plan B leaves time for the visit.",
        "Ze zítřka je datum; plán B nechá na návštěvu čas.",
    ),
    "step.no_task_for_the_facilitator": ("Not Milan", "Milan ne"),
    "19.milan": ("Somebody gives Milan a task.", "Někdo dá úkol Milanovi."),
    "step.approved": ("Everybody says yes, he too", "Všichni řeknou ano, i on"),
    "20.approve": ("All but he approve the plan.", "Plán schválí všichni kromě něj."),
    "20.approved": ("He approves: version 1 is APPROVED.", "Schválí i on: verze 1 je schválena."),
    "20.closed": ("The meeting ends; evaluation on {day}.", "Setkání končí; vyhodnocení {day}."),
    "20.minutes": (
        "Františka writes the minutes; all but Mr Doležel agree.",
        "Františka napíše zápis; souhlasí všichni kromě pana Doležala.",
    ),
    "20.text": (
        "We will visit the supplier by 7 November.",
        "Do 7. listopadu zajdeme k dodavateli.",
    ),
    "20.edit": (
        "He misses the 10 November. Františka adds it, and nobody has agreed to the new text.",
        "Chybí mu tam 10. listopad. Františka ho doplní a s novým textem zatím nikdo nesouhlasil.",
    ),
    "20.text_2": (
        "We will visit the supplier by 7 November and tell Mr Doležel by the 10th.",
        "Do 7. listopadu zajdeme k dodavateli a do 10. to řekneme panu Doležalovi.",
    ),
    "20.agreed": ("All agree again: APPROVED.", "Všichni znovu souhlasí: schváleno."),
    "step.stays_in_the_room": ("What is said stays there", "Co se řekne, zůstane tam"),
    "21.share": (
        "The housing department would like the minutes. Mr Kopecký agrees, Františka has not said.",
        "Bytový odbor by rád zápis. Pan Kopecký souhlasí, Františka se nevyjádřila.",
    ),
}
