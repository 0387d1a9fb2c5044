from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandleplanConfig(AppConfig):
    name = "handleplan"
    verbose_name = _("Action plans")

    def ready(self) -> None:
        from django.core.checks import Tags, register
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from handleplan.change_log import authors, installing, owning  # models are loaded only now

        connection_created.connect(authors.name_authors, dispatch_uid="change log")
        post_migrate.connect(installing.install_after_migrate, sender=self, dispatch_uid="change log")
        register(installing.check_triggers, Tags.database)
        register(owning.check_roles, Tags.database)
        register(owning.check_one_role, Tags.database, deploy=True)
