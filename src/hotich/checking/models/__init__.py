"""Checks of entries, lots of a book, and the numbers by which they are chosen."""

from hotich.checking.models.checks import Check as Check
from hotich.checking.models.checks import Contest as Contest
from hotich.checking.models.checks import FieldDifference as FieldDifference
from hotich.checking.models.lots import Lot as Lot
from hotich.checking.models.policies import CheckPolicy as CheckPolicy
