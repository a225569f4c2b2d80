"""Synthesise the utterances kept in the repository: FOLDER/features/*.npy and FOLDER/labels.csv.

    python3 store.py --norm ../normalisation.csv ..

Features are normalised float32 (steps, 40) in C order; labels are class indices.
"""

import argparse
import csv
from pathlib import Path

import numpy as np

import synthesise
from features import Normalisation


def store(folder: Path, norm: Normalisation) -> None:
    stored = synthesise.make("stored")
    (folder / "features").mkdir(exist_ok=True)
    with open(folder / "labels.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["file", "labels"])
        for index, (log_mel, labels) in enumerate(zip(stored.features, stored.labels)):
            name = f"features/digits_{index:02d}.npy"
            np.save(folder / name, np.ascontiguousarray(norm(log_mel), dtype=np.float32))
            table.writerow([name, " ".join(str(d) for d in labels)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--norm", type=Path, required=True)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    store(arguments.folder, Normalisation.load(arguments.norm))
