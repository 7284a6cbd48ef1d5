"""Workflows as tables: which states there are, what may be done in each, who may do it, and where it leads.

One YAML file a workflow (``case.yaml`` …), read by ``tables``; policies, screens, the diagram in the docs and the tests read the same rows.
Pure: no Django, no clock.
"""

from hotich.core.workflow.tables import (
    BACK,
    SYSTEM,
    Action,
    BrokenWorkflow,
    State,
    Transition,
    Workflow,
    read_workflow,
    workflow,
    workflow_names,
)

__all__ = [
    "BACK",
    "SYSTEM",
    "Action",
    "BrokenWorkflow",
    "State",
    "Transition",
    "Workflow",
    "read_workflow",
    "workflow",
    "workflow_names",
]
