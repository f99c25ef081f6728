'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');

// What a browser does by itself at its start is no part of these tests, and a machine without a network would wait for it.
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium, or the one that CHROMIUM names, in a window as large as a laptop's. */
async function openBrowser() {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Chromium's own sandbox does not start as root.
    args: [...QUIET, ...(isRoot ? ['--no-sandbox'] : [])],
  });
}

/** A page in that language that fails the test if a script of it fails. */
async function openPage(browser, url, locale) {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.failures = [];
  page.on('pageerror', (error) => page.failures.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && page.failures.push(message.text()));
  await page.goto(url);
  return page;
}

/** Keeps what the page looks like, beside the tests' other output. */
async function keep(page, name) {
  const folder = process.env.KEYIN_SCREENSHOTS ?? 'screenshots';
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

module.exports = { openBrowser, openPage, keep };
