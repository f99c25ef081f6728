'use strict';

// The sandbox's page, as somebody uses it who has never seen it.

const assert = require('node:assert/strict');
const http = require('node:http');
const { after, afterEach, before, beforeEach, test } = require('node:test');
const { keep, openBrowser, openPage } = require('./browser');
const { startSandbox } = require('../../recipes/node-test/sandbox');

let sandbox;
let browser;
let page;

before(async () => {
  sandbox = await startSandbox();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await sandbox?.stop();
});
beforeEach(async () => {
  await sandbox.control('POST', '/reset');
  await sandbox.control('PUT', '/clock', { mode: 'real' });
  await sandbox.control('PUT', '/settings', { channels: [], webhook_url: null });
  page = await openPage(browser, sandbox.url, 'ko-KR');
});
afterEach(async () => {
  assert.deepEqual(page.failures, []);
  await page.context().close();
});

const rows = () => page.locator('main tbody tr');
const go = async (name) => {
  const link = page.getByRole('link', { name, exact: true });
  const section = (await link.getAttribute('href')).slice(1);
  await link.click();
  await page.locator(`main[data-section=${section}]`).waitFor();
};

async function pay(fields = {}) {
  await go('결제해 보기');
  for (const [name, value] of Object.entries(fields)) {
    const input = page.locator(`#pay [name=${name}]`);
    if (name === 'card_number') await input.selectOption(value);
    else await input.fill(value);
  }
  const answered = page.waitForResponse((response) => response.url().includes('/subscribe/payments/'));
  await page.getByRole('button', { name: '결제', exact: true }).click();
  await answered;
}

test('section 1 of the guide: the development account, then a payment', async () => {
  await page.getByRole('heading', { name: 'PG 설정' }).waitFor();
  await page.getByText('아직 없습니다.').waitFor();
  await pay({ merchant_uid: 'too-early' });
  await page.getByText('"response": null').waitFor();

  await go('PG 설정');
  await page.getByLabel('PG사').first().selectOption({ label: '세틀뱅크 (settle)' });
  await page.getByRole('button', { name: '개발용 계정 사용하기' }).click();
  await page.getByText('세틀뱅크 개발용 계정을 설정했습니다.').waitFor();
  await page.getByRole('cell', { name: 'nxca_jt_bi' }).waitFor();
  await keep(page, 'channels');

  await pay({ merchant_uid: 'order-1', amount: '3000', customer_uid: 'gildong_0001_1234' });
  await page.getByText('"status": "paid"').waitFor();
  await keep(page, 'pay');
  await pay({ merchant_uid: 'order-2', amount: '11000', customer_uid: 'gildong_0001_1234', card_number: '' });
  await page.getByText('"customer_uid_usage": "payment"').waitFor();
  const entries = await sandbox.ledger();
  assert.deepEqual(entries.map(({ merchant_uid, amount }) => [merchant_uid, amount]), [
    ['order-1', 3000],
    ['order-2', 11000],
  ]);

  await go('결제 내역');
  await page.getByText('2 건').waitFor();
  for (const name of ['최신 내역', '이전 내역']) assert.ok(await page.getByRole('button', { name }).isDisabled(), name);
  assert.equal(await rows().count(), 2);
  await page.getByRole('row', { name: /order-1/ }).getByRole('button').click();
  await page.getByText('"card_number": "123412******1234"').waitFor();
  await keep(page, 'payments');
  await go('빌링키');
  await page.getByRole('cell', { name: 'gildong_0001_1234' }).waitFor();
  await keep(page, 'billing-keys');
  await go('요청 기록');
  await page.getByText('POST /subscribe/payments/again').first().waitFor();
  assert.ok(!(await page.content()).includes('1234-1234-1234-1234'));
  await keep(page, 'requests');
});

test('a test card declines, its payment is filtered, and turns paid', async () => {
  await sandbox.control('POST', '/settings/development-account');
  await pay({ merchant_uid: 'good' });
  await pay({ merchant_uid: 'bad', card_number: '4000-0000-0031-0005' });
  await page.getByText('[CA31]').waitFor();
  await go('결제 내역');
  await page.getByLabel('상태').selectOption('failed');
  await page.getByRole('button', { name: '보기' }).first().click();
  await page.getByText('1 건').waitFor();
  assert.equal(await rows().count(), 1);
  await rows().getByRole('button').click();
  await page.getByRole('button', { name: '승인으로 바꾸기' }).click();
  await page.getByText('아직 없습니다.').waitFor();
  await page.getByLabel('상태').selectOption('');
  await page.getByRole('searchbox').fill('bad');
  await page.getByRole('button', { name: '보기' }).first().click();
  await page.getByRole('row', { name: /bad.*paid/ }).waitFor();
  assert.equal(await rows().count(), 1);
  await go('테스트 카드');
  await page.getByRole('row', { name: /4000-0000-0031-0005.*CA31.*한도초과/ }).waitFor();
  await keep(page, 'cards');
});

test('a schedule runs when the clock is moved on', async () => {
  await sandbox.control('POST', '/settings/development-account');
  await pay({ merchant_uid: 'first', customer_uid: 'gildong' });
  await go('예약 결제');
  await page.getByRole('button', { name: '시계 멈추기' }).click();
  await page.getByText('멈춤').waitFor();
  const { now } = await sandbox.control('GET', '/clock');
  await schedule({ merchant_uid: 'next', schedule_at: now + 7200, amount: 1000, name: '다음 달' });
  await page.getByRole('row', { name: /next.*scheduled/ }).waitFor();
  await page.getByRole('button', { name: '+1시간' }).click();
  await page.getByText('0 건 실행').waitFor();
  await page.getByRole('button', { name: '+1일' }).click();
  await page.getByText('1 건 실행').waitFor();
  await page.getByRole('row', { name: /next.*executed.*paid/ }).waitFor();
  await keep(page, 'schedules');
});

