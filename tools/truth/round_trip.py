"""From a program to Terraform JSON and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from stack_parity.emit import Configuration, emit, save
from stack_parity.model.program import Program
from stack_parity.sources.terraform.configuration import read_configuration
from stack_parity.sources.terraform.files import read_json
from tools.truth.judging import Judgement, judge
from tools.truth.validation import Fault, Validator


@dataclass(frozen=True)
class RoundTrip:
    """What became of one program."""

    configuration: Configuration
    file: Path
    faults: tuple[Fault, ...]
    judgement: Judgement

    @property
    def holds(self) -> bool:
        """Whether all of it was written, the provider accepts it, and it is the same as its origin."""
        return not self.configuration.left_out and not self.faults and self.judgement.word == "same"


def round_trip(program: Program, folder: Path, validator: Validator | None, origin: Path | None = None) -> RoundTrip:
    """Write a program, let the provider validate it, and compare what is read back with the program.

    Each input variable has the value that it stands for: a secret, or what another stack gives.

    Args:
        program: as a reader found it.
        folder: where to write.
        validator: None leaves the provider out.
        origin: from where the program's packages are found, where it does not tell itself.
    """
    configuration = emit(program, origin)
    file = save(configuration, folder)
    faults = tuple(validator.faults(folder)) if validator else ()
    back = read_configuration(read_json(file), file, program.environment, configuration.variables)
    back = replace(back, data={**back.data, **configuration.elsewhere})
    return RoundTrip(configuration, file, faults, judge(program, back))
