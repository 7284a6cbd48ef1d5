"""Every page can be read by the engine that draws it: what it uses it loads."""

from pathlib import Path

import pytest
from django.template.loader import get_template

SOURCE = Path(__file__).parents[2] / "src" / "hotich"
FOLDER = "templates"
TEMPLATES = sorted(
    str(path).split(f"/{FOLDER}/")[1] for path in SOURCE.rglob("*.html") if f"/{FOLDER}/" in str(path)
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_read(name: str) -> None:
    get_template(name)
