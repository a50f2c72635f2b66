"""Let chance act: many short stories of one state machine, the same ones in every run."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test


def play(machine, *, stories, steps):
    """So many stories of so many steps each; what fails is told as it came, for shrinking would take hours."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=stories,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
