"""Steps 12, 11b, 13 and 8b."""

TEXTS = {
    "chapter.asked": ("He asks for a conference", "Žádá o konferenci"),
    "step.proposed": ("Somebody should bring them together", "Někdo by je měl svést dohromady"),
    "12.wish": (
        "Mr Kopecký is tired of telling each of them separately. Mrs Strnadová writes down his wish; "
        "no consent is needed to propose.",
        "Pan Kopecký nechce všechno říkat každému zvlášť. Paní Strnadová jeho přání zapíše; k návrhu "
        "souhlas třeba není.",
    ),
    "12.topic": ("How to settle what is owed for electricity", "Jak vyřešit dluh za elektřinu"),
    "12.proposed": ("Conference: {state}.", "Konference: {state}."),
    "step.organiser": ("Who will organise it", "Kdo ji zorganizuje"),
    "11b.support": (
        "Petra of Most once went to an office with him, which she enters now.",
        "Petra z Mostu s ním jednou byla na úřadě, což teď zapíše.",
    ),
    "11b.organiser": (
        "Mrs Strnadová asks her to organise the conference and to administer it.",
        "Paní Strnadová ji požádá, aby konferenci organizovala a byla i administrátorkou.",
    ),
    "11b.named": ("Named.", "Jmenována."),
    "step.facilitator": ("Who will lead it", "Kdo ji povede"),
    "13.petra": (
        "Petra would lead it too. The registry is asked whether she has had to do with him.",
        "Petra by ji i vedla. Systém se ptá registru, zda s ním měla něco společného.",
    ),
    "13.milan": (
        "Milan of the town's social department has never met him.",
        "Milan ze sociálního odboru města ho nikdy nepotkal.",
    ),
    "13.named": ("Milan is independent, and named.", "Milan je nezávislý a je jmenován."),
    "step.invited_on_his_word": ("He may know, I have nothing against it", "Ať to ví, nevadí mi to"),
    "8b.invite": (
        "Petra invites Milan. An invitation tells the town that there is a case about debts.",
        "Petra Milana pozve. Pozvánka ale městu prozradí, že je tu případ s dluhy.",
    ),
    "8b.agrees": (
        "She calls Mr Kopecký. He agrees that Milan may know, and she attests it: once, and for this "
        "only.",
        "Zavolá panu Kopeckému. Souhlasí, aby to Milan věděl, a ona to dosvědčí: jednou a jen k tomu.",
    ),
    "8b.client": ("the client", "klient"),
    "8b.invited": (
        "Invited. Milan sees who, where and what about; content he sees once he is bound to silence.",
        "Pozván. Milan vidí kdo, kde a o čem; obsah uvidí, až bude vázán mlčenlivostí.",
    ),
}
