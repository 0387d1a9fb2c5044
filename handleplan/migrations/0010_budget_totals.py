from typing import Any

from django.db import migrations, models


class StaysNullable(migrations.AlterField):
    """Taken back, the column goes on taking NULL: rows without a year are there, and stay as they are."""

    def database_backwards(self, *arguments: Any) -> None:
        pass


class Migration(migrations.Migration):
    dependencies = [
        ("handleplan", "0009_audits"),
    ]

    operations = [
        StaysNullable(
            model_name="appropriationamount",
            name="year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year"),
        ),
        StaysNullable(
            model_name="historicalappropriationamount",
            name="year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year"),
        ),
    ]
