"""Everything that can keep the robot from its work, as one tree; `cases/triage.py` says what then happens.

::

    MinShenError
    ├── SettingsError            settings are missing or contradict each other
    ├── BadCaseFile              a folder for `review` has no lawful case.json
    ├── ScenarioMissing          no scenario is in force for this item, area and day
    ├── ReadingFailed            the reader broke on a material
    ├── PaperError               a notice or another paper can't be written
    │   ├── PaperAbsent          the review has no such paper, or there is no such form
    │   ├── PaperTemplateBroken  its template can't be used
    │   └── PaperFontsMissing    this machine has no Chinese font
    ├── EngineUnavailable        the durable engine or the OCR engine can't be started
    ├── StorageError             the business database refused
    │   ├── LeaseLost            another worker holds the case now
    │   ├── CaseNotWaiting       a decision was given for a case that waits for none
    │   ├── CaseUnknown          no case of that key
    │   ├── UserConflict         a console account of that name exists, or does not
    │   └── FollowUpNotOpen      a follow-up was closed that is closed already, or never was
    ├── ClockRefused             a clerk registers an event for the clock that can't have happened
    ├── EvidenceError
    │   ├── EvidenceMissing      the evidence store has no bytes of that hash
    │   └── EvidenceDamaged      the stored bytes no longer have their hash
    ├── AuditBroken              the audit chain does not fit together
    ├── AuditKeyChanged          the key of the audit sample is not the one the chain committed to
    ├── LegacySystemError        the legacy system, or the browser in front of it
    │   ├── LoginFailed
    │   ├── CaptchaFailed
    │   ├── SessionLost
    │   ├── PageChanged          fingerprint or locator missing: the page is not the one described
    │   ├── PageTimeout
    │   ├── SystemUnavailable    error page, maintenance page, connection refused
    │   ├── BrowserCrashed
    │   ├── BrowserMissing
    │   ├── UnexpectedDialog     an undeclared dialog was dismissed
    │   ├── WrongCase            the page shows another case than the one meant
    │   └── DownloadFailed
    └── DeliveryError            entering a decision
        ├── DeliveryDoubt        can't be known whether it went through
        ├── DeliveryConflict     somebody else decided
        └── DeliveryRefused      the legacy system, or our own gate, said no

A finding is the applicant's matter and a lint problem the author's: neither is ever raised as one of these.
Texts here are shown to people and logged: pass details that hold no personal data.
"""

# ruff: noqa: N818 (the names say what happened, as people would)
from typing import ClassVar


class MinShenError(Exception):
    """The root: something the robot could not do, with a Chinese sentence that names the remedy."""

    says: ClassVar[str] = "闽审遇到未归类的故障：请查看日志并联系管理员"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.says}（{detail}）" if detail else self.says)
        self.detail = detail

    def __reduce__(self) -> tuple[type["MinShenError"], tuple[str]]:
        """Let the error travel between processes and come back the same."""
        return type(self), (self.detail,)


class SettingsError(MinShenError):
    """A setting is missing, unlawful, or contradicts another."""

    says = "设置有误：请按提示修改环境变量或 minshen.toml，再运行 runner.py doctor 检查"


class BadCaseFile(MinShenError):
    """The folder given to `review` has no lawful case.json."""

    says = "case.json 无法使用：请按 docs 中的样例改正后重试"


class ScenarioMissing(MinShenError):
    """No scenario is in force for this item, area and day."""

    says = "没有适用的场景：请在 scenarios/ 下补充该事项、该地区在收件当日有效的场景文件"


class ReadingFailed(MinShenError):
    """The reader broke on a material, other than by refusing it."""

    says = "材料识别中断：请人工审查该办件，并将该材料交管理员排查"


class EngineUnavailable(MinShenError):
    """An engine (durable flow or OCR) can't be started on this machine."""

    says = "引擎无法启动：请运行 runner.py doctor 查看缺少的模型或数据库"


class PaperError(MinShenError):
    """The root of what can keep a notice or another paper from being written."""

    says = "文书无法生成：请查看日志并联系管理员"


class PaperAbsent(PaperError):
    """The review has no paper of that kind, or papers have no such form."""

    says = "没有可生成的文书：只有需要补正的办件有告知书，拟不予许可的办件有决定书草稿和否定报备情况表"


class PaperTemplateBroken(PaperError):
    """The template of a paper is no document, or names something that is not there."""

    says = "文书模板无法使用：请对照 cases/templates 中的模板改正，或删去自己的模板"


class PaperFontsMissing(PaperError):
    """This machine has no font with Chinese characters, so that no PDF can be written."""

    says = "缺少中文字体，无法生成 PDF：请执行 apt-get install fonts-noto-cjk"


class StorageError(MinShenError):
    """The business database refused or could not be reached."""

    says = "业务数据库出错：请检查数据库是否可达、磁盘是否已满"


class LeaseLost(StorageError):
    """Another worker holds the case now; this one must not act any more."""

    says = "本机器人已失去该办件的租约，已停止操作：由新的持有者继续办理，无需处理"


