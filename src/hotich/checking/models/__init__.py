"""Checks of entries, lots of a book, and the numbers by which they are chosen; suspected duplicates; completed books."""

from hotich.checking.models.checks import Check as Check
from hotich.checking.models.checks import Contest as Contest
from hotich.checking.models.checks import FieldDifference as FieldDifference
from hotich.checking.models.completing import Completion as Completion
from hotich.checking.models.duplicates import Decision as Decision
from hotich.checking.models.duplicates import DuplicateKey as DuplicateKey
from hotich.checking.models.duplicates import DuplicatePair as DuplicatePair
from hotich.checking.models.duplicates import DuplicateScan as DuplicateScan
from hotich.checking.models.duplicates import PairState as PairState
from hotich.checking.models.lots import Lot as Lot
from hotich.checking.models.policies import CheckPolicy as CheckPolicy
