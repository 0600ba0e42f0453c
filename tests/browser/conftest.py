"""A real JupyterLab and a real browser: people's days as they see and press them."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from course.layout import CONFIG
from course.nbgrader_setup import own_gradebook
from course.notebooks.exercises import read_notebook

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
TOKEN = "a-token-for-the-tests"
WAIT = 90  # seconds: until something shows on a busy machine
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False}  # they ask the network

# a number such as [1]: may be the same after a restart, so what counts is that it was written anew
NOTE_CHANGE = """prompt => {
    prompt.dataset.changed = "no";
    const note = (_, observer) => { prompt.dataset.changed = "yes"; observer.disconnect(); };
    const what = {childList: true, characterData: true, subtree: true};
    new MutationObserver(note).observe(prompt, what);
}"""


class Lab:
    """`jupyter lab` on a free port of this machine, with settings of its own."""

    def __init__(self, root, home, **environment):
        self.root, self._log = Path(root), Path(home) / "lab.log"
        settings = Path(home) / "config/lab/user-settings/@jupyterlab/apputils-extension"
        settings.mkdir(parents=True)
        news = settings / "notification.jupyterlab-settings"
        news.write_text(json.dumps(NO_NEWS), encoding="utf-8")
        self.environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "JUPYTER_CONFIG_DIR": f"{home}/config",
            "JUPYTER_DATA_DIR": f"{home}/data",
            "JUPYTER_RUNTIME_DIR": f"{home}/runtime",
            "IPYTHONDIR": f"{home}/ipython",
            "LANG": "C.UTF-8",  # the language of the menus
            **environment,
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"

    def start(self):
        # it goes when we are killed, too
        with_us = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        command = [*with_us, sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
        command += [f"--port={self.address.rpartition(':')[2]}", "--ServerApp.port_retries=0"]
        command += [f"--IdentityProvider.token={TOKEN}"]
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(
                command,
                cwd=self.root,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def _wait(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        end = time.monotonic() + WAIT
        while self._server.poll() is None and time.monotonic() < end:
            try:
                return opener.open(self.url("api/status"), timeout=WAIT).close()
            except urllib.error.URLError:
                time.sleep(0.2)
        raise RuntimeError(self._log.read_text(encoding="utf-8"))

    def stop(self):
        self._server.terminate()
        try:
            self._server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()

    def url(self, path):
        return f"{self.address}/{path}?token={TOKEN}"


class Notebook:
    """A notebook in JupyterLab: its cells by their ids, worked on by mouse and keys."""

    def __init__(self, page, path):
        self.page, self.path = page, path
        self._numbers = {cell.id: number for number, cell in enumerate(read_notebook(path).cells)}

    def wait_for_kernel(self):
        status = self.page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
        expect(status).to_be_visible()

    def cell(self, name):
        """The cell, where one can see it."""
        cell = self.page.locator(".jp-Notebook .jp-Cell").nth(self._numbers[name])
        cell.scroll_into_view_if_needed()
        return cell

    def write(self, name, source):
        """Click into the cell and replace what stands there."""
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)

    def run(self, name):
        """Run the cell by keys; what it shows when it is done."""
        cell = self.cell(name)
        prompt = cell.locator(".jp-InputPrompt")
        prompt.evaluate(NOTE_CHANGE)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+Enter")
        expect(prompt).to_have_attribute("data-changed", "yes")
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"))
        shown = cell.locator(".jp-OutputArea-output")
        if shown.count():
            shown.last.scroll_into_view_if_needed()
        return shown

    def restart_kernel(self):
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.get_by_role("menu").get_by_text("Restart Kernel…", exact=True).click()
        self.page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        self.wait_for_kernel()

    def save(self):
        """By keys, until the mark of unsaved changes is gone; {cell: its source} in the file."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("ControlOrMeta+S")
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
        return {cell.id: cell.source for cell in read_notebook(self.path).cells}

    def validate(self):
        """Press nbgrader's button; the dialog with its result."""
        self.page.get_by_role("button", name="Validate").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_contain_text("Validation Results")
        return dialog


