"""Promises, measures and sheets may say what they count.

No table changes, and values that say nothing of it keep their bytes. A program that does not know these fields is
told that the base is newer, rather than stumbling on them.
"""

from django.db import migrations


class Migration(migrations.Migration):
    """A step that only tells the version."""

    dependencies = (("contracts", "0002_append_only"),)
    operations = ()
