import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { browserCandidates } from './browser/candidates.ts'

// `npm run e2e` names both. Somebody who calls Playwright themselves gets what is at hand.
const workspace = process.env.E2E_WORKSPACE ?? join(tmpdir(), `millrace-e2e-${process.pid}`)
const executablePath =
  process.env.E2E_BROWSER ?? browserCandidates(process).find((path) => existsSync(path))

const report = process.env.E2E_REPORT

export default defineConfig({
  testDir: 'specs',
  outputDir: '../test-results',
  // The simulation, the server and the browser share the machine: one page at a time.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  expect: { timeout: 10_000 },
  use: {
    baseURL: `http://127.0.0.1:${process.env.E2E_PORT}`,
    viewport: { width: 1440, height: 900 },
    // Recording one takes as much of the machine as the app does: ask for it where a failure is a riddle.
    trace: process.env.E2E_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // The app must need nothing from anywhere else.
      args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    },
  },
  webServer: {
    command: `"${process.execPath}" ../bin/start.mjs "${workspace}"`,
    env: { PORT: '0', MILLRACE_OPEN: '0' },
    // Port 0 is any free port: the server says which, and Playwright puts it into E2E_PORT.
    wait: { stdout: /listening on http:\/\/127\.0\.0\.1:(?<E2E_PORT>\d+)/ },
    timeout: 60_000,
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  },
})
