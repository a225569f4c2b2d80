"""Who moves the cranes and what blows: commands, wind and loads, and the recorded trajectories."""

from dataclasses import dataclass

import numpy as np

import crane
from crane import Inputs, State

SAMPLE = 0.05  # s, from one sample to the next
STEPS_PER_SAMPLE = 5
assert abs(STEPS_PER_SAMPLE * crane.STEP - SAMPLE) < 1e-12
WARM_UP = 100  # samples before the first that is recorded: 5 s

GUST_DEVIATION = 2.5  # m/s
GUST_TIME = 3.0  # s, of the gusts' correlation
APPROACH = 0.8  # m/s of command per m from the target


@dataclass
class Axis:
    """How an operator moves one axis: to random targets, for a random time each."""

    targets: tuple[float, float]  # m
    hold: tuple[float, float]  # s from one target to the next
    speed: float  # m/s at most
    acceleration: float  # m/s^2 at most, of the command


TROLLEY = Axis(targets=(-12, 12), hold=(3, 12), speed=1.2, acceleration=0.6)
HOIST = Axis(targets=(3, 8), hold=(4, 15), speed=0.4, acceleration=0.4)


class Operator:
    """Velocity commands of one axis of all cranes, m/s."""

    def __init__(self, rng: np.random.Generator, axis: Axis, cranes: int) -> None:
        self.rng, self.axis = rng, axis
        self.target = rng.uniform(*axis.targets, size=cranes)
        self.left = rng.uniform(0, axis.hold[1], size=cranes)
        self.command = np.zeros(cranes)

    def next(self, position: np.ndarray) -> np.ndarray:
        """One sample later, with the axis at `position` (m)."""
        axis, cranes = self.axis, len(position)
        # Drawn for all cranes each time, so that the draws do not depend on the trajectories.
        target = self.rng.uniform(*axis.targets, size=cranes)
        hold = self.rng.uniform(*axis.hold, size=cranes)
        self.left = self.left - SAMPLE
        over = self.left <= 0
        self.target = np.where(over, target, self.target)
        self.left = np.where(over, hold, self.left)
        wanted = np.clip(APPROACH * (self.target - position), -axis.speed, axis.speed)
        change = axis.acceleration * SAMPLE
        self.command = self.command + np.clip(wanted - self.command, -change, change)
        return self.command


class Wind:
    """A mean and gusts: an Ornstein-Uhlenbeck process sampled exactly, held between samples."""

    def __init__(self, rng: np.random.Generator, cranes: int) -> None:
        self.rng = rng
        self.mean = rng.uniform(-8, 8, size=cranes)
        self.gust = GUST_DEVIATION * rng.standard_normal(cranes)

    def next(self) -> np.ndarray:
        """m/s, one sample later."""
        kept = np.exp(-SAMPLE / GUST_TIME)
        new = GUST_DEVIATION * np.sqrt(1 - kept**2) * self.rng.standard_normal(len(self.gust))
        self.gust = kept * self.gust + new
        return self.mean + self.gust


@dataclass
class Trajectories:
    """What happened, noise-free: (samples, cranes) each, of one moment a row."""

    state: State
    inputs: Inputs
    forces: crane.Forces


def start(rng: np.random.Generator, cranes: int) -> State:
    return State(
        position=rng.uniform(-8, 8, size=cranes),
        velocity=np.zeros(cranes),
        angle=rng.uniform(-0.1, 0.1, size=cranes),
        rate=np.zeros(cranes),
        length=rng.uniform(*HOIST.targets, size=cranes),
        hoist=np.zeros(cranes),
    )


def stack(moments: list) -> object:
    """A list of one dataclass of (cranes,) arrays to that dataclass of (samples, cranes)."""
    kind = type(moments[0])
    return kind(*(np.stack([getattr(m, n) for m in moments]) for n in kind.__dataclass_fields__))


def simulate(rng: np.random.Generator, cranes: int, samples: int) -> Trajectories:
    """From a crane at rest with its load released; WARM_UP samples come before those returned."""
    state = start(rng, cranes)
    load = rng.uniform(400, 2000, size=cranes)
    trolley, hoist = Operator(rng, TROLLEY, cranes), Operator(rng, HOIST, cranes)
    wind = Wind(rng, cranes)
    states, inputs, forces = [], [], []
    for _ in range(WARM_UP + samples):
        u = Inputs(trolley.next(state.position), hoist.next(state.length), wind.next(), load)
        states.append(state)
        inputs.append(u)
        forces.append(crane.forces(state, u))
        for _ in range(STEPS_PER_SAMPLE):
            state = crane.advance(state, u)
    recorded = slice(WARM_UP, None)
    return Trajectories(stack(states[recorded]), stack(inputs[recorded]), stack(forces[recorded]))
