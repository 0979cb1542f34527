"""The version of the views: what templates of a user's own may rely on.

docs/templates.md lists the views. It rises where a field goes or means another thing; where one
only comes, the digest changes alone.
"""

from __future__ import annotations

from typing import Final

#: What templates know as ``view_version``.
VIEW_VERSION: Final = 1
#: Of the views' fields: ``scripts/templates_page.py`` says which it is.
VIEW_FIELDS: Final = "f80f7007828cd488"
