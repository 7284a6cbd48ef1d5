"""The words of the outbox to the population register."""

from django.db import models

from hotich.core.workflow import workflow

FLOW = workflow("outbox")
"""Which states an update can be in, what may be done in each and by whom: `core/workflow/outbox.yaml`."""


class Kind(models.TextChoices):
    NEW_CITIZEN = "new_citizen", "tạo công dân mới"
    DATE_OF_DEATH = "date_of_death", "cập nhật ngày chết"
    ADJUSTMENT = "adjustment", "điều chỉnh theo Sổ hộ tịch"


class State(models.TextChoices):
    WAITING = "waiting", FLOW.state("waiting").label
    QUEUED = "queued", FLOW.state("queued").label
    SENT = "sent", FLOW.state("sent").label
    REFUSED = "refused", FLOW.state("refused").label
    DEAD = "dead", FLOW.state("dead").label
    UNSETTLED = "unsettled", FLOW.state("unsettled").label
    ACKNOWLEDGED = "acknowledged", FLOW.state("acknowledged").label
    WITHDRAWN = "withdrawn", FLOW.state("withdrawn").label


OPEN = (State.WAITING, State.QUEUED, State.SENT, State.REFUSED, State.DEAD, State.UNSETTLED)
"""Somebody or something has still to do something."""
GOING = (State.QUEUED, State.SENT)
"""On the way: what the sender looks at."""
TAKEN = (State.QUEUED, State.SENT, State.DEAD, State.UNSETTLED, State.ACKNOWLEDGED)
"""States in which the register has been told of a person, or may have been: nobody else may tell it of the same one."""
