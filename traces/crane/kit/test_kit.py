"""Checks of the kit: python3 test_kit.py (needs torch, scipy and onnx, a minute)."""

import contextlib
import hashlib
import io
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from scipy.integrate import solve_ivp

import crane
import data
import delta_gru
import evaluate
import export
import sensors
import stored_network
import train
from crane import Inputs, State
from sensors import TARGETS

FOLDER = Path(__file__).resolve().parent.parent
# Of the training set's features and targets; tells whether another machine makes the same set.
TRAINING_SET = "96eb369f2e9657c953c9dfcc922972714066f8bf30a911c0d8fb43c36d5f7856"


def random_moment(seed: int, cranes: int = 1000) -> tuple[State, Inputs]:
    """Everything beyond the range of the simulations, and no two terms of the equations alike."""
    rng = np.random.default_rng(seed)
    state = State(*rng.uniform(-1, 1, size=(6, cranes)))
    state.length += 5
    inputs = Inputs(*rng.uniform(-1, 1, size=(4, cranes)))
    inputs.load = 1200 + 800 * inputs.load
    inputs.wind *= 15
    return state, inputs


def energy(s: State, load: np.ndarray) -> np.ndarray:
    """Kinetic and potential, of trolley and load, J."""
    along, up = crane.load_velocity(s)
    kinetic = crane.TROLLEY_MASS * s.velocity**2 + load * (along**2 + up**2)
    return kinetic / 2 - load * crane.GRAVITY * s.length * np.cos(s.angle)


def momentum(s: State, load: np.ndarray) -> np.ndarray:
    """Along the rails, of trolley and load, N s."""
    return crane.TROLLEY_MASS * s.velocity + load * crane.load_velocity(s)[0]


def slope(quantity, s: State, u: Inputs) -> np.ndarray:
    """By time: the complex step, which has no error but rounding."""
    step = 1e-30
    rows = s.rows() + 1j * step * crane.derivative(s.rows(), u)
    return quantity(State(*rows), u.load).imag / step


class Physics(unittest.TestCase):
    """Two balances decide both accelerations, and neither is how they were derived."""

    def test_momentum_changes_by_the_outer_forces(self) -> None:
        s, u = random_moment(1)
        outer = crane.drive_force(s, u.velocity_command) + crane.friction(s.velocity)
        outer += crane.drag(s, u.wind)[0]
        np.testing.assert_allclose(slope(momentum, s, u), outer, rtol=0, atol=1e-6)

    def test_energy_changes_by_the_power_of_the_forces(self) -> None:
        s, u = random_moment(2)
        f = crane.forces(s, u)
        drag = np.sum(np.multiply(crane.drag(s, u.wind), crane.load_velocity(s)), axis=0)
        power = (f.drive + crane.friction(s.velocity)) * s.velocity + drag
        power += -crane.PIVOT_DAMPING * s.rate**2 - f.tension * s.hoist
        np.testing.assert_allclose(slope(energy, s, u), power, rtol=0, atol=1e-6)

    def test_load_at_rest_hangs_with_its_weight(self) -> None:
        zero = np.zeros(1)
        s = State(zero, zero, zero, zero, zero + 5, zero)
        f = crane.forces(s, Inputs(zero, zero, zero, zero + 1000))
        self.assertEqual(f.tension[0], 1000 * crane.GRAVITY)
        self.assertEqual([f.acceleration[0], f.angular_acceleration[0]], [0, 0])

    def test_step_is_short_enough(self) -> None:
        """The integrator's error over 5 s is below half of what an angle is rounded to."""
        s, u = random_moment(3, cranes=20)
        end = s
        for _ in range(500):
            end = crane.advance(end, u)
        for i in range(20):
            one = Inputs(*(getattr(u, name)[[i]] for name in u.__dataclass_fields__))

            def right_side(_: float, rows: np.ndarray) -> np.ndarray:
                return crane.derivative(rows[:, None], one)[:, 0]

            exact = solve_ivp(right_side, (0, 5), s.rows()[:, i], "DOP853", rtol=1e-11, atol=1e-11)
            error = abs(end.angle[i] - exact.y[2, -1])
            self.assertLess(error, TARGETS["angle"] / sensors.TARGET_RESOLUTION / 2)


class Sensors(unittest.TestCase):
    def test_readings_are_held(self) -> None:
        values = np.arange(6.0)[:, None]
        fresh = np.array([False, False, True, False, True, False])[:, None]
        self.assertEqual(sensors.sample_and_hold(values, fresh)[:, 0].tolist(), [0, 0, 2, 2, 4, 4])

    def test_camera_shows_the_angle_of_its_delay_before(self) -> None:
        angle = np.arange(40.0)[:, None] + np.zeros((1, 50))
        shown, _ = sensors.camera(np.random.default_rng(0), angle)
        fresh = np.diff(shown, axis=0) != 0
        now = (np.arange(1, 40)[:, None] + np.zeros((1, 50)))[fresh]
        error = shown[1:][fresh] - (now - sensors.CAMERA_DELAY)
        self.assertGreater(len(error), 300)
        self.assertLess(np.abs(error).max(), 6 * sensors.NOISE["camera"])

    def test_noise_has_its_deviation(self) -> None:
        noise = sensors.noisy(np.random.default_rng(0), np.zeros(100000), "wind")
        # The deviation of an estimated deviation is 1 / sqrt(2 n) of it: 0.0022.
        self.assertAlmostEqual(noise.std() / sensors.NOISE["wind"], 1, delta=5 * 0.0023)

    def test_features_and_targets_lie_on_their_grids_inside_q8_8(self) -> None:
        for array, grid in zip(data.load(FOLDER), (256, sensors.TARGET_RESOLUTION)):
            np.testing.assert_array_equal(array * grid, np.rint(array * grid))
            self.assertLess(np.abs(array).max(), 127)


