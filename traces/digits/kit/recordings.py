"""Strings of recorded digits, joined from the Free Spoken Digit Dataset's archive."""

import io
import re
import tarfile
import wave
from pathlib import Path

import numpy as np

from features import RATE, log_mel, normalise_level
from synthesise import add_noise, silence
from utterances import Utterances

TEST_INDICES = 5  # official split: index 0 to 4 of each speaker and digit is the test
TEST_SEED = 4
TEST_COUNT = 300

Speaker = dict[int, list[np.ndarray]]  # digit -> recordings, each (samples,) at RATE


def read(archive: Path, test: bool) -> list[Speaker]:
    """Each speaker's recordings of one side of the official split, at one level."""
    speakers: dict[str, Speaker] = {}
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            name = re.fullmatch(r"recordings/(\d)_(\w+)_(\d+)\.wav", member.name)
            if name is None or (int(name[3]) < TEST_INDICES) != test:
                continue
            with wave.open(io.BytesIO(tar.extractfile(member).read())) as file:
                samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
            speaker = speakers.setdefault(name[2], {digit: [] for digit in range(10)})
            speaker[int(name[1])].append(normalise_level(samples / 32768))
    return [speakers[name] for name in sorted(speakers)]


def join(rng: np.random.Generator, speakers: list[Speaker], digits: int) -> tuple[list, np.ndarray]:
    """Recordings of one speaker chosen at random, and their labels (digits,)."""
    speaker = speakers[rng.integers(len(speakers))]
    labels = rng.integers(0, 10, size=digits)
    return [speaker[d][rng.integers(len(speaker[d]))] for d in labels], labels


def space(rng: np.random.Generator, words: list[np.ndarray]) -> np.ndarray:
    """The words with silence before, between and after them: (samples,)."""
    return np.concatenate([silence(rng)] + [part for w in words for part in (w, silence(rng))])


def vary(rng: np.random.Generator, words: list[np.ndarray]) -> np.ndarray:
    """Like space, with speed (10 %) and level (4 dB) changed, and noise in half the strings."""
    speed = rng.uniform(0.9, 1.1)
    level = 10 ** (rng.uniform(-4, 4) / 20)
    changed = [
        level * np.interp(np.arange(0, len(word) - 1, speed), np.arange(len(word)), word)
        for word in words
    ]
    audio = space(rng, changed)
    return add_noise(rng, audio) if rng.random() < 0.5 else audio


def make_test(archive: Path) -> Utterances:
    """The recorded test set: strings of 2 to 5 test recordings as they are, not normalised."""
    rng = np.random.default_rng(TEST_SEED)
    speakers = read(archive, test=True)
    test = Utterances([], [])
    for _ in range(TEST_COUNT):
        words, labels = join(rng, speakers, digits=rng.integers(2, 6))
        test.features.append(log_mel(space(rng, words)))
        test.labels.append(labels)
    return test
