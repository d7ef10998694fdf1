"""Try the browser: does it show Chinese, and does a download arrive whole."""

from pathlib import Path

from playwright.sync_api import BrowserContext

PAGE = """<html><body><p id="text">福建省网上办事</p><a id="get" download="测试.txt">下载</a><script>
document.getElementById('get').href = URL.createObjectURL(new Blob(['福建']));</script></body></html>"""


def show_chinese_and_download(context: BrowserContext) -> str:
    """Open a page with Chinese text, download a blob from it, and say that both worked."""
    page = context.new_page()
    page.set_content(PAGE)
    with page.expect_download() as download:
        page.click("#get")
    got = Path(download.value.path()).read_text(encoding="utf-8")
    if page.inner_text("#text") != "福建省网上办事" or got != "福建":
        raise OSError("浏览器未能显示中文或下载文件")
    return "可显示中文，可下载"
