"""Expressions that are evaluated here, against Terraform itself."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from stack_parity.model.values import Document, Ref, Text, Unknown, Value
from stack_parity.sources.terraform.language.steps import Scope
from stack_parity.sources.terraform.language.templates import expression

EXPRESSIONS = (
    '"a" == "a" && !(1 > 2) ? "y" : "n"',
    '"${1 + 2 * 3}-${10 / 4}-${7 % 3}-${-2}"',
    '"%%{a} $${b} \\"q\\" \\u00e9"',
    '{ a = [1, 2], ("b") : { c = null } }.a[1]',
    '[for i, x in ["a", "b"] : "${i}${x}" if x != "a"]',
    "{ for k, v in { b = 1, a = 2 } : upper(k) => v + 1 }",
    "[{ a = 1 }, { a = 2 }][*].a",
    "abs(-3) + ceil(1.2) + floor(1.8) + max(1, 5, 2) + min(4, 2)",
    'base64decode(base64encode("é"))',
    'base64sha256("x")',
    'base64sha512("x")',
    'chomp("a\\n\\n")',
    'cidrsubnet("10.0.0.0/16", 8, 3)',
    'cidrsubnet("fd00::/56", 8, 255)',
    'coalesce("", "a")',
    'compact(["a", "", "b"])',
    'concat(["a"], [], ["b", "c"])',
    'contains(["a", "1"], "1")',
    'distinct(["b", "a", "b"])',
    'element(["a", "b"], 3)',
    'endswith("abc", "bc")',
    'flatten([["a"], [], ["b", ["c"]]])',
    'format("%s-%d-%05d-%.2f-%q-%%-%v", "a", 5, 42, 1.5, "x\\"y", true)',
    'formatlist("%s-%s", ["a", "b"], "c")',
    'index(["a", "b"], "b")',
    'join("-", ["a", 1, true], ["z"])',
    'jsondecode("{\\"a\\": [1, 2.5, null]}").a',
    'jsonencode({ b = 1, a = ["x", null, true] })',
    'jsonencode("x")',
    "keys({ b = 1, a = 2 })",
    'length("abc") + length([1, 2]) + length({ a = 1 })',
    'lookup({ a = "b" }, "a", "c")',
    'lookup({ a = "b" }, "x", "c")',
    'lower("AbÉ")',
    'md5("x")',
    "merge({ a = 1 }, { b = 2 }, { a = 3 })",
    'one(["a"])',
    "range(1, 10, 3)",
    'replace("a.b.c", ".", "-")',
    'reverse(["a", "b"])',
    'sha1("x")',
    'sha256("x")',
    'sha512("x")',
    'slice(["a", "b", "c"], 1, 3)',
    'sort(["b", "a"])',
    'split(",", "a,b,,c")',
    'split("", "ab")',
    'startswith("abc", "ab")',
    'strrev("abc")',
    "sum([1, 2.5])",
    'title("hello big world")',
    'tobool("true")',
    'tolist(["a", "b"])',
    'tomap({ a = "b" })',
    'tonumber("12.50")',
    'toset(["b", "a", "b"])',
    "tostring(5.0)",
    'trim("?!a?!", "!?")',
    'trimprefix("abab", "ab")',
    'trimspace("  a \\n")',
    'trimsuffix("abab", "ab")',
    'try("a", "b")',
    'upper("abé")',
    'urlencode("a b/c~d")',
    "values({ b = 1, a = 2 })",
    'zipmap(["a", "b"], [1, 2])',
    'cidrsubnet(join("/", ["10.0.0.0", "8"]), 4, 2)',
    "max([1, 4]...)",
    'path.module == "." ? file("note.txt") : ""',
    'filebase64sha256("note.txt")',
    'filemd5("${path.module}/note.txt")',
    'filesha1("note.txt")',
    'filesha256("note.txt")',
    'filesha512("note.txt")',
    'filebase64sha512("note.txt")',
    'filebase64("note.txt")',
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("language")
    (made / "note.txt").write_text("a note\n", "utf-8")
    return made


def text_of(value: Value) -> object:
    return json.dumps(value.content, sort_keys=True, separators=(",", ":")) if isinstance(value, Document) else value


@pytest.mark.terraform
def test_what_is_evaluated_is_what_terraform_evaluates(folder: Path) -> None:
    terraform = shutil.which("terraform")
    assert terraform is not None
    source = f"jsonencode([{', '.join(EXPRESSIONS)}])\n"
    told = subprocess.run(
        [terraform, "console"], cwd=folder, input=source, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    expected = json.loads(json.loads(told))
    assert len(expected) == len(EXPRESSIONS)
    found = [text_of(expression(each, Scope(folder=folder))) for each in EXPRESSIONS]
    assert dict(zip(EXPRESSIONS, found, strict=True)) == dict(zip(EXPRESSIONS, expected, strict=True))


QUEUE = Ref("aws_sqs_queue.q", "arn")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('join("/", ["a", aws_sqs_queue.q.arn])', Text(("a/", QUEUE))),
        ('format("%s/*", aws_sqs_queue.q.arn)', Text((QUEUE, "/*"))),
        ('element(["a", aws_sqs_queue.q.arn], 1)', QUEUE),
        ('concat(["a"], [aws_sqs_queue.q.arn])', ["a", QUEUE]),
        ('merge({ a = 1 }, { b = aws_sqs_queue.q.arn }).b', QUEUE),
        ('tolist([aws_sqs_queue.q.arn])[0]', QUEUE),
        ('[for x in [aws_sqs_queue.q] : x.arn]', [QUEUE]),
        ('length([aws_sqs_queue.q.arn])', 1),
        ('true ? aws_sqs_queue.q.arn : "a"', QUEUE),
        ('jsonencode({ a = aws_sqs_queue.q.arn })', Document({"a": QUEUE})),
        ('lookup({ a = aws_sqs_queue.q.arn }, "a")', QUEUE),
    ],
)  # fmt: skip
def test_functions_that_only_move_values_move_references_too(source: str, value: Value) -> None:
    assert expression(source) == value


@pytest.mark.parametrize(
    "source",
    [
        "upper(aws_sqs_queue.q.arn)",
        'concat(aws_sqs_queue.q.tags, ["a"])',
        'compact([aws_sqs_queue.q.arn, ""])',
        'coalesce(aws_sqs_queue.q.arn, "a")',
        "toset([aws_sqs_queue.q.arn])",
        'aws_sqs_queue.q.arn == "a" ? 1 : 2',
        "unheard_of(aws_sqs_queue.q.arn)",
        "max(aws_sqs_queue.q.list...)",
        "[for x in aws_sqs_queue.q.list : upper(x)]",
        "aws_sqs_queue.q.list[var.number]",
        "sensitive(aws_sqs_queue.q.arn)",
        "try(aws_sqs_queue.q.arn, 1)",
        '{ (aws_sqs_queue.q.arn) = "a" }',
        'format("%5s", aws_sqs_queue.q.arn)',
    ],
)
def test_what_only_terraform_can_evaluate_is_an_expression_with_its_references(source: str) -> None:
    value = expression(source)
    assert isinstance(value, Unknown)
    assert value.addresses == ("aws_sqs_queue.q",)
    assert any(isinstance(part, Ref) for part in value.expression)


@pytest.mark.parametrize(
    "source",
    [
        'format("%999999999d", 1)',
        "[for a in range(9999) : [for b in range(9999) : b]]",
        "1 / 0",
        'cidrsubnet("10.0.0.0/8", 999999999, 1)',
        'base64decode("?")',
        'jsondecode("[NaN]")',
        'element([], 0)',
        'tonumber("1_0")',
        'replace("aaaa", "/a/", "b")',
        "9" * 5000,
    ],
)  # fmt: skip
def test_what_would_fail_or_never_end_is_left_to_terraform(source: str) -> None:
    assert isinstance(expression(source), Unknown)


@pytest.mark.parametrize(("path", "known"), [("note.txt", True), ("../outside.txt", False), ("none.txt", False)])
def test_only_files_of_the_stacks_own_folder_are_read(tmp_path: Path, path: str, known: bool) -> None:
    inside = tmp_path / "stack"
    inside.mkdir()
    for file in (inside / "note.txt", tmp_path / "outside.txt"):
        file.write_text("a note", "utf-8")
    found = expression(f'file("{path}")', Scope(folder=inside))
    assert (found == "a note") is known


def test_a_file_out_of_reach_is_the_same_in_one_folder_only(tmp_path: Path) -> None:
    one, other = (Scope(folder=tmp_path / name) for name in ("one", "other"))
    assert expression('filemd5("a.zip")', one) == expression('filemd5("${path.module}/a.zip")', one)
    assert expression('filemd5("a.zip")', one) != expression('filemd5("a.zip")', other)