/** Calls the API with a token of its own. */
async function call(route, body) {
  const post = async (path, content, authorization = '') => {
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(sandbox.url + path, { method: 'POST', headers, body: JSON.stringify(content) });
    return (await answer.json()).response;
  };
  const token = await post('/users/getToken', { imp_key: 'imp_apikey', imp_secret: 'imp_secret' });
  assert.ok(await post(route, body, token.access_token));
}

const schedule = (one) => call('/subscribe/payments/schedule', { customer_uid: 'gildong', schedules: [one] });

test('payments that fill more than a page are leafed through', async () => {
  await sandbox.control('POST', '/settings/development-account');
  const card = { card_number: '4000-0000-0000-0002', expiry: '2031-12' };
  for (let at = 1; at <= 51; at += 1) {
    await call('/subscribe/payments/onetime', { merchant_uid: `order-${at}`, amount: 1000, ...card });
  }
  const [older, newest] = ['이전 내역', '최신 내역'].map((name) => page.getByRole('button', { name }));
  await go('결제 내역');
  await page.getByText('51 건').waitFor();
  assert.equal(await rows().count(), 50);
  await older.click();
  await page.getByRole('cell', { name: 'order-1', exact: true }).waitFor();
  assert.equal(await rows().count(), 1);
  assert.ok(await older.isDisabled());
  await newest.click();
  await page.getByRole('cell', { name: 'order-51' }).waitFor();
  assert.ok(await newest.isDisabled());
});

test('a fault is set, strikes once, and is gone', async () => {
  await sandbox.control('POST', '/settings/development-account');
  await go('장애');
  await page.getByLabel('종류').selectOption('status');
  await page.getByRole('button', { name: '추가' }).click();
  await page.getByRole('cell', { name: 'onetime' }).waitFor();
  await keep(page, 'faults');
  await pay({ merchant_uid: 'order-1' });
  await page.getByText('HTTP 500').waitFor();
  // The answer that was asked for is an error, which the browser tells of.
  page.failures = page.failures.filter((failure) => !failure.includes('500'));
  await go('장애');
  await page.getByText('아직 없습니다.').waitFor();
  assert.deepEqual(await sandbox.ledger(), []);
});

test('a webhook is sent, shown, and sent again', async () => {
  const received = [];
  const shop = http.createServer((request, response) => {
    request.on('data', (chunk) => received.push(JSON.parse(chunk)));
    request.on('end', () => response.end());
  });
  await new Promise((resolve) => shop.listen(0, '127.0.0.1', resolve));
  try {
    await sandbox.control('POST', '/settings/development-account');
    await page.getByRole('textbox', { name: 'URL' }).fill(`http://127.0.0.1:${shop.address().port}/webhook`);
    await page.locator('#webhook').getByRole('button').click();
    await page.getByText('저장했습니다.').waitFor();
    await pay({ merchant_uid: 'order-1' });
    await go('웹훅');
    await page.getByRole('row', { name: /order-1.*delivered/ }).waitFor();
    await page.getByRole('button', { name: '다시 보내기' }).click();
    await page.locator('main tbody td div').nth(1).waitFor();
    await keep(page, 'webhooks');
    assert.deepEqual(received.map(({ merchant_uid, status }) => [merchant_uid, status]), [
      ['order-1', 'paid'],
      ['order-1', 'paid'],
    ]);
  } finally {
    shop.close();
  }
});

test('everything can be reached and done with the keyboard alone', async () => {
  const tabTo = async (description, is) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(is)) return;
    }
    assert.fail(`the keyboard does not reach ${description}`);
  };
  await page.getByRole('heading', { name: 'PG 설정' }).waitFor();
  await tabTo('the development account', () => document.activeElement.id === 'development-account');
  await page.keyboard.press('Enter');
  await page.getByRole('cell', { name: 'nxca_jt_bi' }).waitFor();
  await page.evaluate(() => document.querySelector('h1').scrollIntoView());
  await page.locator('body').click({ position: { x: 1, y: 1 } });
  await tabTo('the link to the payments', () => document.activeElement.hash === '#pay');
  await page.keyboard.press('Enter');
  await page.locator('main[data-section=pay]').waitFor();
  await tabTo('the amount', () => document.activeElement.name === 'amount');
  await page.keyboard.type('4000');
  await page.keyboard.press('Enter');
  await page.getByText('"status": "paid"').waitFor();
  assert.equal((await sandbox.ledger()).length, 1);
});

test('it speaks English, too, and remembers it', async () => {
  await page.getByLabel('언어').selectOption('en');
  await page.getByRole('heading', { name: 'PG settings' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.reload();
  await page.getByRole('heading', { name: 'PG settings' }).waitFor();
  await page.getByRole('link', { name: 'Test cards' }).click();
  await page.getByRole('heading', { name: 'Test cards' }).waitFor();
  await keep(page, 'english');
});

test('another merchant is chosen, and only his payments are shown', async () => {
  await sandbox.control('POST', '/settings/development-account');
  await pay({ merchant_uid: 'order-1' });
  await sandbox.control('POST', '/merchants', { api_key: 'another', api_secret: 'another' });
  try {
    await page.reload();
    await go('결제 내역');
    await page.getByRole('row', { name: /order-1/ }).waitFor();
    await page.getByLabel('가맹점').selectOption('another');
    await page.getByText('아직 없습니다.').waitFor();
  } finally {
    await sandbox.control('DELETE', '/merchants/another');
  }
});
