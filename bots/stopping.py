"""How a robot is stopped: between two steps, leaving unfinished work as it stands."""


class Stopped(BaseException):
    """The robot is stopping: the workflow is left as it stands and goes on at the next start.

    No Exception on purpose: nothing may take it for the outcome of a step or of a case.
    """
