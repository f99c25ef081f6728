'use strict';

// The public client iamport-rest-client-nodejs, unchanged, against the sandbox.

const assert = require('node:assert/strict');
const { after, before, beforeEach, test } = require('node:test');
const { Iamport, Request } = require('iamport-rest-client-nodejs');
const { CARD, OVER_THE_LIMIT } = require('./cards');
const { KEY, SECRET, startSandbox } = require('./sandbox');

const { Customers, Payments, Subscribe } = Request;

let sandbox;
let client;

before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('POST', '/reset');
  client = new Iamport({ apiKey: KEY, apiSecret: SECRET, baseUrl: sandbox.url });
});

const ask = async (request) => (await request.request(client)).data.response;
const pay = (more) => ask(Subscribe.onetime({ amount: 11000, name: '월간 이용권', ...CARD, ...more }));

test('a wrong secret gets no token', async () => {
  const stranger = new Iamport({ apiKey: KEY, apiSecret: 'wrong', baseUrl: sandbox.url });
  const refused = Payments.getByImpUid({ imp_uid: 'imps_1' }).request(stranger);
  await assert.rejects(refused, (error) => error.response.status === 401);
});

test('a one-time payment is found and cancelled', async () => {
  const paid = await pay({ merchant_uid: 'order-1' });
  const uid = { merchant_uid: 'order-1', status: '' };
  assert.equal((await ask(Payments.getByMerchantUid(uid))).imp_uid, paid.imp_uid);
  assert.equal((await ask(Payments.getByImpUid(paid))).merchant_uid, 'order-1');
  assert.equal((await ask(Payments.getByMerchantUids(uid))).total, 1);
  assert.equal((await ask(Payments.getByStatus({ status: 'paid' }))).list[0].imp_uid, paid.imp_uid);
  const cancel = { imp_uid: paid.imp_uid, amount: 1000, checksum: 11000 };
  assert.equal((await ask(Payments.cancel(cancel))).cancel_amount, 1000);
  const entries = await sandbox.ledger();
  assert.deepEqual(entries.map(({ kind, amount }) => [kind, amount]), [['charge', 11000], ['cancel', 1000]]);
});

test('several payments are read at once, and those that are unknown are named', async () => {
  const paid = await pay({ merchant_uid: 'order-1' });
  const asked = Payments.getByImpUids({ imp_uid: [paid.imp_uid, 'imps_000000000000'] });
  const { status, data } = await asked.request(client);
  assert.equal(status, 207);
  assert.deepEqual(data.response.map((one) => one.imp_uid), [paid.imp_uid]);
  assert.deepEqual(data.failed, ['imps_000000000000']);
});

test('a card registered with the first payment pays again', async () => {
  await pay({ merchant_uid: 'first', customer_uid: 'gildong' });
  assert.equal((await ask(Customers.getBillingKey({ customer_uid: 'gildong' }))).customer_uid, 'gildong');
  const order = { customer_uid: 'gildong', merchant_uid: 'second', amount: 2000, name: '두 번째' };
  assert.equal((await ask(Subscribe.again(order))).status, 'paid');
  const payments = await ask(Customers.getPayments({ customer_uid: 'gildong', page: 1 }));
  assert.deepEqual(payments.list.map((one) => one.merchant_uid), ['second', 'first']);
  await ask(Customers.deleteBillingKey({ customer_uid: 'gildong' }));
  await assert.rejects(ask(Subscribe.again({ ...order, merchant_uid: 'third' })));
  const entries = await sandbox.ledger();
  assert.deepEqual(entries.map((entry) => entry.merchant_uid), ['first', 'second']);
});

test('a card alone is not registered without a contract', async () => {
  await assert.rejects(ask(Customers.postBillingKey({ customer_uid: 'gildong', ...CARD })));
});

test('a schedule is kept, read and revoked', async () => {
  await pay({ merchant_uid: 'first', customer_uid: 'gildong' });
  const at = Math.floor(Date.now() / 1000) + 3600;
  const schedules = [{ merchant_uid: 'next', schedule_at: at, amount: 1000, name: '다음 달' }];
  const [kept] = await ask(Subscribe.schedule({ customer_uid: 'gildong', schedules }));
  assert.equal(kept.schedule_status, 'scheduled');
  assert.equal((await ask(Subscribe.getScheduled({ merchant_uid: 'next' }))).merchant_uid, 'next');
  const period = { customer_uid: 'gildong', page: 1, from: at - 10, to: at + 10 };
  for (const request of [Subscribe.getScheduleds(period), Customers.getScheduleds(period)]) {
    assert.deepEqual((await ask(request)).list.map((one) => one.merchant_uid), ['next']);
  }
  const [revoked] = await ask(Subscribe.unschedule({ customer_uid: 'gildong', merchant_uid: 'next' }));
  assert.equal(revoked.schedule_status, 'revoked');
});

test('an unknown payment is not found', async () => {
  const unknown = ask(Payments.getByImpUid({ imp_uid: 'imps_000000000000' }));
  await assert.rejects(unknown, (error) => error.response.status === 404);
});

test('a decline is told with the reason', async () => {
  const declined = await pay({ merchant_uid: 'order-1', ...OVER_THE_LIMIT });
  assert.equal(declined.status, 'failed');
  assert.match(declined.fail_reason, /CA31/);
  assert.deepEqual(await sandbox.ledger(), []);
});
