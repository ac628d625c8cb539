// The command line: `node dist/server/cli.js run FILE …`. The app itself is started by main.ts.

import { copyMoreIntoCallers } from '../threads/inlining.ts'
import { commandLine } from './commandLine.ts'
import { printable } from './terminal.ts'

copyMoreIntoCallers()

// A reader that has seen enough, such as `head`, closes the pipe: no reason to complain.
process.stdout.on('error', () => process.exit(0))

process.exitCode = await commandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(printable(text)),
  err: (text) => process.stderr.write(printable(text)),
  isTerminal: process.stderr.isTTY === true,
  nowMs: () => performance.now(),
})
