import pytest

from tests.console.world import FIRST

KEY = f"fuzhou:{FIRST}"
MAY_READ = {
    "陈审批": {"/queue", "/follow-ups", f"/case/{KEY}"},
    "郑审计": {"/queue", "/follow-ups", f"/case/{KEY}", "/audit"},
    "admin": {"/queue", "/follow-ups", f"/case/{KEY}", "/audit", "/admin/users", "/admin/scenarios"},
}
EVERY = sorted(set().union(*MAY_READ.values()))


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("name", MAY_READ)
def test_each_role_reads_its_own_pages(visitor, name, path):
    visitor.log_in(name)
    assert visitor.get(path).status_code == (200 if path in MAY_READ[name] else 403)


@pytest.mark.parametrize("name", ["郑审计", "admin"])
@pytest.mark.parametrize("path", [f"/decide/{KEY}", f"/decide/check/{KEY}"])
def test_only_clerks_decide(visitor, world, name, path):
    visitor.log_in(name)
    review = world.cases.case(KEY).review_sha256
    answer = visitor.send(path, kind="return", opinion="退回", review=review)
    assert answer.status_code == 403
    assert world.cases.case(KEY).decision is None
    assert "办理" not in visitor.get(f"/case/{KEY}").text.split('class="review-tabs"')[1].split("</div>")[0]


@pytest.mark.parametrize("name", ["陈审批", "郑审计"])
def test_only_administrators_make_accounts(visitor, world, name):
    visitor.log_in(name)
    form = {"name": "new", "role": "admin", "password": "long enough 12"}
    assert visitor.send("/admin/users", **form).status_code == 403
    assert visitor.send("/admin/users/switch", name="admin", disabled="true").status_code == 403
    assert len(world.users.users()) == 3


def test_the_administrator_makes_and_disables_accounts_and_it_is_audited(visitor, world):
    visitor.log_in("admin")
    assert (
        visitor.send("/admin/users", name="林一", role="clerk", password="long enough 12").status_code == 303
    )
    assert visitor.send("/admin/users/switch", name="林一", disabled="true").status_code == 303
    assert world.users.user("林一").disabled
    assert visitor.send("/admin/users/switch", name="林一", disabled="false").status_code == 303
    assert not world.users.user("林一").disabled
    events = [entry.event for entry in world.cases.audit_entries() if entry.actor == "admin"]
    assert events == ["login", "user_created", "user_disabled", "user_enabled"]
    assert "long enough" not in world.users.user("林一").password_hash


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("林一", "short", "至少 10 位"),
        ("admin", "long enough 12", "已经存在"),
        ("<b>x</b>", "long enough 12", "账号名"),
    ],
)
def test_an_unlawful_account_is_refused_with_a_reason(visitor, name, password, says):
    visitor.log_in("admin")
    answer = visitor.send("/admin/users", name=name, role="clerk", password=password)
    assert answer.status_code == 422
    assert says in answer.text
    assert "<b>x</b>" not in answer.text


def test_nobody_disables_himself(visitor, world):
    visitor.log_in("admin")
    assert "自己" in visitor.send("/admin/users/switch", name="admin", disabled="true").text
    assert not world.users.user("admin").disabled


def test_the_scenarios_page_names_autonomy_and_certificate(visitor):
    visitor.log_in("admin")
    page = visitor.get("/admin/scenarios").text
    assert "fuzhou/nurse_change" in page
    assert "299 件 0 错" in page


def test_the_audit_page_tells_a_whole_chain_from_a_broken_one(visitor, world):
    visitor.log_in("郑审计")
    assert "完整" in visitor.get("/audit").text
    raw = world.cases.database.engine.raw_connection().driver_connection
    raw.execute("DROP TRIGGER minshen_audit_no_update")
    raw.execute("UPDATE minshen_audit SET actor = 'nobody' WHERE number = 2")
    raw.commit()
    page = visitor.get("/audit").text
    assert "断裂" in page
    assert "审计记录 2" in page
