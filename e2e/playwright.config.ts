import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { browserCandidates } from './browser/candidates.ts'

// `npm run e2e` names one. Somebody who calls Playwright themselves gets what is at hand.
const executablePath =
  process.env.E2E_BROWSER ?? browserCandidates(process).find((path) => existsSync(path))

const report = process.env.E2E_REPORT

export default defineConfig({
  testDir: 'specs',
  outputDir: '../test-results',
  // Each test may run beside any other: a worker has a server, a workspace and a browser of its own.
  // With its page and its server a test keeps about one processor busy, and few machines have only one.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  // Most take a tenth of it, with nothing else under way on the machine.
  timeout: 120_000,
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  expect: { timeout: 10_000 },
  use: {
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
})
