from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "hotich.jobs"
    label = "jobs"