class Formgrader:
    """nbgrader's pages inside JupyterLab: a table, and buttons that answer with a dialog."""

    def __init__(self, page, lab):
        page.goto(lab.url("lab"))
        page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
        page.get_by_role("menuitem", name="Formgrader", exact=True).click()
        self.page, self.frame = page, page.frame_locator("#formgrader-iframe iframe")

    def row(self, text):
        return self.frame.get_by_role("row").filter(has_text=text)

    def press(self, row, button, answer):
        """Press the button in the row that has this text; the dialog must say `answer`."""
        self.row(row).locator(f".{button} a").click()
        dialog = self.frame.get_by_role("dialog")
        expect(dialog.locator("p")).to_contain_text(answer)
        dialog.get_by_role("button", name="OK").click()
        expect(self.frame.locator(".modal, .modal-backdrop")).to_have_count(0)

    def follow(self, *links):
        for link in links:
            self.frame.get_by_role("link", name=link, exact=True).first.click()

    def open_submission(self, marked):
        """The page of the one submission with this mark; names are hidden in this table."""
        row = self.frame.locator(f"tr:has([data-search='{marked}'])")
        row.get_by_role("link").filter(visible=True).click()


@pytest.fixture(scope="module")
def browser():
    """Closed with the module: its event loop would be in the way of other tests."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("Chromium がない（apt-get install chromium fonts-noto-cjk などで入る）")
    expect.set_options(timeout=WAIT * 1000)
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture
def asked_outside():
    """Addresses beyond this machine that a page asked for, in vain."""
    return []


@pytest.fixture
def page(browser, request, asked_outside):
    """A window of a new visitor, without a network."""

    def refuse(route):
        asked_outside.append(route.request.url)
        route.abort()

    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(WAIT * 1000)
    context.route(re.compile(r"^(?!http://127\.0\.0\.1:|file:|data:|blob:)"), refuse)
    page = context.new_page()
    yield page
    if request.node.stash.get(FAILED, False):
        page.screenshot(path=SCREENSHOTS / f"failed_{request.node.name}.png")
    context.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session", autouse=True)
def screenshots():
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def snap(page):
    """Keep what is to be seen as build/screenshots/<name>.png."""
    return lambda name: page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture(scope="module")
def start_lab(browser, tmp_path_factory):
    """Start JupyterLab in a folder; it ends with the module."""
    labs = []

    def start(root, **environment):
        lab = Lab(root, tmp_path_factory.mktemp("home"), **environment)
        labs.append(lab)
        lab.start()
        return lab

    yield start
    for lab in labs:
        lab.stop()


@pytest.fixture
def open_notebook(page):
    """Open a notebook of a lab in the browser, with its kernel ready."""

    def open_notebook(lab, path):
        place = path.relative_to(lab.root).as_posix()
        page.goto(lab.url(f"lab/tree/{place}") + "&reset")  # without the tabs of other tests
        notebook = Notebook(page, path)
        notebook.wait_for_kernel()
        return notebook

    return open_notebook


@pytest.fixture
def open_formgrader(page):
    """Open the formgrader of a lab by its menu."""
    return lambda lab: Formgrader(page, lab)


@pytest.fixture(scope="session")
def copy_course(tmp_path_factory):
    """A copy of these folders and files of the course, with a gradebook of its own."""

    def copy(*names, config="", folder=""):
        root = tmp_path_factory.mktemp("course") / folder
        root.mkdir(exist_ok=True)
        text = (ROOT / CONFIG).read_text(encoding="utf-8")
        (root / CONFIG).write_text(text + own_gradebook(root) + config, encoding="utf-8")
        for name in names:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, root / name)
        return root

    return copy


@pytest.fixture
def open_page(browser):
    """Open an address; it closes with the test, and has complained about nothing."""
    contexts, complaints = [], []

    def open_page(address, width, **options):
        context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