class Sets(unittest.TestCase):
    def test_stored_set_is_made_again(self) -> None:
        for made, stored in zip(data.make("stored"), data.load(FOLDER)):
            np.testing.assert_array_equal(made, stored)

    def test_training_set_is_made_again(self) -> None:
        digest = hashlib.sha256()
        for array in data.make("train"):
            digest.update(array.astype("<f4").tobytes())
        self.assertEqual(digest.hexdigest(), TRAINING_SET)

    def test_sets_share_no_seed(self) -> None:
        self.assertEqual(len({chosen.seed for chosen in data.SETS.values()}), len(data.SETS))


def random_network() -> tuple[delta_gru.Network, stored_network.Network]:
    """With quantised parameters, in both forms."""
    torch.manual_seed(0)
    network = delta_gru.Network()
    with tempfile.TemporaryDirectory() as folder:
        export.export(network, Path(folder) / "network.onnx")
        return network, stored_network.load(Path(folder) / "network.onnx")


class StoredNetwork(unittest.TestCase):
    def setUp(self) -> None:
        self.x = data.load(FOLDER)[0][:100, :4]

    def test_float_form_is_torch_gru(self) -> None:
        network, stored = random_network()
        with torch.no_grad():
            expected = network(torch.from_numpy(self.x)).numpy()
        np.testing.assert_allclose(stored_network.run_float(stored, self.x), expected, atol=1e-5)

    def test_profile_drnn_is_training_form(self) -> None:
        network, stored = random_network()
        for theta in (0, 1 / 16, 1 / 8, 1 / 4):
            with torch.no_grad():
                states, _ = delta_gru.delta_states(network, torch.from_numpy(self.x), theta, 6)
            run = stored_network.run_fixed(stored, self.x, theta, stored_network.PROFILES["drnn"])
            np.testing.assert_array_equal(run.words, 256 * states.numpy())

    def test_parameters_fit_every_profile(self) -> None:
        for layer in stored_network.load(FOLDER / "crane.onnx").layers:
            for array in (layer.w_x, layer.w_h, layer.b_x):
                np.testing.assert_array_equal(array * 128, np.rint(array * 128))
                self.assertTrue(-1 <= array.min() and array.max() <= 127 / 128)
            self.assertFalse(layer.b_h.any())

    def test_constant_input_sends_once(self) -> None:
        _, stored = random_network()
        first = stored_network.Network(stored.layers[:1], stored.readout, stored.readout_bias)
        for profile in stored_network.PROFILES.values():
            run = stored_network.run_fixed(first, np.ones((5, 2, 9)), 0, profile)
            self.assertEqual(run.sent_x, 2 * 9)

    def test_threshold_is_inclusive_where_the_profile_says_so(self) -> None:
        for inclusive, expected in ((True, [32, -32, 0]), (False, [0, 0, 0])):
            held = np.zeros(3)
            delta = stored_network.fire(np.array([32.0, -32.0, 31.0]), held, 32, inclusive)
            self.assertEqual(delta.tolist(), expected)
            self.assertEqual(held.tolist(), expected)


class Training(unittest.TestCase):
    def train(self, stage: str, updates: int) -> tuple[delta_gru.Network, list[float]]:
        torch.manual_seed(0)
        torch.set_num_threads(1)
        network = delta_gru.Network()
        batches = train.Batches(*data.load(FOLDER), seed=0)
        return network, train.train(network, batches, stage, updates)

    def test_a_few_updates_reduce_the_error(self) -> None:
        for stage in ("plain", "delta"):
            network, errors = self.train(stage, 12)
            self.assertLess(np.mean(errors[-3:]), np.mean(errors[:3]))
            for name, parameter in network.gru.named_parameters():
                self.assertTrue(-1 <= parameter.min() and parameter.max() <= 127 / 128)
                self.assertTrue(not name.startswith("bias_hh") or not parameter.any())

    def test_training_repeats(self) -> None:
        self.assertEqual(self.train("delta", 3)[1], self.train("delta", 3)[1])


class Readme(unittest.TestCase):
    def test_figures_are_what_evaluate_prints(self) -> None:
        readme = (FOLDER / "README.md").read_text()
        for after in (["--set", "stored"], ["--set", "test"], ["--set", "test", "--after", "40"]):
            for options in (after, [*after, "--baselines"]):
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed):
                    evaluate.main(options)
                block = "".join(f"    {line}\n" for line in printed.getvalue().splitlines())
                self.assertIn(block, readme, options)


if __name__ == "__main__":
    unittest.main()
