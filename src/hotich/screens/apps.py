from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "hotich.screens"
    label = "screens"
