"""The table of the shared cache, made here so that ``migrate`` alone leaves a working database."""

from django.core.management import call_command
from django.db import migrations


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS cache")


class Migration(migrations.Migration):
    dependencies = [("handleplan", "0001_initial")]

    operations = [migrations.RunPython(make_cache_table, drop_cache_table)]
