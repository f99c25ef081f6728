'use strict';

// Pays with the public client whose package it is told, unchanged, at the address that it is given. The packages are those
// that are installed in the folder where it is started.
//
// Its first line says who it is. Then, for each line `CALLERS SECONDS`, it starts so many callers, each of whom pays, and
// pays again until the time is over, and it answers `{"paid":…,"failed":…}`: how many calls were payments, how many were
// not, and if any was not, `why` the first of these.

const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { createInterface } = require('node:readline');

const installed = createRequire(`${process.cwd()}/`);
const KEY = 'imp_apikey';
const SECRET = 'imp_secret';
const ORDER = {
  customer_uid: 'customer-1-card-1',
  merchant_uid: 'order-20260101-0001',
  amount: 3000,
  name: '월간 이용권',
};

/** For each package a function of the server's address; it makes a client and returns how that one pays. */
const CLIENTS = {
  iamport(url) {
    const Iamport = installed('iamport');
    // The client has no setting for it; its resources take the host when they are made.
    Iamport.DEFAULT_HOST = url;
    const client = new Iamport({ impKey: KEY, impSecret: SECRET });
    return () => client.subscribe.again(ORDER);
  },
  iamporter(url) {
    const { Iamporter } = installed('iamporter');
    const client = new Iamporter({ apiKey: KEY, secret: SECRET, host: url });
    return async () => (await client.paySubscription(ORDER)).data;
  },
  'iamport-rest-client-nodejs'(url) {
    const { Iamport, Request } = installed('iamport-rest-client-nodejs');
    const client = new Iamport({ apiKey: KEY, apiSecret: SECRET, baseUrl: url });
    return async () => (await Request.Subscribe.again(ORDER).request(client)).data.response;
  },
  'iamport-server-api'(url) {
    const { IamportConnector, functional } = installed('iamport-server-api');
    const connector = new IamportConnector(url, { imp_key: KEY, imp_secret: SECRET });
    return async () => (await functional.subscribe.payments.again(await connector.get(), ORDER)).response;
  },
};

async function run(pay, callers, seconds) {
  const begun = performance.now();
  const told = { paid: 0, failed: 0 };
  const call = async () => {
    do {
      try {
        const { status } = await pay();
        if (status !== 'paid') throw new Error(`a payment that is ${status}`);
        told.paid += 1;
      } catch (error) {
        told.failed += 1;
        told.why ??= String(error);
      }
    } while (performance.now() - begun < seconds * 1000);
  };
  await Promise.all(Array.from({ length: callers }, call));
  return told;
}

async function main(name, url) {
  const pay = CLIENTS[name](url);
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`));
  console.log(`${version}, Node ${process.versions.node}`);
  for await (const line of createInterface({ input: process.stdin })) {
    const [callers, seconds] = line.split(' ').map(Number);
    console.log(JSON.stringify(await run(pay, callers, seconds)));
  }
}

main(...process.argv.slice(2));
