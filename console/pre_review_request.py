"""Reading what an applicant sends: multipart parts, counted while they arrive, held in memory only."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from cases.handed_in import CaseFile, HandedFile, listed_first, parse_case_file
from console.pre_review import Bounds, PreReviewRefused

FILES, CASE, SCENARIO, KEEP, CSRF = "files", "case", "scenario", "keep", "csrf"
_PARTS = frozenset({CASE, SCENARIO, KEEP, CSRF})
_MOST_FIELDS = 200
_LONGEST_NAME = 200
_MULTIPART = "multipart/form-data"


class _InMemory(MultiPartParser):
    """Keeps every part in memory: an applicant's paper is written to no disk."""

    spool_max_size = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was sent: texts by the name of their part, and files with the name of theirs."""

    texts: Mapping[str, str]
    files: Sequence[tuple[str, HandedFile]] = field(default_factory=tuple)

    @property
    def wants_keeping(self) -> bool:
        """Tell whether the review is to be kept."""
        return self.texts.get(KEEP, "").strip().lower() in {"true", "1", "yes", "on"}


async def read_sent(request: Request, bounds: Bounds) -> Sent:
    """Read the parts; raises PreReviewRefused when there is too much, or when it can't be read."""
    if not request.headers.get("content-type", "").lower().startswith(_MULTIPART):
        raise PreReviewRefused(415, "not_multipart", "请以 multipart/form-data 提交。")
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > bounds.total_bytes:
        raise _too_big(bounds)
    parser = _InMemory(
        request.headers,
        _counted(request, bounds),
        max_files=bounds.files,
        max_fields=_MOST_FIELDS,
        max_part_size=bounds.case_bytes,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise _unreadable(error.message, bounds) from None
    except (ValueError, LookupError, KeyError):
        raise PreReviewRefused(400, "bad_request", "提交的内容无法解析，请重新提交。") from None
    return await _sent(form, bounds)


def described_in(sent: Sent) -> tuple[CaseFile, tuple[HandedFile, ...]]:
    """Return the content of the part `case` and the files in the order it lists them.

    Raises:
        PreReviewRefused: there is no such part, there are parts of other names, or two files of one name.
        BadCaseFile: its content does not fit.
    """
    strange = [name for name in sent.texts if name not in _PARTS]
    strange += [part for part, _ in sent.files if part != FILES]
    if strange:
        says = f"不认识名为“{strange[0][:40]}”的部分；可用：case、files、scenario、keep、csrf。"
        raise PreReviewRefused(422, "unknown_part", says)
    if CASE not in sent.texts:
        raise PreReviewRefused(422, "no_case", "缺少名为 case 的部分：其内容与 case.json 相同。")
    described = parse_case_file(sent.texts[CASE].encode("utf-8", "surrogateescape"))
    by_name = {file.name: file for _, file in sent.files}
    if len(by_name) != len(sent.files):
        raise PreReviewRefused(422, "same_name", "有两个文件同名，请改名后重新提交。")
    return described, tuple(
        HandedFile(name=name, slot=slot, data=by_name[name].data)
        for name, slot in listed_first(described, tuple(by_name))
    )


async def _counted(request: Request, bounds: Bounds) -> AsyncGenerator[bytes, None]:
    """Pass on what arrives, and stop as soon as it is too much, whatever was announced."""
    seen = 0
    async for piece in request.stream():
        seen += len(piece)
        if seen > bounds.total_bytes:
            raise _too_big(bounds)
        yield piece


async def _sent(form: FormData, bounds: Bounds) -> Sent:
    texts: dict[str, str] = {}
    files: list[tuple[str, HandedFile]] = []
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            if name in texts:
                raise PreReviewRefused(422, "same_part", f"“{name[:40]}”提交了两次。")
            texts[name] = value
            continue
        data = await value.read()
        await value.close()
        if name == CASE and len(data) <= bounds.case_bytes:
            texts[CASE] = data.decode("utf-8", "surrogateescape")
            continue
        if data or value.filename:
            files.append((name, _file(value.filename or "", data, bounds)))
    return Sent(texts=texts, files=tuple(files))


def _file(name: str, data: bytes, bounds: Bounds) -> HandedFile:
    shown = name.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME]
    if not shown:
        raise PreReviewRefused(422, "no_name", "有文件没有文件名。")
    if not data:
        raise PreReviewRefused(422, "empty_file", f"文件“{shown}”是空的。")
    if len(data) > bounds.file_bytes:
        most = bounds.file_bytes // 1_000_000
        raise PreReviewRefused(413, "file_too_big", f"文件“{shown}”超过 {most} MB。")
    return HandedFile(name=shown, slot="", data=data)


def _too_big(bounds: Bounds) -> PreReviewRefused:
    return PreReviewRefused(413, "too_big", f"一次提交不能超过 {bounds.total_bytes // 1_000_000} MB。")


def _unreadable(message: str, bounds: Bounds) -> PreReviewRefused:
    """Say in Chinese what the parser said of limits; everything else is a broken request."""
    if message.startswith("Too many files"):
        return PreReviewRefused(413, "too_many_files", f"一次最多提交 {bounds.files} 个文件。")
    if message.startswith(("Too many fields", "Part exceeded")):
        return PreReviewRefused(413, "form_too_big", "表单内容过多。")
    return PreReviewRefused(400, "bad_request", "提交的内容无法解析，请重新提交。")
