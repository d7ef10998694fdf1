"""Papers of a case to download: notice, drafted refusal and negative-decision report."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from cases.errors import PaperAbsent
from cases.papers.paper import TITLES, PaperKind
from cases.papers.printing import MEDIA_TYPES, PaperForm, print_paper
from cases.replay import stored_files
from cases.review_record import review_from_json
from console.office import office_of
from console.routes.case import case_of
from console.visitors import Reader

router = APIRouter()


@router.get("/paper/{kind}/{form}/{key:path}")
def paper(
    request: Request,
    visitor: Reader,
    kind: Annotated[PaperKind, Path()],
    form: Annotated[PaperForm, Path()],
    key: str,
) -> Response:
    """Write one paper of a case's stored review, for the visitor to keep."""
    office = office_of(request)
    case = case_of(office, key)
    if case.review_sha256 is None or case.submission is None:
        raise PaperAbsent
    review = review_from_json(office.evidence.get(case.review_sha256))
    files = stored_files(review.stands, case.submission, office.evidence)
    printed = print_paper(
        kind,
        form,
        review,
        files,
        office.evidence.get,
        decision=case.decision,
        own_templates=office.own_templates,
    )
    name = quote(f"{TITLES[kind]}-{case.ref.number}.{form}", safe="")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(printed, media_type=MEDIA_TYPES[form], headers=headers)
