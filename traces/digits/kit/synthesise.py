"""Connected-digit strings spoken by espeak-ng, with background noise.

    python3 synthesise.py train OUT.npz    the synthetic training set
    python3 synthesise.py test OUT.npz     the synthetic test set

The training set shares with the test set, and with the utterances store.py keeps, the synthesiser,
the words, the accents and the range every parameter is drawn from. It shares no seed and no
speaker variant (formants, pitch and timbre), so no voice. The log-mel features are not normalised.
"""

import argparse
import io
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.signal import lfilter, resample_poly

from features import ACTIVE_RMS, RATE, log_mel, normalise_level
from utterances import Utterances

WORDS = "zero one two three four five six seven eight nine".split()


@dataclass(frozen=True)
class Set:
    """A seed, a number of utterances, and the voices, each an accent with a speaker variant."""

    seed: int
    count: int
    accents: list[str]
    variants: list[str]


# espeak-ng 1.51 ignores a variant after "en-gb" (not after "en", the same accent), so an eighth
# of the training set has the default speaker; and "en-us-nyc" sounds the same as "en-us".
TRAINING_ACCENTS = (
    "en-gb en-us en-gb-scotland en-gb-x-gbclan en-gb-x-rp en-gb-x-gbcwmd en-029 en-us-nyc"
).split()
TEST_ACCENTS = (
    "en en-us en-gb-scotland en-gb-x-gbclan en-gb-x-rp en-gb-x-gbcwmd en-029"
).split()
TRAINING_VARIANTS = (
    "m1 m2 m4 m5 m7 f1 f2 f4 f5 Alex Alicia Andrea Andy Annie benjamin caleb david "
    "edward2 grandma iven john linda marcelo max miguel pablo pedro rob steph travis"
).split()
TEST_VARIANTS = "m3 m6 m8 f3 belinda Denis Diogo Jacky michel paul steph2 victor".split()

SETS = {
    "train": Set(1, 3000, TRAINING_ACCENTS, TRAINING_VARIANTS),
    "test": Set(2, 200, TEST_ACCENTS, TEST_VARIANTS),
    "stored": Set(3, 32, TEST_ACCENTS, TEST_VARIANTS),
}


def espeak(text: str, voice: str, words_per_minute: int, pitch: int, gap: int) -> np.ndarray:
    """Audio (samples,) at RATE; pitch 0 to 99, gap between words in units of about 10 ms."""
    options = ["-v", voice, "-s", str(words_per_minute), "-p", str(pitch), "-g", str(gap)]
    command = ["espeak-ng", *options, "--stdout", text]
    spoken = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(spoken)) as file:
        rate = file.getframerate()
        # The header of a stream does not know the length, so read what there is.
        samples = np.frombuffer(file.readframes(2**31 - 1), dtype="<i2")
    audio = resample_poly(samples / 32768, RATE, rate)
    loud = np.flatnonzero(np.abs(audio) > 0.005 * np.abs(audio).max())
    return audio[loud[0] : loud[-1] + 1]


def noise(rng: np.random.Generator, samples: int, rms: float, colour: float) -> np.ndarray:
    """Gaussian noise (samples,); colour is the one-pole low-pass's coefficient, 0 for white."""
    return lfilter([rms * np.sqrt(1 - colour**2)], [1, -colour], rng.standard_normal(samples))


def silence(rng: np.random.Generator) -> np.ndarray:
    """0.15 to 0.3 s of zeros."""
    return np.zeros(rng.integers(int(0.15 * RATE), int(0.3 * RATE)))


def add_noise(rng: np.random.Generator, audio: np.ndarray) -> np.ndarray:
    """Noise 20 to 50 dB below the level of the speech, white to low-pass."""
    rms = ACTIVE_RMS * 10 ** (-rng.uniform(20, 50) / 20)
    return audio + noise(rng, len(audio), rms, colour=rng.uniform(0, 0.9))


def utterance(rng: np.random.Generator, voices: Set) -> tuple[np.ndarray, np.ndarray]:
    """2 to 5 digits with every parameter drawn: log-mel (steps, 40) and labels (digits,)."""
    labels = rng.integers(0, 10, size=rng.integers(2, 6))
    spoken = espeak(
        " ".join(WORDS[d] for d in labels),
        voice=f"{rng.choice(voices.accents)}+{rng.choice(voices.variants)}",
        words_per_minute=rng.integers(110, 190),
        pitch=rng.integers(25, 75),
        gap=rng.integers(5, 25),
    )
    audio = np.concatenate([silence(rng), normalise_level(spoken), silence(rng)])
    return log_mel(add_noise(rng, audio)), labels


def make(name: str) -> Utterances:
    """One of SETS, not normalised."""
    chosen = SETS[name]
    rng = np.random.default_rng(chosen.seed)
    pairs = [utterance(rng, chosen) for _ in range(chosen.count)]
    return Utterances([f for f, _ in pairs], [d for _, d in pairs])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", choices=["train", "test"])
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    make(arguments.set).save(arguments.out)
