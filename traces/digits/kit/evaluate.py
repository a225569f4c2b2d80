"""Label error and share of zero deltas of the stored network, per threshold.

    python3 evaluate.py --stored                  the utterances in the repository (numpy and onnx)
    python3 evaluate.py --synthetic test.npz      the synthetic test set
    python3 evaluate.py --recordings fsdd.tar     strings of the recordings' official test split

"float" rounds nothing but the weights; the other lines are the delta network with x and h in Q8.8.
Zeros are zero deltas / deltas, over all steps of all utterances.
"""

import argparse
import csv
from pathlib import Path

import numpy as np

import stored_network
from features import Normalisation
from stored_network import BLANK, Layer
from utterances import Utterances, pad

FOLDER = Path(__file__).resolve().parent.parent
THETAS = {"0": 0, "1/16": 1 / 16, "1/8": 1 / 8, "1/4": 1 / 4, "1/2": 1 / 2}


def read_stored(folder: Path) -> Utterances:
    """The utterances that labels.csv lists, already normalised."""
    with open(folder / "labels.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    return Utterances(
        [np.load(folder / row["file"]) for row in rows],
        [np.array(row["labels"].split(), dtype=np.int64) for row in rows],
    )


def decode(scores: np.ndarray) -> list[int]:
    """Best class of each step (steps, classes), repeats and blanks removed."""
    best = scores.argmax(axis=1)
    first = np.append(True, best[1:] != best[:-1])
    return [int(c) for c in best[first] if c != BLANK]


def edit_distance(a: list[int], b: list[int]) -> int:
    """Least number of insertions, deletions and substitutions."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(b, start=1):
            diagonal, row[j] = row[j], min(
                row[j] + 1, row[j - 1] + 1, diagonal + (left != right)
            )
    return row[-1]


def label_error(scores: np.ndarray, steps: np.ndarray, labels: list[np.ndarray]) -> float:
    """Edit distances / labels; scores (longest, batch, classes)."""
    wrong = sum(
        edit_distance(decode(scores[:n, i]), list(labels[i])) for i, n in enumerate(steps)
    )
    return wrong / sum(len(d) for d in labels)


def report(title: str, layer: Layer, utterances: Utterances) -> None:
    x, steps = pad(utterances.features)
    inputs, hidden = x.shape[2], layer.hidden
    inside = np.arange(len(x))[:, None] < steps
    labels = sum(len(d) for d in utterances.labels)
    print(f"{title}: {len(steps)} utterances, {labels} labels, {steps.sum()} steps")
    print("theta  label error  zeros dx  zeros dh  pooled")
    error = label_error(stored_network.run_float(layer, x), steps, utterances.labels)
    print(f"float  {100 * error:9.2f} %")
    for name, theta in THETAS.items():
        scores, zeros_x, zeros_h = stored_network.run_delta(layer, x, theta)
        error = label_error(scores, steps, utterances.labels)
        x_mean, h_mean = zeros_x[inside].mean(), zeros_h[inside].mean()
        print(
            f"{name:5}  {100 * error:9.2f} %  {x_mean / inputs:8.3f}  {h_mean / hidden:8.3f}"
            f"  {(x_mean + h_mean) / (inputs + hidden):6.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stored", action="store_true", help="the utterances in the repository")
    parser.add_argument("--synthetic", type=Path, help="from synthesise.py test")
    parser.add_argument("--recordings", type=Path, help="fsdd.tar")
    parser.add_argument("--network", type=Path, default=FOLDER / "digits.onnx")
    parser.add_argument("--norm", type=Path, default=FOLDER / "normalisation.csv")
    arguments = parser.parse_args()

    layer = stored_network.load(arguments.network)
    if arguments.stored:
        report("stored", layer, read_stored(FOLDER))
    raw: dict[str, Utterances] = {}
    if arguments.synthetic:
        raw["synthetic"] = Utterances.load(arguments.synthetic)
    if arguments.recordings:
        import recordings  # needs scipy, which --stored does not

        raw["recordings"] = recordings.make_test(arguments.recordings)
    for title, utterances in raw.items():
        norm = Normalisation.load(arguments.norm)
        normalised = Utterances([norm(f) for f in utterances.features], utterances.labels)
        report(title, layer, normalised)


if __name__ == "__main__":
    main()
