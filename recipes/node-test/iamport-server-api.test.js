'use strict';

// The public client iamport-server-api, unchanged, against the sandbox. It has no calls for schedules.

const assert = require('node:assert/strict');
const { after, before, beforeEach, test } = require('node:test');
const { IamportConnector, functional } = require('iamport-server-api');
const { CARD, OVER_THE_LIMIT } = require('./cards');
const { KEY, SECRET, startSandbox } = require('./sandbox');

const { payments, subscribe } = functional;

let sandbox;
let connector;

before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('POST', '/reset');
  connector = new IamportConnector(sandbox.url, { imp_key: KEY, imp_secret: SECRET });
});

const pay = async (more) =>
  subscribe.payments.onetime(await connector.get(), { amount: 11000, name: '월간 이용권', ...CARD, ...more });

test('a wrong secret gets no token', async () => {
  const stranger = new IamportConnector(sandbox.url, { imp_key: KEY, imp_secret: 'wrong' });
  await assert.rejects(stranger.get(), { status: 401 });
});

test('a one-time payment is found and cancelled', async () => {
  const { response: paid } = await pay({ merchant_uid: 'order-1' });
  const found = await payments.at(await connector.get(), paid.imp_uid, {});
  assert.deepEqual([found.response.merchant_uid, found.response.status], ['order-1', 'paid']);
  const cancel = { imp_uid: paid.imp_uid, amount: 1000, checksum: 11000, reason: '단순 변심' };
  const cancelled = await payments.cancel(await connector.get(), cancel);
  assert.equal(cancelled.response.cancel_amount, 1000);
  const entries = await sandbox.ledger();
  assert.deepEqual(entries.map(({ kind, amount }) => [kind, amount]), [['charge', 11000], ['cancel', 1000]]);
});

test('a card registered with the first payment pays again', async () => {
  await pay({ merchant_uid: 'first', customer_uid: 'gildong' });
  const key = await subscribe.customers.at(await connector.get(), 'gildong');
  assert.equal(key.response.customer_uid, 'gildong');
  const order = { customer_uid: 'gildong', merchant_uid: 'second', amount: 2000, name: '두 번째' };
  const again = await subscribe.payments.again(await connector.get(), order);
  assert.equal(again.response.status, 'paid');
  const erased = await subscribe.customers.erase(await connector.get(), 'gildong');
  assert.equal(erased.response.customer_uid, 'gildong');
  const third = await subscribe.payments.again(await connector.get(), { ...order, merchant_uid: 'third' });
  assert.notEqual(third.code, 0);
  const entries = await sandbox.ledger();
  assert.deepEqual(entries.map((entry) => entry.merchant_uid), ['first', 'second']);
});

test('a card alone is not registered without a contract', async () => {
  const refused = await subscribe.customers.create(await connector.get(), 'gildong', {
    customer_uid: 'gildong',
    ...CARD,
  });
  assert.notEqual(refused.code, 0);
});

test('an unknown payment is not found', async () => {
  await assert.rejects(payments.at(await connector.get(), 'imps_000000000000', {}), { status: 404 });
});

test('a decline is told with the reason', async () => {
  const { response: declined } = await pay({ merchant_uid: 'order-1', ...OVER_THE_LIMIT });
  assert.equal(declined.status, 'failed');
  assert.match(declined.fail_reason, /CA31/);
  assert.deepEqual(await sandbox.ledger(), []);
});
