"""Characters that readers take for one another, and variants of one character.

Sources: lists of similar shapes (形近字) from proofreading practice, the confusables of Unicode TR 39 for
digits and Latin letters, and the general list of simplified characters (简化字总表, 1986) for variants. The
table says what a reading error could be; it never makes two values equal.
"""

# Shapes so close that a high score does not tell them apart.
_TWINS = """
己已巳 未末 土士 日曰 戊戌戍戎 王玉主壬 田由甲申 人入八 大太犬 天夭夫无 干千于 刀力刁 午牛 目自且
白百 小少 子孑孓 乒乓兵 木本术 又叉 万方 几九儿 厂广 今令 乌鸟 免兔 史吏 代伐 冶治 洽恰 折拆析 侯候
住往佳隹 坏环怀 竟竞 拔拨 扬杨 汤场 沐沭 泊汨 汩汨 炙灸 祇祗 衹祗 纪记 孤狐弧 枢抠 栋拣 楝栋 陈阵
陆陇 阳阴 郑邓 邱丘 刘对 李季 林材村 芳方芬 苹萍 莲连 军车 辉晖 建健 伟纬 明朋 晴睛 清请情 梅海 婷停
琳林 玲铃 珍诊 珠株 敏繁 红江 虹红 凤风 兰三 云去 丹舟 平乎 永水氷 冰水 文丈 支攴 友发 生主 正止
立亡 召名 吕品 向回 后启 各名 全金 合含 问间闻 闵闽 余佘 余金 宋宗 宁宇 字宇 官宫 宣宜 容客 宏宠
密蜜 寿春 泰秦 春舂 香杳 查杳 杏吉 吉古 志忘 忠思 思恩 恩思 惠慧 意竟 成咸 戚威 武式 或域 拾抬 授援
捷健 提堤 晓饶 骁晓 景影 曹曾 曾会 朱未 朱末 权杈 杜社 杰焦 松枚 柱桂 桂挂 根很 桃挑 梁粱 梨犁 棋琪
楠南 榕蓉 荣莱 茂茨 英莫 萧箫 蒋将 蓝篮 薛辥 虞虚 袁哀 衣农 裕俗 贝见 贵责 贤资 赖懒 赵走 超起 连达
逸免 邵部 郭享 钟种 铭络 锋峰 锦绵 镇填 阁阖 陶淘 雪雷 霞露 颖颍 颜额 飞气 马鸟 高亮 魏巍 鲁曾 鹏朋
麦表 龙尤 龙宠 俞喻 倪兒 凌浚 卓桌 卢户 占古 卫卩 叶叮 吴昊 周同 嘉喜 坤神 垚尧 培陪 堂棠 妍研 妹姝
姚挑 娟捐 娜哪 嫦常 孟盂 孝考 屈居 岚风 崔催 巫坐 庄压 庆床 康唐 廖瘳 弘宏 强张 彬杉 彭膨 徐除 徽微
心必 怡治 恒桓 悦说 慈兹 戴载
"""

# Digits and letters that look alike in print.
_LATIN_TWINS = "0OQD 1Il 1L IL 2Z 5S 8B 6G UV VY"

# Digits that are mistaken for one another when the print is poor; a good score tells them apart.
_LATIN_COUSINS = "17 38 56 68 08 06 09 35 69 49 14 27 3B 4A 7T CG EF MN PR KX"

_VARIANTS = """
张張 陈陳 刘劉 黄黃 吴吳 赵趙 孙孫 马馬 杨楊 罗羅 郑鄭 谢謝 许許 邓鄧 韩韓 冯馮 萧蕭肖 叶葉 吕呂
苏蘇甦 卢盧 蒋蔣 贾賈 钟鍾鐘 钱錢 阎閻闫 严嚴 陆陸 万萬 龙龍 汤湯 庄莊 庞龐 颜顏 关關 华華 兰蘭 凤鳳
云雲 丽麗 东東 国國 学學 宝寶 实實 宁寧 宾賓 尔爾 岛島 广廣 庆慶 应應 强強 归歸 当當 彦彥 径徑 恒恆
惠蕙 战戰 扬揚 择擇 数數 斋齋 无無 旧舊 时時 显顯 晋晉 晓曉 晖暉 权權 杰傑 来來 枣棗 柏栢 树樹 桥橋
梁樑 梦夢 楼樓 欢歡 欧歐 汉漢 沪滬 泽澤 洁潔 济濟 浓濃 涛濤 润潤 渊淵 温溫 满滿 灵靈 灿燦 炼煉 烂爛
焕煥 煜昱 爱愛 玛瑪 珏玨 琼瓊 电電 畅暢 盖蓋 砚硯 礼禮 祯禎 秋穐 秀綉 种種 笔筆 笺箋 红紅 纪紀 纯純
纲綱 绍紹 经經 结結 绘繪 继繼 绪緒 维維 缘緣 群羣 联聯 胜勝 艳艷豔 艺藝 节節 芦蘆 苇葦 荣榮 莲蓮
莹瑩 菁箐 营營 蓝藍 虽雖 裴裵 见見 观觀 觉覺 誉譽 计計 训訓 记記 论論 诗詩 诚誠 语語 谊誼 谦謙 豪毫
贝貝 贞貞 贤賢 贵貴 赏賞 赞贊讚 车車 轩軒 轮輪 辉輝 达達 迁遷 运運 进進 远遠 连連 适適 选選 邹鄒
郦酈 银銀 铁鐵 铭銘 锋鋒 锐銳 锦錦 镇鎮 长長 门門 闽閩 阳陽 隽雋 难難 静靜 韦韋 韬韜 韵韻 顺順 顾顧
颂頌 颖穎 飞飛 驰馳 骏駿 骞騫 鲁魯 鲍鮑 鸣鳴 鸿鴻 鹏鵬 麟驎 齐齊 峰峯 昆崑 升昇 升陞 志誌 布佈 占佔
并併 厦廈 台臺台 县縣 区區 乡鄉 村邨 里裏里 号號 层層 栋棟 单單
"""


def _pairs(groups: str) -> frozenset[frozenset[str]]:
    found: set[frozenset[str]] = set()
    for group in groups.split():
        found.update(frozenset({one, other}) for one in group for other in group if one != other)
    return frozenset(found)


TWINS = _pairs(_TWINS) | _pairs(_LATIN_TWINS)
COUSINS = _pairs(_LATIN_COUSINS)
VARIANTS = _pairs(_VARIANTS)
_RARE_PLANES = ((0xE000, 0xF8FF), (0x3400, 0x4DBF), (0x20000, 0x10FFFF))


def are_twins(one: str, other: str) -> bool:
    """Tell whether the shapes are so close that a reader's score says nothing."""
    return frozenset({one, other}) in TWINS


def are_cousins(one: str, other: str) -> bool:
    """Tell whether poor print makes one look like the other."""
    return frozenset({one, other}) in COUSINS


def are_variants(one: str, other: str) -> bool:
    """Tell whether these are forms of one character: simplified, traditional, or variant."""
    return frozenset({one, other}) in VARIANTS


def is_rare(character: str) -> bool:
    """Tell whether readers seldom know the character: extension planes and private use."""
    return any(first <= ord(character) <= last for first, last in _RARE_PLANES)
