"""Sheets, measures and promises may cite the names that they print; an axis may be none of the contract's.

No table changes, and values that say nothing of it keep their bytes. A program that does not know these fields is
told that the base is newer, rather than stumbling on them.
"""

from django.db import migrations


class Migration(migrations.Migration):
    """A step that only tells the version."""

    dependencies = (("contracts", "0004_given_texts"),)
    operations = ()
