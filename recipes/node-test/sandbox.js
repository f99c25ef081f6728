'use strict';

const { spawn } = require('node:child_process');
const { createInterface } = require('node:readline');

const KEY = 'imp_apikey';
const SECRET = 'imp_secret';

/** The address of a sandbox, and its controls. */
class Sandbox {
  constructor(process, url) {
    this.process = process;
    this.url = url;
  }

  /** Calls a control of the sandbox and returns its answer. */
  async control(method, path, body) {
    const answer = await fetch(`${this.url}/_sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** Everything captured and given back, in order: the truth, whatever the client was answered. */
  async ledger() {
    return (await this.control('GET', '/ledger')).entries;
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill();
    await ended;
  }
}

/** Starts a sandbox on a free port. */
async function startSandbox() {
  const program = process.env.KEYIN ?? 'keyin';
  const options = { stdio: ['ignore', 'pipe', 'inherit'] };
  const child = spawn(program, ['sandbox', '--listen', '127.0.0.1:0', '--json'], options);
  // The first line tells the port that was free; the sandbox answers from then on.
  const first = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  return new Sandbox(child, JSON.parse(first).listening);
}

module.exports = { KEY, SECRET, Sandbox, startSandbox };
