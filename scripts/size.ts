// `npm run size`: the size of the built page's initial script; fails where it is too large.

import { join } from 'node:path'
import { reportInitialScript } from './initialScript.ts'

process.exitCode = reportInitialScript(join(import.meta.dirname, '..', 'dist', 'client'))
