"""The gazetteer's file for the browser."""

import gzip
import json

from hotich.cli.specs import DEFAULT_FOLDER
from hotich.core.places import Gazetteer
from hotich.core.places.pack import PACK_FILE, places_pack


def test_the_committed_file_is_what_the_gazetteer_gives() -> None:
    assert (DEFAULT_FOLDER / PACK_FILE).read_text(encoding="utf-8") == places_pack(), "run hotich specs build"


def test_every_unit_is_in_every_column() -> None:
    body = json.loads(places_pack())
    columns = {name: cells.split("|") for name, cells in body.items() if isinstance(cells, str)}
    assert {len(cells) for cells in columns.values()} == {len(Gazetteer.load())}


def test_it_is_small_enough_to_come_after_the_first_key() -> None:
    assert len(gzip.compress(places_pack().encode())) < 250_000
