"""The walk of a certificate on narrow phones in a real browser: asked for, agreed, checked, withdrawn."""

from datetime import timedelta

from tests import walk as steps
from tests.web.phones import NARROW, SCREENSHOTS
from tests.web.served_town import Walk
from timebank.certificates.issuing import CERTIFICATES
from timebank.honours.monthly import HONOURS
from timebank.jobs import run_job
from timebank.services.commands import CorrectService
from timebank.services.correcting import correct_service


def test_a_certificate_from_asking_to_withdrawal(walk: Walk) -> None:
    town = walk.town
    service = steps.settled(town)
    li = walk.phone("li", NARROW).opens("/hours").sees("再服务 99小时").keeps_a_picture("80-hours")
    li.taps("服务证明").sees("这里还没有证明").keeps_a_picture("81-none-yet").taps("申请我的证明")
    li.sees("云城村幸福院202", "公示 7 天").keeps_a_picture("82-ask").taps("后面附上每一次服务的清单")
    li.taps("提交申请").sees("申请好了").keeps_a_picture("83-asked")
    number = li.page.url.split("/")[-2]

    nong = walk.phone("nong", NARROW).sees("证明申请 1").opens(f"/certificates/{number}/record")
    nong.types("head", "韦主任").keeps_a_picture("84-decide").taps("同意出具").sees("开始公示")
    anybody = walk.nobodys_phone(NARROW).opens("/notices").taps("公示中的服务证明").sees("李*兰")
    anybody.keeps_a_picture("85-on-notice").opens(f"/certificates/{number}").sees("还在公示，没有生效")

    town.clock.advance(days=8)
    run_job(town.bank, CERTIFICATES)
    li = walk.phone("li", NARROW).opens("/certificates").sees("有效").keeps_a_picture("86-valid")
    li.opens(f"/certificates/{number}/record").sees("打印出来").keeps_a_picture("87-certificate")
    paper = li.page.context.request.get(f"{walk.address}/certificates/{number}/pdf")
    assert paper.body().startswith(b"%PDF")
    (SCREENSHOTS / "88-paper.pdf").write_bytes(paper.body())

    li.taps("别人核对时看到的").sees("这张证明有效", "李*兰", "1小时").keeps_a_picture("89-checked")
    anybody.opens("/certificates/check").keeps_a_picture("90-check").types("number", number)
    anybody.taps("核对").sees("这张证明有效", "再填上纸上的校验码")
    assert "李" not in anybody.page.locator("main").inner_text()
    anybody.types("code", "ABCDEFGH").taps("核对").sees("没有找到这张证明").keeps_a_picture("91-wrong-code")

    town.bank.run(correct_service, CorrectService(service, 30, "多记"), town.chen)
    anybody.opens(f"/certificates/{number}").sees("已经撤销", "总时间变了").keeps_a_picture("92-withdrawn")
    walk.phone("li", NARROW).opens("/me/messages").sees(f"服务证明 {number} 撤销了").keeps_a_picture(
        "93-told"
    )


def test_the_page_of_honours_and_the_reports(walk: Walk) -> None:
    town = walk.town
    steps.settled(town)
    li = walk.phone("li", NARROW).opens("/honours").taps("也写上我的名字").keeps_a_picture("94-consent")
    li.taps("我看懂了")
    li.page.click("main form .button.main")
    li.sees("谢谢")
    town.clock.advance(days=timedelta(days=31).days)
    run_job(town.bank, HONOURS)
    walk.nobodys_phone(NARROW).opens("/honours").sees("李桂兰").keeps_a_picture("95-honours")

    walk.phone("nong", NARROW).opens("/exports").sees("哪张表").keeps_a_picture("96-exports")
    chen = walk.phone("chen", NARROW).opens("/indicators").sees("每千名登记老人的志愿者")
    chen.keeps_a_picture("97-indicators").opens("/liabilities").sees("往后够不够").keeps_a_picture(
        "98-liabilities"
    )
