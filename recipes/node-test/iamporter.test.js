'use strict';

// The public client iamporter, unchanged, against the sandbox. It has no calls for schedules.

const assert = require('node:assert/strict');
const { after, before, beforeEach, test } = require('node:test');
const { Iamporter } = require('iamporter');
const { CARD, OVER_THE_LIMIT } = require('./cards');
const { KEY, SECRET, startSandbox } = require('./sandbox');

let sandbox;
let client;

before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('POST', '/reset');
  client = new Iamporter({ apiKey: KEY, secret: SECRET, host: sandbox.url });
});

const pay = (more) => client.payOnetime({ amount: 11000, name: '월간 이용권', ...CARD, ...more });

test('a wrong secret gets no token', async () => {
  const stranger = new Iamporter({ apiKey: KEY, secret: 'wrong', host: sandbox.url });
  await assert.rejects(stranger.findByImpUid('imps_1'), { status: 401 });
});

test('a one-time payment is found and cancelled', async () => {
  const { data: paid } = await pay({ merchant_uid: 'order-1' });
  assert.equal((await client.findByMerchantUid('order-1')).data.imp_uid, paid.imp_uid);
  assert.equal((await client.findByImpUid(paid.imp_uid)).data.merchant_uid, 'order-1');
  const { data: all } = await client.findAllByMerchantUid('order-1');
  assert.deepEqual(all.list.map((one) => one.imp_uid), [paid.imp_uid]);
  const { data: cancelled } = await client.cancelByImpUid(paid.imp_uid, { amount: 1000, checksum: 11000 });
  assert.equal(cancelled.cancel_amount, 1000);
  const entries = await sandbox.ledger();
  assert.deepEqual(entries.map(({ kind, amount }) => [kind, amount]), [['charge', 11000], ['cancel', 1000]]);
});

test('a card registered with the first payment pays again', async () => {
  await pay({ merchant_uid: 'first', customer_uid: 'gildong' });
  assert.equal((await client.getSubscription('gildong')).data.customer_uid, 'gildong');
  const order = { customer_uid: 'gildong', merchant_uid: 'second', amount: 2000, name: '두 번째' };
  assert.equal((await client.paySubscription(order)).data.status, 'paid');
  await client.deleteSubscription('gildong');
  await assert.rejects(client.paySubscription({ ...order, merchant_uid: 'third' }), /./);
  const entries = await sandbox.ledger();
  assert.deepEqual(entries.map((entry) => entry.merchant_uid), ['first', 'second']);
});

test('a card alone is not registered without a contract', async () => {
  await assert.rejects(client.createSubscription({ customer_uid: 'gildong', ...CARD }), /./);
});

test('an unknown payment is not found', async () => {
  // The client takes a 404 for an answer.
  const { status, data } = await client.findByMerchantUid('never-made');
  assert.equal(status, 404);
  assert.ok(!data);
});

test('a decline is told with the reason', async () => {
  await assert.rejects(pay({ merchant_uid: 'order-1', ...OVER_THE_LIMIT }), /CA31/);
  assert.deepEqual(await sandbox.ledger(), []);
});
