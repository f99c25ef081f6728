'use strict';

// The public client iamport, unchanged, against the sandbox.

const assert = require('node:assert/strict');
const { after, before, beforeEach, test } = require('node:test');
const Iamport = require('iamport');
const { CARD, OVER_THE_LIMIT } = require('./cards');
const { KEY, SECRET, startSandbox } = require('./sandbox');

let sandbox;
let client;

before(async () => {
  sandbox = await startSandbox();
  // The client has no setting for it; its resources take the host when they are made.
  Iamport.DEFAULT_HOST = sandbox.url;
});
after(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('POST', '/reset');
  client = new Iamport({ impKey: KEY, impSecret: SECRET });
});

const pay = (more) => client.subscribe.onetime({ amount: 11000, name: '월간 이용권', ...CARD, ...more });

test('a wrong secret gets no token', async () => {
  const stranger = new Iamport({ impKey: KEY, impSecret: 'wrong' });
  await assert.rejects(stranger.payment.getByImpUid({ imp_uid: 'imps_1' }), { code: 'HTTP_401' });
});

test('a one-time payment is found and cancelled', async () => {
  const paid = await pay({ merchant_uid: 'order-1' });
  assert.equal(paid.status, 'paid');
  assert.equal((await client.payment.getByMerchant({ merchant_uid: 'order-1' })).imp_uid, paid.imp_uid);
  assert.equal((await client.payment.getByImpUid({ imp_uid: paid.imp_uid })).merchant_uid, 'order-1');
  const listed = await client.payment.getByStatus({ payment_status: 'paid' });
  assert.deepEqual(listed.list.map((one) => one.imp_uid), [paid.imp_uid]);
  const cancelled = await client.payment.cancel({ imp_uid: paid.imp_uid, amount: 1000, checksum: 11000 });
  assert.equal(cancelled.cancel_amount, 1000);
  const entries = await sandbox.ledger();
  assert.deepEqual(entries.map(({ kind, amount }) => [kind, amount]), [['charge', 11000], ['cancel', 1000]]);
});

test('a card registered with the first payment pays again', async () => {
  await pay({ merchant_uid: 'first', customer_uid: 'gildong' });
  assert.equal((await client.subscribe_customer.get({ customer_uid: 'gildong' })).customer_uid, 'gildong');
  const order = { customer_uid: 'gildong', merchant_uid: 'second', amount: 2000, name: '두 번째' };
  assert.equal((await client.subscribe.again(order)).status, 'paid');
  await client.subscribe_customer.delete({ customer_uid: 'gildong' });
  await assert.rejects(client.subscribe.again({ ...order, merchant_uid: 'third' }), /./);
  const entries = await sandbox.ledger();
  assert.deepEqual(entries.map((entry) => entry.merchant_uid), ['first', 'second']);
});

test('a card alone is not registered without a contract', async () => {
  await assert.rejects(client.subscribe_customer.create({ customer_uid: 'gildong', ...CARD }), /./);
});

test('a schedule is kept and revoked', async () => {
  await pay({ merchant_uid: 'first', customer_uid: 'gildong' });
  const at = Math.floor(Date.now() / 1000) + 3600;
  const schedules = [{ merchant_uid: 'next', schedule_at: at, amount: 1000, name: '다음 달' }];
  const kept = await client.subscribe.schedule({ customer_uid: 'gildong', schedules });
  assert.deepEqual(kept.map((one) => one.schedule_status), ['scheduled']);
  const revoked = await client.subscribe.unschedule({ customer_uid: 'gildong', merchant_uid: 'next' });
  assert.deepEqual(revoked.map((one) => one.schedule_status), ['revoked']);
});

test('an unknown payment is not found', async () => {
  await assert.rejects(client.payment.getByMerchant({ merchant_uid: 'never-made' }), { code: 'HTTP_404' });
});

test('a decline is told with the reason', async () => {
  const declined = await pay({ merchant_uid: 'order-1', ...OVER_THE_LIMIT });
  assert.equal(declined.status, 'failed');
  assert.match(declined.fail_reason, /CA31/);
  assert.deepEqual(await sandbox.ledger(), []);
});
