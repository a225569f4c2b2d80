"""Errors and shares of zero deltas of the stored network, per numeric profile and threshold.

    python3 evaluate.py              the sequences in the repository (numpy and onnx)
    python3 evaluate.py --set test   the test set, made anew; or the validation set
    python3 evaluate.py --baselines  simple estimators instead, on any of these sets
    python3 evaluate.py --after 40   errors without the first 40 steps of each sequence (2 s)

mse: mean squared error over steps and outputs; then the root mean square error of each output in
its own unit. "float" rounds nothing but the parameters. Zeros are zero deltas over all deltas of
both layers and all steps, where the x of the second layer is the state of the first.
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


def errors(estimates: np.ndarray, targets: np.ndarray, after: int) -> str:
    """The columns mse, angle, rate and velocity, without the first `after` steps."""
    squares = (estimates[after:] - targets[after:].astype(np.float64)) ** 2
    angle, rate, velocity = np.sqrt(squares.mean(axis=(0, 1))) * UNITS
    return f"{squares.mean():.4f}  {angle:5.2f} deg  {rate:6.2f} deg/s  {velocity:8.3f} m/s"


def report(title: str, network: Network, x: np.ndarray, targets: np.ndarray, after: int) -> None:
    print(title)
    print("profile   theta  mse         angle          rate  load velocity   dx     dh     pooled")
    estimates = stored_network.run_float(network, x)
    print(f"{'float':15}  {errors(estimates, targets, after)}")
    for name, profile in PROFILES.items():
        for theta_name, theta in THETAS.items():
            run = stored_network.run_fixed(network, x, theta, profile)
            estimates = network.estimates(run.words / 256)
            zeros = "  ".join(f"{share:.3f}" for share in run.zeros())
            print(f"{name:8}  {theta_name:>5}  {errors(estimates, targets, after)}   {zeros}")


def report_baselines(title: str, x: np.ndarray, targets: np.ndarray, after: int) -> None:
    print(title)
    print("                 mse         angle          rate  load velocity")
    for name, estimates in baselines.estimate(x).items():
        print(f"{name:15}  {errors(estimates, targets, after)}")


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=["stored", "validation", "test"], default="stored")
    parser.add_argument("--baselines", action="store_true", help="simple estimators instead")
    parser.add_argument("--after", type=int, default=0, help="steps without error before the first")
    parser.add_argument("--network", type=Path, default=FOLDER / "crane.onnx")
    arguments = parser.parse_args(options)

    stored = arguments.set == "stored"
    x, targets = data.load(FOLDER) if stored else data.make(arguments.set)
    title = f"{arguments.set}: {x.shape[1]} sequences of {x.shape[0]} steps"
    title += f", errors after {arguments.after}" if arguments.after else ""
    if arguments.baselines:
        report_baselines(title, x, targets, arguments.after)
    else:
        report(title, stored_network.load(arguments.network), x, targets, arguments.after)


if __name__ == "__main__":
    main()
