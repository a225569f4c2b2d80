"""Checks of the kit: python3 test_kit.py (needs torch and espeak-ng, a few seconds)."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

import delta_gru
import export
import stored_network
import synthesise
import train_edgedrnn
from evaluate import decode, edit_distance
from features import BANDS, FLOOR, Normalisation, log_mel
from utterances import Utterances, pad


def small_network() -> tuple[delta_gru.Network, stored_network.Layer]:
    """A random network with quantised weights, in both forms."""
    torch.manual_seed(0)
    network = delta_gru.Network()
    with tempfile.TemporaryDirectory() as folder:
        export.export(network, Path(folder) / "network.onnx")
        return network, stored_network.load(Path(folder) / "network.onnx")


def random_features(steps: int) -> np.ndarray:
    """A slow random walk, (steps, 1, BANDS) float32."""
    walk = np.random.default_rng(0).normal(size=(steps, 1, BANDS)).cumsum(axis=0)
    return (0.3 * walk).astype(np.float32)


class StoredNetwork(unittest.TestCase):
    def test_float_form_is_torch_gru(self) -> None:
        network, layer = small_network()
        x = random_features(50)
        with torch.no_grad():
            expected = network(torch.from_numpy(x)).numpy()
        np.testing.assert_allclose(stored_network.run_float(layer, x), expected, atol=1e-5)

    def test_delta_form_is_training_form(self) -> None:
        network, layer = small_network()
        x = random_features(50)
        for theta in (0, 1 / 16, 1 / 4):
            with torch.no_grad():
                states, _ = delta_gru.delta_states(network, torch.from_numpy(x), theta)
                expected = network.readout(states).numpy()
            scores, _, _ = stored_network.run_delta(layer, x, theta)
            # A state may round the other way where float32 and float64 disagree.
            np.testing.assert_allclose(scores, expected, atol=0.02)

    def test_weights_are_quantised(self) -> None:
        _, layer = small_network()
        for weights, scale in ((layer.w_x, 128), (layer.w_h, 128), (layer.b_x, 256)):
            np.testing.assert_array_equal(weights * scale, np.rint(weights * scale))

    def test_constant_input_sends_once(self) -> None:
        _, layer = small_network()
        _, zeros_x, _ = stored_network.run_delta(layer, np.ones((5, 1, BANDS)), 0)
        self.assertEqual(zeros_x[:, 0].tolist(), [0, BANDS, BANDS, BANDS, BANDS])

    def test_threshold_is_inclusive(self) -> None:
        held = np.array([0.0, 0.0, 0.0])
        delta = stored_network.fire(np.array([0.25, -0.25, 0.125]), held, 0.25)
        self.assertEqual(delta.tolist(), [0.25, -0.25, 0])
        self.assertEqual(held.tolist(), [0.25, -0.25, 0])


class EdgeDrnn(unittest.TestCase):
    def start(self) -> delta_gru.Network:
        network, _ = small_network()
        with tempfile.TemporaryDirectory() as folder:
            export.export(network, Path(folder) / "network.onnx")
            return train_edgedrnn.start_from(Path(folder) / "network.onnx")

    def test_start_keeps_the_matrices_and_leaves_no_second_bias(self) -> None:
        before, _ = small_network()
        after = self.start()
        for name in ("weight_ih_l0", "weight_hh_l0"):
            torch.testing.assert_close(getattr(after.gru, name), getattr(before.gru, name))
        self.assertFalse(after.gru.bias_hh_l0.any())
        gates = 2 * delta_gru.HIDDEN
        both = before.gru.bias_ih_l0 + before.gru.bias_hh_l0
        torch.testing.assert_close(after.gru.bias_ih_l0[:gates], both[:gates])

    def test_states_are_on_the_grid_and_inside_one(self) -> None:
        with torch.no_grad():
            x = torch.from_numpy(random_features(30))
            states, _ = train_edgedrnn.edgedrnn_states(self.start(), x, 1 / 16)
        np.testing.assert_array_equal(states * 256, np.rint(states * 256))
        self.assertLessEqual(float(states.abs().max()), 1.0)


class Features(unittest.TestCase):
    def test_shape_and_floor(self) -> None:
        silent = log_mel(np.zeros(8000))
        self.assertEqual(silent.shape, (98, BANDS))
        np.testing.assert_allclose(silent, np.log(FLOOR), rtol=1e-6)

    def test_white_noise_has_its_variance_in_every_band(self) -> None:
        power = np.exp(log_mel(0.1 * np.random.default_rng(0).normal(size=80000)))
        np.testing.assert_allclose(power.mean(axis=0), 0.01, rtol=0.15)

    def test_normalisation_round_trip(self) -> None:
        norm = Normalisation.measure([random_features(20)[:, 0], random_features(30)[:, 0]])
        with tempfile.TemporaryDirectory() as folder:
            norm.save(Path(folder) / "norm.csv")
            again = Normalisation.load(Path(folder) / "norm.csv")
        np.testing.assert_array_equal(again.mean, norm.mean)
        np.testing.assert_array_equal(again.deviation, norm.deviation)


class Utterance(unittest.TestCase):
    def test_synthesis_repeats(self) -> None:
        voices = synthesise.SETS["test"]
        first, labels = synthesise.utterance(np.random.default_rng(5), voices)
        again, _ = synthesise.utterance(np.random.default_rng(5), voices)
        np.testing.assert_array_equal(first, again)
        self.assertTrue(2 <= len(labels) <= 5)

    def test_no_speaker_in_training_and_test(self) -> None:
        def speakers(name: str) -> set[bytes]:
            chosen = synthesise.SETS[name]
            voices = [f"{a}+{v}" for a in chosen.accents for v in chosen.variants]
            return {synthesise.espeak("one", voice, 150, 50, 10).tobytes() for voice in voices}

        training, test = speakers("train"), speakers("test")
        self.assertEqual(len(test), 7 * 12)
        self.assertFalse(training & test)

    def test_file_round_trip(self) -> None:
        sets = Utterances(
            [np.ones((3, BANDS)), np.zeros((2, BANDS))], [np.array([1]), np.array([2, 3])]
        )
        with tempfile.TemporaryDirectory() as folder:
            sets.save(Path(folder) / "set.npz")
            again = Utterances.load(Path(folder) / "set.npz")
        self.assertEqual([len(f) for f in again.features], [3, 2])
        self.assertEqual([d.tolist() for d in again.labels], [[1], [2, 3]])

    def test_pad_repeats_the_last_step(self) -> None:
        x, steps = pad([np.full((3, 2), 1.0), np.array([[4.0, 5.0]])])
        self.assertEqual(steps.tolist(), [3, 1])
        self.assertEqual(x[:, 1].tolist(), [[4, 5]] * 3)


class Scoring(unittest.TestCase):
    def test_decode_removes_repeats_then_blanks(self) -> None:
        path = [10, 3, 3, 10, 3, 7, 10]
        self.assertEqual(decode(np.eye(11)[path]), [3, 3, 7])

    def test_edit_distance(self) -> None:
        self.assertEqual(edit_distance([1, 2, 3], [1, 2, 3]), 0)
        self.assertEqual(edit_distance([1, 3], [1, 2, 3]), 1)
        self.assertEqual(edit_distance([], [4, 4]), 2)
        self.assertEqual(edit_distance([5, 2, 3, 3], [1, 2, 3]), 2)


if __name__ == "__main__":
    unittest.main()
