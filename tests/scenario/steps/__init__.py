"""The chapters, in the order in which they are told; a new one is one line here."""

import world  # noqa: F401  first: it puts client and stubs on the path
from steps import house  # noqa: F401
from steps import help_first  # noqa: F401
from steps import room  # noqa: F401
from steps import word  # noqa: F401
from steps import daily  # noqa: F401
from steps import case_opened  # noqa: F401
from steps import debts  # noqa: F401
from steps import withdrawal  # noqa: F401
from steps import crisis  # noqa: F401
