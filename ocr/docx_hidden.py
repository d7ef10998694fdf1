"""Text in a DOCX that a reader of the printed paper would not see as it stands. Runs in the decoder child."""

from typing import Any

from docx.oxml.ns import qn

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OFF = frozenset({"0", "false", "off", "none"})
_SMALLEST_HALF_POINTS = 6
_WHITE = 0xF0
_CHANGES = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo"))
_STYLED = (qn("w:rStyle"), qn("w:pStyle"))


def has_hidden_text(root: Any, styles: Any) -> bool:
    """Tell whether a part holds text that is set to be invisible, white or tiny, itself or by its style."""
    unseen = _unseen_styles(styles)
    for run in root.iter(qn("w:r")):
        if not any((node.text or "").strip() for node in run.iter(qn("w:t"))):
            continue
        if _is_unseen(run.find(qn("w:rPr"))) or _is_styled(run, unseen):
            return True
    return False


def has_tracked_changes(root: Any) -> bool:
    """Tell whether the part holds changes that nobody has accepted or refused."""
    return any(True for _ in root.iter(*_CHANGES))


def is_superseded(node: Any) -> bool:
    """Tell whether a node is only for programs that can't draw what stands beside it."""
    return any(True for _ in node.iterancestors(FALLBACK))


def _unseen_styles(styles: Any) -> frozenset[str]:
    if styles is None:
        return frozenset()
    return frozenset(
        str(style.get(qn("w:styleId")))
        for style in styles.iter(qn("w:style"))
        if _is_unseen(style.find(qn("w:rPr")))
    )


def _is_styled(run: Any, unseen: frozenset[str]) -> bool:
    if not unseen:
        return False
    paragraph = next(run.iterancestors(qn("w:p")), None)
    holders = [run.find(qn("w:rPr")), None if paragraph is None else paragraph.find(qn("w:pPr"))]
    return any(
        style.get(qn("w:val")) in unseen
        for holder in holders
        if holder is not None
        for style in holder.iterchildren(*_STYLED)
    )


def _is_unseen(properties: Any) -> bool:
    if properties is None:
        return False
    for name in ("w:vanish", "w:webHidden", "w:specVanish"):
        node = properties.find(qn(name))
        if node is not None and str(node.get(qn("w:val"), "1")).lower() not in _OFF:
            return True
    return _is_white(_value(properties, "w:color")) or _is_tiny(_value(properties, "w:sz"))


def _value(properties: Any, name: str) -> str:
    node = properties.find(qn(name))
    return "" if node is None else str(node.get(qn("w:val"), ""))


def _is_white(colour: str) -> bool:
    try:
        channels = bytes.fromhex(colour)
    except ValueError:
        return False
    return len(channels) == 3 and min(channels) >= _WHITE


def _is_tiny(half_points: str) -> bool:
    return half_points.isdigit() and int(half_points) < _SMALLEST_HALF_POINTS
