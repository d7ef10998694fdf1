"""The language of system files: what a robot must know of one legacy approval system.

Labels and texts are matched as they stand on the page with all white space removed.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Shared settings of the models in a system file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CaptchaFile(Strict):
    """A captcha picture that is read by OCR, with a bounded number of tries."""

    image: str
    input: str
    pattern: str = "[0-9A-Z]{4}"
    tries: int = Field(default=8, ge=1, le=20)


class LoginFile(Strict):
    """The login page: CSS of its controls, and what tells success from a wrong account."""

    path: str
    user: str
    password: str
    captcha: CaptchaFile | None = None
    submit: str
    done: str
    refused: tuple[str, ...]


class ListFile(Strict):
    """The list of cases: where it is, its columns by header text, its paging and its search form."""

    frame: str
    menu_frame: str
    waiting_link: str
    search_link: str
    table: str
    columns: dict[str, str]
    open: tuple[str, ...]
    next: str
    page_mark: str
    search_number: str
    search_submit: str
    waiting_states: tuple[str, ...]


class FilesTable(Strict):
    """The table of materials by header text: the material's name, the file's name, the download link."""

    table: str
    slot: str
    name: str
    link: str


class DetailFile(Strict):
    """The page of one case. All of `fingerprint` must be there, or the page is not the one described."""

    fingerprint: tuple[str, ...]
    number: str
    item: str
    state: str
    facts_table: str
    applicant: str
    received_on: str
    form_table: str
    label_cell: str
    label_suffix: str = ""
    files: FilesTable
    opinion_shown: str


class DialogFile(Strict):
    """One declared dialog; {button} stands for the text of the control that was used."""

    type: Literal["alert", "confirm", "prompt", "beforeunload"]
    text: str
    accept: bool = True


class DecisionFile(Strict):
    """How a decision is entered, and the state each kind leaves behind."""

    opinion: str
    most_characters: int = Field(default=2000, ge=50)
    controls: dict[Literal["approve", "return", "refuse"], str]
    buttons: dict[Literal["approve", "return", "refuse"], str]
    dialogs: tuple[DialogFile, ...]
    done: str
    states: dict[Literal["approve", "return", "refuse"], str]


class SystemFile(Strict):
    """One legacy system. `settle_s` is the longest time a write may still be under way after its click."""

    id: str
    name: str
    login: LoginFile
    session_lost: tuple[str, ...]
    error_texts: tuple[str, ...]
    list: ListFile
    detail: DetailFile
    decision: DecisionFile
    timeout_s: float = Field(default=15.0, gt=0, le=120)
    settle_s: float = Field(default=45.0, ge=0, le=600)
