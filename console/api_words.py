"""What `/api/openapi.json` says of the pre-review, in words for people who write programs."""

import json
from typing import Any

from console.pre_review_answer import Refusal

SUMMARY = "提交前预审"
DESCRIPTION = (
    "在正式提交之前审查表单和材料，返回审查发现、一次性告知书、要素和未核验的事项。"
    "默认不保存任何数据；keep=true 需要登录。需要登录会话或密钥（Authorization: Bearer …），"
    "除非本单位开放了公众预审。公众预审不查询数据共享库。"
)
_CASE: dict[str, Any] = {
    "item": "nurse_change",
    "area": "fuzhou",
    "form": {"name": "林样例", "idno": "350199199203124026", "new_inst": "仿真市中医院"},
    "materials": [{"file": "证书.jpg", "name": "护士执业证书"}],
}
_PARTS: dict[str, Any] = {
    "case": {
        "type": "string",
        "description": "JSON，内容与 case.json 相同：item、area、received_on、form、materials",
        "example": json.dumps(_CASE, ensure_ascii=False),
    },
    "scenario": {
        "type": "string",
        "description": "场景，如 fuzhou/nurse_change；case 中写明 item 和 area 时可以省去",
        "example": "fuzhou/nurse_change",
    },
    "files": {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "description": "材料文件（图片、PDF、OFD、DOCX、XLSX），可以多个；未列入 materials 的按内容识别",
    },
    "keep": {"type": "boolean", "default": False, "description": "保存为办件，需要登录"},
    "csrf": {"type": "string", "description": "keep=true 时必须：本次登录会话的令牌"},
}
REQUEST: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["case"], "properties": _PARTS},
                "encoding": {"case": {"contentType": "application/json"}},
                "examples": {
                    "nurse": {
                        "summary": "护士变更执业地点",
                        "value": {"case": json.dumps(_CASE, ensure_ascii=False), "files": ["证书.jpg"]},
                    }
                },
            }
        },
    }
}


def _refusal(description: str, code: str, message: str) -> dict[str, Any]:
    example = {"code": code, "message": message}
    return {
        "description": description,
        "model": Refusal,
        "content": {"application/json": {"example": example}},
    }


_LATER = {"Retry-After": {"description": "多少秒后再试", "schema": {"type": "integer"}}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "预审结果"},
    400: _refusal("无法解析", "bad_request", "提交的内容无法解析，请重新提交。"),
    401: _refusal("未登录，也没有密钥", "unauthorized", "请先登录，或提供密钥（Authorization: Bearer …）。"),
    403: _refusal("没有权限", "may_not_keep", "保存预审结果需要登录，并带上本次会话的 csrf。"),
    404: _refusal("没有这个场景", "scenario_missing", "没有适用的场景"),
    413: _refusal("过大或过多", "too_many_files", "一次最多提交 30 个文件。"),
    415: _refusal("不是 multipart/form-data", "not_multipart", "请以 multipart/form-data 提交。"),
    422: _refusal("内容不合要求", "bad_case_file", "case.json 无法使用（form.name：应为文字）"),
    429: _refusal("过于频繁", "too_often", "预审次数过多，请 12 分钟后再试。") | {"headers": _LATER},
    503: _refusal("繁忙或超时", "busy", "当前预审人数较多，请稍后再试。") | {"headers": _LATER},
}
