"""Steps 1 to 3."""

TEXTS = {
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
}
