"""What was removed is told once for each row, and once for each entry. No program wrote rows of the earlier shape."""

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = {"ordering": ["pk"], "abstract": False, "base_manager_name": "objects"}


class Migration(migrations.Migration):
    dependencies = [("handleplan", "0010_budget_totals")]

    operations = [
        migrations.DeleteModel(name="Redaction"),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.CharField(max_length=63)),
                ("row_key", models.CharField(max_length=64)),
                ("columns", models.JSONField()),
                ("reason", models.TextField()),
                ("author_id", models.BigIntegerField(null=True)),
                ("author_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options=APPEND_ONLY
            | {"indexes": [models.Index(fields=["table_name", "row_key"], name="redaction_of_a_row")]},
        ),
        migrations.CreateModel(
            name="RedactedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                ("redacted_hash", models.CharField(max_length=64)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redacted",
                        to="handleplan.changeentry",
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="handleplan.redaction",
                    ),
                ),
            ],
            options=APPEND_ONLY,
        ),
    ]
