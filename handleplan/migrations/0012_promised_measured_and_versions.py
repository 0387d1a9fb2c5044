"""How long something took is measured, what is promised is planned, and areas and words are claimed by who writes them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("handleplan", "0011_redaction"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditarea",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="glossaryentry",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="historicalremarkanswer",
            name="kind",
            field=models.CharField(
                choices=[("done", "done"), ("planned", "planned action"), ("control", "planned control")],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="observation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("baseline", "total at the beginning"),
                    ("total", "total"),
                    ("done", "done"),
                    ("remaining", "remaining"),
                    ("addition", "addition"),
                    ("restatement", "restated total"),
                    ("measured", "measured"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
        migrations.AlterField(
            model_name="remarkanswer",
            name="kind",
            field=models.CharField(
                choices=[("done", "done"), ("planned", "planned action"), ("control", "planned control")],
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
