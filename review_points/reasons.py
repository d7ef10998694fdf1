"""The closed list of reasons why a case goes to a clerk, with the words people read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from review_points.findings import Reason

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "unread": "有要素未能识别",
        "low_confidence": "有要素识别把握不足",
        "conflict": "同一要素不同来源不一致",
        "provisional_calendar": "所涉年份的节假日安排尚未公布",
        "unknown_material": "有文件未能识别为本事项的材料",
        "missing_material": "必要材料未能确认齐全",
        "outside_material": "补正内容涉及事项清单以外的材料",
        "missing_template": "该版式尚无识别模板",
        "pages_unaccounted": "有页面未能确认",
        "pages_truncated": "文件页面不完整",
        "incomplete_submission": "材料未能完整取得",
        "unknown_form_field": "表单项目与事项要素对不上",
        "quality": "材料图像质量不足",
        "integrity": "文件完整性存疑",
        "tamper_suspected": "疑似篡改",
        "hidden_text": "文件含有隐藏文字",
        "text_layer_conflict": "文件文字层与画面不一致",
        "code_conflict": "二维码或条码内容与画面不一致",
        "unscanned": "文件有内容未能检查",
        "active_content": "文件含有脚本或自动执行的内容",
        "embedded_files": "文件内嵌其他文件",
        "tracked_changes": "文件含有未处理的修订",
        "several_papers": "同一页面上有多份证件，未能分开",
        "file_refused": "有文件未被打开",
        "other_applicant": "材料中混有他人信息",
        "non_curable": "存在不可补正的情形，须人工作出决定",
        "needs_clerk": "审查要点要求人工核实",
        "tolerable": "存在可容缺的情形，须人工决定是否容缺",
        "promised": "以告知承诺代替材料，须人工确认",
        "no_certificate": "没有有效的放行凭据",
        "audit_sample": "抽中放行前抽检",
        "shadow": "场景处于影子运行",
        "assist": "场景处于辅助运行，须人工确认",
        "no_points": "没有可用的审查要点",
        "engine_error": "审查引擎出错",
        "timeout": "处理超时",
        "limit_exceeded": "超出处理上限",
        "rule_not_in_force": "收件日没有施行中的规则",
        "out_of_scope": "不属于本场景办理范围",
        "duplicate_case": "疑似重复办件",
        "special_group": "涉及特殊人群，须人工办理",
        "clock_mismatch": "时间与收件日期不符",
        "clerk_request": "工作人员要求人工办理",
    }
)


def in_closed_list(reason: Reason) -> Reason:
    """Return the reason, or an engine error that names it when its code is not in the list."""
    if reason.code in REASONS:
        return reason
    about = f"{reason.code}: {reason.about}" if reason.about else reason.code
    return Reason(code="engine_error", about=about)


def without_doubles(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Keep the first of equal reasons, in order."""
    return tuple(dict.fromkeys(in_closed_list(reason) for reason in reasons))


def title(reason: Reason) -> str:
    """Return the Chinese words for a reason, with what it is about."""
    words = REASONS[in_closed_list(reason).code]
    return f"{words}：{reason.about}" if reason.about else words
