from django.apps import AppConfig


class EntryDeskConfig(AppConfig):
    name = "hotich.screens.entry_desk"
    label = "entry_desk"
