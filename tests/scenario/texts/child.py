"""Steps D1 to D3."""

TEXTS = {
    "chapter.child": ("About a child, with somebody close", "O dítěti, s někým blízkým"),
    "step.close_person_only_invited": ("Invited is not enough", "Pozvání nestačí"),
    "D1.girl_comes": (
        "Eliška is eight and may go back to her mother. The school asks for a conference; she wants "
        "her aunt beside her. Everybody is named, invited, asked and prepared.",
        "Elišce je osm a mohla by se vrátit k mámě. Konferenci navrhne škola; ona chce mít u sebe "
        "tetu. Všichni jsou jmenováni, pozváni, dotázáni a připraveni.",
    ),
    "D1.topic": ("Back to her mother", "Návrat k mámě"),
    "D1.goal": ("She knows what comes and who stands by her", "Ví, co bude a kdo při ní stojí"),
    "D1.school": ("the school", "škola"),
    "D1.girl": ("Eliška", "Eliška"),
    "D1.aunt": ("the aunt", "teta"),
    "D1.place": ("Community centre, children's room", "Komunitní centrum, dětská místnost"),
    "D1.invited": (
        "The aunt was invited and is not here. Milan begins.",
        "Teta byla pozvána a není tu. Milan začne.",
    ),
    "D1.phone": ("On the telephone, then?", "Tak aspoň po telefonu?"),
    "step.close_person_present": ("She comes", "Přijde"),
    "D2.comes": ("She comes in and sits down by her.", "Vejde a sedne si k ní."),
    "D2.begins": ("WELCOME.", "Přivítání."),
    "step.close_person_leaves": ("Without her nothing goes on", "Bez ní se nepokračuje"),
    "D3.leaves": (
        "The aunt has to go out for a while. Mr Doležel would go on meanwhile.",
        "Teta musí na chvíli ven. Pan Doležel by zatím pokračoval.",
    ),
    "D3.back": ("She is back.", "Je zpátky."),
    "D3.goes_on": ("It goes on where it stood.", "Pokračuje se tam, kde to stálo."),
}
