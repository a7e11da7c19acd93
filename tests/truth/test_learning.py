"""How the programs of a type are found, from what the provider says of them."""

from collections.abc import Sequence

import pytest

from stack_parity.aws import schema
from tools.truth.generated import Draft, paths_set
from tools.truth.learned import Learned, drafts, load
from tools.truth.learning import Attempt, choose_anew
from tools.truth.located import Located, line_paths
from tools.truth.refusals import Cause, Refusal, read_refusal

KIND = "aws_lambda_function"
ARN = "arn:aws:sns:eu-west-1:123456789012:example"


def refusal(text: str, place: str = "", type_: str = KIND) -> Refusal:
    known = schema.of(type_)
    assert known is not None
    return read_refusal(text, place, known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Conflicting configuration arguments: "image_uri": conflicts with filename',
            Refusal(Cause.EXCLUDES, ("image_uri", "filename")),
        ),
        (
            'Invalid combination of arguments: "image_uri": only one of `filename,image_uri,s3_bucket` can be',
            Refusal(Cause.EXCLUDES, ("image_uri", "filename", "s3_bucket")),
        ),
        (
            'Missing required argument: "s3_key": all of `s3_bucket,s3_key` must be specified',
            Refusal(Cause.TOGETHER, ("s3_key", "s3_bucket")),
        ),
        (
            'Missing required argument: The argument "role" is required, but no definition was found.',
            Refusal(Cause.REQUIRED, ("role",)),
        ),
        (
            'expected package_type to be one of ["Zip" "Image"], got package-type:',
            Refusal(Cause.VALUE, ("package_type",), "Zip"),
        ),
        ("expected timeout to be in the range (3 - 900), got 1:", Refusal(Cause.VALUE, ("timeout",), 3.0)),
        (
            '"role" (role) is an invalid ARN: arn: invalid prefix:',
            Refusal(Cause.VALUE, ("role",), ARN),
        ),
        (
            "Not enough list items: Attribute layers requires 2 item minimum, but config has only 1 declared.",
            Refusal(Cause.TOO_FEW, ("layers",), 2),
        ),
    ],
)
def test_what_a_message_says(text: str, expected: Refusal) -> None:
    assert refusal(text) == expected


def test_values_in_a_path_say_nothing_of_it_and_one_level_up_is_a_sibling() -> None:
    text = (
        "Invalid Attribute Combination: 2 attributes specified when one (and only one) of "
        '[rule[0].transition[Value({"date":"x","days":[1]})].date.<.days] is required'
    )
    paths = ("rule.transition.date", "rule.transition.days")
    assert refusal(text, type_="aws_s3_bucket_lifecycle_configuration").paths == paths


def test_a_name_alone_is_that_of_the_attribute_below_the_place() -> None:
    text = 'expected log_format to be one of ["Text" "JSON"], got log-format:'
    assert refusal(text, "logging_config").paths == ("logging_config.log_format",)


def attempt(*texts: str, wanted: Sequence[str] = ()) -> Attempt:
    made = Attempt(KIND, Learned(), 0, set(wanted))
    choose_anew(made, [Located(KIND, "x", "", text) for text in texts])
    return made


EXCLUDED = 'Conflicting configuration arguments: "image_uri": conflicts with filename'


def test_of_inputs_that_exclude_each_other_the_wanted_one_stays() -> None:
    assert attempt(EXCLUDED).left_out == {"image_uri": "excludes filename"}
    assert attempt(EXCLUDED, wanted=["image_uri"]).left_out == {"filename": "excludes image_uri"}


def test_what_is_needed_by_what_is_left_out_goes_with_it() -> None:
    made = attempt(EXCLUDED)
    made.left_out["s3_bucket"] = "excludes filename"
    text = 'Missing required argument: "s3_key": all of `s3_bucket,s3_key` must be specified'
    assert choose_anew(made, [Located(KIND, "x", "", text)])
    assert made.left_out["s3_key"] == "needs s3_bucket"


def test_a_value_is_the_one_that_is_named_then_a_reference_then_none() -> None:
    fault = Located(KIND, "x", "timeout", "expected timeout to be in the range (3 - 900), got 1:")
    made = Attempt(KIND, Learned(), 0, set())
    assert choose_anew(made, [fault])
    assert made.learned.values == {"timeout": 3.0}
    assert choose_anew(made, [fault])
    assert made.learned.by_reference == {"timeout"}
    assert choose_anew(made, [fault])
    assert "timeout" in made.learned.refused
    assert not choose_anew(made, [fault])


def test_a_function_has_a_program_for_each_source_of_its_code() -> None:
    made = drafts([KIND])
    sources = {"filename", "image_uri", "s3_bucket"}
    assert {frozenset(sources & paths_set(draft)) for draft in made} == {frozenset({one}) for one in sources}
    assert paths_set(Draft(KIND)) == set[str]().union(*map(paths_set, made))


def test_what_was_learned_is_of_the_provider_whose_schema_is_held() -> None:
    assert "aws_lambda_function" in load()


def test_each_line_of_json_has_its_path() -> None:
    text = '{\n  "a": {\n    "b": [\n      {\n        "c": 1\n      }\n    ]\n  },\n  "d": 2\n}'
    assert line_paths(text)[4] == ("a", "b", "c")
    assert line_paths(text)[8] == ("d",)
