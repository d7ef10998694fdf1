"""The province as a whole: registers, control service, the process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from threading import Event, Thread

import httpx
import pytest

from simulator.shelf import Shelf

NUMBER = "350100-20261102-000009"


def ask(url: str) -> httpx.Response:
    return httpx.get(url, trust_env=False)


def test_registers_answer_found_not_found_and_out_of_order(province):
    url = f"{province.registers_url}/registers/nurse_register"
    assert ask(f"{url}/C1").json()["record"] == {"status": "有效"}
    assert ask(f"{url}/C999").json()["state"] == "not_found"
    province.registers.set_outage("nurse_register")
    assert (ask(f"{url}/C1").status_code, ask(f"{url}/C1").json()["state"]) == (503, "unavailable")
    province.registers.set_outage("nurse_register", out_of_order=False)
    province.registers.set_outage()
    assert ask(f"{province.registers_url}/registers/market_register/x").status_code == 503
    province.registers.set_outage(out_of_order=False)
    assert ask(f"{url}/C1").json()["state"] == "found"
    assert ("nurse_register", "C999") in province.registers.asked


def test_the_control_service_wants_its_token(province):
    assert ask(f"{province.control_url}/_control/fuzhou/ledger").status_code == 403
    outage = f"{province.control_url}/_control/registers/outage"
    assert httpx.post(outage, json={}, trust_env=False).status_code == 403


def test_the_control_service_turns_switches_and_tells_the_ledger(province, clerk):
    headers = {"X-Control-Token": province.control_token}
    with httpx.Client(base_url=province.control_url, headers=headers, trust_env=False) as control:
        body = {"trouble": "error_after_write", "case": NUMBER, "times": 1}
        assert control.post("/_control/fuzhou/switches", json=body).json()["at"] == ["written"]
        assert clerk.decide(NUMBER).status_code == 500
        assert control.get("/_control/fuzhou/ledger").json()[0]["number"] == NUMBER
        assert control.get("/_control/fuzhou/switches").json()[0]["trouble"] == "error_after_write"
        assert control.request("DELETE", "/_control/fuzhou/switches", json={}).json() == {"ok": True}
        modes = control.post("/_control/fuzhou/modes", json={"no_conflict_check": True}).json()
        assert modes == {"no_conflict_check": True, "single_session": False}
        assert control.request("DELETE", "/_control/fuzhou/sessions").json() == {"ok": True}
        assert "loginForm" in clerk.text("/list.jsp")
        other = "350100-20261102-000010"
        assert control.post("/_control/fuzhou/decide", json={"number": other}).json()["origin"] == "colleague"
        states = {case["number"]: case["state"] for case in control.get("/_control/fuzhou/cases").json()}
        assert (states[NUMBER], states[other]) == ("approve", "return")
        assert control.post("/_control/registers/outage", json={"register": "x"}).json() == {"ok": True}
        assert control.post("/_control/fuzhou/switches", json={"trouble": "earthquake"}).status_code == 400
        assert control.post("/_control/fuzhou/modes", json={"look": 1}).status_code == 400
        assert control.get("/_control/xiamen/ledger").status_code == 404


def test_the_summary_counts_clean_and_defective_cases(province, clerk):
    clerk.decide(NUMBER)
    summary = province.summary({NUMBER: "approve"})
    assert summary["cases"] == 28
    assert summary["clean"] == {"n": 28, "approved": 1}
    assert summary["ledger"]["lost"] == 0


def test_a_process_of_its_own_says_where_it_listens_and_ends_with_its_parent(tmp_path):
    command = [sys.executable, "-m", "simulator", "--cases", "4", "--on", "2026-11-02"]
    command += ["--folder", str(tmp_path), "--switch", "fuzhou:slow_page:delay_s=0:times=1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        told = json.loads(process.stdout.readline())
        assert [area["cases"] for area in told["areas"].values()] == [2, 2]
        assert ask(told["areas"]["pingtan"]["url"] + "/login.jsp").status_code == 200
        process.stdin.close()
        assert process.wait(timeout=30) == 0


@dataclass(frozen=True)
class CountedPlan:
    key: str
    drawn: list[str]
    begun: Event
    may_end: Event
    slot: str = ""
    name: str = ""

    def data(self) -> bytes:
        self.drawn.append(self.key)
        self.begun.set()
        assert self.may_end.wait(10)
        return self.key.encode()


@pytest.fixture
def gates():
    return [], Event(), Event()


def test_a_paper_asked_for_twice_at_once_is_drawn_once(tmp_path, gates):
    drawn, begun, may_end = gates
    shelf, plan, got = Shelf(tmp_path), CountedPlan("a", *gates), []
    threads = [Thread(target=lambda: got.append(shelf.data(plan))) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert (drawn, got) == (["a"], [b"a"] * 3)
    assert Shelf(tmp_path).data(plan) == b"a"
    assert drawn == ["a"]


def test_who_asks_goes_before_the_drawing_ahead_which_can_be_stopped(tmp_path, gates):
    drawn, begun, may_end = gates
    shelf = Shelf(tmp_path)
    shelf.draw_ahead([CountedPlan(key, *gates) for key in "abc"])
    assert begun.wait(10)
    asking = Thread(target=lambda: shelf.data(CountedPlan("z", *gates)))
    asking.start()
    while not shelf._asking:
        Event().wait(0.005)
    may_end.set()
    asking.join(10)
    shelf.stop()
    assert drawn[:2] == ["a", "z"]
    assert not list(tmp_path.glob("*.part"))
