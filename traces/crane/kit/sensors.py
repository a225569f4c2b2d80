"""What is measured, with noise, delay, resolution and gaps; and what is to be estimated."""

import numpy as np

import crane
from scenario import SAMPLE, Trajectories

NOISE = {  # deviation of each reading, in its unit
    "drive": 60.0,
    "velocity": 0.01,
    "hoist": 0.005,
    "tension": 150.0,
    "camera": np.radians(0.4),
    "wind": 0.4,
}
LENGTH_RESOLUTION = 0.01  # m
CAMERA_PERIOD = 4  # samples from frame to frame: 5 Hz
CAMERA_DELAY = 4  # samples from a frame to its reading: 0.2 s
CAMERA_LOSS = 0.005  # probability that an occlusion begins at a sample
CAMERA_GONE = (0.8, 3.0)  # s that an occlusion lasts
WIND_PERIOD = 20  # samples from reading to reading: 1 Hz
WIND_LAG = 1.0  # s, of the cups

# name: (offset, scale); a feature is (reading - offset) / scale.
FEATURES = {
    "command": (0.0, 0.8),  # m/s, velocity command of the trolley
    "drive": (0.0, 1000.0),  # N, from the motor current
    "velocity": (0.0, 0.8),  # m/s, of the trolley
    "length": (5.5, 1.5),  # m, of the cable
    "hoist": (0.0, 0.25),  # m/s
    "tension": (12000.0, 5000.0),  # N, load cell
    "camera": (0.0, np.radians(3.5)),  # rad, angle of the cable
    "visible": (0.0, 1.0),  # 1, or 0 while the camera does not see the load
    "wind": (0.0, 5.0),  # m/s, anemometer
}
TARGETS = {
    "angle": np.radians(3.5),  # rad
    "rate": np.radians(4.0),  # rad/s
    "load velocity": 1.0,  # m/s, along the rails
}
FEATURE_RESOLUTION = 256  # a feature is a multiple of 1/256, as an analogue-digital converter's
TARGET_RESOLUTION = 4096


def noisy(rng: np.random.Generator, values: np.ndarray, name: str) -> np.ndarray:
    """The values as the named sensor reads them."""
    return values + NOISE[name] * rng.standard_normal(values.shape)


def sample_and_hold(values: np.ndarray, fresh: np.ndarray) -> np.ndarray:
    """The last value at or before each sample that was fresh, else the first; (samples, cranes)."""
    index = np.where(fresh, np.arange(len(values))[:, None], 0)
    return np.take_along_axis(values, np.maximum.accumulate(index, axis=0), axis=0)


def periodic(rng: np.random.Generator, shape: tuple[int, int], period: int) -> np.ndarray:
    """True every `period` samples, with a phase drawn for each crane."""
    return (np.arange(shape[0])[:, None] + rng.integers(period, size=shape[1])) % period == 0


def visible(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """False during occlusions."""
    begins = rng.random(shape) < CAMERA_LOSS
    lasts = np.rint(rng.uniform(*CAMERA_GONE, size=shape) / SAMPLE).astype(int)
    ends = np.where(begins, np.arange(shape[0])[:, None] + lasts, 0)
    return np.maximum.accumulate(ends, axis=0) <= np.arange(shape[0])[:, None]


def camera(rng: np.random.Generator, angle: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Readings and whether the load is seen. Before the first frame the camera shows 0."""
    late = np.concatenate([np.zeros((CAMERA_DELAY, angle.shape[1])), angle[:-CAMERA_DELAY]])
    seen = visible(rng, angle.shape)
    fresh = periodic(rng, angle.shape, CAMERA_PERIOD) & seen
    readings = noisy(rng, late, "camera")
    readings[:CAMERA_DELAY] = 0
    return sample_and_hold(readings, fresh), seen.astype(float)


def anemometer(rng: np.random.Generator, wind: np.ndarray) -> np.ndarray:
    """Cups of first order from the first sample's wind, read once a second."""
    kept = np.exp(-SAMPLE / WIND_LAG)
    lagged = np.empty_like(wind)
    lagged[0] = wind[0]
    for now in range(1, len(wind)):
        lagged[now] = kept * lagged[now - 1] + (1 - kept) * wind[now]
    return sample_and_hold(noisy(rng, lagged, "wind"), periodic(rng, wind.shape, WIND_PERIOD))


def on_grid(values: np.ndarray, resolution: int) -> np.ndarray:
    """Rounded to multiples of 1/resolution: what sin or exp give in the last bit is lost."""
    return (np.rint(values * resolution) / resolution).astype(np.float32)


def measure(rng: np.random.Generator, t: Trajectories) -> np.ndarray:
    """Features (samples, cranes, 9)."""
    angle, seen = camera(rng, t.state.angle)
    readings = {
        "command": t.inputs.velocity_command,
        "drive": noisy(rng, t.forces.drive, "drive"),
        "velocity": noisy(rng, t.state.velocity, "velocity"),
        "length": np.rint(t.state.length / LENGTH_RESOLUTION) * LENGTH_RESOLUTION,
        "hoist": noisy(rng, t.state.hoist, "hoist"),
        "tension": noisy(rng, t.forces.tension, "tension"),
        "camera": angle,
        "visible": seen,
        "wind": anemometer(rng, t.inputs.wind),
    }
    scaled = [(readings[name] - offset) / scale for name, (offset, scale) in FEATURES.items()]
    return on_grid(np.stack(scaled, axis=2), FEATURE_RESOLUTION)


def targets(t: Trajectories) -> np.ndarray:
    """What the network is to estimate at each sample: (samples, cranes, 3)."""
    along, _ = crane.load_velocity(t.state)
    scaled = [v / s for v, s in zip((t.state.angle, t.state.rate, along), TARGETS.values())]
    return on_grid(np.stack(scaled, axis=2), TARGET_RESOLUTION)
