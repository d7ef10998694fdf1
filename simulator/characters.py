"""Characters that readers, and people, take for one another: look-alikes, and a character's other form."""

from collections.abc import Mapping

from simulator.paper.defects import LOOK_ALIKES as DRAWN

LOOK_ALIKES: Mapping[str, str] = {
    pair[turn]: pair[1 - turn]
    for pair in (*DRAWN, "己已", "未末", "士土", "戊戌", "王玉", "日曰")
    for turn in (0, 1)
}
"""Each character to one that looks alike, both ways."""
_PAIRS = """
陈陳 黄黃 郑鄭 吴吳 张張 刘劉 许許 杨楊 叶葉 苏蘇 谢謝 庄莊 赖賴 罗羅 颜顏 卢盧 钟鍾 余餘
连連 严嚴 蓝藍 涂塗 伟偉 丽麗 强強 艳艷 杰傑 涛濤 刚剛 华華 红紅 辉輝 凯凱 国國 军軍 晓曉
东東 兰蘭 闽閩 岚嵐 宁寧 顺順 庆慶 莹瑩 泽澤 远遠 诚誠 栋棟 瑶瑤 嬷嬤 玛瑪 区區 样樣 测測
试試 号號 层層 饮飲 业業 药藥 医醫 体體 务務 单單 变變 实實 执執 护護 师師
"""
TRADITIONAL: Mapping[str, str] = {pair[0]: pair[1] for pair in _PAIRS.split()}
"""Each simplified character to its traditional form."""
