"""Steps 4, 4a and 4b."""

TEXTS = {
    "chapter.help": ("Help comes first", "Nejdřív pomoc"),
    "step.two_counters": ("One man at two counters", "Jeden člověk u dvou přepážek"),
    "4.most": (
        "Mrs Strnadová of Most meets Mr Kopecký and registers him. He has a telephone.",
        "Paní Strnadová z Mostu se setkává s panem Kopeckým a zaeviduje ho. Telefon má.",
    ),
    "4.registered": (
        "A new record; MATCH_PENDING: the answer does not say whether somebody else knows him.",
        "Nový záznam; MATCH_PENDING: odpověď neprozrazuje, zda ho zná i někdo jiný.",
    ),
    "4.labour": (
        "Mrs Sýkorová of the Labour Office registers a Mr Kopecky, born on the same day.",
        "Paní Sýkorová z úřadu práce zaeviduje pana Kopecky, narozeného týž den.",
    ),
    "4.registered_again": (
        "A new record again, and the very same answer.",
        "Zase nový záznam a úplně stejná odpověď.",
    ),
    "4.steward": (
        "The operator's data steward, Mr Koudelka, sees that two records look like one man and "
        "joins them.",
        "Správce údajů u provozovatele, pan Koudelka, vidí, že dva záznamy vypadají jako jeden "
        "člověk, a spojí je.",
    ),
    "4.merged": (
        "One person (evidence {score} of 1000); neither record was rewritten.",
        "Jedna osoba (shoda {score} z 1000); žádný záznam se nepřepsal.",
    ),
    "4.answers": (
        "At the Labour Office he answers once: household, income, benefits, all seen on paper on "
        "{day}. Mrs Sýkorová also notes something about his health and an assumption of her own: "
        "{answers} statements.",
        "Na úřadu práce odpoví jednou: domácnost, příjem, dávky, vše doloženo dne {day}. Paní "
        "Sýkorová si poznamená i něco o jeho zdraví a jednu vlastní domněnku: {answers} údajů.",
    ),
    "topic.household": ("household", "domácnost"),
    "topic.income": ("monthly income", "měsíční příjem"),
    "topic.benefits": ("benefits", "dávky"),
    "topic.health": ("health", "zdraví"),
    "topic.assumption": ("impression", "dojem"),
    "content.household": ("lives with his daughter, 9", "žije s dcerou, 9 let"),
    "content.income": (
        "part-time wage, CZK 11,200 net",
        "mzda na zkrácený úvazek, 11 200 Kč čistého",
    ),
    "content.benefits": ("housing allowance, CZK 2,900", "příspěvek na bydlení, 2 900 Kč"),
    "content.health": ("back injury, awaits surgery", "úraz zad, čeká na operaci"),
    "content.assumption": ("perhaps hides a further income", "možná tají další příjem"),
    "step.referral": (
        "A referral that says first what it discloses",
        "Doporučení, které napřed řekne, co prozradí",
    ),
    "need": (
        "Debt for electricity, amount unknown, threatened with disconnection; needs somebody to "
        "coordinate help.",
        "Dluh za elektřinu, výše neznámá, hrozí odpojení; potřebuje někoho, kdo pomoc zkoordinuje.",
    ),
    "4a.charity": (
        "Mrs Sýkorová thinks of the charity Přístav and looks at what a referral would disclose. "
        "Nothing is sent.",
        "Paní Sýkorová myslí na Přístav a podívá se, co by doporučení prozradilo. Nic se "
        "neodesílá.",
    ),
    "4a.printable": (
        "The smallest consent that would do, ready to print:",
        "Nejmenší souhlas, který by stačil, k vytištění:",
    ),
    "4a.send_anyway": ("She tries to send it all the same.", "Přesto je zkusí odeslat."),
    "4a.town": (
        "She looks at the same referral to the town's social department.",
        "Podívá se na totéž doporučení sociálnímu odboru města.",
    ),
    "4a.preview": (
        "Allowed by law row {law_row}. What may pass: {fields}.",
        "Dovoluje to řádek tabulky zákonů {law_row}. Co smí projít: {fields}.",
    ),
    "4a.sent": ("Sent; an answer is wanted by {day}.", "Odesláno; odpověď se čeká do {day}."),
    "4a.accept": (
        "Mr Doležel of the social department finds it on his list and accepts.",
        "Pan Doležel ze sociálního odboru najde doporučení ve svém seznamu a přijme je.",
    ),
    "4a.accepted": (
        "ACCEPTED: from now on the department works with Mr Kopecký.",
        "ACCEPTED: od této chvíle odbor s panem Kopeckým pracuje.",
    ),
    "4a.answer": (
        "Mrs Sýkorová looks what became of it.",
        "Paní Sýkorová se podívá, jak to dopadlo.",
    ),
    "4a.answered": (
        "She sees the answer, and nothing else of the department's work.",
        "Vidí odpověď a nic dalšího z práce odboru.",
    ),
    "step.with_a_basis": ("The third counter already knows him", "Třetí přepážka už ho zná"),
    "4.third": (
        "Mr Doležel is about to register him as well. Now he has a basis.",
        "Pan Doležel ho chce také zaevidovat. Teď už k tomu má základ.",
    ),
    "4.known": (
        "ALREADY_EXISTS CLIENT_ALREADY_REGISTERED (REG-41): {message}",
        "ALREADY_EXISTS CLIENT_ALREADY_REGISTERED (REG-41): {message}",
    ),
    "step.not_asked_again": ("Not asked again", "Neptat se znovu"),
    "4b.without": (
        "Mr Beránek of Přístav has come by the number of the record and asks for it. He has no "
        "basis.",
        "Pan Beránek z Přístavu se dostal k číslu záznamu a zeptá se na něj. Základ k tomu nemá.",
    ),
    "4b.same": (
        "For a number that nobody has, the answer is the same to the last byte.",
        "Na číslo, které nikdo nemá, je odpověď do posledního bajtu stejná.",
    ),
    "4b.with": (
        "Mr Doležel opens the record to solve an adverse social situation.",
        "Pan Doležel otevře záznam, aby řešil nepříznivou sociální situaci.",
    ),
    "4b.read": (
        "Basis: {basis}; of the Labour Office's record what {law_row} names. {n} questions not "
        "asked again:",
        "Základ: {basis}; ze záznamu úřadu práce to, co jmenuje {law_row}. Otázek, které znovu "
        "nepadly: {n}:",
    ),
    "4b.statement": (
        "{topic}: {content} ({source}, verified {day})",
        "{topic}: {content} ({source}, ověřeno {day})",
    ),
    "4b.withheld": (
        "His health is not among them, his e-mail address is not needed, and the assumption never "
        "leaves the Labour Office.",
        "Jeho zdraví mezi nimi není, e-mailová adresa není potřeba a domněnka úřad práce nikdy "
        "neopustí.",
    ),
    "4b.again": (
        "He begins to write down the household once more.",
        "Začne domácnost zapisovat ještě jednou.",
    ),
    "4b.hint": (
        "Hint ALREADY_HELD (XC-28): {message}",
        "Upozornění ALREADY_HELD (XC-28): {message}",
    ),
}