class CaseNotWaiting(StorageError):
    """A decision was given for a case that does not wait for a clerk."""

    says = "该办件当前不在待人工状态：请刷新页面查看最新状态"


class CaseUnknown(StorageError):
    """There is no case of that key."""

    says = "查无此办件：请核对办件编号"


class UserConflict(StorageError):
    """A console account of that name exists already, or does not exist."""

    says = "账号已存在或不存在：请换一个用户名"


class FollowUpNotOpen(StorageError):
    """A follow-up was to be closed that is closed already, or there is none of that id."""

    says = "该跟进事项已办结或不存在：请刷新页面查看最新状态"


class ClockRefused(MinShenError):
    """An event that a clerk registers for a case's clock can't have happened like this."""

    says = "时限事件未登记：请按提示改正后重新登记"


class EvidenceError(MinShenError):
    """The root of what the evidence store may say."""

    says = "证据库出错：请检查证据目录是否可写、磁盘是否已满"


class EvidenceMissing(EvidenceError):
    """The evidence store has no bytes of that hash."""

    says = "证据缺失：请从备份恢复证据目录，并运行 runner.py verify"


class EvidenceDamaged(EvidenceError):
    """The stored bytes no longer have the hash they were stored under."""

    says = "证据已被改动：请保护现场、从备份恢复，并运行 runner.py verify 查明范围"


class AuditBroken(MinShenError):
    """The audit chain does not fit together: a row was changed, removed or put in."""

    says = "审计链断裂：请保护现场并通知安全管理员，运行 runner.py verify 查看断点"


class AuditKeyChanged(MinShenError):
    """The key by which cases are drawn for audit is not the one that the chain committed to this month."""

    says = "抽检密钥与本月登记的不一致：请恢复原密钥文件；更换密钥须等到下一个月"


class LegacySystemError(MinShenError):
    """The legacy system, or the browser in front of it, did not do what its system file says."""

    says = "业务系统操作失败：请打开该系统查看是否正常"


class LoginFailed(LegacySystemError):
    """The legacy system refused the robot's account."""

    says = "登录业务系统失败：请核对账号，并检查环境变量 MINSHEN_PASSWORD_<系统标识>"


class CaptchaFailed(LegacySystemError):
    """The captcha could not be solved in the allowed number of tries."""

    says = "验证码多次识别失败：稍后自动重试；持续出现时请联系业务系统为机器人账号免验证码"


class SessionLost(LegacySystemError):
    """The legacy system logged the robot out in the middle of its work."""

    says = "业务系统会话已失效：将自动重新登录"


class PageChanged(LegacySystemError):
    """A page lacks its fingerprint or a control: it is not the page the system file describes."""

    says = "业务系统页面与描述不符：请用 runner.py system check 核对并修改系统文件"


class PageTimeout(LegacySystemError):
    """A page or control did not appear in time."""

    says = "业务系统响应超时：稍后自动重试；持续出现时请检查网络与业务系统"


class SystemUnavailable(LegacySystemError):
    """The legacy system shows an error or maintenance page, or can't be reached."""

    says = "业务系统暂不可用：稍后自动重试；持续出现时请联系业务系统运维"


class BrowserCrashed(LegacySystemError):
    """The browser or its page died."""

    says = "浏览器崩溃：将自动重启浏览器；持续出现时请检查内存"


class BrowserMissing(LegacySystemError):
    """No usable browser is installed."""

    says = "找不到浏览器：请安装 chromium，或用 MINSHEN_CHROMIUM 指明路径"


class UnexpectedDialog(LegacySystemError):
    """A dialog appeared that the system file does not declare; it was dismissed."""

    says = "业务系统弹出未登记的对话框，已取消：请人工办理，并把对话框登记进系统文件"
    evidence: tuple[str, str] = ("", "")
    """A picture of the page and the dialog's text with the page's, as evidence."""


class WrongCase(LegacySystemError):
    """The opened page shows another number, applicant or item than the case meant."""

    says = "打开的页面不是目标办件，未做任何操作：请人工核对该办件"


class DownloadFailed(LegacySystemError):
    """A material could not be downloaded whole."""

    says = "材料下载失败：稍后自动重试；持续出现时请人工查看该材料"


class DeliveryError(MinShenError):
    """The root of what may go wrong while a decision is entered."""

    says = "写回业务系统失败：请人工核对该办件在业务系统中的状态"


class DeliveryDoubt(DeliveryError):
    """The control was used, or may have been, and it can't be known whether it went through."""

    says = "写回结果不明：将先查询业务系统状态，再决定是否继续，不会重复提交"


class DeliveryConflict(DeliveryError):
    """Somebody else's decision stands in the legacy system."""

    says = "该办件已由他人办结，机器人未写入：请人工核对"


class DeliveryRefused(DeliveryError):
    """The legacy system, or the robot's own gate before it, refused the decision."""

    says = "写回被拒绝：请人工在业务系统中办理并查明原因"
