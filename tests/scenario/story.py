"""All words of the story that the server does not say: (English, Czech)."""

LANGUAGES = ("en", "cs")


def text(key, language, **values):
    return TEXTS[key][LANGUAGES.index(language)].format(**values)


def text_or(key, language, otherwise):
    return text(key, language) if key in TEXTS else otherwise


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
    # --- units of the cast -----------------------------------------------------------------------
    "unit.operator": ("the operator", "provozovatel"),
    "unit.town": ("the town", "město"),
    "unit.town.social": ("social dept.", "sociální odbor"),
    "unit.town.housing": ("housing dept.", "bytový odbor"),
    "unit.town.legal": ("legal dept.", "právní odbor"),
    "unit.most": ("Most", "Most"),
    "unit.pristav": ("Přístav", "Přístav"),
    "unit.labour": ("Labour Office", "úřad práce"),
    "unit.energy": ("energy supplier", "dodavatel energie"),
    # --- 1 to 3 ----------------------------------------------------------------------------------
    "chapter.house": ("The house is set up", "Dům se zařizuje"),
    "step.agencies": ("Who takes part", "Kdo je u toho"),
    "1.agencies": (
        "The operator enters the town of Lipová Lhota with three departments, the charities Most "
        "and Přístav, the Labour Office and an energy supplier, and the {people} people of this "
        "story who work there.",
        "Provozovatel zapíše město Lipová Lhota se třemi odbory, neziskové organizace Most a "
        "Přístav, úřad práce a dodavatele energie a {people} lidí, kteří tu v příběhu pracují.",
    ),
    "1.done": (
        "{agencies} agencies, {departments} departments, {people} people, {roles} roles.",
        "Organizací: {agencies}, odborů: {departments}, lidí: {people}, rolí: {roles}.",
    ),
    "step.computed_capacity": ("Capacity is computed", "Kapacita se počítá"),
    "2.staffing": (
        "Přístav's outreach as of 1 February 2023: five workers on 4.8 posts, 20 clients per post;"
        " five clients at one moment.",
        "Terénní program Přístavu k 1. únoru 2023: pět pracovníků na 4,8 úvazku, 20 klientů na "
        "úvazek; v jednu chvíli pět klientů.",
    ),
    "2.done": (
        "Caseload {caseload}, at one moment {immediate}; the two are never added.",
        "Kapacita {caseload} klientů, okamžitá {immediate}; nikdy se nesčítají.",
    ),
    "step.figures_in_no_sum": ("Figures that stay apart", "Čísla, která se nesčítají"),
    "3.capacity": (
        "Most publishes 3 places in its office and 2 in the field, and does not say of which kind.",
        "Most zveřejňuje 3 místa v poradně a 2 v terénu a neuvádí, o jakou kapacitu jde.",
    ),
    "3.done": (
        "Two figures, kept as published, in no sum: what nobody said is not invented.",
        "Dvě čísla, jak byla zveřejněna, a žádný součet: co nikdo neřekl, to se nedomýšlí.",
    ),
    # --- 4, 4a, 4b -------------------------------------------------------------------------------
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
    # --- 5 ---------------------------------------------------------------------------------------
    "chapter.room": ("Is there room?", "Je místo?"),
    "step.caseload": ("A tenth of a post", "Desetina úvazku"),
    "5.part_time": (
        "Františka works a tenth of a post at Most, where a full post serves 20 clients. Three "
        "people need her.",
        "Františka má v Mostu desetinový úvazek; na celý připadá 20 klientů. Potřebují ji tři "
        "lidé.",
    ),
    "5.two": ("Two are assigned.", "Dva jsou přiřazeni."),
    "5.override": (
        "The head of the unit, Mrs Olšová, allows the third and says why.",
        "Vedoucí, paní Olšová, třetího povolí a řekne proč.",
    ),
    "5.reason": (
        "Mrs Zedníčková is known to her from before; a colleague takes one over in June.",
        "Paní Zedníčkovou zná z dřívějška; v červnu jednoho klienta převezme kolegyně.",
    ),
    "5.overridden": ("Assigned above the limit: {message}", "Přiřazeno nad limit: {message}"),
    "5.audited": (
        "The audit knows both: whom the limit stopped, and who went above it.",
        "Audit zná obojí: koho limit zastavil i kdo jej překročil.",
    ),
    "5.key_worker": (
        "Mrs Strnadová becomes Mr Kopecký's key worker.",
        "Paní Strnadová se stává klíčovou pracovnicí pana Kopeckého.",
    ),
    "5.assigned": ("Assigned; her stance is support.", "Přiřazena; její postoj je podpora."),
    # --- 6 to 9 ----------------------------------------------------------------------------------
    "chapter.word": ("Who may tell whom", "Kdo smí komu co říci"),
    "step.without_consent": ("Without his consent", "Bez jeho souhlasu"),
    "6.ngo": (
        "Mrs Strnadová would like to tell the housing department about his debts.",
        "Paní Strnadová by o jeho dluzích ráda řekla bytovému odboru.",
    ),
    "6.same_town_hall": (
        "Mr Doležel works in the same town hall as the housing department. May he?",
        "Pan Doležel pracuje na téže radnici jako bytový odbor. Smí on?",
    ),
    "step.by_law": ("What the law allows", "Co dovoluje zákon"),
    "7.law": (
        "Mr Doležel asks whether he may tell the Labour Office about income and benefits.",
        "Pan Doležel se ptá, zda smí úřadu práce sdělit příjmy a dávky.",
    ),
    "7.allowed": (
        "ALLOW, {basis} {law_row}: no consent is needed, and only the {n} necessary fields pass.",
        "ALLOW, {basis} {law_row}: souhlas není třeba a projde jen {n} nezbytných položek.",
    ),
    "7.other_purpose": (
        "The same, in order to collect a debt.",
        "Totéž, ale kvůli vymáhání dluhu.",
    ),
    "step.consent": ("He consents", "Dává souhlas"),
    "8.draft": (
        "Mrs Strnadová drafts a consent: the social department, Most, the housing department and "
        "the energy supplier may talk about housing and debts; about his health nobody.",
        "Paní Strnadová připraví souhlas: sociální odbor, Most, bytový odbor a dodavatel energie "
        "smějí mluvit o bydlení a dluzích; o zdraví nikdo.",
    ),
    "8.note": ("Nothing about my back.", "O zádech nic."),
    "8.drafted": ("Drafted; it opens nothing yet.", "Připraveno; zatím nic neotevírá."),
    "8.sign_early": (
        "She records his signature, and forgot to say that he can withdraw it.",
        "Zapíše jeho podpis a zapomněla říci, že souhlas může odvolat.",
    ),
    "8.sign": (
        "She tells him, he signs.",
        "Poučí ho a on podepíše.",
    ),
    "8.signed": (
        "SIGNED, version 1, until {day} at the latest.",
        "SIGNED, verze 1, nejdéle do {day}.",
    ),
    "8.opens": (
        "Asked again, step 6 now answers: ALLOW, {basis}, version 1.",
        "Krok 6 znovu, a teď odpovídá: ALLOW, {basis}, verze 1.",
    ),
    "step.excluded_topic": ("What he does not want talked about", "O čem si nepřeje mluvit"),
    "9.topic": (
        "His debts have to do with his back. To explain that would touch his health.",
        "Jeho dluhy souvisejí se zády. Vysvětlit to by znamenalo dotknout se zdraví.",
    ),
    # --- 10 and 25 -------------------------------------------------------------------------------
    "chapter.daily": ("Daily work", "Každodenní práce"),
    "step.debts": ("Unknown is not zero", "Neznámé není nula"),
    "10.energy": (
        "He owes the energy supplier; how much, nobody knows yet.",
        "Dluží dodavateli energie; kolik, zatím nikdo neví.",
    ),
    "10.unknown": ("Recorded, without an amount.", "Zapsáno, bez částky."),
    "10.operator": ("And CZK 1,240 to a telephone company.", "A 1 240 Kč telefonnímu operátorovi."),
    "10.sum": (
        "Together: CZK {known} known, and 1 debt of unknown amount beside it.",
        "Dohromady: známých {known} Kč a vedle nich 1 dluh neznámé výše.",
    ),
    "10.parties": (
        "Mr Doležel and Mrs Pokorná of the housing department, parties of the consent, open the "
        "list.",
        "Seznam si otevřou pan Doležel a paní Pokorná z bytového odboru, strany souhlasu.",
    ),
    "10.read": (
        "Both read it, on the consent: Mr Kopecký need not tell it a second and a third time.",
        "Oba jej čtou na základě souhlasu: pan Kopecký to nemusí vyprávět podruhé a potřetí.",
    ),
    "step.support": ("Help is counted in its own unit", "Pomoc se počítá ve své jednotce"),
    "25.categories": (
        "Accompaniment is counted in hours, an expert's consultation in days.",
        "Doprovázení se počítá na hodiny, konzultace experta na dny.",
    ),
    "category.ACCOMPANIMENT": ("Accompaniment", "Doprovázení"),
    "category.EXPERT_CONSULTATION": ("Expert consultation", "Konzultace experta"),
    "25.support": (
        "Mrs Strnadová records three hours of accompaniment and one day of an expert's time.",
        "Paní Strnadová zapíše tři hodiny doprovázení a jeden den experta.",
    ),
    "25.recorded": (
        "3 hours and 1 day; nobody adds them up.",
        "3 hodiny a 1 den; nikdo je nesčítá.",
    ),
    "25.wrong": ("She records a day of accompaniment.", "Zapíše den doprovázení."),
    # --- 38 --------------------------------------------------------------------------------------
    "chapter.withdrawal": ("He changes his mind", "Rozmyslel si to"),
    "step.said_in_the_street": ("Said in the street", "Řečeno na ulici"),
    "38.street": (
        "In the street he tells Mr Beránek of Přístav that he takes his consent back. Mr Beránek "
        "has no access to him at all; he knows a name and a date of birth, and writes it down.",
        "Na ulici řekne panu Beránkovi z Přístavu, že souhlas bere zpět. Pan Beránek k němu nemá "
        "vůbec přístup; zná jméno a datum narození a zapíše to.",
    ),
    "38.person": ("the client", "klient"),
    "38.recorded": (
        "Withdrawn, as of this instant. The answer says nothing about whether there was a consent.",
        "Odvoláno, od této chvíle. Odpověď neříká, zda nějaký souhlas byl.",
    ),
    "step.nothing_more": ("Nothing more on that consent", "Na ten souhlas už nic"),
    "38.again": (
        "Mrs Strnadová asks step 6 once more.",
        "Paní Strnadová položí otázku kroku 6 ještě jednou.",
    ),
    "38.housing": (
        "Mrs Pokorná of the housing department opens the debts that she saw a moment ago.",
        "Paní Pokorná z bytového odboru otevře dluhy, které před chvílí viděla.",
    ),
    "38.law_stays": (
        "What rests on the law is not touched: Mr Doležel and the Labour Office.",
        "Co stojí na zákoně, to trvá: pan Doležel a úřad práce.",
    ),
    "38.law_allows": ("ALLOW, {law_row}.", "ALLOW, {law_row}."),
    "chapter.view": ("Who saw what", "Kdo co viděl"),
    "step.his_own_view": ("Mr Kopecký's own view", "Pohled pana Kopeckého"),
    "view.machine": (
        "At night Most's own system keeps its records in step and reads his, too.",
        "V noci si vlastní systém Mostu srovnává záznamy a přečte i ten jeho.",
    ),
    "view.asks": (
        "Mr Kopecký wants to know who saw what. Mrs Strnadová turns the screen around.",
        "Pan Kopecký chce vědět, kdo co viděl. Paní Strnadová otočí obrazovku.",
    ),
    "view.people": ("By people, {n} entries, oldest first:", "Lidé, záznamů: {n}, od nejstaršího:"),
    "view.machines": ("By machines, {n}:", "Stroje, záznamů: {n}:"),
    "view.when": ("when", "kdy"),
    "view.who": ("who", "kdo"),
    "view.did": ("did", "co"),
    "view.areas": ("about", "o čem"),
    "view.outcome": ("outcome", "výsledek"),
    "view.many_areas": ("{n} areas", "oblastí: {n}"),
    "law.DELEGATED_SOCIAL_WORK": ("delegated social work", "přenesená působnost"),
    "effect.AUDIT_EFFECT_UNSPECIFIED": ("", ""),
    "effect.AUDIT_EFFECT_READ": ("read", "čteno"),
    "effect.AUDIT_EFFECT_WRITTEN": ("written", "zapsáno"),
    "effect.AUDIT_EFFECT_DISCLOSED": ("may be told", "smí se říci"),
    "effect.AUDIT_EFFECT_REFUSED": ("refused", "odmítnuto"),
    "effect.AUDIT_EFFECT_UNCHANGED": ("looked only", "jen nahlédnuto"),
    "verb.RegisterClient": ("registration", "evidence"),
    "verb.GetClient": ("record opened", "otevření záznamu"),
    "verb.SuggestClients": ("search", "hledání"),
    "verb.RecordStatement": ("statement written", "zápis údaje"),
    "verb.ListMatches": ("duplicates listed", "pohled na shody"),
    "verb.MergeClients": ("records joined", "spojení záznamů"),
    "verb.SendReferral": ("referral", "doporučení"),
    "verb.AcceptReferral": ("referral accepted", "přijetí doporučení"),
    "verb.GetReferral": ("referral read", "čtení doporučení"),
    "verb.ListReferrals": ("referrals listed", "seznam doporučení"),
    "verb.AssignWorker": ("assignment", "přiřazení"),
    "verb.ListAssignments": ("assignments read", "čtení přiřazení"),
    "verb.CheckDisclosure": ("may this be told?", "smí se to říci?"),
    "verb.CreateConsent": ("consent drafted", "návrh souhlasu"),
    "verb.SignConsent": ("consent signed", "podpis souhlasu"),
    "verb.GetConsent": ("consent read", "čtení souhlasu"),
    "verb.RecordWithdrawal": ("withdrawal written", "zápis odvolání"),
    "verb.OpenDebt": ("debt recorded", "zápis dluhu"),
    "verb.ListDebts": ("debts read", "čtení dluhů"),
    "verb.RecordSupport": ("support recorded", "zápis podpory"),
    "verb.ListSupport": ("support read", "čtení podpory"),
    "verb.ListDisclosures": ("this list", "tento výpis"),
}
