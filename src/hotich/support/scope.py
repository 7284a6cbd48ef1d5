"""One filter for what an officer may see. A model with a unit has no unscoped default manager.

A model declares `scope_unit` (path to the unit's id), `scope_assignments` (path to the assignments
of the book, by which a team's keyers see it while they run)
and `personal` (whether its rows show personal data).
"""

from typing import Any, ClassVar, Protocol

from django.db import models
from django.db.models import Q

from hotich.support.lookups import is_any_of


class UnscopedQuery(TypeError):
    """Rows were asked for without saying for whom: use `visible_to(officer)` or `unscoped(reason)`."""


class Scope(Protocol):
    """What an officer's positions add up to today."""

    @property
    def unit_ids(self) -> frozenset[int]: ...
    @property
    def personal_unit_ids(self) -> frozenset[int]: ...
    @property
    def team_ids(self) -> frozenset[int]: ...


class HasScope(Protocol):
    """An officer, or what stands for him on another day."""

    @property
    def scope(self) -> Scope: ...


def _assigned_to(model: type["Scoped"], team_ids: frozenset[int]) -> Q:
    """The rows whose book is a team's by now. It asks for the few books, not for the many rows that are in them."""
    *path, last = model.scope_assignments.split("__")
    owner: Any = model
    for name in path:
        owner = owner._meta.get_field(name).related_model
    relation = owner._meta.get_field(last)
    live = relation.related_model._base_manager.filter(team_id__in=team_ids, ended_at__isnull=True)
    of_books = is_any_of("__".join([*path, "pk"]), live.values(relation.field.attname))
    # Across another table the condition stays apart: joined beside an OR, no index would serve either side of it.
    return of_books if len(path) < 2 else is_any_of("pk", model._base_manager.filter(of_books).values("pk"))


class ScopedQuerySet(models.QuerySet[Any]):
    def visible_to(self, officer: HasScope) -> "ScopedQuerySet":
        """The rows of the officer's units, and those of his teams' books."""
        model = self.model
        scope = officer.scope
        units = scope.personal_unit_ids if model.personal else scope.unit_ids
        condition = Q(**{f"{model.scope_unit}__any_of": units})
        if scope.team_ids and model.scope_assignments:
            condition |= _assigned_to(model, scope.team_ids)
        return self.filter(condition)  # type: ignore[return-value]  # the stubs lose the class of their own filter()


class ScopedManager(models.Manager[Any]):
    """Refuses to answer until it is told for whom."""

    _queryset_class = ScopedQuerySet

    def get_queryset(self) -> ScopedQuerySet:
        if not hasattr(self, "instance"):
            raise UnscopedQuery(
                f"{self.model.__name__}.objects: say for whom, visible_to(officer), or why not, unscoped(reason)"
            )
        return super().get_queryset()  # type: ignore[return-value]  # the stubs lose the class

    def _everything(self) -> ScopedQuerySet:
        # `book.entries` already says which rows: it keeps its own condition.
        if hasattr(self, "instance"):
            return self.get_queryset()  # type: ignore[return-value]  # the stubs lose the class here too
        return ScopedQuerySet(model=self.model, using=self._db)

    def visible_to(self, officer: HasScope) -> ScopedQuerySet:
        return self._everything().visible_to(officer)

    def unscoped(self, reason: str) -> ScopedQuerySet:
        """Every row; `reason` is read by the test that lists such callers."""
        if not reason:
            raise UnscopedQuery("unscoped() needs its reason")
        return self._everything()

    def create(self, **kwargs: Any) -> Any:
        return self._everything().create(**kwargs)

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        return self._everything().bulk_create(*args, **kwargs)


class Scoped(models.Model):
    """A row that belongs to a unit."""

    scope_unit: ClassVar[str] = "unit_id"
    scope_assignments: ClassVar[str] = ""
    personal: ClassVar[bool] = True

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "plain"

    plain: ClassVar[models.Manager[Any]] = models.Manager()
