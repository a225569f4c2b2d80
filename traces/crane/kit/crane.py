"""The physical process: an overhead crane whose load swings on a cable of varying length, in wind.

Equations, symbols and parameters are those of the README. Everything is SI. Arrays hold many
cranes at once: a state's rows are (6, cranes).
"""

from dataclasses import dataclass

import numpy as np

GRAVITY = 9.81
TROLLEY_MASS = 1200.0  # kg
PIVOT_DAMPING = 200.0  # N m s
COULOMB = 250.0  # N, trolley
COULOMB_VELOCITY = 0.02  # m/s over which the Coulomb force turns round
VISCOUS = 120.0  # N s/m, trolley
AIR_DENSITY = 1.225  # kg/m^3
DRAG_AREA = 4.0  # m^2: drag coefficient times area of the load

DRIVE_GAIN = 6000.0  # N per m/s of velocity error
DRIVE_LIMIT = 6000.0  # N
HOIST_GAIN = 4.0  # m/s^2 per m/s of velocity error

STEP = 0.01  # s, of the integrator


@dataclass
class State:
    """Rows of a state, each (cranes,)."""

    position: np.ndarray  # x, of the trolley, m
    velocity: np.ndarray  # m/s
    angle: np.ndarray  # of the cable from the vertical, positive where the load is ahead, rad
    rate: np.ndarray  # rad/s
    length: np.ndarray  # of the cable, m
    hoist: np.ndarray  # speed of the cable's length, m/s

    def rows(self) -> np.ndarray:
        return np.stack([getattr(self, name) for name in self.__dataclass_fields__])


@dataclass
class Inputs:
    """What stays constant over a step of the integrator, each (cranes,)."""

    velocity_command: np.ndarray  # m/s
    hoist_command: np.ndarray  # m/s
    wind: np.ndarray  # m/s, along the rails
    load: np.ndarray  # kg


@dataclass
class Forces:
    """What acts at one moment, each (cranes,)."""

    drive: np.ndarray  # N, on the trolley
    tension: np.ndarray  # N, in the cable
    acceleration: np.ndarray  # m/s^2, of the trolley
    angular_acceleration: np.ndarray  # rad/s^2
    hoist_acceleration: np.ndarray  # m/s^2


def load_velocity(s: State) -> tuple[np.ndarray, np.ndarray]:
    """Along the rails and upwards, m/s."""
    sine, cosine = np.sin(s.angle), np.cos(s.angle)
    along = s.velocity + s.hoist * sine + s.length * s.rate * cosine
    return along, -s.hoist * cosine + s.length * s.rate * sine


def drag(s: State, wind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Quadratic air drag on the load, along the rails and upwards, N."""
    along, up = load_velocity(s)
    along = along - wind
    factor = -0.5 * AIR_DENSITY * DRAG_AREA * np.hypot(along, up)
    return factor * along, factor * up


def drive_force(s: State, command: np.ndarray) -> np.ndarray:
    """The trolley's velocity loop, N."""
    return np.clip(DRIVE_GAIN * (command - s.velocity), -DRIVE_LIMIT, DRIVE_LIMIT)


def friction(velocity: np.ndarray) -> np.ndarray:
    """On the trolley, N."""
    return -COULOMB * np.tanh(velocity / COULOMB_VELOCITY) - VISCOUS * velocity


def forces(s: State, u: Inputs) -> Forces:
    """Solves the two equations of motion for both accelerations."""
    sine, cosine = np.sin(s.angle), np.cos(s.angle)
    drag_along, drag_up = drag(s, u.wind)
    drive = drive_force(s, u.velocity_command)
    hoist_acceleration = HOIST_GAIN * (u.hoist_command - s.hoist)

    # Across the cable: load (cosine x'' + length angle'') = across.
    across = (
        drag_along * cosine
        + drag_up * sine
        - PIVOT_DAMPING * s.rate / s.length
        - u.load * (2 * s.hoist * s.rate + GRAVITY * sine)
    )
    # Along the cable, towards the load: load (sine x'' + length'' - length rate^2) = along - tension.
    along = drag_along * sine - drag_up * cosine + u.load * GRAVITY * cosine
    inward = u.load * (hoist_acceleration - s.length * s.rate**2)
    # Trolley: mass x'' = drive + friction + tension sine + the pivot's reaction.
    reaction = PIVOT_DAMPING * s.rate * cosine / s.length
    pull = drive + friction(s.velocity) + (along - inward) * sine + reaction
    acceleration = pull / (TROLLEY_MASS + u.load * sine**2)
    return Forces(
        drive=drive,
        tension=along - inward - u.load * sine * acceleration,
        acceleration=acceleration,
        angular_acceleration=(across / u.load - cosine * acceleration) / s.length,
        hoist_acceleration=hoist_acceleration,
    )


def derivative(rows: np.ndarray, u: Inputs) -> np.ndarray:
    """Of State.rows()."""
    s = State(*rows)
    f = forces(s, u)
    return np.stack(
        [s.velocity, f.acceleration, s.rate, f.angular_acceleration, s.hoist, f.hoist_acceleration]
    )


def advance(s: State, u: Inputs, step: float = STEP) -> State:
    """One step of the classical Runge-Kutta method of fourth order."""
    rows = s.rows()
    k1 = derivative(rows, u)
    k2 = derivative(rows + step / 2 * k1, u)
    k3 = derivative(rows + step / 2 * k2, u)
    k4 = derivative(rows + step * k3, u)
    return State(*(rows + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)))
