// `npm test`: sets up what is missing, then runs every check there is.

import { runAttached } from './child.mjs'
import { prepareToolchain, root } from './prepare.mjs'

const checks = { file: process.execPath, args: ['--import', 'tsx', 'scripts/check/main.ts'] }

prepareToolchain()
  .then(() => runAttached(checks, { cwd: root }))
  .catch((error) => {
    // Whoever counts results finds one here too.
    process.stderr.write(`${error.message}\n`)
    process.stdout.write('0 passed, 1 failed\n')
    return 1
  })
  .then((code) => {
    process.exitCode = code
  })
