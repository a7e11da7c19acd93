from tap_cli.deployment.isolated import LAST_LINES, shortened

BOX = """\
dev  aws_iam_role.Role: Creating...
dev  \x1b[31m╷\x1b[0m
     │ Error: creating IAM Role (tap-dev): NoSuchEntity
     │
     │   with aws_iam_role.Role,
     ╵
⠙  Processing
"""


def test_the_reason_is_taken_out_of_terraforms_box() -> None:
    assert shortened(BOX.splitlines()) == (
        "  Error: creating IAM Role (tap-dev): NoSuchEntity\n  with aws_iam_role.Role,\n  Processing"
    )


def test_without_an_error_the_last_lines_are_shown() -> None:
    assert shortened([str(number) for number in range(100)]).split() == [
        str(number) for number in range(100 - LAST_LINES, 100)
    ]
