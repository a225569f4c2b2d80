"""Errors and shares of zero deltas of the stored network, per numeric profile and threshold.

    python3 evaluate.py              the sequences in the repository (numpy and onnx)
    python3 evaluate.py --set test   the test set, made anew; or the validation set
    python3 evaluate.py --baselines  simple estimators instead, on any of these sets

mse: mean squared error over all steps and outputs; then the root mean square error of each output
in its own unit. "float" rounds nothing but the parameters. Zeros are zero deltas over all deltas of
both layers, where the x of the second layer is the state of the first.
"""

import argparse
from pathlib import Path

import numpy as np

import baselines
import data
import stored_network
from sensors import TARGETS
from stored_network import PROFILES, Network

FOLDER = Path(__file__).resolve().parent.parent
THETAS = {"0": 0, "1/16": 1 / 16, "1/8": 1 / 8, "1/4": 1 / 4}
UNITS = np.array([np.degrees(1), np.degrees(1), 1]) * np.array(list(TARGETS.values()))


def errors(estimates: np.ndarray, targets: np.ndarray) -> str:
    """The columns mse, angle, rate and velocity."""
    squares = (estimates - targets.astype(np.float64)) ** 2
    angle, rate, velocity = np.sqrt(squares.mean(axis=(0, 1))) * UNITS
    return f"{squares.mean():.4f}  {angle:5.2f} deg  {rate:6.2f} deg/s  {velocity:8.3f} m/s"


def report(title: str, network: Network, x: np.ndarray, targets: np.ndarray) -> None:
    steps, cranes, _ = x.shape
    print(f"{title}: {cranes} sequences of {steps} steps")
    print("profile   theta  mse         angle          rate  load velocity   dx     dh     pooled")
    print(f"{'float':15}  {errors(stored_network.run_float(network, x), targets)}")
    for name, profile in PROFILES.items():
        for theta_name, theta in THETAS.items():
            run = stored_network.run_fixed(network, x, theta, profile)
            estimates = network.estimates(run.words / 256)
            zeros = "  ".join(f"{share:.3f}" for share in run.zeros())
            print(f"{name:8}  {theta_name:>5}  {errors(estimates, targets)}   {zeros}")


def report_baselines(title: str, x: np.ndarray, targets: np.ndarray) -> None:
    print(f"{title}, other estimators")
    print("                 mse         angle          rate  load velocity")
    for name, estimates in baselines.estimate(x).items():
        print(f"{name:15}  {errors(estimates, targets)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=["stored", "validation", "test"], default="stored")
    parser.add_argument("--baselines", action="store_true", help="simple estimators instead")
    parser.add_argument("--network", type=Path, default=FOLDER / "crane.onnx")
    arguments = parser.parse_args()

    stored = arguments.set == "stored"
    x, targets = data.load(FOLDER) if stored else data.make(arguments.set)
    if arguments.baselines:
        report_baselines(arguments.set, x, targets)
    else:
        report(arguments.set, stored_network.load(arguments.network), x, targets)


if __name__ == "__main__":
    main()
