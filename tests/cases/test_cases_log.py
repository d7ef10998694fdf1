"""The log carries case and step, and no personal data, whatever is logged."""

import io
import json

import pytest
from loguru import logger

from cases.log import bound, canonical_line, set_up_log
from cases.redaction import redacted, secrets_of_case

IDNO = "350102199003071234"


@pytest.fixture
def written(tmp_path):
    """Return a function that gives what was written: the file's lines and the text for people."""
    file, stream = tmp_path / "log" / "minshen.jsonl", io.StringIO()
    set_up_log(file, stream=stream)
    yield lambda: (file.read_text(encoding="utf-8").splitlines(), stream.getvalue())
    logger.remove()


@pytest.mark.parametrize(
    "text",
    [
        IDNO,
        "35010219900307123X",
        "３５０１０２１９９００３０７１２３４",
        "13805911234",
        "+86 138-0591-1234",
        "6222 0213 0200 1234 567",
        "6222021302001234567",
        'password="hunter2hunter2"',
        "MINSHEN_PASSWORD: s3cretvalue",
    ],
)
def test_numbers_and_passwords_never_pass(text: str):
    line = redacted(f"before {text} after")
    assert line.startswith("before ")
    assert line.endswith(" after")
    assert not any(part in line for part in (text, "hunter2", "s3cret", "0591", "1990", "2021"))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5 + "1234567890" * 5 + "abcdef123",
        "2026-11-02T09:00:00.123456+08:00",
        "case old:FZ20261102-0007 step read took 1.25 s",
    ],
)
def test_hashes_times_and_case_numbers_stay(text: str):
    assert redacted(text) == text


def test_the_case_key_stays_even_when_it_looks_like_an_identity_number():
    key = "old:350102202611020001"
    assert redacted(f"{key} and {IDNO}", keep=key) == f"{key} and 〈身份证号〉"


def test_names_and_addresses_of_the_case_are_removed_wherever_they_stand(written):
    with secrets_of_case(["林晓岚", "福州市鼓楼区东街 1 号", "女"]):
        logger.info("applicant 林晓岚 of 福州市鼓楼区东街 1 号")
        logger.info("女 is too short a secret")
    lines, people = written()
    assert "林晓岚" not in "".join(lines) + people
    assert "东街" not in "".join(lines) + people
    assert "女 is too short" in people


def test_exceptions_are_redacted_with_their_chain_and_show_no_variables(written):
    def inner() -> None:
        secret_variable = "variable " + IDNO
        raise ValueError(f"bad number {IDNO}" + secret_variable[:0])

    try:
        try:
            inner()
        except ValueError as error:
            raise RuntimeError(f"while reading {IDNO}") from error
    except RuntimeError:
        logger.exception("reading failed")
    lines, people = written()
    text = "".join(lines) + people
    assert IDNO not in text
    assert "variable " not in text.replace("secret_variable", "")
    assert "RuntimeError" in json.loads(lines[0])["exception"]
    assert "ValueError" in json.loads(lines[0])["exception"]


def test_every_line_carries_case_and_step(written):
    with bound(case="old:7"), bound(step="read"):
        logger.info("reading")
    logger.info("outside")
    first, second = (json.loads(line) for line in written()[0])
    assert (first["case"], first["step"]) == ("old:7", "read")
    assert "case" not in second


def test_a_line_break_in_a_value_can_not_forge_a_line(written):
    logger.bind(name="x\n2026 FORGED").info("hello\r\nFORGED")
    lines, people = written()
    assert len(lines) == 1
    assert people.count("\n") == 1


def test_the_canonical_line_is_one_json_object(written):
    canonical_line("case_closed", conclusion="approve", seconds=1.5)
    line = json.loads(written()[0][0])
    assert (line["event"], line["conclusion"], line["seconds"], line["canonical"]) == (
        "case_closed",
        "approve",
        1.5,
        True,
    )


def test_braces_in_a_logged_text_are_only_text(written):
    logger.info("{verdict:approve} ${{jndi}} {0}")
    assert json.loads(written()[0][0])["event"] == "{verdict:approve} ${{jndi}} {0}"


def test_people_may_be_spared_what_the_file_keeps(tmp_path):
    file, stream = tmp_path / "minshen.jsonl", io.StringIO()
    set_up_log(file, stream=stream, level="WARNING")
    canonical_line("case", state="closed")
    logger.remove()
    assert stream.getvalue() == ""
    assert json.loads(file.read_text(encoding="utf-8"))["event"] == "case"
