"""Enter one decision: fill in the opinion, use the control once, and tell doubt from certainty."""

from collections.abc import Callable

from playwright.sync_api import Error, Page, Response

from bots.browser_dialogs import DialogWatch, ExpectedDialog
from bots.systems.schema import SystemFile
from cases.case import Intent
from cases.errors import DeliveryDoubt, DeliveryRefused, PageChanged, UnexpectedDialog


def enter(
    popup: Page, system: SystemFile, dialogs: DialogWatch, intent: Intent, permit: Callable[[], None]
) -> None:
    """Use the deciding control once, right after `permit` let it.

    Raises:
        DeliveryRefused: nothing was clicked, as the opinion would not fit.
        UnexpectedDialog: an undeclared dialog appeared and was dismissed, with everything after it.
        DeliveryDoubt: the control was used and no clear answer came.
    """
    decision = system.decision
    if len(intent.opinion) > decision.most_characters:
        raise DeliveryRefused(f"意见超过 {decision.most_characters} 字")
    popup.fill(decision.opinion, intent.opinion)
    if popup.input_value(decision.opinion).splitlines() != intent.opinion.splitlines():
        raise PageChanged("意见框内容与填写不一致")
    control = popup.locator(decision.controls[intent.kind.value])
    if control.count() != 1:
        raise PageChanged("办理按钮不唯一")
    dialogs.expect(_contract(system, intent))
    permit()
    _press(popup, control.click, dialogs)
    dialogs.check()
    if decision.done not in dialogs.seen:
        raise DeliveryDoubt("没有看到办理成功的提示")


def _press(popup: Page, click: Callable[[], None], dialogs: DialogWatch) -> None:
    """Click and wait for the answer to the form; anything unclear is doubt."""
    try:
        with popup.expect_response(_is_decision) as answer:
            click()
            dialogs.check()
        if answer.value.status >= 400:
            raise DeliveryDoubt(f"HTTP {answer.value.status}")
        popup.wait_for_load_state()
    except UnexpectedDialog:
        raise
    except Error as error:
        if not popup.is_closed() or not dialogs.seen:
            raise DeliveryDoubt(type(error).__name__) from error


def _is_decision(response: Response) -> bool:
    return response.request.method == "POST" and response.request.is_navigation_request()


def _contract(system: SystemFile, intent: Intent) -> tuple[ExpectedDialog, ...]:
    button = system.decision.buttons[intent.kind.value]
    return tuple(
        ExpectedDialog(type=each.type, text=each.text.replace("{button}", button), accept=each.accept)
        for each in system.decision.dialogs
    )
